"""A feed that delivers what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.vector_files import keys_in
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import Embedding
from blackbird.ingest.follow import Follower
from blackbird.ingest.policy import Policy
from blackbird.ingest.tending import Tending
from blackbird.ingest.withdrawing import Quotes
from blackbird.posts import Delivery, Feed, PostEvent
from blackbird.protocols import Embedder
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow
from blackbird.tracing import SystemClock
from tests.fakes.indexed_histories import found

WAIT_S = 60.0


@dataclass
class ToldFeed:
    """``say`` is what it delivers next, an exception what it raises; it numbers its cursors."""

    name: str = "look:one"
    lasting: bool = True
    cursors: list[str | None] = field(default_factory=list)
    """What it was asked to go on behind, each time."""
    delivered: int = 0
    _next: asyncio.Queue[Delivery | Exception | None] = field(default_factory=asyncio.Queue)

    def say(self, *events: PostEvent) -> None:
        self.deliver(Delivery(events, str(self._next.qsize() + self.delivered + 1), "live"))

    def deliver(self, delivery: Delivery | Exception | None) -> None:
        """None: it has come to its end."""
        self._next.put_nowait(delivery)

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        self.cursors.append(cursor)
        while (one := await self._next.get()) is not None:
            if isinstance(one, Exception):
                raise one
            self.delivered += 1
            yield one


class Followed:
    """A record, its index and a follower of some feeds, in one event loop."""

    def __init__(
        self,
        root: Path,
        feeds: Iterable[ToldFeed],
        *,
        record: Callable[[Path], PostRecord] = PostRecord.open,
        step: Callable[[str], None] = lambda _: None,
        withdraw: Callable[[Sequence[str]], int] = lambda _: 0,
        keep_days: int = 0,
        policy: Policy | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self.root = root
        self.record = record(root / "posts.db")
        self.feeds = {feed.name: feed for feed in feeds}
        self.parts = Parts(root / "index", self.record.name)
        self.writer = PartsWriter(self.parts, self.record)
        quotes = Quotes(withdraw)
        tending = Tending(self.record, self.parts, self.writer, quotes, keep_days)
        self.follower = Follower(
            self.record, self.writer, self._opened, tending, SystemClock(), step=step
        )
        self.embedding = None if policy is None else self._embedding(policy, embedder)
        for name in self.feeds:
            self.record.feeds.add(name, trusted=False)
        self.task: asyncio.Task[None] | None = None

    def _opened(self, row: FeedRow) -> Feed:
        return self.feeds[row.name]

    def _embedding(self, policy: Policy, embedder: Embedder | None) -> Embedding:
        async def one() -> Embedder | None:
            return embedder

        return Embedding(self.record, self.parts, self.writer, policy, one, SystemClock())

    async def _run(self) -> None:
        async with self.embedding.beside() if self.embedding else nullcontext():
            await self.follower.run()

    async def __aenter__(self) -> Followed:
        self.task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        self.record.close()

    async def stop(self) -> None:
        """End it as a signal does, and hear what it raises."""
        assert self.task is not None
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(WAIT_S):
            while not done():
                assert self.task is not None
                if self.task.done():
                    self.task.result()
                await asyncio.sleep(0.02)

    def texts(self) -> set[str]:
        """What another process finds."""
        return set(found(self.record, Parts(self.root / "index", self.record.name)).values())

    def embedded(self) -> set[str]:
        """The texts that have a vector; what is gone has none."""
        keys = [key for path in self.parts.vector_files() for key in keys_in(path).tolist()]
        posts = self.record.posts(keys)
        return {posts[key].text if key in posts else "gone" for key in keys}

    def row(self, name: str = "look:one") -> FeedRow:
        return self.record.feeds.named(name)
