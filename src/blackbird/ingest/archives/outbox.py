"""The posts in the archive that Mastodon gives to the owner of an account.

``outbox.json`` holds what the account did, ``actor.json`` who it is, both as ActivityPub. Only what
was said to the public is taken: an archive also has letters to single people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from blackbird.ingest.archives.elements import elements
from blackbird.ingest.archives.members import Archive, Unreadable, beginning
from blackbird.ingest.values import (
    count_of,
    language_of,
    link_of,
    moment_of,
    raw_of,
    read_json,
    text_of,
)
from blackbird.posts import Poison, Post, PostEvent, Put
from blackbird.text.plain import plain

_LIST = re.compile(rb'"orderedItems"\s*:\s*\[')
_OUTBOX = re.compile(r"(?:.*/)?outbox\.json")
_ACTOR = re.compile(r"(?:.*/)?actor\.json")
_KINDS = frozenset({"Note", "Article", "Question"})
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_ACTOR_MOST = 1_000_000


def is_mastodon(names: Sequence[str]) -> bool:
    """Whether an archive with these members is one of Mastodon."""
    return any(map(_OUTBOX.fullmatch, names))


def read_mastodon(archive: Archive, names: Sequence[str]) -> Iterator[PostEvent]:
    """What is in it."""
    author = ""
    for name in filter(_ACTOR.fullmatch, names):
        try:
            author = _author(read_json(beginning(archive, name, _ACTOR_MOST)))
        except (ValueError, Unreadable) as error:
            yield Poison(name, f"{name} cannot be read: {error}")
    for name in filter(_OUTBOX.fullmatch, names):
        try:
            for text in elements(archive.pieces(name), _LIST):
                yield from read_activity(text, author)
        except (ValueError, Unreadable) as error:
            yield Poison(name, f"{name} cannot be read any further: {error}")


def read_activity(text: bytes, author: str) -> tuple[Put | Poison, ...]:
    """What one activity says; nothing for one that shares another's post, or is not public."""
    try:
        activity = read_json(text)
    except ValueError as error:
        return (Poison(raw_of(text), f"it is not JSON ({error})"),)
    if not isinstance(activity, Mapping):
        return (Poison(raw_of(text), "it is no activity"),)
    note = activity.get("object")
    if activity.get("type") != "Create" or not isinstance(note, Mapping):
        return ()
    kind = note.get("type")
    if not isinstance(kind, str) or kind not in _KINDS or not _is_public(note):
        return ()
    found = _post(note, author)
    return (Poison(raw_of(text), found),) if isinstance(found, str) else (Put(found),)


def _post(note: Mapping[str, Any], author: str) -> Post | str:
    uri, account = link_of(note.get("id")), link_of(note.get("attributedTo"))
    if not uri or not account:
        return "it has no address" if not uri else "it has no author"
    created = moment_of(note.get("published"))
    if created is None:
        return "it has no date"
    content = note.get("content")
    read = plain(content if isinstance(content, str) else "", uri)
    text = read.text or _described(note.get("attachment"))
    if not text:
        return "it has no text"
    likes = note.get("likes")
    return Post(
        uri=uri,
        account=account,
        author=author or _named(account),
        text=text,
        created=created,
        version=max(created, moment_of(note.get("updated")) or 0),
        url=link_of(note.get("url")) or uri,
        title=text_of(note.get("name"), 500) or text_of(note.get("summary"), 500),
        language=_language(note),
        likes=count_of(likes.get("totalItems")) if isinstance(likes, Mapping) else 0,
        reply_to=link_of(note.get("inReplyTo")),
        links=read.links,
    )


def _described(media: Any) -> str:
    """What pictures show, in the words of who posted them, where nothing else is said."""
    rows = media[:16] if isinstance(media, list) else []
    told = [text_of(row.get("name"), 1500) for row in rows if isinstance(row, Mapping)]
    return "\n\n".join(filter(None, told))


def _is_public(note: Mapping[str, Any]) -> bool:
    for field in ("to", "cc"):
        value = note.get(field)
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(one, str) and one in _PUBLIC for one in listed):
            return True
    return False


def _language(note: Mapping[str, Any]) -> str:
    texts = note.get("contentMap")
    return language_of(next(iter(texts), "")) if isinstance(texts, Mapping) else ""


def _author(actor: Any) -> str:
    """``name@host`` of an actor; empty if it does not say."""
    if not isinstance(actor, Mapping):
        return ""
    name = text_of(actor.get("preferredUsername"), 200)
    host = _host(link_of(actor.get("id")))
    return f"{name}@{host}" if name and host else ""


def _named(account: str) -> str:
    """The same from an actor's address, mostly right."""
    name = account.rstrip("/").rpartition("/")[2].removeprefix("@")
    return f"{name[:200]}@{_host(account)}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
