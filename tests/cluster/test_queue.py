"""The queue between publishers and workers: full, gone, strange, revoked."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.js.api import StreamConfig

from blackbird.errors import StorageError
from blackbird.ingest.messages import decoded, encoded
from blackbird.ingest.publishing import Publishing
from blackbird.ingest.working import Worker
from blackbird.net.queue import MOST_BYTES, STREAM, SUBJECTS, opened
from blackbird.posts import Forgotten, Missed, Named, Poison, Post, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants, Told
from blackbird.tracing import SystemClock
from tests.cluster.test_workers import drained
from tests.fakes.nats_server import NatsServer
from tests.fakes.postgres_server import free_port

NOW = time.time_ns() // 1_000
WORDS = st.text(max_size=40)
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)


def post(number: int, text: str = "some words") -> Post:
    return Post(f"look://{number}", "ann", "Ann", text, NOW, 1)


events = st.one_of(
    st.builds(Put, st.builds(Post, WORDS, WORDS, WORDS, st.text(max_size=900), NUMBERS, NUMBERS)),
    st.builds(Removed, WORDS, WORDS, NUMBERS),
    st.builds(Forgotten, WORDS, NUMBERS),
    st.builds(Named, WORDS, WORDS, NUMBERS),
    st.builds(Missed, NUMBERS, NUMBERS, WORDS),
    st.builds(Poison, WORDS, WORDS),
)


@given(st.text(min_size=1, max_size=40), st.lists(events, max_size=20))
def test_messages_keep_every_event_and_are_never_too_long(feed: str, said: list[PostEvent]) -> None:
    made = list(encoded(feed, said, 6_000))
    back = [decoded(message) for message in made]
    assert all(len(message) <= 6_000 for message in made)
    assert all(m is not None and m.feed == feed for m in back)
    kept = [event for m in back if m is not None for event in m.events()]
    assert sorted(map(repr, kept)) == sorted(map(repr, said))


def test_an_event_that_no_message_holds_is_poison() -> None:
    (message,) = encoded("look:here", [Put(post(1, "港" * 5_000))], 8_000)
    told = decoded(message)
    assert told is not None
    assert not told.posts
    assert "longer than" in told.poison[0].reason
    assert len(message) <= 8_000


@pytest.mark.parametrize("data", [b"", b"{}", b"\xc1", b"\x80", b"\xff" * 50, b"\x81\xa4feed\x01"])
def test_what_is_no_message_of_ours(data: bytes) -> None:
    assert decoded(data) is None


async def test_a_message_that_is_put_again_is_there_once(nats: NatsServer) -> None:
    queue = await opened(nats.url)
    await queue.put("look:here", [b"one", b"two"])
    await queue.put("look:here", [b"one", b"two"])
    await queue.put("look:there", [b"one"])
    assert await queue.waiting() == 3
    taken = await queue.take(10, 1.0)
    for parcel in taken:
        await parcel.done()
    await drained(queue)
    assert await queue.take(10, 0.2) == []
    await queue.close()


async def test_a_full_queue_lets_the_publisher_wait_and_drops_nothing(
    nats: NatsServer, tmp_path: Path
) -> None:
    queue = await opened(nats.url)
    await queue.waiting()
    stream: Any = queue._stream
    config = (await stream.stream_info(STREAM)).config
    await stream.update_stream(replace(config, max_bytes=60_000))
    record = PostRecord.open(tmp_path / "posts.db")
    feed = record.feeds.add("look:here", trusted=True)
    publishing = Publishing(record, queue)
    put = 0
    said: list[PostEvent] = []

    async def until_full() -> None:
        nonlocal put, said
        while put < 2_000:
            said = [Put(post(put + n, "words " * 50)) for n in range(20)]
            await asyncio.to_thread(publishing.commit, feed, said, str(put), Told("live"), NOW)
            put += 20

    with pytest.raises(StorageError, match="full"):
        await until_full()
    assert record.feeds.named("look:here").cursor == str(put - 20)
    assert record.count() == 0
    worker = Worker(record, queue, SystemClock(), asyncio.Event())
    working = asyncio.ensure_future(worker.run())
    await drained(queue)
    await asyncio.to_thread(publishing.commit, feed, said, "end", Told("live"), NOW)
    await drained(queue)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    assert record.count() == put + 20
    await queue.close()
    record.close()


async def test_a_cursor_stays_where_it_was_while_the_queue_is_away(
    nats: NatsServer, tmp_path: Path
) -> None:
    record = PostRecord.open(tmp_path / "posts.db")
    feed = record.feeds.add("look:here", trusted=True)
    queue = await opened(nats.url)
    publishing = Publishing(record, queue)
    said = [Put(post(1))]
    await asyncio.to_thread(publishing.commit, feed, said, "1", Told("live"), NOW)
    nats.stop(signal.SIGKILL)
    with pytest.raises(StorageError, match="cannot be reached"):
        await asyncio.to_thread(publishing.commit, feed, said, "2", Told("live"), NOW)
    assert record.feeds.named("look:here").cursor == "1"
    nats.start()
    for _ in range(50):
        with suppress(StorageError):
            await asyncio.to_thread(publishing.commit, feed, said, "2", Told("live"), NOW)
            break
        await asyncio.sleep(0.2)
    assert record.feeds.named("look:here").cursor == "2"
    assert await queue.waiting() == 1
    await queue.close()
    record.close()


async def test_strange_messages_do_not_hold_up_the_rest(nats: NatsServer, tmp_path: Path) -> None:
    record = PostRecord.open(tmp_path / "posts.db")
    queue = await opened(nats.url)
    good = next(encoded("look:here", [Put(post(1)), Put(post(2, "\0a"))], MOST_BYTES))
    strange = next(encoded("look:here", [Removed(), Forgotten("", 1)], MOST_BYTES))
    await queue.put("look:here", [b"\xc1 no message", strange, good])
    working = asyncio.ensure_future(Worker(record, queue, SystemClock(), asyncio.Event()).run())
    await drained(queue)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    assert record.count() == 2
    assert record.feeds.named("look:here").poison == 2
    await queue.close()
    record.close()


async def test_what_was_revoked_meanwhile_is_not_stored(nats: NatsServer, tmp_path: Path) -> None:
    record = PostRecord.open(tmp_path / "posts.db")
    feed = record.feeds.add("look:here", trusted=True)
    queue = await opened(nats.url)
    publishing = Publishing(record, queue)
    await asyncio.to_thread(publishing.commit, feed, [Put(post(1))], "1", Told("live"), NOW)
    record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
    working = asyncio.ensure_future(Worker(record, queue, SystemClock(), asyncio.Event()).run())
    await drained(queue)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    assert record.count() == 0
    await queue.close()
    record.close()


async def test_a_stream_that_would_drop_the_oldest_is_refused(nats: NatsServer) -> None:
    queue = await opened(nats.url)
    stream: Any = queue._stream
    await stream.add_stream(StreamConfig(name=STREAM, subjects=[f"{SUBJECTS}.*"]))
    with pytest.raises(StorageError, match="would drop"):
        await queue.put("look:here", [b"one"])
    await queue.close()


async def test_addresses_that_lead_nowhere(nats: NatsServer) -> None:
    for address in (f"nats://127.0.0.1:{free_port()}", "nats://127.0.0.1:x", "nats://[", ""):
        started = time.monotonic()
        with pytest.raises(StorageError, match="nats_url"):
            await opened(address)
        assert time.monotonic() - started < 15
