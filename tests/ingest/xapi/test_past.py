"""What was missed is searched for, and what cannot be found is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from blackbird.ingest.xapi.past import KEPT
from blackbird.posts import Delivery, Missed
from tests.fakes.clocks import MovedClock
from tests.fakes.page_server import reply
from tests.fakes.x_server import ALIVE, RECENT, XServer, found, problem, streamed, x_server
from tests.ingest.feeds import cursor, missed, poison, posts, read
from tests.ingest.test_x import follow
from tests.ingest.xapi.shapes import ago, post, post_id

WHERE = f"{ago(600)}:{ago(300)}"


@pytest.fixture
def server() -> Iterator[XServer]:
    with x_server() as served:
        yield served


def rules(folder: Path, *given: str) -> Path:
    path = folder / "rules.json"
    path.write_text(json.dumps([{"value": value} for value in given]))
    return path


def whole(got: list[Delivery]) -> bool:
    """All of the past is there."""
    return cursor(got) is not None


async def test_after_a_restart_it_goes_on_behind_the_last_post(
    server: XServer, tmp_path: Path
) -> None:
    server.found = [found([post(post_id(500)), post(post_id(550)), post("0")])]
    got = await read(follow(server, rules(tmp_path, "tram")), WHERE, whole)
    assert [post.local_id for post in posts(got)] == [post_id(500), post_id(550)]
    assert len(poison(got)) == 1
    assert missed(got) == []
    (asked,) = server.asked(RECENT)
    assert asked["query"] == "tram"
    assert asked["since_id"] == post_id(630)
    assert asked["max_results"] == "100"


async def test_posts_come_live_while_it_looks_back(server: XServer, tmp_path: Path) -> None:
    """The search waits a minute; the stream does not wait for it."""
    live = {"data": post(post_id(1), "Live."), "includes": {}}
    server.streams = [streamed(ALIVE, live, stays=True)]
    server.found = [problem("429 Too Many Requests"), found([post(post_id(500))])]
    clock = MovedClock()
    got = await read(follow(server, rules(tmp_path, "tram"), clock), WHERE, whole)
    assert {post.text for post in posts(got)} == {"Live.", "A tram."}
    assert clock.slept == [60.0]


async def test_before_seven_days_nothing_can_be_found(server: XServer, tmp_path: Path) -> None:
    days = 86_400.0
    where = f"{ago(9 * days)}:{ago(8 * days)}"
    got = await read(follow(server, rules(tmp_path, "tram")), where, whole)
    (gap,) = missed(got)
    assert gap == Missed(ago(8 * days), ago(7 * days - 60), gap.reason)
    assert "seven days" in gap.reason
    (asked,) = server.asked(RECENT)
    assert asked["since_id"] == post_id(7 * days - 60)
    assert 7 * days * 1_000_000 == KEPT
    # A stream on which nothing came for eight days was heard all the same.
    where = f"{ago(8 * days)}:{ago(60)}"
    assert missed(await read(follow(server, rules(tmp_path, "tram")), where, whole)) == []


async def test_more_than_can_be_paged_through_is_told(server: XServer, tmp_path: Path) -> None:
    pages = [found([post(post_id(n))], f"page{n}") for n in range(200, 300)]
    server.found = pages
    got = await read(follow(server, rules(tmp_path, "tram")), WHERE, whole)
    assert len(posts(got)) == 100
    (gap,) = missed(got)
    assert (gap.since, gap.until) == (ago(630), posts(got)[-1].version)
    assert "100 pages" in gap.reason


async def test_a_rule_that_cannot_be_searched_for_does_not_spoil_the_others(
    server: XServer, tmp_path: Path
) -> None:
    bad, page = problem("400 Bad Request", "Invalid Request"), found([post(post_id(500))])
    # All four, then halves: the first pair, the second pair, and its two.
    server.found = [bad, page, bad, page, bad]
    got = await read(follow(server, rules(tmp_path, "a", "b", "c", "d sample:10")), WHERE, whole)
    queries = [asked["query"] for asked in server.asked(RECENT)]
    pair = ["(a) OR (b)", "(c) OR (d sample:10)"]
    assert queries == [
        " OR ".join(["(a)", "(b)", "(c)", "(d sample:10)"]),
        *pair,
        "c",
        "d sample:10",
    ]
    assert len(posts(got)) == 2
    (gap,) = missed(got)
    assert gap.reason == "“d sample:10”: X answered 400: Invalid Request: It is so.."
    assert (gap.since, gap.until) == (ago(630), ago(0))


async def test_a_rule_too_long_to_search_for_is_told(server: XServer, tmp_path: Path) -> None:
    long = "(" + " OR ".join(f"word{n}" for n in range(60)) + ")"
    got = await read(follow(server, rules(tmp_path, "tram", long, "ferry")), WHERE, whole)
    assert [asked["query"] for asked in server.asked(RECENT)] == ["tram", "ferry"]
    (gap,) = missed(got)
    assert "too long" in gap.reason


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "402 Payment Required"])
async def test_who_may_not_search_follows_all_the_same(
    server: XServer, tmp_path: Path, status: str
) -> None:
    server.refused[RECENT] = problem(status, "No")
    clock = MovedClock()
    got = await read(follow(server, rules(tmp_path, "tram"), clock), WHERE, whole)
    (gap,) = missed(got)
    assert status[:3] in gap.reason
    assert clock.slept == []


async def test_a_search_that_fails_is_tried_again_and_then_told(
    server: XServer, tmp_path: Path
) -> None:
    server.refused[RECENT] = problem("503 Service Unavailable")
    clock = MovedClock()
    got = await read(follow(server, rules(tmp_path, "tram"), clock), WHERE, whole)
    assert clock.slept == [5, 10, 20, 40, 80]
    (gap,) = missed(got)
    assert "503" in gap.reason
    server.refused[RECENT] = reply("no JSON")
    clock = MovedClock()
    got = await read(follow(server, rules(tmp_path, "tram"), clock), WHERE, whole)
    assert clock.slept == [0, 0.25, 0.5, 0.75, 1]
    assert "not JSON" in missed(got)[0].reason


@pytest.mark.parametrize("page", ["[]", "5", '{"data": 5}', '{"data": [5], "meta": []}', "{}"])
async def test_a_page_of_another_shape_is_no_page(
    server: XServer, tmp_path: Path, page: str
) -> None:
    server.found = [reply(page)]
    got = await read(follow(server, rules(tmp_path, "tram")), WHERE, whole)
    assert posts(got) == []
    assert len(poison(got)) == ("[5]" in page)
