"""Live posts of one data directory: their record, their index, and who follows their feeds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from blackbird.claims.rising import Rise
from blackbird.errors import DataDirectoryBusy, SettingsError
from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import Embedders, Embedding, told, without
from blackbird.ingest.follow import Follower, Report
from blackbird.ingest.keeping import Keeper
from blackbird.ingest.policy import read_policy
from blackbird.ingest.publishing import Publishing
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.tending import Purging, Tending
from blackbird.ingest.tokens import token_for
from blackbird.ingest.trends import trends
from blackbird.ingest.withdrawing import Quotes, Withdrawing
from blackbird.ingest.working import Worker
from blackbird.net.guard import OWNERS, Bounds, Guard
from blackbird.posts import SECOND, Feed
from blackbird.protocols import Clock, Embedder, Source
from blackbird.registry import load_feed, load_queue, load_source
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, kind_of
from blackbird.threads import in_a_thread

_PAGE = Bounds(redirects=5)


async def _no_embedder() -> None:
    """Who follows feeds without making vectors."""


class Live:
    """What is open of a data directory's live posts, each part when it is first needed.

    ``guard`` replaces the real one, as in tests.
    """

    def __init__(
        self, settings: Settings, data: DataDirectory, clock: Clock, guard: Guard | None = None
    ) -> None:
        self._settings = settings
        self._data = data
        self._clock = clock
        self._guard = guard or Guard()
        self._record: PostRecord | None = None
        self._parts: Parts | None = None
        self._purging: dict[int, Purging] = {}
        self._opening = asyncio.Lock()
        self._stack = ExitStack()

    def close(self) -> None:
        """Close what is open."""
        self._stack.close()

    async def record(self) -> PostRecord:
        """The record of posts. Raises ``StorageError``."""
        async with self._opening:
            if self._record is None:
                place: Path | str = self._settings.posts_url or self._data.posts
                self._record = await in_a_thread(partial(PostRecord.open, place))
                self._stack.callback(self._record.close)
            return self._record

    async def parts(self) -> Parts:
        """The index of posts."""
        if self._parts is None:
            self._parts = Parts(self._data.posts_index, (await self.record()).name)
        return self._parts

    async def has_posts(self) -> bool:
        """Whether there are any: a record is not made to find that out."""
        if not self._settings.posts_url and not self._data.posts.exists():
            return False
        record = await self.record()
        return await in_a_thread(record.last_key) > 0

    async def source(self, embedder: Embedder) -> Source:
        """Posts as a source of answers."""
        await in_a_thread(partial(self._catch_up, await self.record(), await self.parts()))
        source: Source = load_source("posts")(
            await self.record(),
            await self.parts(),
            embedder,
            self._clock,
            self._settings.search_timeout_s,
        )
        return source

    def _catch_up(self, record: PostRecord, parts: Parts) -> None:
        """Make the index follow, if a kill left it behind; who follows feeds does that himself."""
        position = parts.position()
        if position.key >= record.last_key() and position.drop >= record.last_drop():
            return
        with suppress(DataDirectoryBusy), self._data.follow_lock():
            writer = PartsWriter(parts, record)
            writer.catch_up()
            writer.close()

    async def add(self, names: Sequence[str], *, trusted: bool) -> list[FeedRow]:
        """Feeds to follow, by ``kind:address``; those that are there already stay as they are.

        ``trusted``: whether the owner named them, who may mean addresses of his own network.
        Raises ``UnknownName``.
        """
        for name in names:
            load_feed(kind_of(name))
        feeds = (await self.record()).feeds
        return [await in_a_thread(partial(feeds.add, name, trusted=trusted)) for name in names]

    async def follow(
        self,
        names: Sequence[str] | None,
        quotes: Quotes,
        report: Report = lambda _: None,
        embedder: Embedders = _no_embedder,
    ) -> None:
        """Follow feeds until cancelled, or until all of ``names`` have come to their end.

        ``embedder``: who makes the vectors of the posts that ``posts_vectors`` picks. One process
        at a time. Raises ``DataDirectoryBusy``, ``StorageError``.
        """
        with self._data.follow_lock():
            record, parts = await self.record(), await self.parts()
            keeping = partial(self._keeping, record, parts, quotes, embedder)
            writer, tending, embedding = await in_a_thread(keeping)
            follower = Follower(record, writer, self.opened, tending, self._clock, report=report)
            if embedding is None:
                await follower.run(names)
                return
            async with embedding.beside():
                await follower.run(names)
                await embedding.finish()

    async def purge(self, quotes: Quotes) -> bool:
        """Purge what was revoked; whether it is gone now.

        It is not while somebody follows feeds, who does it step by step. Raises ``StorageError``.
        """
        record, parts = await self.record(), await self.parts()
        try:
            with self._data.follow_lock():
                await in_a_thread(partial(self._purged, record, parts, quotes))
        except DataDirectoryBusy:
            return False
        return True

    def _purged(self, record: PostRecord, parts: Parts, quotes: Quotes) -> None:
        writer, tending, _ = self._keeping(record, parts, quotes, _no_embedder)
        try:
            tending.withdraw()
            tending.purge(int(self._clock.now().timestamp() * SECOND))
            writer.catch_up()
        finally:
            writer.close()

    async def tidy(self, quotes: Quotes) -> bool:
        """Do what is owed to those whose posts left, where nobody follows feeds, some at a time.

        Quotes are withdrawn, what was revoked is purged; whether all of it is done. Where somebody
        follows feeds here it is his to do. Raises ``StorageError``.
        """
        record, parts = await self.record(), await self.parts()
        try:
            with self._data.follow_lock():
                return await in_a_thread(partial(self._tidied, record, parts, quotes))
        except DataDirectoryBusy:
            return False

    def _tidied(self, record: PostRecord, parts: Parts, quotes: Quotes) -> bool:
        now, name = int(self._clock.now().timestamp() * SECOND), self._data.name()
        Withdrawing(record, quotes, name).alone(now)
        if not record.revoking.pending():
            return True
        writer = PartsWriter(parts, record)
        try:
            tending = Tending(record, parts, writer, quotes, folder=name, purging=self._purging)
            tending.purge_some(now)
            if record.revoking.pending():
                return False
            if not self._settings.posts_url:  # else a worker keeps it, or it may be far behind
                writer.catch_up()
            return True
        finally:
            writer.close()

    async def publish(self, names: Sequence[str] | None, report: Report = lambda _: None) -> None:
        """Follow feeds as ``follow`` does, and leave what they say to workers, by a queue.

        Raises ``DataDirectoryBusy``, ``StorageError``, ``SettingsError``.
        """
        with self._data.publish_lock():
            record = await self.record()
            async with self._queue() as queue:
                commit = Publishing(record, queue).commit
                follower = Follower(
                    record, None, self.opened, None, self._clock, commit=commit, report=report
                )
                await follower.run(names)

    async def work(self, quotes: Quotes, embedder: Embedders = _no_embedder) -> None:
        """Store what others publish until cancelled; one worker of a data directory indexes it, and
        has ``embedder`` make vectors.

        Raises ``StorageError``, ``SettingsError``.
        """
        record, parts = await self.record(), await self.parts()

        changed = asyncio.Event()
        async with self._queue() as queue:
            worker = Worker(record, queue, self._clock, changed)
            keeping = partial(self._keeping, record, parts, quotes, embedder)
            keeper = Keeper(self._data, keeping, self._clock, changed)
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(worker.run())
                    tasks.create_task(keeper.run())
            except ExceptionGroup as both:
                raise both.exceptions[0] from both

    def _keeping(
        self, record: PostRecord, parts: Parts, quotes: Quotes, embedder: Embedders
    ) -> tuple[PartsWriter, Tending, Embedding | None]:
        """Who keeps index, answers and vectors of this directory up with the record."""
        writer = PartsWriter(parts, record)
        days, name = self._settings.posts_days, self._data.name()
        tending = Tending(record, parts, writer, quotes, days, name)
        tending.begin(int(self._clock.now().timestamp() * SECOND))
        policy = read_policy(self._settings.posts_vectors)
        if policy is None:
            without(parts, writer)
            return writer, tending, None
        return writer, tending, Embedding(record, parts, writer, policy, embedder, self._clock)

    async def vectors(self) -> dict[str, int]:
        """How many posts have a vector, and how many that were picked were given up."""
        return await in_a_thread(partial(told, await self.parts()))

    @asynccontextmanager
    async def _queue(self) -> AsyncIterator[Any]:
        address = self._settings.nats_url
        if not address:
            raise SettingsError(
                "There is no queue to share.", "Set nats_url, for example nats://127.0.0.1:4222."
            )
        try:
            open_queue = load_queue()
        except ImportError as error:
            raise SettingsError(
                "nats_url is set, and its library is not installed.",
                'Install it: pip install "blackbird-ai[nats]".',
            ) from error
        queue = await open_queue(address)
        try:
            yield queue
        finally:
            await queue.close()

    async def trends(self, *, words: bool) -> list[Rise]:
        """What rose in the last hour against the day before it.

        With ``words`` only out of posts whose words may be given out. Raises ``StorageError``.
        """
        return await in_a_thread(partial(trends, await self.record(), self._clock, words=words))

    def opened(self, row: FeedRow) -> Feed:
        """A feed of its row. Raises ``UnknownName``."""
        kind, _, address = row.name.partition(":")
        rules = OWNERS if row.trusted else self._guard.rules
        guard = replace(self._guard, rules=rules, bounds=_PAGE, context=self._guard.trust())
        mastodon = token_for(self._settings.mastodon_token, address, trusted=row.trusted)
        token = {"mastodon": mastodon, "x": self._settings.x_token}
        setup = FeedSetup(row.name, address, guard, self._clock, token.get(kind, ""))
        feed: Callable[[FeedSetup], Feed] = load_feed(kind)
        return feed(setup)
