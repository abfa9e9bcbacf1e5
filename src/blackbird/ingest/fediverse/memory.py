"""What a feed of the fediverse remembers: how far it came, and what it saw last."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from blackbird.posts import PostEvent, Put, Removed

RECENT = 200
"""Statuses that are looked up again after an outage: may they have been removed meanwhile?"""

_OVERLAP = (
    20  # what comes late from elsewhere is numbered by when it was said, so some is read twice
)
_KNOWN = 5000


@dataclass(slots=True)
class Memory:
    """Grows no further than its bounds."""

    at: int = 0
    """When the stream was last known to be whole, in microseconds; 0 before the first time."""
    recent: list[str] = field(default_factory=list)
    """Local ids, in the order in which they came."""
    uris: dict[str, str] = field(default_factory=dict)
    """Of statuses that may be replied to; not kept over a restart."""

    def named(self, event: PostEvent) -> PostEvent:
        """Take note of an event; a reply names what it answers by its address, if that is known."""
        if isinstance(event, Removed):
            self.forget([event.local_id])
        if not isinstance(event, Put):
            return event
        post = event.post
        self.saw(post.local_id, post.uri)
        return Put(replace(post, reply_to=self.uris.get(post.reply_to, post.reply_to)))

    def saw(self, local_id: str, uri: str) -> None:
        """A status is there."""
        self.note(local_id)
        self.uris[local_id] = uri
        if len(self.uris) > _KNOWN:
            del self.uris[next(iter(self.uris))]

    def note(self, local_id: str) -> None:
        """It was read, whether or not it is stored."""
        if local_id not in self.recent:
            self.recent = [*self.recent, local_id][-RECENT:]

    def forget(self, local_ids: Iterable[str]) -> None:
        """They are gone. The last one stays: reading goes on behind it."""
        gone = set(local_ids)
        self.recent = [
            name
            for n, name in enumerate(self.recent, 1)
            if name not in gone or n == len(self.recent)
        ]
        for name in gone:
            self.uris.pop(name, None)

    def anchor(self) -> str:
        """Behind which status reading goes on; empty if none was seen yet."""
        return min(self.recent[-_OVERLAP:], key=order, default="")

    def written(self) -> str:
        """The cursor."""
        return json.dumps({"at": self.at, "recent": self.recent}, separators=(",", ":"))


def read_memory(cursor: str | None) -> Memory:
    """What a cursor says; one that cannot be read says nothing."""
    try:
        told = json.loads(cursor or "{}")
        at, recent = told.get("at", 0), told.get("recent", [])
        return Memory(int(at), [name for name in recent if str(name).isalnum()][-RECENT:])
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Memory()


def order(local_id: str) -> tuple[int, str]:
    """Local ids grow with time, as numbers or as letters of one length."""
    return len(local_id), local_id
