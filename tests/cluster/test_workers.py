"""Workers that share a stream and a record: nothing lost, doubled or resurrected."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from blackbird.index.posts.parts import Parts
from blackbird.ingest.follow import Follower
from blackbird.ingest.publishing import Publishing
from blackbird.ingest.working import Parcel, Worker
from blackbird.net.queue import STREAM, WORKERS, Queue, opened
from blackbird.posts import PostEvent
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.tracing import SystemClock
from tests.fakes.nats_server import NatsServer
from tests.fakes.postgres_server import PostgresServer
from tests.fakes.shared_posts import FEED, Played, expected, history, problems, shuffled

EVENTS = 5_000
PATIENCE_S = 120.0


async def published(
    record: PostRecord, queue: Queue, events: list[PostEvent], pause_s: float = 0.0
) -> None:
    """What a publisher does, with a feed that says these events."""
    record.feeds.add(FEED, trusted=True)
    follower = Follower(
        record,
        None,
        lambda _: Played(events, pause_s=pause_s),
        None,
        SystemClock(),
        commit=Publishing(record, queue).commit,
    )
    await follower.run([FEED])


async def drained(queue: Queue) -> None:
    """Wait until every message is done."""
    give_up = time.monotonic() + PATIENCE_S
    while await queue.waiting():
        assert time.monotonic() < give_up
        await asyncio.sleep(0.1)


async def quick_to_redeliver(queue: Queue) -> None:
    """What a killed worker had taken goes to another after a second, not after half a minute."""
    await queue.waiting()
    stream: Any = queue._stream
    config = (await stream.consumer_info(STREAM, WORKERS)).config
    config.ack_wait = 1.0
    await stream.add_consumer(STREAM, config)


async def asking(queue: Queue, workers: int) -> None:
    """Wait until so many workers ask for something to do."""
    give_up = time.monotonic() + PATIENCE_S
    stream: Any = queue._stream
    while (await stream.consumer_info(STREAM, WORKERS)).num_waiting < workers:
        assert time.monotonic() < give_up
        await asyncio.sleep(0.1)


async def test_two_workers_one_killed_and_the_server_restarted(
    nats: NatsServer,
    postgres: PostgresServer,
    command: Callable[..., Any],
    tmp_path: Path,
) -> None:
    events = shuffled(history(EVENTS, 1), 2)
    place = postgres.database()
    addresses = {"nats_url": nats.url, "posts_url": place}
    queue = await opened(nats.url)
    await quick_to_redeliver(queue)
    record = PostRecord.open(place)
    # Two on one machine, of which one keeps the index, and one on another machine.
    folders = [tmp_path / "one", tmp_path / "one", tmp_path / "two"]
    workers = [command("work", folder=folder, **addresses) for folder in folders]
    await asking(queue, 3)
    publishing = asyncio.ensure_future(published(record, queue, events, pause_s=0.03))

    async def until(stored: int) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while record.last_key() < stored:
            assert time.monotonic() < give_up
            assert not publishing.done() or not publishing.exception()
            await asyncio.sleep(0.05)

    await until(100)
    workers[0].kill()
    await until(250)
    nats.stop(signal.SIGKILL)
    await asyncio.sleep(0.5)
    nats.start()
    await until(400)
    workers[2].kill()
    workers.append(command("work", folder=tmp_path / "two", **addresses))
    await publishing
    await drained(queue)

    wanted = expected(events, tmp_path)
    assert len(wanted) > 500
    for folder in ("one", "two"):
        index = Parts(DataDirectory(tmp_path / folder).posts_index, record.name)
        give_up = time.monotonic() + 20
        while problems(record, events, wanted, index) and time.monotonic() < give_up:
            await asyncio.sleep(0.2)  # for the index, which follows
        assert problems(record, events, wanted, index) == []
    feed = record.feeds.named(FEED)
    assert (feed.cursor, feed.gaps, feed.poison) == (str(EVENTS), 1, 0)
    for worker in workers[1], workers[3]:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    await queue.close()
    record.close()


async def test_a_record_in_a_file(nats: NatsServer, tmp_path: Path, command: Any) -> None:
    events = shuffled(history(400, 3), 4)
    folder = tmp_path / "one"
    worker = command("work", folder=folder, nats_url=nats.url, posts_url="")
    give_up = time.monotonic() + PATIENCE_S
    while not (folder / "posts.db").exists():
        assert time.monotonic() < give_up
        await asyncio.sleep(0.05)
    queue = await opened(nats.url)
    record = PostRecord.open(tmp_path / "publisher.db")  # a machine that reads, and stores nothing
    await published(record, queue, events)
    await drained(queue)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert record.feeds.named(FEED).cursor == "400"
    assert record.count() == 0
    record.close()
    stored = PostRecord.open(folder / "posts.db")
    index = Parts(DataDirectory(folder).posts_index, stored.name)
    assert problems(stored, events, expected(events, tmp_path), index) == []
    assert not stored.feeds.named(FEED).wanted
    stored.close()
    await queue.close()


class _Early:
    """A planted bug: a message is done before it is stored."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    async def take(self, most: int, wait_s: float) -> list[Parcel]:
        parcels = await self._queue.take(most, wait_s)
        for parcel in parcels:
            await parcel.done()
        return list(parcels)


@pytest.mark.parametrize("early", [False, True])
async def test_a_worker_that_says_done_too_early_is_caught(
    nats: NatsServer, tmp_path: Path, early: bool
) -> None:
    """Killed between taking and storing; the second case shows that this test can fail."""
    events = history(600, 5)
    queue = await opened(nats.url)
    await quick_to_redeliver(queue)
    record = PostRecord.open(tmp_path / "posts.db")
    await published(record, queue, events)

    class Killed(Exception):
        """In place of a signal."""

    def die(step: str) -> None:
        if step == "commit":
            raise Killed

    inbox: Any = _Early(queue) if early else queue
    with suppress(Killed):
        await Worker(record, inbox, SystemClock(), asyncio.Event(), die).run()
    worker = Worker(record, inbox, SystemClock(), asyncio.Event())
    working = asyncio.ensure_future(worker.run())
    await drained(queue)
    await asyncio.sleep(0.5)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    found = problems(record, events, expected(events, tmp_path), None)
    assert bool(found) == early
    record.close()
    await queue.close()
