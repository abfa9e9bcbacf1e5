"""Posts in a file of JSON, one a line.

``file:posts.jsonl`` is read once, ``file:posts.jsonl?follow`` goes on while others write to it;
a name that ends in ``.gz`` or ``.zst`` is unpacked. A line: {"id", "author", "text", "created_at",
"title"?, "url"?, "language"?, "likes"?, "reply_to"?, "edited_at"?}, or {"id", "deleted": true}.
With a title it needs no text.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import msgspec

from blackbird.ingest.filefeed import deliveries_of, place_of
from blackbird.ingest.owners import require_owner
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.values import (
    count_of,
    language_of,
    link_of,
    links_in,
    moment_of,
    raw_of,
    text_of,
)
from blackbird.posts import FINAL, Delivery, Poison, Post, PostEvent, Put, Removed

_LONGEST_ID = 2048
_LONGEST_NAME = 300
_LONGEST_TITLE = 300


class _Row(msgspec.Struct, gc=False):
    """A line. What may be left out may also be of a wrong type: then it is as if left out."""

    id: str | int
    author: str = ""
    text: str = ""
    created_at: Any = None
    edited_at: Any = None
    title: Any = None
    url: Any = None
    language: Any = None
    likes: Any = None
    reply_to: Any = None
    deleted: Any = False


_READER = msgspec.json.Decoder(_Row)


class Lines:
    """Reads one file."""

    def __init__(self, setup: FeedSetup) -> None:
        require_owner(setup)
        self.name = setup.name
        self._setup = setup
        self._place = place_of(setup.address, {"follow"}, "file:posts.jsonl")

    @property
    def lasting(self) -> bool:
        """Whether it goes on at the end of the file."""
        return "follow" in self._place.options

    def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """As ``Feed`` says."""
        return deliveries_of(self._setup, self._place.path, cursor, read_line, follow=self.lasting)


def read_line(line: bytes) -> tuple[PostEvent, ...]:
    """What one line says."""
    try:
        return (_event(_READER.decode(line)),)
    except RecursionError:
        return (Poison(raw_of(line), "it is nested too deeply"),)
    except ValueError as error:
        return (Poison(raw_of(line), str(error)),)


def _event(row: _Row) -> Put | Removed:
    """Raises ``ValueError`` where something is missing."""
    id = text_of(str(row.id), _LONGEST_ID)
    if not id:
        raise ValueError("it has no id")
    edited = moment_of(row.edited_at)
    if row.deleted is True:
        return Removed(uri=id, version=FINAL if edited is None else edited)
    text, author, created = text_of(row.text), row.author, moment_of(row.created_at)
    author = text_of(author, _LONGEST_NAME)
    title = " ".join(text_of(row.title, _LONGEST_TITLE).split())
    if not (text or title) or not author or created is None:
        missing = "text" if not (text or title) else "author" if not author else "created_at"
        raise ValueError(f'it has no "{missing}" that can be read')
    return Put(
        Post(
            uri=id,
            account=author,
            author=author,
            text=text,
            title=title,
            created=created,
            version=created if edited is None else edited,
            url=link_of(row.url),
            language=language_of(row.language),
            likes=count_of(row.likes),
            reply_to=text_of(row.reply_to, _LONGEST_ID),
            links=links_in(text),
        )
    )
