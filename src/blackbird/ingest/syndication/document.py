"""A feed as it was read once, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 2000
"""Entries of a feed that are read; the first ones, which are the newest in nearly all feeds."""


class Unreadable(Exception):
    """It is no feed; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, its texts plain, its addresses whole. Unknown is empty or 0."""

    guid: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    language: str = ""
    published: int = 0
    updated: int = 0
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deleted:
    """The feed says that it withdrew an entry (RFC 6721)."""

    guid: str
    when: int


@dataclass(frozen=True, slots=True)
class Document:
    """All of it. ``pause_s``: how long it asks to be left alone, 0 if it does not say."""

    title: str = ""
    entries: tuple[Entry, ...] = ()
    deleted: tuple[Deleted, ...] = ()
    pause_s: float = 0.0
