"""Following feeds: real servers on loopback that behave well or badly."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest

from blackbird.errors import FeedFailed
from blackbird.ingest.feeds import Feeds
from blackbird.net.guard import OWNERS, Bounds, Guard
from blackbird.posts import Missed, Poison, Removed
from tests.fakes.clocks import MovedClock
from tests.fakes.feed_documents import NOW, RSS, asked, atom, entry, feeds, in_turn, item, rss
from tests.fakes.following import (
    at_least,
    events,
    follow,
    last_cursor,
    posts,
    removed,
    setup,
)
from tests.fakes.page_server import (
    HOME,
    PageServer,
    Script,
    endless,
    moved,
    page_server,
    reply,
    resolver,
)


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server() as served:
        yield served


async def test_entries_become_posts_once(web: PageServer) -> None:
    web.pages["/feed"] = reply(
        rss(
            "<guid>https://page.example/2</guid><link>/two</link><title>Two &amp;amp; more</title>"
            "<description>&lt;p&gt;A&lt;/p&gt;&lt;p&gt;B &lt;a href='c'&gt;c&lt;/a&gt;&lt;/p&gt;"
            "</description><author>ada@page.example (Ada)</author>"
            "<pubDate>Thu, 01 Jan 2026 10:00:00 +0100</pubDate>",
            item(1),
            head="<language>en-GB</language>",
        ),
        kind=RSS,
    )
    told = await follow(feeds(web), asked(3, web))
    one, two = posts(told)  # the oldest first
    assert (one.uri, one.title, one.author) == (web.url("/feed#g1"), "Item 1", "News")
    assert (one.created, one.version, one.account) == (NOW, NOW, web.url("/feed"))
    assert (two.uri, two.url) == ("https://page.example/2", web.url("/two"))
    assert (two.title, two.text, two.author) == ("Two & more", "A\n\nB c", "Ada")
    assert (two.links, two.language) == ((web.url("/c"),), "en")
    assert two.created == 1767258000_000_000
    assert len(events(told)) == 2


async def test_validators_go_back_as_they_came_and_stay(web: PageServer) -> None:
    said = {"etag": 'W/"odd\'one"', "last_modified": "not even a date"}
    web.pages["/feed"] = in_turn(
        reply(rss(item(1)), kind=RSS, **said), reply("", "304 Not Modified"), reply("", "304 Not")
    )
    told = await follow(feeds(web), asked(2, web))
    await follow(feeds(web, clock=_later(3600)), asked(3, web), last_cursor(told))
    assert "if-none-match" not in web.requests[0]
    for request in web.requests[1:3]:
        assert 'if-none-match: W/"odd\'one"' in request
        assert "if-modified-since: not even a date" in request
    assert len(posts(told)) == 1


def _later(seconds: float) -> MovedClock:
    clock = MovedClock()
    clock.passed = seconds
    return clock


@pytest.mark.parametrize(
    ("head", "headers", "pause"),
    [
        ("", {}, 600),
        ("<ttl>30</ttl>", {}, 1800),
        ("<ttl>0</ttl>", {}, 600),
        ("<ttl>1</ttl>", {}, 120),
        ("<ttl>9999999</ttl>", {}, 86400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", {}, 3600),
        (
            "<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            {},
            21600,
        ),
        ("<ttl>10</ttl>", {"cache_control": "public, max-age=900"}, 900),
        ("", {"cache_control": "max-age=0"}, 600),
    ],
)
async def test_it_is_read_as_often_as_it_asks(
    web: PageServer, head: str, headers: dict[str, str], pause: float
) -> None:
    web.pages["/feed"] = reply(rss(item(1), head=head), kind=RSS, **headers)
    clock = MovedClock()
    await follow(feeds(web, clock=clock), asked(2, web))
    assert pause <= sum(clock.slept) <= 1.1 * pause + 1
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("answer", "least"),
    [
        (reply("", "500 Oh no"), 50),
        (reply("", "404 Not Found"), 50),
        (reply("", "429 Too Many", retry_after="7200"), 7200),
        (reply("", "503 Later", retry_after="999999999"), 86400),
        (reply("a page", kind="text/html"), 50),
        (reply(gzip.compress(b"x" * 9999)[:50], kind=RSS, content_encoding="gzip"), 50),
        (moved("http://10.0.0.1/feed"), 86400),
        (lambda sock: sock.sendall(b"\x00garbage\r\n\r\n"), 50),
        (endless(kind=RSS), 50),
    ],
)
async def test_what_fails_waits_longer_and_ends_nothing(
    web: PageServer, answer: Script, least: float
) -> None:
    web.pages["/feed"] = in_turn(answer, reply(rss(item(1)), kind=RSS))
    clock = MovedClock()
    told = await follow(feeds(web, clock=clock), lambda told: bool(posts(told)))
    assert sum(clock.slept) >= least
    assert any("1 of 1 feeds cannot be read" in delivery.note for delivery in told)
    assert told[-1].note == ""


async def test_pauses_grow_while_it_fails(web: PageServer) -> None:
    web.pages["/feed"] = reply("", "500 Oh no")
    clock = MovedClock()
    await follow(feeds(web, clock=clock), asked(5, web))
    assert [round(slept / 60) for slept in clock.slept if slept > 1][:3] == [1, 2, 4]


async def test_a_slow_drip_costs_no_more_than_allowed(web: PageServer) -> None:
    web.pages["/feed"] = endless(b"<x/>", 0.01)
    given = setup("feeds", web.url("/feed"), web.guard(Bounds(total_s=0.2)), clock=MovedClock())
    told = await follow(Feeds(given), lambda told: told[-1].note != "")
    assert "within 0.2 s" in told[-1].note


async def test_a_feed_that_moved_for_good_is_read_where_it_is(web: PageServer) -> None:
    web.pages |= {
        "/feed": moved("/new", "301 Moved Permanently"),
        "/new": moved("/today", "302 Found"),
        "/today": reply(rss(item(1)), kind=RSS),
    }
    told = await follow(feeds(web), asked(5, web))
    assert [path for _, path in web.asked[:5]] == ["/feed", "/new", "/today", "/new", "/today"]
    assert json.loads(last_cursor(told))["feeds"][web.url("/feed")]["url"] == web.url("/new")
    assert posts(told)[0].uri == web.url("/feed#g1")  # what it is known by stays
    assert len(posts(told)) == 1


@pytest.mark.parametrize("inside", [True, False])
async def test_nobody_leads_inside(web: PageServer, inside: bool) -> None:
    """The owner may name a feed at home; where a feed leads must be open to all."""
    host = "other.example" if inside else "page.example"
    web.pages |= {
        "/feed": moved(web.url("/new", host), "301 Moved Permanently"),
        "/new": reply(rss(item(1)), kind=RSS),
    }
    given = setup("feeds", web.url("/feed"), Guard(OWNERS, resolve=resolver({}, HOME)))
    told = await follow(Feeds(given), lambda told: bool(told[-1].note or posts(told)))
    assert len(posts(told)) == (0 if inside else 1)
    assert ("/new" in [path for _, path in web.asked]) is not inside


async def test_a_feed_that_is_gone_stops_and_says_so(web: PageServer) -> None:
    web.pages["/feed"] = in_turn(reply(rss(item(1)), kind=RSS), reply("", "410 Gone"))
    with pytest.raises(FeedFailed, match="gone for good"):
        await follow(feeds(web), asked(9, web))
    assert len(web.asked) == 2


async def test_an_edit_has_a_greater_version_and_a_touch_none(web: PageServer) -> None:
    first, second = "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:01Z"
    web.pages["/feed"] = in_turn(
        reply(atom(entry(1, first))),
        reply(atom(entry(1, second))),  # touched, not changed
        reply(atom(entry(1, second, "y"))),
        reply(atom(entry(1, second, "z"))),  # changed without saying when
        reply(atom(entry(1, "2099-01-01T00:00:00Z", "v"))),
    )
    told = await follow(feeds(web), asked(6, web))
    assert [post.text for post in posts(told)] == ["x", "y", "z", "v"]
    versions = [post.version for post in posts(told)]
    assert versions[:2] == [1767225600_000_001, 1767225601_000_000]
    assert versions == sorted(set(versions))
    assert versions[-1] < NOW + 10_000_000_000


async def test_an_entry_that_is_no_longer_shown_is_still_said(web: PageServer) -> None:
    web.pages["/feed"] = in_turn(
        reply(rss(item(2), item(1))), reply(rss(item(3), item(2))), reply(rss(item(3), item(1)))
    )
    told = await follow(feeds(web), asked(4, web))
    assert removed(told) == []
    assert [post.title for post in posts(told)] == ["Item 1", "Item 2", "Item 3"]


async def test_an_entry_that_is_withdrawn_is_gone_until_it_is_written_anew(
    web: PageServer,
) -> None:
    gone = '<at:deleted-entry ref="urn:e:1" when="2026-01-01T12:00:00Z"/>'
    old, new = "2026-01-01T00:00:00Z", "2026-01-01T13:00:00Z"
    web.pages["/feed"] = in_turn(
        reply(atom(entry(1, old), entry(2, old))),
        reply(atom(gone, entry(1, old), entry(2, old))),
        reply(atom(gone, entry(2, old))),
        reply(atom(gone, entry(1, new, "back"), entry(2, old))),
    )
    told = await follow(feeds(web), asked(5, web))
    uri = web.url("/feed#urn:e:1")
    taken = [event for event in events(told) if isinstance(event, Removed)]
    assert taken == [Removed(uri=uri, version=1767268800_000_000)]
    assert [post.text for post in posts(told)] == ["x", "x", "back"]
    assert posts(told)[-1].version > taken[0].version


async def test_no_feed_speaks_for_another(web: PageServer) -> None:
    theirs = "https://theirs.example/1"
    web.pages["/feed"] = reply(
        atom(
            f'<at:deleted-entry ref="{theirs}" when="2099-01-01T00:00:00Z"/>',
            "<entry><id>https://theirs.example/2</id><title>Not mine</title></entry>",
        )
    )
    told = await follow(feeds(web), asked(1, web))
    assert removed(told) == [web.url(f"/feed#{theirs}")]
    assert posts(told)[0].uri == web.url("/feed#https://theirs.example/2")


async def test_a_feed_that_changed_as_a_whole_may_have_missed_some(web: PageServer) -> None:
    web.pages["/feed"] = in_turn(reply(rss(item(1))), reply(rss(item(9), item(8))))
    told = await follow(feeds(web), asked(3, web))
    (missed,) = [event for event in events(told) if isinstance(event, Missed)]
    assert missed.since == NOW
    assert missed.until > NOW


async def test_what_cannot_be_read_is_set_aside_once(web: PageServer) -> None:
    bad, empty = reply("<html><p>Sorry</p></html>"), "<guid>only</guid>"
    web.pages["/feed"] = in_turn(bad, bad, reply(rss(empty, item(1))), reply(rss(empty, item(1))))
    told = await follow(feeds(web), asked(4, web))
    first, second = [event for event in events(told) if isinstance(event, Poison)]
    assert first == Poison("<html><p>Sorry</p></html>", "it is a page, not a feed")
    assert (second.raw, len(posts(told))) == ("only", 1)


async def test_a_restart_goes_on_where_it_was(web: PageServer) -> None:
    web.pages["/feed"] = reply(rss(item(1)))
    told = await follow(feeds(web), at_least(1))
    clock = MovedClock()
    again = await follow(feeds(web, clock=clock), asked(2, web), last_cursor(told))
    assert events(again) == []
    assert 600 <= clock.slept[0] <= 660


@pytest.mark.parametrize(
    "bad", ["", "{", "[]", "7", '{"feeds": 1}', '{"feeds": {"X": {"url": 1}}}', "[" * 9999]
)
async def test_a_cursor_that_cannot_be_read_begins_anew(web: PageServer, bad: str) -> None:
    web.pages["/feed"] = reply(rss(item(1)))
    bad = bad.replace("X", web.url("/feed"))
    assert len(posts(await follow(feeds(web), at_least(1), bad))) == 1


def test_it_is_named_as_its_owner_named_it(web: PageServer) -> None:
    assert feeds(web).name == f"feeds:{web.url('/feed')}"
    assert feeds(web).lasting
