"""Following the feeds of a list: many at a time, politely, and none that its owner did not mean."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from blackbird.errors import FeedFailed
from blackbird.ingest.feeds import Feeds
from blackbird.net.guard import OWNERS, Guard
from tests.fakes.clocks import MovedClock
from tests.fakes.feed_documents import feeds, in_turn, item, rss
from tests.fakes.following import at_least, follow, last_cursor, posts, setup
from tests.fakes.page_server import HOME, PageServer, endless, page_server, reply, resolver


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server() as served:
        yield served


def opml(*urls: str) -> str:
    outlines = "".join(f"<outline xmlUrl='{url}'/>" for url in urls)
    return f"<opml><body>{outlines}</body></opml>"


async def test_the_feeds_of_a_list_are_read_and_one_that_fails_stops_no_other(
    web: PageServer, tmp_path: Path
) -> None:
    good = [web.url(f"/{n}", f"host{n}.example") for n in range(12)]
    (tmp_path / "list.opml").write_text(opml(*good, web.url("/bad"), "ftp://x/", *good))
    web.pages |= {f"/{n}": reply(rss(item(n))) for n in range(12)}
    guard = Guard(OWNERS, resolve=resolver({}, HOME))
    feed = Feeds(setup("feeds", str(tmp_path / "list.opml"), guard, clock=MovedClock()))
    told = await follow(feed, lambda told: len(posts(told)) == 12 and told[-1].state == "waiting")
    assert sorted(post.account for post in posts(told)) == sorted(good)
    assert "1 of 13 feeds cannot be read" in told[-1].note
    assert len(json.loads(last_cursor(told))["feeds"]) == 13


async def test_one_server_is_not_asked_twice_at_a_time(web: PageServer, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(opml(*(web.url(f"/{n}") for n in range(5))))
    at_once: list[int] = [0]
    most: list[int] = []

    def counted(sock: socket.socket) -> None:
        at_once[0] += 1
        most.append(at_once[0])
        reply(rss(item(1)))(sock)
        at_once[0] -= 1

    web.pages |= {f"/{n}": counted for n in range(5)}
    clock = MovedClock()
    guard = Guard(OWNERS, resolve=resolver({}, HOME))
    feed = Feeds(setup("feeds", str(tmp_path / "list.opml"), guard, clock=clock))
    await follow(feed, lambda told: len(posts(told)) == 5)
    assert max(most) == 1
    assert sum(clock.slept) >= 3.9


async def test_a_list_on_the_web_is_asked_for_until_it_comes(web: PageServer) -> None:
    web.pages |= {
        "/list.opml": in_turn(
            reply("", "500 Oh no"), reply("<html/>"), reply(opml(web.url("/a")), kind="text/x-opml")
        ),
        "/a": reply(rss(item(1))),
    }
    told = await follow(feeds(web, web.url("/list.opml")), at_least(1))
    assert [delivery.note for delivery in told if delivery.note] == [
        f"{web.url('/list.opml')} answered 500.",
        f"{web.url('/list.opml')} cannot be read: it is no OPML",
    ]


async def test_a_list_leads_nobody_inside(web: PageServer) -> None:
    web.pages |= {
        "/list.opml": reply(opml("http://10.0.0.1/feed", web.url("/feed", "home.example"))),
        "/feed": reply(rss(item(1))),
    }
    guard = Guard(OWNERS, resolve=resolver({}, HOME))
    address = web.url("/list.opml", "home.example")
    feed = Feeds(setup("feeds", address, guard, clock=MovedClock()))
    told = await follow(feed, lambda told: "2 of 2 feeds" in told[-1].note)
    assert posts(told) == []
    # And by a guard that lets it pass it is read: the refusal above is no accident.
    assert len(posts(await follow(feeds(web, web.url("/list.opml")), at_least(1)))) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "No such file"),
        ("<html/>", "it is no OPML"),
        ("", "neither XML nor JSON"),
        ("<opml/>", "lists no feed"),
        ("x" * 5_000_001, "more than 5,000,000 bytes"),
    ],
)
async def test_a_list_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, text: str | None, why: str
) -> None:
    path = tmp_path / "list.opml"
    if text is not None:
        path.write_text(text)
    feed = Feeds(setup("feeds", str(path), Guard(OWNERS)))
    with pytest.raises(FeedFailed, match=why):
        await follow(feed, lambda told: False)


@pytest.mark.parametrize("address", ["example.org/feed.xml", "feed://example.org/feed.xml"])
async def test_an_address_without_its_beginning_says_how_it_begins(address: str) -> None:
    feed = Feeds(setup("feeds", address, Guard(OWNERS)))
    with pytest.raises(FeedFailed) as failed:
        await follow(feed, lambda told: False)
    assert "https://" in failed.value.hint


async def test_files_are_for_the_owner_alone(tmp_path: Path, web: PageServer) -> None:
    path = tmp_path / "list.opml"
    path.write_text(opml(web.url("/feed")))
    with pytest.raises(FeedFailed, match="command line"):
        await follow(feeds(web, str(path)), lambda told: False)


async def test_a_list_at_a_forbidden_place_is_not_asked_for(web: PageServer) -> None:
    with pytest.raises(FeedFailed):
        await follow(feeds(web, "http://10.0.0.1/list.opml"), lambda told: False)


async def test_what_is_being_read_ends_with_who_reads(web: PageServer, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(
        opml(web.url("/a", "a.example"), web.url("/b", "b.example"))
    )
    web.pages |= {"/a": reply(rss(item(1))), "/b": endless(b" ", 0.05)}
    guard = Guard(OWNERS, resolve=resolver({}, HOME))
    feed = Feeds(setup("feeds", str(tmp_path / "list.opml"), guard, clock=MovedClock()))
    told = await follow(feed, at_least(1))
    assert len(posts(told)) == 1
