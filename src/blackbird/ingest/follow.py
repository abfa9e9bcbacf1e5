"""Follows live feeds for weeks: events in, posts stored and found, what is deleted gone.

One queue, bounded: while it is full no feed is asked for more, so that sources are slowed down and
nothing is dropped. Batches are committed with the cursors of their feeds; the index and saved
answers follow the record. Killed at any moment, all of them go on from what is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from blackbird.errors import BlackbirdError, FeedFailed, StorageError
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.storing import Commit, store
from blackbird.ingest.tending import Tending
from blackbird.ingest.values import text_of
from blackbird.posts import SECOND, Delivery, Feed, PostEvent, State
from blackbird.protocols import Clock
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, Told
from blackbird.threads import in_a_thread

_LOG = logging.getLogger(__name__)
_WAITING = 32  # deliveries in the queue
_BATCH = 4_000  # events of a commit, about
_GATHER_S = 0.1  # what a commit waits for more: an fsync and a commit of the index for all of them
_TEND_S = 1.0
_RETRY_S = 2.0
_TRIES = 20  # in that time to see whether one is to end
_AGAIN_S = 60.0  # until a feed that broke in a way that nobody thought of is tried again
_WINDOW_S = 10.0  # of which rates are told


@dataclass(slots=True)
class Following:
    """A feed that is followed, and how it fares."""

    row: FeedRow
    task: asyncio.Task[None]
    told: Told = field(default_factory=lambda: Told("connecting"))
    ended: bool = False
    """Whether it is not wanted any more; what was read by then is still stored."""
    counted: deque[tuple[float, int]] = field(default_factory=deque)

    def rate(self, now: float) -> float:
        """Events a second, of late."""
        while self.counted and now - self.counted[0][0] > _WINDOW_S:
            self.counted.popleft()
        return sum(count for _, count in self.counted) / _WINDOW_S


Report = Callable[[Sequence[FeedRow]], None]


class Follower:
    """Follows the wanted feeds of a record until it is cancelled.

    ``opened`` makes a feed of its row. ``commit``: what stores events in the record's place; others
    index them then, and there is no ``writer`` and no ``tending``. ``step`` hears the name of each
    step before it is taken, tests stop there.
    """

    def __init__(
        self,
        record: PostRecord,
        writer: PartsWriter | None,
        opened: Callable[[FeedRow], Feed],
        tending: Tending | None,
        clock: Clock,
        *,
        commit: Commit | None = None,
        report: Report = lambda _: None,
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._record = record
        self._commit_to: Commit = commit or record.commit
        self._writer = writer
        self._opened = opened
        self._tending = tending
        self._clock = clock
        self._report = report
        self._step = step
        self._queue: asyncio.Queue[tuple[int, Delivery]] = asyncio.Queue(_WAITING)
        self._batch: list[tuple[int, Delivery]] = []
        self._followed: dict[int, Following] = {}
        self._changed = asyncio.Event()
        self._ending = False

    async def run(self, names: Collection[str] | None = None) -> None:
        """Follow the feeds of these names, or all that are wanted, until cancelled.

        Returns once all of them have come to their end, as files do. What was read by then is
        stored, whoever ends it and however.
        """
        await self._index_now()  # a kill may have left it behind
        works: list[Awaitable[None]] = [self._store(), self._index(), self._tend(names)]
        tasks = [asyncio.ensure_future(work) for work in works]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._end(tasks)

    async def _end(self, tasks: Sequence[asyncio.Future[None]]) -> None:
        """Stop reading, store what was read, and say that nobody follows any more.

        What cannot be stored now is read again by whoever follows next: its cursor is not stored.
        """
        self._ending = True
        pulls = [followed.task for followed in self._followed.values()]
        for task in (*pulls, *tasks):
            task.cancel()
        await asyncio.gather(*pulls, *tasks, return_exceptions=True)
        rest = [*self._batch, *(self._queue.get_nowait() for _ in range(self._queue.qsize()))]
        try:
            if rest:
                await self._commit(rest)
            await self._index_now()
            await self._say_ended()
        finally:
            if self._writer is not None:
                await in_a_thread(self._writer.close)

    async def _say_ended(self) -> None:
        now = self._now()
        told = {
            id: f.told if f.told.state == "failed" else Told("stopped", f.told.note)
            for id, f in self._followed.items()
        }
        await in_a_thread(partial(self._record.feeds.tell, told, now))

    async def _pull(self, row: FeedRow) -> None:
        """Read one feed as quickly as its events are stored."""
        while True:
            try:
                feed = self._opened(row)
                async with aclosing(feed.deliveries(row.cursor)) as deliveries:
                    async for delivery in deliveries:
                        await self._queue.put((row.id, delivery))
                if not feed.lasting:
                    await self._queue.put((row.id, Delivery(state="stopped", note="read")))
                    return
            except FeedFailed as error:
                await self._queue.put((row.id, Delivery(state="failed", note=str(error))))
                return
            except BlackbirdError as error:
                await self._queue.put((row.id, Delivery(state="waiting", note=str(error))))
            except Exception as error:
                _LOG.exception("The feed %s broke", row.name)
                note = f"it broke ({type(error).__name__}); see the log"
                await self._queue.put((row.id, Delivery(state="waiting", note=note)))
            await asyncio.sleep(_AGAIN_S)
            with suppress(StorageError):  # the cursor of the last time does, too
                row = await in_a_thread(partial(self._record.feeds.named, row.name))

    async def _store(self) -> None:
        while True:
            batch = self._batch  # not a local one: what was taken is stored, whoever ends this
            batch.append(await self._queue.get())
            events = len(batch[-1][1].events)
            with suppress(TimeoutError):
                async with asyncio.timeout(_GATHER_S):
                    while events < _BATCH:
                        batch.append(await self._queue.get())
                        events += len(batch[-1][1].events)
            committing = asyncio.ensure_future(self._commit(batch))
            try:
                await asyncio.shield(committing)
            except asyncio.CancelledError:
                self._ending = True
                await committing
                batch.clear()
                raise
            batch.clear()

    async def _commit(self, batch: Sequence[tuple[int, Delivery]]) -> None:
        by_feed: dict[int, list[Delivery]] = {}
        for feed, delivery in batch:
            by_feed.setdefault(feed, []).append(delivery)
        for feed, deliveries in by_feed.items():
            followed = self._followed[feed]
            events = [event for delivery in deliveries for event in delivery.events]
            cursors = [d.cursor for d in deliveries if d.cursor is not None]
            followed.told = self._told(followed, deliveries, len(events))
            if not events and not cursors:
                continue
            self._step("commit")
            await self._patiently(
                partial(self._put, followed, events, cursors[-1] if cursors else None)
            )
            self._step("committed")
        self._changed.set()

    def _put(self, followed: Following, events: Sequence[PostEvent], cursor: str | None) -> None:
        store(self._commit_to, followed.row, events, cursor, followed.told, self._now())

    async def _patiently(self, write: Callable[[], None]) -> None:
        """Try until it is written; meanwhile nothing more is read.

        Whoever ends does not wait for room: raises ``StorageError`` then.
        """
        while True:
            try:
                await in_a_thread(write)
                return
            except StorageError as error:
                if self._ending:
                    raise
                _LOG.warning("%s", error)
            for _ in range(_TRIES):
                if not self._ending:
                    await asyncio.sleep(_RETRY_S / _TRIES)

    def _told(self, followed: Following, deliveries: Sequence[Delivery], events: int) -> Told:
        now = self._clock.monotonic()
        followed.counted.append((now, events))
        last = next((d for d in reversed(deliveries) if d.state is not None), None)
        state: State = last.state if last and last.state else followed.told.state
        if followed.ended:
            last, state = None, "stopped"
        note = text_of(last.note) if last else followed.told.note  # in a stranger's words
        at = next((d.at for d in reversed(deliveries) if d.at is not None), None)
        lag = max(0.0, (self._now() - at) / SECOND) if at is not None else followed.told.lag_s
        return Told(state, note, lag, followed.rate(now))

    async def _index(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._index_now()

    async def _index_now(self) -> None:
        """Let the index, and the answers that quote what left, follow the record."""
        if self._writer is None or self._tending is None:
            return
        await self._patiently(self._writer.catch_up)
        self._step("indexed")
        await self._patiently(self._tending.withdraw)
        self._step("withdrawn")

    async def _tend(self, names: Collection[str] | None) -> None:
        """Once a second: begin and end feeds, say how they fare, purge, drop what is too old."""
        while True:
            rows = await self._rows()
            self._match([r for r in rows if r.wanted and (names is None or r.name in names)])
            now = self._clock.monotonic()
            told = {
                id: replace(followed.told, rate=followed.rate(now))
                for id, followed in self._followed.items()
            }
            await self._patiently(partial(self._record.feeds.tell, told, self._now()))
            self._report(await self._rows())
            if self._tending is not None:
                await self._patiently(partial(self._tending.tend, self._now()))
            ended = all(followed.task.done() for followed in self._followed.values())
            if names is not None and ended and self._queue.empty() and not self._batch:
                return
            await asyncio.sleep(_TEND_S)

    async def _rows(self) -> list[FeedRow]:
        rows: list[FeedRow] = []
        await self._patiently(lambda: rows.extend(self._record.feeds.all()))
        return rows

    def _match(self, wanted: Sequence[FeedRow]) -> None:
        """Begin what is wanted and not followed, end what is followed and not wanted."""
        ids = {row.id for row in wanted}
        for id, followed in self._followed.items():
            if id not in ids and not followed.ended:
                followed.task.cancel()
                followed.told, followed.ended = Told("stopped"), True
        for row in wanted:
            known = self._followed.get(row.id)
            if known is None or known.ended:
                self._followed[row.id] = Following(row, asyncio.ensure_future(self._pull(row)))

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * SECOND)
