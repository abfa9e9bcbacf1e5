"""From a status, or another event of a stream, to what happened to posts.

Stored is what is public or unlisted. A boost is not a post of its own: it repeats another's,
whose edits and removal would not come with it. A content warning becomes the title.
https://docs.joinmastodon.org/entities/Status/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from blackbird.ingest.values import RAW, language_of, unescaped
from blackbird.posts import Poison, Post, PostEvent, Put, Removed
from blackbird.text.fields import words
from blackbird.text.moments import moment
from blackbird.text.plain import absolute, plain

"""Characters of an unreadable event that are kept."""

_OPEN = frozenset({"public", "unlisted"})
_ID = 64  # characters of a local id; numbers have 18
_URI = 2048
_EDIT = "status.update"
_PUTS = frozenset({"update", _EDIT})


class Unreadable(Exception):
    """What came is not what its kind promises; the message says why."""


def event_of(kind: str, data: str, home: str) -> PostEvent | None:
    """What ``data`` says; ``None`` for kinds that are not about posts. ``home``: the server."""
    if kind == "delete":
        name = data.strip().strip('"')
        if not name or len(name) > _ID or not name.isalnum():
            return Poison(data[:RAW], "a removal that names no status")
        return Removed(local_id=name)
    if kind not in _PUTS:
        return None
    try:
        status = json.loads(data)
    except (ValueError, RecursionError):
        return Poison(data[:RAW], "it is not JSON")
    told = put_of(status, home)
    if told is None and kind == _EDIT and not status.get("reblog") and (name := id_of(status)):
        return Removed(local_id=name)  # an edit made it one that is not for all
    return told


def put_of(status: Any, home: str) -> PostEvent | None:
    """The post that a status is; ``None`` for one that is not stored."""
    try:
        post = post_of(status, home)
    except Unreadable as error:
        return Poison(_shown(status), str(error))
    return Put(post) if post else None


def post_of(status: Any, home: str) -> Post | None:
    """The post, or ``None`` if it is a boost or not for all. Raises ``Unreadable``."""
    if not isinstance(status, Mapping):
        raise Unreadable("a status that is no object")
    if words(status.get("visibility"), 20) not in _OPEN or status.get("reblog"):
        return None
    if status.get("local_only"):  # glitch-soc, Hometown, GoToSocial: for its accounts alone
        return None
    account = status.get("account")
    if not isinstance(account, Mapping):
        raise Unreadable("a status without an account")
    uri, local_id = _address(status.get("uri")), id_of(status)
    who = _address(account.get("uri")) or _address(account.get("url"))
    created = moment(words(status.get("created_at"), 40))
    if not uri or not local_id or not who or created is None:
        raise Unreadable("a status without its address, number, author or time")
    text = status.get("content")
    said = plain(text if isinstance(text, str) else "", home)
    return Post(
        uri=uri,
        account=who,
        author=_author(account, home),
        text=said.text or _described(status.get("media_attachments")),
        created=created,
        version=max(created, moment(words(status.get("edited_at"), 40)) or 0),
        url=absolute(_address(status.get("url")), home),
        title=_line(status.get("spoiler_text"), 300),
        language=language_of(status.get("language")),
        likes=_count(status.get("favourites_count")),
        reply_to=_id(status.get("in_reply_to_id")),
        links=said.links,
        local_id=local_id,
    )


def id_of(status: Any) -> str:
    """By what its server names a status; empty if it does not."""
    return _id(status.get("id")) if isinstance(status, Mapping) else ""


def _id(value: Any) -> str:
    name = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return name if name.isalnum() and len(name) <= _ID else ""


def _address(value: Any) -> str:
    fits = isinstance(value, str) and len(value) <= _URI and value.isprintable()
    return value.strip() if fits else ""


def _author(account: Mapping[str, Any], home: str) -> str:
    """``name@server``, also for those of the server itself."""
    name = words(account.get("acct"), 200) or words(account.get("username"), 200)
    if "@" in name:
        return name
    try:
        return f"{name}@{urlsplit(home).hostname or home}"
    except ValueError:
        return name


def _described(media: Any) -> str:
    """What pictures show, in the words of who posted them, where nothing else is said."""
    rows = media[:16] if isinstance(media, list) else []
    told = [_line(row.get("description"), 1500) for row in rows if isinstance(row, Mapping)]
    return "\n\n".join(filter(None, told))


def _line(value: Any, most: int) -> str:
    """Plain text in a line: what stands in angle brackets is no tag."""
    return " ".join(unescaped(value, most).split())


def _count(value: Any) -> int:
    fits = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value, 0), 10**12) if fits else 0


def _shown(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)[:RAW]
    except (ValueError, RecursionError):
        return ""
