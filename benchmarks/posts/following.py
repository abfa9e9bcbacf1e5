"""A follower in a process of its own, on a data directory, and what others see of its work."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blackbird.index.posts.part import Filters
from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import Embedding
from blackbird.ingest.follow import Follower
from blackbird.ingest.jetstream import Jetstream
from blackbird.ingest.policy import Policy
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.tending import Tending
from blackbird.ingest.withdrawing import Quotes
from blackbird.loaded import Loaded
from blackbird.net.guard import OWNERS, Guard
from blackbird.protocols import Embedder
from blackbird.settings import load_settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow
from blackbird.storage.record import Record
from blackbird.tracing import SystemClock
from tests.fakes.embedder import HashEmbedder

ALL = Filters()
ANSWERS = "record.db"
"""Where in a folder saved answers are."""
_PROCESSES = multiprocessing.get_context("spawn")


class Reader:
    """Another process's view: the record and a snapshot of the index, renewed at each look."""

    def __init__(self, root: Path) -> None:
        self.record = PostRecord.open(root / "posts.db")
        self.parts = Parts(root / "index", self.record.name)

    def found(self) -> int:
        """How many posts can be found."""
        self.parts.refresh()
        return sum(self.parts.listed().values())

    def text(self, word: str) -> str:
        """The text of the post that holds a word, empty if none is found."""
        self.parts.refresh()
        keys = [one.key for one in self.parts.search(word, ALL, 1, newest=True)]
        return next((one.text for one in self.record.posts(keys).values()), "")

    def holds(self, word: str) -> bool:
        """Whether the index still holds a post with a word: it leaves the record before that."""
        self.parts.refresh()
        return bool(self.parts.search(word, ALL, 1))

    def wait_for(self, posts: int, limit_s: float) -> float:
        """Seconds until so many can be found."""
        began = time.monotonic()
        while self.found() < posts:
            if time.monotonic() - began > limit_s:
                raise TimeoutError(f"{self.found()} of {posts} posts after {limit_s:.0f} s")
            time.sleep(0.05)
        return time.monotonic() - began

    def close(self) -> None:
        self.record.close()


@contextmanager
def following(
    root: Path, address: str, models: Path | None = None, *, answers: bool = False
) -> Iterator[int]:
    """A follower's process; its number. With ``models``, a data directory that has the embedder,
    posts get vectors as they usually do. With ``answers`` quotes in ``root``'s saved answers are
    withdrawn, and posts get vectors at no cost.
    """
    given = (str(root), address, models, answers)
    process = _PROCESSES.Process(target=_run, args=given, daemon=True)
    process.start()
    assert process.pid is not None
    try:
        yield process.pid
    finally:
        process.terminate()
        process.join(20)
        process.kill()


def memory_mb(process: int) -> float:
    """What a process holds in memory of its own, in MB: files that it maps are the system's."""
    fields = dict(
        line.split(":", 1)
        for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    )
    return round(int(fields["RssAnon"].split()[0]) / 1024, 1)


def cpu_s(process: int) -> float:
    """Seconds that a process, with all its threads, was at work: load of others does not count."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def feed_name(address: str) -> str:
    return f"jetstream:{address}"


async def _by_hash() -> Embedder:
    return HashEmbedder()


def _run(root: str, address: str, models: Path | None, answers: bool) -> None:
    asyncio.run(follow(Path(root), address, models, answers))


async def follow(root: Path, address: str, models: Path | None, answers: bool) -> None:
    """Follow one Jetstream server until ended."""
    record = PostRecord.open(root / "posts.db")
    record.feeds.add(feed_name(address), trusted=True)
    parts = Parts(root / "index", record.name)
    writer = PartsWriter(parts, record)
    clock = SystemClock()

    def opened(row: FeedRow) -> Jetstream:
        return Jetstream(FeedSetup(row.name, address, Guard(rules=OWNERS), clock))

    quotes = Quotes()
    if answers:
        talks = Record.open(root / ANSWERS).conversations
        quotes = Quotes(talks.withdraw, talks.quoted)
    follower = Follower(record, writer, opened, Tending(record, parts, writer, quotes), clock)
    if models is None and not answers:
        await follower.run([feed_name(address)])
        return
    policy, embedder = Policy(), _by_hash
    if models is not None:
        settings = load_settings({"data_dir": str(models)}, {})
        embedder = Loaded(settings, DataDirectory(models)).patient_embedder
    embedding = Embedding(record, parts, writer, policy, embedder, clock)
    async with embedding.beside():
        await follower.run([feed_name(address)])
