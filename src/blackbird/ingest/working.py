"""One of several workers: takes events from a queue, commits them to the record, says so.

A message is done once its events are committed. A worker that is killed before leaves it to
another, and what was committed by then is committed again, which changes nothing: versions decide.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from blackbird.errors import BadInput, StorageError
from blackbird.ingest.messages import decoded
from blackbird.ingest.storing import store
from blackbird.posts import SECOND, PostEvent
from blackbird.protocols import Clock
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow
from blackbird.threads import in_a_thread

_LOG = logging.getLogger(__name__)
_MOST = 32  # messages of a commit: some thousand posts
_WAIT_S = 2.0
_RETRY_S = 2.0
_END_S = 10.0  # for what was taken, once this is to end


class Parcel(Protocol):
    """A message that is this process's to finish."""

    @property
    def data(self) -> bytes:
        """What it says."""
        ...

    async def done(self) -> None:
        """It need not come again."""
        ...


class Inbox(Protocol):
    """Where messages come from, as ``net.queue.Queue`` gives them."""

    async def take(self, most: int, wait_s: float) -> Sequence[Parcel]:
        """Some messages, or none after so long. Raises ``StorageError``."""
        ...


class Worker:
    """Commits what comes until it is cancelled. ``step`` hears each step before it is taken."""

    def __init__(
        self,
        record: PostRecord,
        inbox: Inbox,
        clock: Clock,
        changed: asyncio.Event,
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._record = record
        self._inbox = inbox
        self._clock = clock
        self._changed = changed
        self._step = step
        self._feeds: dict[str, FeedRow] = {}
        self.events = 0

    async def run(self) -> None:
        """Go on until cancelled; what was taken by then is committed, or comes again."""
        while True:
            try:
                parcels = await self._inbox.take(_MOST, _WAIT_S)
            except StorageError as error:
                _LOG.warning("%s", error)
                await asyncio.sleep(_RETRY_S)
                continue
            if parcels:
                finishing = asyncio.ensure_future(self._finish(parcels))
                try:
                    await asyncio.shield(finishing)
                except asyncio.CancelledError:
                    await asyncio.wait([finishing], timeout=_END_S)
                    finishing.cancel()
                    raise

    async def _finish(self, parcels: Sequence[Parcel]) -> None:
        by_feed: dict[str, list[PostEvent]] = {}
        for parcel in parcels:
            message = decoded(parcel.data)
            if message is None:
                _LOG.warning("No message of ours, left out: %.200r", parcel.data)
                continue
            by_feed.setdefault(message.feed, []).extend(message.events())
        for name, events in by_feed.items():
            self._step("commit")
            await self._patiently(partial(self._store, name, events))
            self.events += len(events)
        self._step("done")
        for parcel in parcels:
            await parcel.done()
        self._changed.set()

    def _store(self, name: str, events: Sequence[PostEvent]) -> None:
        now = int(self._clock.now().timestamp() * SECOND)
        try:
            feed = self._feed(name)
        except BadInput as error:  # and not again and again, by every worker
            _LOG.warning("No name of a feed, left out: %.200r (%s)", name, error)
            return
        store(self._record.commit, feed, events, None, None, now)

    def _feed(self, name: str) -> FeedRow:
        """A feed's row; one that this record has not is noted, not followed.

        Nor is it trusted, whatever a message says: only its owner may send this machine to
        addresses of his own network, by adding it here.
        """
        if name not in self._feeds:
            self._feeds = {row.name: row for row in self._record.feeds.all()}
        if name not in self._feeds:
            self._feeds[name] = self._record.feeds.add(name, trusted=False)
            self._record.feeds.stop(name)
        return self._feeds[name]

    async def _patiently(self, write: Callable[[], None]) -> None:
        """Try until it is written; meanwhile nothing more is taken."""
        while True:
            try:
                await in_a_thread(write)
                return
            except StorageError as error:
                _LOG.warning("%s", error)
                await asyncio.sleep(_RETRY_S)
