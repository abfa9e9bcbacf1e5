"""A server that fails, wants to be left alone, or says nothing: how long it is waited for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from blackbird.ingest.mastodon import Mastodon, Patience
from blackbird.posts import Delivery
from tests.fakes.fediverse import JSON, FakeServer, event, fake_server, status, stream, update
from tests.fakes.following import (
    PassingClock,
    at_least,
    follow,
    last_cursor,
    posts,
    removed,
    setup,
    state,
    states,
)
from tests.fakes.page_server import reply

QUICK = Patience(dead_s=0.3, quiet_s=0.1, poll_s=0.02, sign_s=0.05)
WAITS = stream(hold_s=1.0)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as served:
        yield served


def mastodon(server: FakeServer, path: str = "", token: str = "") -> Mastodon:
    return Mastodon(setup("mastodon", server.url + path, server.guard(), token), QUICK)


def cursor(*local_ids: str, at: int = 1) -> str:
    return json.dumps({"at": at, "recent": local_ids})


async def test_a_server_that_wants_to_be_left_alone_is(server: FakeServer) -> None:
    server.streams(reply("slow down", "429 Too Many Requests", retry_after="77"), WAITS)
    clock = PassingClock()
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=clock), QUICK)
    told = await follow(feed, state("live"))
    assert clock.slept == [77.0]
    assert "slow down" in told[1].note
    assert told[1].state == "waiting"


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"retry_after": "5"}, 5.0),
        ({"x_ratelimit_reset": "2026-01-02T03:05:05.000Z"}, 60.0),
        ({"retry_after": "999999"}, 900.0),
        ({"retry_after": "soon"}, 60.0),
    ],
)
async def test_pages_are_asked_again_when_they_may(
    server: FakeServer, headers: dict[str, str], waited: float
) -> None:
    server.streams(WAITS)
    refusal = reply("{}", "429 Too Many Requests", JSON, **headers)
    pages = iter([refusal])
    usual = server.web.pages["/api/v1/timelines/public"]
    server.web.pages["/api/v1/timelines/public"] = lambda sock: next(pages, usual)(sock)
    server.statuses, clock = [status(8)], PassingClock()
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=clock), QUICK)
    told = await follow(feed, state("live"), cursor("7"))
    assert len(posts(told)) == 1
    assert clock.slept == [pytest.approx(waited, abs=1)]


async def test_the_last_question_of_a_period_waits_for_the_next(server: FakeServer) -> None:
    server.streams(WAITS)
    headers = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-01-02T03:04:25Z"}
    server.web.pages["/api/v2/instance"] = reply("{}", kind=JSON, **headers)
    clock = PassingClock()
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=clock), QUICK)
    await follow(feed, state("live"))
    assert clock.slept == [20.0]


async def test_pauses_grow_while_a_server_fails(server: FakeServer) -> None:
    server.streams(*[reply("", "500 Oh no")] * 4, WAITS)
    clock = PassingClock()
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=clock), QUICK)
    told = await follow(feed, state("live"))
    assert [round(slept) for slept in clock.slept] == [1, 2, 4]
    assert states(told) == ["connecting", *["waiting", "connecting"] * 3, "live"]


async def test_a_stream_that_lives_without_posts_is_silent_and_read_by_pages(
    server: FakeServer,
) -> None:
    server.streams(stream(event("delete", "999"), beats=200))
    server.statuses = [status(8)]
    seen: list[Delivery] = []

    def more(told: object) -> bool:
        seen.append(told[-1])  # type: ignore[index]
        if seen[-1].state == "live":
            server.statuses = [status(8), status(9)]
        return seen[-1].state == "silent"

    told = await follow(mastodon(server), more)
    assert [post.local_id for post in posts(told)] == ["9"]
    assert "page by page" in told[-1].note


async def test_a_quiet_server_is_not_called_silent(server: FakeServer) -> None:
    server.streams(stream(beats=25), stream(update(status(9)), hold_s=1.0))
    server.statuses = [status(8)]
    told = await follow(mastodon(server), lambda told: "9" in [p.local_id for p in posts(told)])
    assert "silent" not in states(told)
    assert len(server.asked("/api/v1/timelines/public")) > 3  # it was asked: the stream lied not


async def test_pages_that_fail_meanwhile_are_asked_again_later(server: FakeServer) -> None:
    server.streams(stream(beats=200))
    server.statuses = [status(8)]
    usual, left = server.web.pages["/api/v1/timelines/public"], [1, 2]

    def fails(sock: object) -> None:
        if len(server.asked("/api/v1/timelines/public")) == 1 or not left:
            server.statuses = [status(8)] if left else [status(8), status(9)]
            return usual(sock)  # type: ignore[arg-type]
        left.pop()
        return reply("{}", "403 Forbidden", JSON)(sock)  # type: ignore[arg-type]

    server.web.pages["/api/v1/timelines/public"] = fails
    told = await follow(mastodon(server), state("silent"))
    assert [post.local_id for post in posts(told)] == ["9"]


async def test_a_stream_that_stays_silent_is_opened_anew(server: FakeServer) -> None:
    server.streams(stream(beats=500, pause_s=0.01))
    numbers = iter(range(10, 10_000))

    def grows(sock: object) -> None:
        reply(json.dumps([status(next(numbers))]), kind=JSON)(sock)  # type: ignore[arg-type]

    server.web.pages["/api/v1/timelines/public"] = grows
    feed = mastodon(server)
    told = await follow(feed, lambda told: told[-1].state == "connecting" and len(told) > 1)
    assert states(told) == ["connecting", "live", "silent", "connecting"]
    assert len(posts(told)) == 10


async def test_dead_silence_ends_a_connection(server: FakeServer) -> None:
    server.streams(stream(update(status(1)), hold_s=3.0), stream(update(status(2)), hold_s=1.0))
    server.knows(["1"])
    told = await follow(mastodon(server), at_least(2))
    assert [post.local_id for post in posts(told)] == ["1", "2"]


async def test_how_far_it_came_is_told_while_nothing_comes(server: FakeServer) -> None:
    class Hasty(PassingClock):
        def monotonic(self) -> float:
            return 2000 * super().monotonic()

    server.streams(stream(beats=100))
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=Hasty()))
    told = await follow(feed, lambda told: told[-1].cursor is not None and not told[-1].state)
    assert told[-1].events == ()
    assert json.loads(last_cursor(told))["at"] > 1767322000_000_000


async def test_a_server_that_tells_nothing_of_itself_is_followed_by_its_address(
    server: FakeServer,
) -> None:
    refusal = reply("{}", "403 Forbidden", JSON)
    server.web.pages |= {"/api/v2/instance": refusal, "/api/v1/instance": refusal}
    local = status(1, account={"acct": "bo", "url": "https://h.example/@bo"})
    server.streams(stream(update(local), hold_s=1.0))
    told = await follow(mastodon(server), at_least(1))
    assert posts(told)[0].author == "bo@page.example"


async def test_a_status_that_may_not_be_seen_is_not_taken_for_gone(server: FakeServer) -> None:
    server.streams(WAITS)
    server.web.pages["/api/v1/statuses/5"] = reply("{}", "403 Forbidden", JSON)
    told = await follow(mastodon(server), state("live"), cursor("5", "6"))
    assert removed(told) == ["6"]
    server.web.pages["/api/v1/statuses/5"] = reply("{}", "500 Oh no", JSON)
    told = await follow(mastodon(server), state("live"), cursor("5", "6"))
    assert removed(told) == []
    assert any("removals were not looked up" in delivery.note for delivery in told)


async def test_after_a_connection_that_lasted_pauses_are_short_again(server: FakeServer) -> None:
    class Hasty(PassingClock):
        def monotonic(self) -> float:
            return 10**6 * super().monotonic()

    failing = [reply("", "500 Oh no")] * 3
    server.streams(*failing, stream(beats=3), *failing, WAITS)
    clock = Hasty()
    feed = Mastodon(setup("mastodon", server.url, server.guard(), clock=clock))
    told = await follow(feed, lambda told: states(told).count("live") == 2)
    assert clock.slept == []  # each of them lasted more than half a minute by this clock
    assert sum(delivery.state == "connecting" for delivery in told) == 8


async def test_what_is_being_read_ends_with_who_reads(server: FakeServer) -> None:
    server.streams(stream(beats=5000))
    told = await follow(mastodon(server), state("live"))
    assert states(told) == ["connecting", "live"]
