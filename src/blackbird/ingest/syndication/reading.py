"""One reading of one feed: asked cheaply, and told when it wants to be asked again."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from blackbird.errors import AddressRefused, NetworkError
from blackbird.ingest.setup import Ladder
from blackbird.ingest.syndication.document import Document, Unreadable
from blackbird.ingest.syndication.ledger import Ledger
from blackbird.ingest.syndication.read import read_feed
from blackbird.net.guard import Guard, Reply
from blackbird.net.pace import seconds_of
from blackbird.posts import Poison, PostEvent
from blackbird.protocols import Clock
from blackbird.text.moments import micros

LEAST_S, USUAL_S, MOST_S = 120.0, 600.0, 86_400.0
"""Between two readings: whatever a feed asks for, if it says nothing, and at most."""

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_BYTES = 5_000_000
_FIRST_S = 60.0
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading gave. ``why``: what failed, empty if nothing did."""

    events: tuple[PostEvent, ...] = ()
    changed: bool = False
    why: str = ""


@dataclass(slots=True)
class Reader:
    """Reads one feed again and again; sets in its ledger when the next time is due."""

    ledger: Ledger
    guard: Guard
    clock: Clock
    random: Random
    ladder: Ladder

    @classmethod
    def of(cls, ledger: Ledger, guard: Guard, clock: Clock, random: Random) -> Reader:
        """For a feed as it is remembered."""
        bounds = replace(guard.bounds, body_bytes=min(_BYTES, guard.bounds.body_bytes))
        ladder = Ladder(_FIRST_S, 2.0, MOST_S, random)
        ladder.pause_s()  # a feed is not asked again at once
        return cls(ledger, replace(guard, bounds=bounds), clock, random, ladder)

    @property
    def guard_now(self) -> Guard:
        """Where a lasting redirect led is not what the owner named."""
        return self.guard if self.ledger.url == self.ledger.named else self.guard.strangers()

    async def read(self) -> Outcome:
        """Never fails."""

        async def own(_: str) -> Mapping[str, str]:
            return self.ledger.asking

        try:
            reply = await self.guard_now.get(self.ledger.url, ACCEPT, before=own)
            return await self._replied(reply)
        except AddressRefused as error:
            self._later(MOST_S)
            return Outcome(why=error.message)
        except NetworkError as error:
            return self._failed(error.message)

    async def _replied(self, reply: Reply) -> Outcome:
        status, headers = reply.head.status, reply.head.headers
        if status == 410:
            self.ledger.gone = True
            return Outcome(changed=True, why="its server says that it is gone for good")
        if status not in (200, 304):
            asked = seconds_of(headers.get("retry-after", ""), self.clock.now()) or 0.0
            return self._failed(f"its server answered {status}", asked)
        moved = bool(reply.head.lasting) and reply.head.lasting != self.ledger.url
        if moved:
            self.ledger.url = reply.head.lasting
        if status == 304:
            self._succeeded(headers, 0.0)
            return Outcome(changed=moved)
        return await self._new(reply)

    async def _new(self, reply: Reply) -> Outcome:
        charset = _CHARSET.search(reply.head.headers.get("content-type", ""))
        declared = charset[1] if charset else ""
        try:
            document = await asyncio.to_thread(read_feed, reply.body, declared, reply.head.url)
        except Unreadable as error:
            return self._unreadable(reply, str(error))
        self.ledger.validated(reply.head.headers)
        self.ledger.broken = ""
        self._succeeded(reply.head.headers, document.pause_s)
        events = await asyncio.to_thread(self._changes, document)
        return Outcome(events, changed=True)

    def _changes(self, document: Document) -> tuple[PostEvent, ...]:
        return tuple(self.ledger.changes(document, micros(self.clock.now())))

    def _unreadable(self, reply: Reply, why: str) -> Outcome:
        digest = hashlib.sha256(reply.body).hexdigest()[:16]
        again, self.ledger.broken = self.ledger.broken == digest, digest
        failed = self._failed(f"what it sent cannot be read: {why}")
        if again:
            return failed
        raw = reply.body[:4096].decode("utf-8", "replace")
        return replace(failed, events=(Poison(raw, why),), changed=True)

    def _succeeded(self, headers: Mapping[str, str], pause_s: float) -> None:
        self.ladder.reset()
        self.ladder.pause_s()
        age = _MAX_AGE.search(headers.get("cache-control", ""))
        asked = max(pause_s, float(age[1]) if age else 0.0)
        self._later(min(MOST_S, max(LEAST_S, asked or USUAL_S)))

    def _failed(self, why: str, asked_s: float = 0.0) -> Outcome:
        self._later(max(min(asked_s, MOST_S), self.ladder.pause_s()))
        return Outcome(why=why)

    def _later(self, pause_s: float) -> None:
        """A little later than that, so that not all feeds are asked in one moment."""
        jitter = 1 + 0.1 * self.random.random()
        self.ledger.due = self.clock.now().timestamp() + pause_s * jitter
