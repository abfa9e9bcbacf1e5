"""What is remembered of a feed, so that only what is new or different is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from blackbird.ingest.syndication.document import MOST, Document, Entry
from blackbird.posts import Missed, Poison, Post, PostEvent, Put, Removed

_BESIDES = 200  # entries remembered that a feed no longer shows: some come back
_GONE = "-"  # before when an entry was withdrawn, in place of what it said
_HEADER = 1000  # characters of a validator


@dataclass(slots=True)
class Ledger:
    """One feed. ``named`` is its address as its owner gave it, ``url`` where it is now."""

    named: str
    url: str
    etag: str = ""
    modified: str = ""
    due: float = 0.0
    """When it is to be read next, in seconds since 1970."""
    read: int = 0
    """When it was read last, in microseconds; 0 if never."""
    gone: bool = False
    broken: str = ""
    """What was unreadable last, so that it is set aside once and not at every reading."""
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Entry → what it said, and under which version."""

    @property
    def asking(self) -> dict[str, str]:
        """What makes the question cheap: the validators, as they came."""
        told = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in told.items() if value}

    def validated(self, headers: Mapping[str, str]) -> None:
        """Keep the validators of a reply."""
        self.etag = _header(headers.get("etag", ""))
        self.modified = _header(headers.get("last-modified", ""))

    def told(self) -> dict[str, Any]:
        """As it stands in a cursor."""
        seen = {key: [digest, version] for key, (digest, version) in self.seen.items()}
        kept = {"url": self.url, "etag": self.etag, "modified": self.modified, "due": self.due}
        return kept | {"read": self.read, "gone": self.gone, "broken": self.broken, "seen": seen}

    def changes(self, document: Document, now: int) -> Iterator[PostEvent]:
        """What a reading says that was not said before, oldest first, and remember it."""
        old, self.seen = self.seen, {}
        withdrawn = {self._uri(one.guid, "", ""): one.when for one in document.deleted}
        named = {self._named(entry): entry for entry in reversed(document.entries)}
        for uri, entry in named.items():
            yield from self._entry(uri, entry, document.title, old, withdrawn, now)
        shown = any(not said.startswith(_GONE) for said, _ in old.values())
        new = bool(self.seen) and not any(key in old for key in self.seen)
        for uri, when in withdrawn.items():
            yield from self._withdrawn(uri, when, old, now)
        if shown and new and self.read:
            why = "more was written between two readings than the feed shows"
            yield Missed(min(self.read, now), now, why)
        room = min(MOST, len(self.seen) + _BESIDES)
        for key in reversed(old):
            if len(self.seen) >= room:
                break
            self.seen.setdefault(key, old[key])
        # What is no longer shown goes first when room is needed again.
        self.seen = dict(reversed(self.seen.items()))
        self.read = now

    def _entry(
        self,
        uri: str,
        entry: Entry,
        feed: str,
        old: Mapping[str, tuple[str, int]],
        withdrawn: Mapping[str, int],
        now: int,
    ) -> Iterator[PostEvent]:
        said = _digest(entry.title, entry.text, entry.link, entry.author)
        key = _digest(uri)
        before = old.get(key)
        if uri in withdrawn and withdrawn[uri] >= entry.updated:
            return
        if before and before[0] == said:
            self.seen[key] = before
        elif not (entry.title or entry.text):
            self.seen[key] = (said, 0)
            yield Poison(f"{entry.guid} {entry.link}".strip()[:4096], "an entry without any text")
        else:
            version = _version(entry.updated, before[1] if before else 0, now)
            self.seen[key] = (said, version)
            yield Put(self._post(entry, feed, uri, version, now))

    def _withdrawn(
        self, uri: str, when: int, old: Mapping[str, tuple[str, int]], now: int
    ) -> Iterator[PostEvent]:
        key, mark = _digest(uri), f"{_GONE}{when}"
        said, version = old.get(key, ("", 0))
        if key in self.seen:  # it was written anew after that
            return
        if said != mark:
            version = max(version, min(when or now, now))
            yield Removed(uri=uri, version=version)
        self.seen[key] = (mark, version)

    def _post(self, entry: Entry, feed: str, uri: str, version: int, now: int) -> Post:
        return Post(
            uri=uri,
            account=self.named,
            author=entry.author or feed or urlsplit(self.named).hostname or self.named,
            text=entry.text,
            created=min(entry.published or entry.updated or now, now),
            version=version,
            url=entry.link,
            title=entry.title,
            language=entry.language,
            links=entry.links,
        )

    def _named(self, entry: Entry) -> str:
        return self._uri(entry.guid, entry.link, _digest(entry.title, entry.text))

    def _uri(self, guid: str, link: str, digest: str) -> str:
        """What an entry is known by.

        An address on the feed's own host is that; anything else is a name within this feed, so that
        no feed can change or withdraw what another one says.
        """
        if guid:
            return guid if self._is_own(guid) else f"{self.named}#{guid}"
        return f"{link if self._is_own(link) else f'{self.named}#{link}'}#{digest}"

    def _is_own(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            hosts = {urlsplit(url).hostname for url in (self.named, self.url)}
        except ValueError:
            return False
        own = {(host or "").removeprefix("www.") for host in hosts}
        return parts.scheme in ("http", "https") and (
            (parts.hostname or "").removeprefix("www.") in own
        )


def read_ledgers(cursor: str | None, names: Sequence[str]) -> list[Ledger]:
    """One for each feed, with what a cursor remembers of it."""
    try:
        told = json.loads(cursor or "{}")["feeds"]
        rows = told if isinstance(told, dict) else {}
    except (ValueError, TypeError, KeyError, RecursionError):
        rows = {}
    return [_remembered(name, rows.get(name)) for name in names]


def written(ledgers: Sequence[Ledger]) -> str:
    """The cursor."""
    feeds = {ledger.named: ledger.told() for ledger in ledgers}
    return json.dumps({"feeds": feeds}, separators=(",", ":"))


def _remembered(name: str, row: Any) -> Ledger:
    try:
        seen = {str(key): (str(said), int(at)) for key, (said, at) in row["seen"].items()}
        return Ledger(
            *(name, str(row["url"]), str(row["etag"]), str(row["modified"]), float(row["due"])),
            *(int(row["read"]), bool(row["gone"]), str(row["broken"]), seen),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return Ledger(name, name)


def _version(updated: int, before: int, now: int) -> int:
    """What the feed says, if that is later than what it said before and not in the future."""
    said = min(updated or now, now)
    return said if said > before else max(now, before + 1)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _header(value: str) -> str:
    return value if len(value) <= _HEADER and value.isprintable() else ""
