"""Kills a process that follows a live feed, at random moments or at a named step, and looks at
what is left.

``benchmarks/posts_crash`` does it for as long as one likes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import reduce
from operator import xor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.vector_files import keys_in
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import STATE, Embedding
from blackbird.ingest.follow import Follower
from blackbird.ingest.jetstream import Jetstream
from blackbird.ingest.policy import Policy
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.tending import Tending
from blackbird.net.guard import OWNERS, Guard
from blackbird.posts import SECOND, PostEvent
from blackbird.protocols import Embedder
from blackbird.storage.posts.apply import Applied
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, StoredPost, Told
from blackbird.tracing import SystemClock
from tests.fakes.embedded_histories import wrong_vectors
from tests.fakes.embedder import HashEmbedder
from tests.fakes.indexed_histories import found
from tests.fakes.jetstream_server import JetstreamServer
from tests.fakes.post_world import Expected, World, digest

STEPS = (
    *("create", "commit", "committed", "index commit", "position", "refresh", "indexed"),
    *("vectors", "vectors kept"),
)
_EAGER = Policy(length=0, replies=True, per_second=5_000)
UNHARMED = 3  # exit status of a process that did not come by the step where it was to die
_ALL = 10_000_000
ENOUGH = 20  # vectors of what happens in the end, so that there is something to get wrong
_EACH = 150  # events that happen before and while one process lives
_WAIT_S = 60.0

Step = Callable[[str], None]


def _vector(text: str) -> NDArray[np.float32]:
    return HashEmbedder().vector(text)


class HastyRecord(PostRecord):
    """The planted bug: the cursor is committed before what lies before it."""

    step: Step = staticmethod(lambda _: None)

    def commit(
        self,
        feed: FeedRow,
        events: Iterable[PostEvent],
        cursor: str | None,
        told: Told | None,
        now: int,
    ) -> Applied:
        super().commit(feed, (), cursor, told, now)
        self.step("between")
        return super().commit(feed, events, None, told, now)


def work(root: str, name: str, die_at: str | None, times: int, hasty: bool) -> None:
    """The process that will be killed."""
    left = times

    def step(passed: str) -> None:
        nonlocal left
        if passed == die_at:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asyncio.run(_follow(Path(root), name, step, hasty))


async def _follow(root: Path, name: str, step: Step, hasty: bool) -> None:
    record = (HastyRecord if hasty else PostRecord).open(root / "posts.db")
    if isinstance(record, HastyRecord):
        record.step = step
    record.feeds.add(name, trusted=True)
    clock, parts = SystemClock(), Parts(root / "index", record.name)
    writer = PartsWriter(parts, record, lambda s: step("index commit" if s == "commit" else s))

    async def embedder() -> Embedder:
        return HashEmbedder()

    embedding = Embedding(record, parts, writer, _EAGER, embedder, clock)
    tending = Tending(record, parts, writer)

    def opened(row: FeedRow) -> Jetstream:
        address = row.name.partition(":")[2]
        return Jetstream(FeedSetup(row.name, address, Guard(rules=OWNERS), clock))

    async with embedding.beside():
        await Follower(record, writer, opened, tending, clock, step=step).run()


class Trial:
    """One data directory whose follower is killed again and again; its server goes on."""

    def __init__(self, root: Path, seed: int, *, second: bool = True, hasty: bool = False) -> None:
        self.root = root
        self.random = Random(seed)
        self.server = JetstreamServer()
        self._hasty = hasty
        self.vectors = 0
        """That were there when it was looked, in all."""
        self._stack = ExitStack()
        self._stack.enter_context(self.server.in_a_thread())
        start = int(time.time() - 36_000) * SECOND
        self._events: Iterator[dict[str, Any]] = World(seed, start).events()
        self.expected = Expected()
        """What the record held when it was last looked at, after as few events as may be."""
        self.latest = 0
        """After as many as may be: a post that came and went leaves what was there before."""
        address = self.server.second if second else self.server.first
        self.name = f"jetstream:{address}"
        record = PostRecord.open(root / "posts.db")
        self._feed = record.feeds.add(self.name, trusted=True)
        # From the beginning of all: a follower without a cursor begins with the present.
        record.commit(self._feed, (), f"1@{start}", Told("stopped"), start)
        self._record_name = record.name
        record.close()
        self.server.say({"did": "did:plc:p0", "at": start, "identity": {"handle": "p.example"}})
        self.expected.count = 1  # the cursor lies behind it, and it says nothing of posts
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([__name__])

    def close(self) -> None:
        """Stop the server."""
        self._stack.close()

    def kill(self, die_at: str | None = None) -> int | None:
        """Run a process until it is killed; returns its exit code."""
        self._say(_EACH)
        process = self._start(die_at)
        deadline = time.monotonic() + _WAIT_S
        moment = time.monotonic() + 0.05 + self.random.random() * 0.8
        while process.is_alive() and time.monotonic() < deadline:
            self._say(self.random.randint(0, 12))
            process.join(0.02)
            if die_at is None and time.monotonic() >= moment:
                process.kill()
        if process.is_alive():
            process.kill()
            process.join()
            return UNHARMED
        process.join()
        status: int | None = process.exitcode
        return status

    def problems(self) -> list[str]:
        """What is not as it must be after a kill: the record is a state that once was, its cursor
        lies behind no event that is missing, and the index can be read.
        """
        record = PostRecord.open(self.root / "posts.db")
        try:
            return list(self._differences(record))
        finally:
            record.close()

    def finish(self) -> list[str]:
        """Let a process read to the end and give vectors, and compare all of it."""
        process = self._start(None)
        deadline = time.monotonic() + 3 * _WAIT_S
        state = self._parts().folder / STATE
        while time.monotonic() < deadline and not state.exists():
            time.sleep(0.05)  # what comes before it gets no vectors
        last = self._last_key()
        self._say(_EACH)
        total = len(self.server.events)
        while time.monotonic() < deadline and (
            self._cursor() < total or self._embedded(last) < ENOUGH
        ):
            time.sleep(0.05)  # between two looks
        time.sleep(0.5)  # the index follows the record
        process.kill()
        process.join()
        wrong = self.problems()
        if self.latest != total:
            wrong.append(f"{self.latest} of {total} events arrived")
        return wrong

    def _parts(self) -> Parts:
        return Parts(self.root / "index", self._record_name)

    def _last_key(self) -> int:
        record = PostRecord.open(self.root / "posts.db")
        key = record.last_key()
        record.close()
        return key

    def _embedded(self, since: int) -> int:
        """How many posts behind a key have vectors."""
        return sum(int((keys_in(path) > since).sum()) for path in self._parts().vector_files())

    def _start(self, die_at: str | None) -> Any:
        times = self.random.randint(1, 3) if die_at not in ("create", None) else 1
        arguments = (str(self.root), self.name, die_at, times, self._hasty)
        process = self._processes.Process(target=work, args=arguments)
        process.start()
        return process

    def _say(self, count: int) -> None:
        self.server.say(*(next(self._events) for _ in range(count)))

    def _cursor(self) -> int:
        """How many events lie before the stored cursor."""
        record = PostRecord.open(self.root / "posts.db")
        cursor = record.feeds.named(self.name).cursor or "0@0"
        record.close()
        seq, _, at = cursor.partition("@")
        if int(seq) > 1:
            return int(seq)
        return sum(event["at"] <= int(at) for event in self.server.events)

    def _differences(self, record: PostRecord) -> Iterator[str]:
        posts = record.newest(0, _ALL)
        held = {one.uri: one.text for one in posts}
        if len(held) != len(posts) or record.count() != len(posts):
            yield f"{len(posts)} posts with {len(held)} addresses"
        yield from self._unlike(held)
        before = self._cursor()
        if self.latest < before:
            yield f"the cursor lies behind {before} events, {self.latest} are stored"
        yield from self._badly_indexed(record, posts)

    def _unlike(self, held: dict[str, str]) -> Iterator[str]:
        """Move on to the state that the record is in."""
        wanted = reduce(xor, (digest(uri, text) for uri, text in held.items()), 0)
        passed = Expected()
        passed.held, passed.sum = dict(self.expected.held), self.expected.sum
        passed.count = self.expected.count
        while passed.sum != wanted or passed.held != held:
            if passed.count == len(self.server.events):
                yield f"the record holds no state that ever was: {len(held)} posts"
                return
            passed.take(self.server.events[passed.count])
        self.expected = passed
        self.latest = passed.count
        later = Expected()
        later.held, later.sum, later.count = dict(passed.held), passed.sum, passed.count
        for event in self.server.events[later.count :]:
            later.take(event)
            if later.sum == wanted and later.held == held:
                self.latest = later.count

    def _badly_indexed(self, record: PostRecord, posts: list[StoredPost]) -> Iterator[str]:
        """The index, once it has caught up, finds each post once and nothing else."""
        parts = self._parts()
        yield from wrong_vectors(record, parts.vector_files(), _vector, followed=False)
        writer = PartsWriter(parts, record)
        writer.catch_up()
        writer.close()
        yield from wrong_vectors(record, parts.vector_files(), _vector)
        self.vectors += sum(len(keys_in(path)) for path in parts.vector_files())
        held = found(record, self._parts())
        wanted = {one.key: one.text for one in posts}
        if held != wanted:
            lost, more = wanted.keys() - held.keys(), held.keys() - wanted.keys()
            yield f"the index lacks {len(lost)} posts and has {len(more)} that are gone"
