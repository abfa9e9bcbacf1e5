"""Jetstream in both versions, against servers on loopback that behave well and badly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
import zstandard

from blackbird.errors import FeedFailed
from blackbird.ingest.jetstream import Jetstream
from blackbird.ingest.setup import FeedSetup
from blackbird.net.guard import OWNERS, Guard, Rules
from blackbird.posts import SECOND, Delivery, Missed, Poison, Put
from tests.fakes.clocks import MovedClock
from tests.fakes.jetstream_frames import commit, second
from tests.fakes.jetstream_server import JetstreamServer

NOW = int(MovedClock().now().timestamp()) * SECOND
WAIT_S = 30.0


@pytest.fixture
async def server() -> AsyncIterator[JetstreamServer]:
    async with JetstreamServer().running() as running:
        yield running


def said(count: int, at: int = NOW - 60 * SECOND, words: str = "words") -> list[dict[str, Any]]:
    return [commit("did:plc:a", f"r{n}", at + n * 1_000, f"{words} {n}") for n in range(count)]


def feed(address: str, guard: Guard | None = None) -> Jetstream:
    clock = MovedClock()
    guard = guard or Guard(rules=OWNERS)
    return Jetstream(FeedSetup(f"jetstream:{address}", address, guard, clock, sleep=clock.sleep))


async def told(
    jetstream: Jetstream, enough: Callable[[list[Delivery]], bool], cursor: str | None = None
) -> list[Delivery]:
    """What a feed delivers until that is enough."""
    found: list[Delivery] = []
    async with asyncio.timeout(WAIT_S), aclosing(jetstream.deliveries(cursor)) as deliveries:
        async for delivery in deliveries:
            found.append(delivery)
            if enough(found):
                break
    return found


def texts(deliveries: list[Delivery]) -> list[str]:
    events = [event for delivery in deliveries for event in delivery.events]
    return [event.post.text for event in events if isinstance(event, Put)]


def of_kind(deliveries: list[Delivery], kind: type[Any]) -> list[Any]:
    return [e for delivery in deliveries for e in delivery.events if isinstance(e, kind)]


def posts(count: int) -> Callable[[list[Delivery]], bool]:
    return lambda found: len(set(texts(found))) >= count


def failed(found: list[Delivery]) -> bool:
    return any(delivery.state == "waiting" for delivery in found)


def place(at: int = NOW - 61 * SECOND, seq: int = 0) -> str:
    return f"{seq}@{at}"


@pytest.mark.parametrize(("version", "seq"), [("first", 0), ("second", 700)])
async def test_it_goes_on_behind_its_cursor(
    server: JetstreamServer, version: str, seq: int
) -> None:
    events = said(700)
    server.say(*events)
    address = getattr(server, version)
    found = await told(feed(address), posts(699), place(seq=seq and 1))
    assert texts(found)[-1] == "words 699"
    assert found[-1].cursor == f"{seq}@{events[-1]['at']}"
    server.say(*said(2, NOW - SECOND, "later"))
    more = await told(feed(address), lambda found: "later 1" in texts(found), found[-1].cursor)
    assert texts(more)[-2:] == ["later 0", "later 1"]
    assert more[-1].state == "live"
    assert of_kind([*found, *more], Missed) == []


async def test_without_a_cursor_it_begins_with_the_present(server: JetstreamServer) -> None:
    server.say(*said(5))
    following = asyncio.ensure_future(told(feed(server.first), posts(1)))
    while not server.connections:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    server.say(*said(1, NOW, "new"))
    assert texts(await following) == ["new 0"]
    query = server.queries[0]
    assert "cursor" not in query
    assert query["wantedCollections"] == "app.bsky.feed.post"
    assert int(query["maxMessageSizeBytes"]) == 1_000_000


async def test_the_first_version_goes_back_a_little(server: JetstreamServer) -> None:
    """Its moments go back and forth: what came late before a cursor would be missed."""
    server.say(*said(1))
    await told(feed(server.first), posts(1), place(at=NOW - 60 * SECOND))
    assert int(server.queries[0]["cursor"]) == NOW - 65 * SECOND


async def test_a_connection_that_breaks_is_made_again(server: JetstreamServer) -> None:
    server.say(*said(50))
    server.drop_after = 20
    found = await told(feed(server.second), posts(49), place(seq=1))
    assert [query["cursor"] for query in server.queries] == ["1", "21", "41"]
    assert texts(found) == [f"words {n}" for n in range(1, 50)]


async def test_a_cursor_that_the_server_clamped_is_a_gap(server: JetstreamServer) -> None:
    server.say(*said(3, NOW - 3_600 * SECOND))
    old = NOW - 7_200 * SECOND
    found = await told(feed(server.first), posts(3), place(at=old))
    (gap,) = of_kind(found, Missed)
    assert (gap.since, gap.until) == (old, NOW - 3_600 * SECOND)


async def test_the_control_a_cursor_that_is_kept_is_no_gap(server: JetstreamServer) -> None:
    server.say(*said(3))
    assert of_kind(await told(feed(server.first), posts(3), place()), Missed) == []


async def test_a_clamped_moment_of_the_second_version_is_a_gap(server: JetstreamServer) -> None:
    server.say(*said(3))
    info = {"at": NOW - 70 * SECOND, "info": {"name": "OutdatedCursor"}}
    server.raw[1] = second(info, 0)
    found = await told(feed(server.second), posts(1), place(seq=1))
    assert [gap.since for gap in of_kind(found, Missed)] == [NOW - 61 * SECOND]


async def test_a_cursor_that_is_too_old_goes_on_from_the_floor(server: JetstreamServer) -> None:
    server.say(*said(60))
    server.floor = 40
    found = await told(feed(server.second), posts(20), place(seq=5))
    (gap,) = of_kind(found, Missed)
    assert (gap.since, gap.until) == (NOW - 61 * SECOND, NOW)
    assert [query.get("cursor") for query in server.queries] == ["5", "40"]
    assert texts(found)[0] == "words 40"


def dictionary() -> bytes:
    samples: list[bytes | bytearray | memoryview] = [
        second(event, n) for n, event in enumerate(said(400, words="a tram"))
    ]
    return zstandard.train_dictionary(4_096, samples).as_bytes()


async def test_packed_frames_are_unpacked(server: JetstreamServer) -> None:
    server.dictionary = dictionary()
    server.say(*said(30))
    found = await told(feed(server.second), posts(29), place(seq=1))
    assert texts(found)[-1] == "words 29"
    assert "zstdDictionary" in server.queries[-1]


async def test_a_dictionary_that_is_made_anew_is_fetched_anew(server: JetstreamServer) -> None:
    server.dictionary = dictionary()
    server.say(*said(10))
    server.refusals = [(400, '{"error":"UnknownZstdDictionary"}')]
    found = await told(feed(server.second), posts(9), place(seq=1))
    assert len(server.queries) == 2
    assert of_kind(found, Missed) == []


@pytest.mark.parametrize("body", [b"\x37\xa4\x30\xec" + b"\1" * 40, b"x" * 2_000_000, b"", b"abc"])
async def test_a_dictionary_that_is_none_does_without(server: JetstreamServer, body: bytes) -> None:
    server.dictionary = body
    server.say(*said(5))
    found = await told(feed(server.second), posts(4), place(seq=1))
    assert texts(found)[-1] == "words 4"


async def test_frames_that_unpack_to_too_much_are_set_aside(server: JetstreamServer) -> None:
    known = zstandard.ZstdCompressionDict(dictionary())
    server.dictionary = known.as_bytes()
    packer = zstandard.ZstdCompressor(dict_data=known)
    bomb = packer.compress(b"\0" * 30_000_000)
    assert len(bomb) < 10_000
    silent = zstandard.ZstdCompressor(dict_data=known, write_content_size=False)
    server.packed = {1: bomb, 2: silent.compress(b"\0" * 30_000_000), 3: b"not packed"}
    server.say(*said(6))
    found = await told(feed(server.second), posts(2), place(seq=1))
    assert len(of_kind(found, Poison)) == 3
    assert "names more than" in of_kind(found, Poison)[0].reason
    assert texts(found) == ["words 4", "words 5"]


async def test_a_consumer_that_is_too_slow_is_told_and_connects_again(
    server: JetstreamServer,
) -> None:
    server.say(*said(20))
    server.too_slow_after = 10
    found = await told(feed(server.second), posts(19), place(seq=1))
    assert "ConsumerTooSlow" in {delivery.note for delivery in found}
    assert server.connections >= 2


async def test_odd_frames_are_set_aside_and_the_rest_goes_on(server: JetstreamServer) -> None:
    server.say(*said(6))
    server.raw = {1: b"{", 2: b"[]", 3: b'{"did":1}'}
    found = await told(feed(server.first), posts(3), place())
    assert len(of_kind(found, Poison)) == 3
    assert texts(found) == ["words 0", "words 4", "words 5"]


@pytest.mark.parametrize("at", [2**62, 10**30, -5])
async def test_a_moment_from_the_future_moves_no_cursor(server: JetstreamServer, at: int) -> None:
    server.say(*said(3))
    odd = {"did": "did:plc:a", "time_us": at, "kind": "identity"}
    server.raw = {1: json.dumps(odd).encode()}
    found = await told(feed(server.first), posts(2), place())
    assert found[-1].cursor == f"0@{NOW - 60 * SECOND + 2_000}"


async def test_a_frame_larger_than_any_ends_the_connection_only(server: JetstreamServer) -> None:
    server.say(*said(3))
    server.raw = {2: b"{" + b" " * 5_000_000}
    found = await told(feed(server.first), failed, place())
    assert texts(found)[:2] == ["words 0", "words 1"]
    assert "too big" in found[-1].note


async def test_a_long_frame_does_not_hold_up_what_follows(server: JetstreamServer) -> None:
    # The second version sends the whole of a record of some megabytes, again at each connection.
    long = commit("did:plc:a", "r1", NOW - 60 * SECOND, "long")
    long["commit"]["record"]["more"] = "x" * 2_000_000
    server.say(*said(6))
    server.raw = {1: second(long, 2)}
    found = await told(feed(server.second), lambda f: posts(5)(f) or failed(f), place(seq=1))
    assert texts(found) == ["long", *(f"words {n}" for n in range(2, 6))]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refusal_that_stays_ends_the_feed(server: JetstreamServer, status: int) -> None:
    server.refusals = [(status, "no")]
    with pytest.raises(FeedFailed, match=str(status)):
        await told(feed(server.first), failed)


@pytest.mark.parametrize(
    "address", ["https://example.org/subscribe", "example.org/subscribe", "wss://[x/", "wss:///x"]
)
def test_what_is_no_address_of_a_server_says_what_to_give(address: str) -> None:
    with pytest.raises(FeedFailed, match="wss://"):
        feed(address)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_refusal_that_passes_is_waited_for(server: JetstreamServer, status: int) -> None:
    server.refusals = [(status, "later")] * 3
    server.say(*said(3))
    found = await told(feed(server.first), posts(3), place())
    assert [d.note for d in found if d.state == "waiting"]


async def test_nobody_there_is_waited_for_longer_and_longer() -> None:
    async with JetstreamServer().running() as gone:
        address = gone.first
    clock = MovedClock()
    setup = FeedSetup("jetstream:x", address, Guard(rules=OWNERS), clock, sleep=clock.sleep)
    await told(Jetstream(setup), lambda f: sum(d.state == "waiting" for d in f) >= 12)
    assert clock.slept[:5] == sorted(clock.slept[:5])
    assert 50 < max(clock.slept) <= 60


async def test_a_reader_that_stops_stops_the_server(server: JetstreamServer) -> None:
    """Nothing is dropped: the server cannot send on, and all of it comes later."""
    count = 20_000
    server.say(*said(count, words="w" * 400))
    jetstream = feed(server.first)
    found: list[Delivery] = []
    async with asyncio.timeout(60), aclosing(jetstream.deliveries(place())) as deliveries:
        async for delivery in deliveries:
            found.append(delivery)
            if delivery.events:
                break
        await asyncio.sleep(0.5)
        stopped = server.sent
        await asyncio.sleep(0.5)
        assert server.sent == stopped < count
        async for delivery in deliveries:
            found.append(delivery)
            if len(texts(found)) >= count:
                break
    assert texts(found) == [f"{'w' * 400} {n}" for n in range(count)]


async def test_strangers_may_not_lead_to_this_machine(server: JetstreamServer) -> None:
    with pytest.raises(FeedFailed, match="is not fetched"):
        await told(feed(server.first, Guard()), failed)
    ports = replace(Rules(), ports=range(1, 65536))
    with pytest.raises(FeedFailed, match="is not fetched"):
        await told(feed(server.first, Guard(rules=ports)), failed)
    assert server.queries == []
    server.say(*said(1))
    assert await told(feed(server.first), posts(1), place())  # the owner may


async def test_a_redirect_to_another_place_is_not_followed(server: JetstreamServer) -> None:
    async with JetstreamServer().running() as other:
        server.redirect = other.first
        found = await told(feed(server.first), failed)
        assert len(server.queries) >= 1
        assert other.queries == []
    assert found[-1].state == "waiting"
