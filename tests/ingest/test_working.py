"""What a worker takes from a queue is from outside: it decides nothing about where one may go."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from blackbird.assistant import Assistant
from blackbird.errors import FeedFailed
from blackbird.ingest.messages import decoded, encoded
from blackbird.ingest.working import Parcel, Worker
from blackbird.posts import Post, Put
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.tracing import SystemClock
from tests.fakes.post_histories import NOW

INSIDE = "jetstream:ws://127.0.0.1/subscribe"


@dataclass
class Letter:
    """A message that is taken once."""

    data: bytes
    finished: bool = False

    async def done(self) -> None:
        self.finished = True


@dataclass
class Box:
    """Messages as a queue gives them, all at once."""

    letters: list[Letter]
    taken: bool = field(default=False)

    async def take(self, most: int, wait_s: float) -> Sequence[Parcel]:
        if self.taken:
            await asyncio.sleep(wait_s)  # as a queue that stays empty does
            return []
        self.taken = True
        return self.letters


def put(number: int = 1) -> Put:
    return Put(Post(f"look://{number}", "ann", "Ann", "words", NOW, 1))


def message(feed: str, number: int = 1, **more: Any) -> bytes:
    """What somebody else may have put into the queue."""
    (made,) = encoded(feed, [put(number)], 100_000)
    return msgspec.msgpack.encode({**msgspec.msgpack.decode(made), **more})


async def worked(place: Path | str, *data: bytes) -> list[Letter]:
    """The letters once a worker is through with them."""
    record = PostRecord.open(place)
    letters = [Letter(one) for one in data]
    worker = Worker(record, Box(letters), SystemClock(), asyncio.Event())
    working = asyncio.ensure_future(worker.run())
    async with asyncio.timeout(60):
        while not all(letter.finished for letter in letters):
            assert not working.done() or working.result() is None
            await asyncio.sleep(0.01)  # between two looks; the time-out above fails the test
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    record.close()
    return letters


async def test_a_feed_that_a_message_calls_trusted_is_not(posts_place: Path | str) -> None:
    await worked(posts_place, message(INSIDE, trusted=True))
    record = PostRecord.open(posts_place)
    feed = record.feeds.named(INSIDE)
    assert (feed.trusted, feed.wanted, record.count()) == (False, False, 1)
    record.close()


async def test_a_feed_of_the_owner_stays_what_he_made_it(posts_place: Path | str) -> None:
    record = PostRecord.open(posts_place)
    record.feeds.add(INSIDE, trusted=True)
    await worked(posts_place, message(INSIDE, trusted=False))
    assert record.feeds.named(INSIDE).trusted is True
    record.close()


async def test_what_a_message_named_leads_nowhere_inside(tmp_path: Path) -> None:
    """If whoever can write to the queue had his feed followed, too."""
    data = DataDirectory(tmp_path)
    data.prepare()
    await worked(data.posts, message(INSIDE, trusted=True))
    own = Settings(data_dir=str(tmp_path))
    async with Assistant(own, models={}) as assistant:
        live = assistant.opened.live
        record = await live.record()
        deliveries = live.opened(record.feeds.named(INSIDE)).deliveries(None)
        assert (await anext(deliveries)).state == "connecting"
        with pytest.raises(FeedFailed, match="this machine"):
            await anext(deliveries)


@pytest.mark.parametrize(
    "name", ["", "look:\0", "look:" + "".join(map(chr, range(0x4E00, 0x5A00)))]
)
async def test_a_name_that_no_record_takes_holds_up_nothing(
    posts_place: Path | str, name: str
) -> None:
    letters = await worked(posts_place, message(name, 2), message("look:here"))
    assert all(letter.finished for letter in letters)
    record = PostRecord.open(posts_place)
    assert record.feeds.named("look:here").posts == 1
    record.close()


def test_messages_say_nothing_of_trust() -> None:
    made = msgspec.msgpack.decode(next(encoded("look:here", [put()], 100_000)))
    assert "trusted" not in made
    told = decoded(message("look:here", trusted=True))
    assert told is not None  # one from before is read all the same
    assert len(told.posts) == 1
