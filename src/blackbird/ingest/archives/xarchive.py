"""The posts in the archive that X gives to the owner of an account.

``data/tweets.js`` and its parts hold posts, ``data/note-tweet.js`` the whole text of long ones,
``data/deleted-tweets.js`` what the owner deleted lately. Each is a list behind an assignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from blackbird.ingest.archives.elements import elements
from blackbird.ingest.archives.members import Archive, Unreadable
from blackbird.ingest.values import (
    count_of,
    language_of,
    moment_of,
    raw_of,
    read_json,
    unescaped,
)
from blackbird.ingest.xapi.ids import (
    first_of,
    id_of,
    ids_of,
    micros_of,
    uri_of,
    url_of,
    username_of,
)
from blackbird.ingest.xapi.posts import expanded
from blackbird.posts import SECOND, Poison, Post, PostEvent, Put, Removed

_LIST = re.compile(rb"^\s*window\.YTD\.\w+\.part\d+\s*=\s*\[")
_POSTS = re.compile(r"(?:.*/)?data/tweets?(?:-part\d+)?\.js")
_NOTES = re.compile(r"(?:.*/)?data/note-tweets?(?:-part\d+)?\.js")
_DELETED = re.compile(r"(?:.*/)?data/deleted-tweets?(?:-part\d+)?\.js")
_ACCOUNT = re.compile(r"(?:.*/)?data/account\.js")
_SHARED = "RT @"
_MOST_NOTES = 200_000
_ALIKE = 40  # characters with which a long post and its short form begin
_AROUND = (0, SECOND, -SECOND)  # their times may be rounded to different sides


@dataclass(slots=True)
class _Owner:
    """Whose archive it is, and the long posts in it by the second in which they were said."""

    id: str = ""
    name: str = ""
    notes: dict[int, list[str]] = field(default_factory=dict)


def is_x(names: Sequence[str]) -> bool:
    """Whether an archive with these members is one of X."""
    return any(map(_POSTS.fullmatch, names))


def read_x(archive: Archive, names: Sequence[str]) -> Iterator[PostEvent]:
    """What is in it. A member that cannot be read is told, and the others are read."""
    owner = _Owner()
    yield from _know(owner, archive, names)
    if not owner.id:
        yield Poison("", "data/account.js does not say whose archive this is")
        return
    for row in _rows(archive, names, _POSTS, "tweet"):
        yield from (row,) if isinstance(row, Poison) else _post(row, owner)
    for row in _rows(archive, names, _DELETED, "tweet"):
        if isinstance(row, Poison):
            yield row
        elif id := id_of(row.get("id_str")):
            yield Removed(uri=uri_of(id))


def _know(owner: _Owner, archive: Archive, names: Sequence[str]) -> Iterator[Poison]:
    """Read whose archive it is, and the long posts."""
    for row in _rows(archive, names, _ACCOUNT, "account"):
        if isinstance(row, Poison):
            yield row
        else:
            owner.id = id_of(row.get("accountId"))
            owner.name = username_of(row.get("username"))
    count = 0
    for row in _rows(archive, names, _NOTES, "noteTweet"):
        if isinstance(row, Poison):
            yield row
        elif count < _MOST_NOTES:
            count += _keep(owner, row)


def _rows(
    archive: Archive, names: Sequence[str], which: re.Pattern[str], kind: str
) -> Iterator[Mapping[str, Any] | Poison]:
    """The objects of one kind in all members of one name."""
    for name in sorted(filter(which.fullmatch, names), key=lambda name: (len(name), name)):
        try:
            for text in elements(archive.pieces(name), _LIST):
                yield _row(text, kind)
        except (ValueError, Unreadable) as error:
            yield Poison(name, f"{name} cannot be read any further: {error}")


def _row(text: bytes, kind: str) -> Mapping[str, Any] | Poison:
    try:
        outer = read_json(text)
    except ValueError as error:
        return Poison(raw_of(text), f"it is not JSON ({error})")
    row = outer.get(kind) if isinstance(outer, Mapping) else None
    if not isinstance(row, Mapping):
        return Poison(raw_of(text), f"there is no {kind} in it")
    return row


def _keep(owner: _Owner, row: Mapping[str, Any]) -> int:
    core, when = row.get("core"), moment_of(row.get("createdAt"))
    text = unescaped(core.get("text")) if isinstance(core, Mapping) else ""
    if when is None or not text:
        return 0
    owner.notes.setdefault(when // SECOND, []).append(text)
    return 1


def _post(row: Mapping[str, Any], owner: _Owner) -> Iterator[PostEvent]:
    id = id_of(row.get("id_str")) or id_of(row.get("id"))
    text, links = expanded(row.get("full_text"), row.get("entities"))
    if text.startswith(_SHARED):
        return
    if not id or not text:
        yield Poison(str(row)[:500], "it has no id" if not id else "it has no text")
        return
    version = micros_of(id)
    created = _moment(row.get("created_at")) or version
    replied = id_of(row.get("in_reply_to_status_id_str"))
    yield Put(
        Post(
            uri=uri_of(first_of(id, _versions(row))),
            account=owner.id,
            author=owner.name or owner.id,
            text=_whole(text, unescaped(row.get("full_text")), created, owner),
            created=created,
            version=version,
            url=url_of(id, owner.name),
            language=language_of(row.get("lang")),
            likes=count_of(row.get("favorite_count")),
            reply_to=uri_of(replied) if replied else "",
            links=links,
            local_id=id,
        )
    )


def _whole(text: str, short: str, created: int, owner: _Owner) -> str:
    """The long post that begins like ``short`` and was said in that second, else ``text``."""
    begin = short.partition("https://t.co/")[0].rstrip(" …")[:_ALIKE]
    for step in _AROUND if begin else ():
        for note in owner.notes.get((created + step) // SECOND, ()):
            if note.startswith(begin) and len(note) > len(short):
                return note
    return text


def _versions(row: Mapping[str, Any]) -> list[str]:
    """Ids of all versions of a post, as far as it tells."""
    info = row.get("edit_info")
    edit = info.get("edit") if isinstance(info, Mapping) else None
    control = (edit.get("editControlInitial") if isinstance(edit, Mapping) else None) or (
        info.get("initial") if isinstance(info, Mapping) else None
    )
    listed = ids_of(control.get("editTweetIds")) if isinstance(control, Mapping) else []
    first = id_of(edit.get("initialTweetId")) if isinstance(edit, Mapping) else ""
    return [*listed, *([first] if first else [])]


def _moment(value: Any) -> int | None:
    """A date as X writes it here: "Wed Oct 10 20:19:24 +0000 2018"."""
    if not isinstance(value, str):
        return None
    try:
        return moment_of(parsedate_to_datetime(value).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return moment_of(value)
