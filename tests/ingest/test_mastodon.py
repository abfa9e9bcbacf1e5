"""Following a server's stream over HTTP: a real one on loopback, that behaves well or badly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pytest

from blackbird.errors import FeedFailed
from blackbird.ingest.mastodon import Mastodon, Patience
from blackbird.net.guard import OWNERS, Guard
from blackbird.posts import FINAL, Delivery, Missed, Post, Put, Removed
from tests.fakes.fediverse import JSON, FakeServer, event, fake_server, status, stream, update
from tests.fakes.following import (
    at_least,
    events,
    follow,
    last_cursor,
    poison,
    posts,
    removed,
    setup,
    state,
    states,
)
from tests.fakes.page_server import HOME, moved, page_server, reply, resolver

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


async def test_what_a_stream_says_becomes_posts_and_removals(server: FakeServer) -> None:
    edited = status(2, "<p>Two, better</p>", edited_at="2026-01-02T03:30:00Z", in_reply_to_id="1")
    server.streams(
        stream(
            b":)\n\n",
            update(
                status(1, '<p>One &amp; only<br>line</p><p><a href="https://a.example/b">x</a>')
            ),
            update(status(3, visibility="private")),
            update(status(4, reblog=status(1))),
            event("filters_changed", "undefined"),
            event("notification", "{not even JSON"),
            event("status.brand_new", "{}"),
            update(edited, "status.update"),
            event("update", "{broken"),
            event("update", "[1, 2"),
            event("update", "3"),
            event("delete", "1"),
            event("delete", "no such / id"),
            hold_s=1.0,
        )
    )
    told = await follow(mastodon(server), at_least(7))
    assert posts(told)[0] == Post(
        uri="https://far.example/users/ada/statuses/1",
        account="https://far.example/users/ada",
        author="ada@far.example",
        text="One & only\nline\n\nx",
        created=1767322860_000_000,
        version=1767322860_000_000,
        url="https://far.example/@ada/1",
        language="en",
        likes=3,
        links=("https://a.example/b",),
        local_id="1",
    )
    assert posts(told)[1].text == "Two, better"
    assert posts(told)[1].version == 1767324600_000_000
    assert posts(told)[1].reply_to == posts(told)[0].uri
    assert len(posts(told)) == 2
    assert poison(told) == [
        *["it is not JSON"] * 2,
        "a status that is no object",
        "a removal that names no status",
    ]
    assert [e for e in events(told) if isinstance(e, Removed)] == [
        Removed(local_id="1", version=FINAL)
    ]
    assert states(told) == ["connecting", "live"]


async def test_a_line_cut_off_is_no_event_and_the_pages_tell_it(server: FakeServer) -> None:
    server.streams(
        stream(update(status(1)), b'event: update\ndata: {"id": "2", "cont'),
        stream(update(status(50)), hold_s=1.0),
    )

    def until(told: Sequence[Delivery]) -> bool:
        if events(told):
            server.statuses = [status(n) for n in range(1, 50)]
        return len(events(told)) == 50

    told = await follow(mastodon(server), until)
    assert [post.local_id for post in posts(told)] == [str(n) for n in range(1, 51)]
    assert states(told) == ["connecting", "live", "connecting", "catching_up", "live"]
    # The link of a page is believed for where it goes on, never for whom to ask.
    assert {host for host, _ in server.web.asked} == {server.url.removeprefix("http://")}
    behind = [asked["min_id"] for asked in server.asked("/api/v1/timelines/public")[1:]]
    assert behind == [["1"], ["41"], ["49"]]


async def test_pages_without_links_are_read_to_their_end(server: FakeServer) -> None:
    server.links = False
    server.streams(WAITS)
    server.statuses = [status(n) for n in range(100, 190)]
    told = await follow(mastodon(server), state("live"), cursor("99"))
    assert [int(post.local_id) for post in posts(told)] == list(range(100, 190))
    assert removed(told) == ["99"]


@pytest.mark.parametrize("batches", [True, False])
async def test_a_removal_that_was_missed_is_found(server: FakeServer, batches: bool) -> None:
    server.batches = batches
    server.streams(WAITS)
    server.statuses = [
        status(10),
        status(12, "<p>edited</p>", edited_at="2026-01-02T09:00:00Z"),
        status(13),
    ]
    server.knows(["10", "12", "13"])
    began = cursor("10", "11", "12", "13", at=1767330000_000_000)
    told = await follow(mastodon(server), state("live"), began)
    assert removed(told) == ["11"]
    texts = [post.text for delivery in told[:3] for post in posts([delivery])]
    assert texts == (["edited"] if batches else [])
    assert json.loads(last_cursor(told))["recent"] == ["10", "12", "13"]


async def test_an_empty_answer_alone_removes_nothing(server: FakeServer) -> None:
    server.streams(WAITS)
    server.web.pages["/api/v1/statuses"] = reply("[]", kind=JSON)
    server.knows([str(n) for n in range(10, 30)])
    ids = [str(n) for n in range(10, 30)]
    told = await follow(mastodon(server), state("live"), cursor(*ids))
    assert removed(told) == []
    server.web.pages.pop("/api/v1/statuses/15")  # and one that is gone is found: it can happen
    told = await follow(mastodon(server), state("live"), cursor(*ids))
    assert removed(told) == ["15"]


@pytest.mark.parametrize(
    "answer",
    [
        reply("{}", "401 Unauthorized", JSON),
        reply("{}", "500 Oh no", JSON),
        reply("<html>", "200 OK"),
        reply("[" * 50_000, kind=JSON),
    ],
)
async def test_what_the_pages_do_not_give_was_missed(server: FakeServer, answer: object) -> None:
    server.streams(WAITS)
    server.web.pages["/api/v1/timelines/public"] = answer  # type: ignore[assignment]
    server.web.pages["/api/v1/statuses"] = answer  # type: ignore[assignment]
    told = await follow(mastodon(server), state("live"), cursor("5", at=77))
    (missed,) = events(told)
    assert isinstance(missed, Missed)
    assert missed.since == 77
    assert missed.until > 1767322000_000_000
    assert any("removals were not looked up" in delivery.note for delivery in told)


async def test_more_than_a_list_keeps_was_missed(server: FakeServer) -> None:
    server.streams(WAITS, path="list")
    server.statuses = [status(n) for n in range(100, 700)]
    server.knows(["99"])
    told = await follow(mastodon(server, "/list?list=7"), state("live"), cursor("99"))
    assert len(posts(told)) == 400
    assert [type(one) for one in events(told)].count(Missed) == 1


async def test_a_server_without_any_status_to_begin_from_says_what_was_missed(
    server: FakeServer,
) -> None:
    server.streams(WAITS)
    told = await follow(mastodon(server), state("live"), cursor(at=5))
    assert [type(event) for event in events(told)] == [Missed]


async def test_it_begins_with_the_present_even_where_pages_are_closed(server: FakeServer) -> None:
    server.streams(WAITS)
    server.statuses = [status(8)]
    told = await follow(mastodon(server), state("live"))
    assert events(told) == []
    assert json.loads(last_cursor(told))["recent"] == ["8"]
    server.web.pages["/api/v1/timelines/public"] = reply("{}", "401 Unauthorized", JSON)
    told = await follow(mastodon(server), state("live"))
    assert events(told) == []
    assert json.loads(last_cursor(told))["recent"] == []


@pytest.mark.parametrize("code", ["401 Unauthorized", "403 Forbidden", "422 Unprocessable"])
async def test_a_locked_server_says_that_a_token_is_needed(server: FakeServer, code: str) -> None:
    server.streams(reply('{"error": "no"}', code, JSON))
    with pytest.raises(FeedFailed, match="mastodon_token"):
        await follow(mastodon(server), state("live"))


async def test_a_stream_that_moved_says_where(server: FakeServer) -> None:
    server.streams(moved("https://new.example/x"))
    with pytest.raises(FeedFailed, match=r"new\.example"):
        await follow(mastodon(server), state("live"))


async def test_the_token_goes_to_the_server_and_where_it_streams_only(server: FakeServer) -> None:
    server.streams(WAITS)
    server.instance["configuration"] = {
        "urls": {"streaming": f"ws://stream.example:{server.web.port}"}
    }
    server.web.pages["/api/v1/timelines/public"] = moved(server.web.url("/x", "other.example"))
    server.web.pages["/x"] = reply("[]", kind=JSON)
    sent = {HOME: True, "stream.example": False, "other.example": False}
    assert await sent_to(server, HOME) == sent


async def test_the_token_goes_by_no_way_that_others_can_read(server: FakeServer) -> None:
    server.streams(WAITS)
    assert await sent_to(server, HOME) == {HOME: True}
    server.web.asked.clear()
    server.web.requests.clear()
    assert await sent_to(server, "page.example") == {"page.example": False}


async def sent_to(server: FakeServer, host: str) -> dict[str, bool]:
    """Which hosts were asked, and whether with a token."""
    feed = setup("mastodon", server.web.url("", host), server.guard(), "secret")
    await follow(Mastodon(feed, QUICK), state("live"))
    pairs = zip(server.web.asked, server.web.requests, strict=True)
    return {asked[0].partition(":")[0]: "Bearer secret" in request for asked, request in pairs}


@pytest.mark.parametrize("inside", [True, False])
async def test_a_server_leads_nobody_inside(server: FakeServer, inside: bool) -> None:
    """Its owner may follow one at home; where that one leads must be open to all."""
    with page_server({"/api/v1/streaming/public": stream(hold_s=0.5)}) as other:
        name = "other.example" if inside else "home.example"
        urls = {"streaming": f"ws://{name}:{other.port}"}
        server.instance["configuration"] = {"urls": urls}
        guard = Guard(OWNERS, resolve=resolver({}, HOME))
        address = f"http://home.example:{server.web.port}"
        feed = Mastodon(setup("mastodon", address, guard), QUICK)
        if inside:
            with pytest.raises(FeedFailed):
                await follow(feed, state("live"))
        else:  # the same server under its own name: the refusal above is no accident
            await follow(feed, state("live"))
        assert bool(other.asked) is not inside


async def test_a_server_without_the_new_address_book_is_asked_for_the_old(
    server: FakeServer,
) -> None:
    server.web.pages["/api/v2/instance"] = reply("", "404 Not Found")
    old = {"uri": "old.example", "urls": {"streaming_api": f"ws://old.example:{server.web.port}"}}
    server.web.pages["/api/v1/instance"] = reply(json.dumps(old), kind=JSON)
    local = status(1, account={"acct": "bo", "username": "bo", "url": "https://old.example/@bo"})
    server.streams(stream(update(local), hold_s=1.0))
    told = await follow(mastodon(server), at_least(1))
    assert posts(told)[0].author == "bo@old.example"
    assert posts(told)[0].account == "https://old.example/@bo"


async def test_an_address_book_that_fails_is_asked_again(server: FakeServer) -> None:
    server.streams(WAITS)
    usual, left = server.web.pages["/api/v2/instance"], [1] * 5
    down = reply("", "503 Down")
    server.web.pages["/api/v2/instance"] = lambda sock: (down if left and left.pop() else usual)(
        sock
    )
    told = await follow(mastodon(server), state("live"))
    assert states(told)[0] == "connecting"
    assert not left


async def test_a_stranger_cannot_fill_memory_with_one_event(server: FakeServer) -> None:
    line = b"data: " + b"x" * 1_000_000 + b"\n"
    server.streams(stream(*[line] * 6, hold_s=1.0), stream(update(status(1)), hold_s=1.0))
    told = await follow(mastodon(server), lambda told: bool(posts(told)))
    assert len(posts(told)) == 1
    assert len(server.asked("/api/v1/streaming/public")) == 2


@pytest.mark.parametrize(
    "bad", ["", "{", "[]", "7", '{"at": "x"}', '{"at": 1, "recent": 5}', "[" * 9999]
)
async def test_a_cursor_that_cannot_be_read_begins_with_the_present(
    server: FakeServer, bad: str
) -> None:
    server.streams(WAITS)
    assert events(await follow(mastodon(server), state("live"), bad)) == []


def test_it_is_named_as_its_owner_named_it(server: FakeServer) -> None:
    feed = mastodon(server)
    assert feed.name == f"mastodon:{server.url}"
    assert feed.lasting


async def test_edits_and_removals_end_alike_however_often_they_come(server: FakeServer) -> None:
    first = status(1)
    second = status(1, "<p>Two</p>", edited_at="2026-01-03T00:00:00Z")
    server.streams(
        stream(update(second, "status.update"), update(first), update(second), hold_s=1.0)
    )
    told = await follow(mastodon(server), at_least(3))
    last = max((e.post for e in events(told) if isinstance(e, Put)), key=lambda p: p.version)
    assert last.text == "Two"
