"""The filtered stream of X, with a server that behaves well and badly."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from blackbird.errors import FeedFailed
from blackbird.ingest.x import X, known_by, split_address
from blackbird.net.guard import OWNERS, Bounds
from blackbird.posts import Delivery
from tests.fakes.clocks import MovedClock
from tests.fakes.page_server import reply
from tests.fakes.x_server import (
    ALIVE,
    RECENT,
    RULES,
    STREAM,
    XServer,
    found,
    streamed,
    x_server,
)
from tests.ingest.feeds import cursor, events, missed, poison, posts, read, set_up
from tests.ingest.xapi.shapes import ago, message, post, post_id


@pytest.fixture
def server() -> Iterator[XServer]:
    with x_server() as served:
        yield served


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.json"
    path.write_text('[{"value": "tram lang:en", "tag": "trams"}, {"value": "ferry"}]')
    return path


def follow(
    server: XServer,
    rules: Path,
    clock: MovedClock | None = None,
    token: str = "secret",
    silence_s: float = 10.0,
) -> X:
    guard = replace(server.pages.guard(Bounds(total_s=10)), rules=OWNERS)
    return X(set_up(f"x:{rules}@{server.base}", guard, token, clock), silence_s=silence_s)


def count(number: int) -> Any:
    """Enough, once so many posts came."""
    return lambda got: len(posts(got)) >= number


def waits(number: int) -> Any:
    """Enough, once it waited so often."""
    return lambda got: sum(d.state == "waiting" for d in got) >= number


def states(got: list[Delivery]) -> list[str]:
    return [d.state for d in got if d.state]


async def test_posts_come_as_they_are_said(server: XServer, rules: Path) -> None:
    first, second = post_id(5), post_id(1)
    server.streams = [
        streamed(ALIVE, message(first), ALIVE, message(second, "A ferry."), stays=True)
    ]
    got = await read(follow(server, rules), None, count(2))
    assert [post.local_id for post in posts(got)] == [first, second]
    assert states(got) == ["connecting", "live"]
    assert max(d.at or 0 for d in got) == posts(got)[1].version
    assert posts(got)[0].author == "ann_x"
    (asked,) = server.asked(STREAM)
    assert asked["expansions"] == "author_id"
    assert "edit_history_tweet_ids" in asked["tweet.fields"]
    assert "authorization: bearer secret" in server.headers(STREAM)[0].lower()
    assert server.asked(RECENT) == []  # who never listened before missed nothing


async def test_the_rules_at_x_become_those_of_the_file(server: XServer, rules: Path) -> None:
    server.rules = {
        "1": {"value": "tram lang:en", "tag": "trams"},
        "2": {"value": "ferry", "tag": "other"},
        "3": {"value": "old"},
    }
    await read(follow(server, rules), None, lambda got: got[-1].state == "live")
    assert server.changed == [{"delete": {"ids": ["2", "3"]}}, {"add": [{"value": "ferry"}]}]
    server.changed = []
    await read(follow(server, rules), None, lambda got: got[-1].state == "live")
    assert server.changed == []


async def test_many_rules_go_in_parts(server: XServer, rules: Path) -> None:
    rules.write_text(json.dumps([{"value": f"word{n}"} for n in range(1000)]))
    server.rules = {str(n): {"value": f"old{n}"} for n in range(1, 1200)}
    await read(follow(server, rules), None, lambda got: got[-1].state == "live")
    assert [len(c["delete"]["ids"]) for c in server.changed if "delete" in c] == [100] * 11 + [99]
    assert [len(change["add"]) for change in server.changed if "add" in change] == [100] * 10
    assert {rule["value"] for rule in server.rules.values()} == {f"word{n}" for n in range(1000)}


async def test_a_list_of_rules_without_an_end_ends(server: XServer, rules: Path) -> None:
    server.refused[RULES] = reply('{"meta": {"next_token": "1"}}', kind="application/json")
    await read(follow(server, rules), None, lambda got: got[-1].state == "live")
    assert len([head for head in server.headers(RULES) if head.startswith("GET")]) == 30


async def test_a_rule_that_is_there_after_all_is_no_error(server: XServer, rules: Path) -> None:
    server.rules = {"1": {"value": "ferry"}}
    served = server.pages.pages[RULES]

    def hidden(sock: socket.socket) -> None:
        listed = reply("{}") if server.pages.requests[-1].startswith("GET") else served
        listed(sock)

    server.pages.pages[RULES] = hidden
    await read(follow(server, rules), None, lambda got: got[-1].state == "live")
    assert [rule["value"] for rule in server.rules.values()] == ["ferry", "tram lang:en"]


async def test_a_rule_that_x_does_not_accept_is_named(server: XServer, rules: Path) -> None:
    rules.write_text('[{"value": "nonsense:1"}]')
    with pytest.raises(FeedFailed, match=r"nonsense:1.*no viable") as raised:
        await read(follow(server, rules))
    rules.write_text('[{"value": "refused:1"}]')
    with pytest.raises(FeedFailed, match=r"refused:1.*Invalid: Not so"):
        await read(follow(server, rules))
    assert "Change it" in raised.value.hint


async def test_what_cannot_be_read_is_set_aside(server: XServer, rules: Path) -> None:
    server.streams = [
        streamed(
            *(b"{broken\r\n", b"\xff\xfe\r\n", b"[1]\r\n", b'{"data": 5}\r\n'),
            {"warning": {"code": "FALLING_BEHIND"}},
            {"errors": [{"title": "Not Found Error"}]},
            {"errors": "?"},
            {"data": {"id": post_id(1), "text": "No author."}},
            message(post_id(1)),
            stays=True,
        )
    ]
    got = await read(follow(server, rules), None, count(1))
    assert len(poison(got)) == 8
    assert all(event.raw and event.reason for event in poison(got))
    assert poison(got)[5].reason == "Not Found Error"


async def test_fields_come_in_any_order_and_posts_twice(server: XServer, rules: Path) -> None:
    one = message(post_id(9))
    data = dict(reversed(one["data"].items()))
    other = dict(reversed((one | {"data": data, "new": {}}).items()))
    server.streams = [streamed(one, other, one, stays=True)]
    got = await read(follow(server, rules), None, count(3))
    assert len(set(posts(got))) == 1


async def test_an_edit_takes_the_place_of_the_first_version(server: XServer, rules: Path) -> None:
    first, second = post_id(60), post_id(1)
    edited = message(second, "Edited.", edit_history_tweet_ids=[first, second])
    server.streams = [streamed(message(first), edited, stays=True)]
    old, new = posts(await read(follow(server, rules), None, count(2)))
    assert old.uri == new.uri == f"https://x.com/i/status/{first}"
    assert new.version > old.version
    assert (old.local_id, new.local_id) == (first, second)


async def test_it_comes_again_at_once_and_asks_for_what_it_missed(
    server: XServer, rules: Path
) -> None:
    heard, between, after = post_id(100), post_id(50), post_id(1)
    server.streams = [streamed(message(heard)), streamed(message(after), stays=True)]
    server.found = [found([post(between)], "more"), found([post(heard)])]
    clock = MovedClock()
    got = await read(
        follow(server, rules, clock),
        None,
        lambda got: bool(got[-1].cursor) and len(posts(got)) == 4,
    )
    assert states(got) == ["connecting", "live", "waiting", "connecting", "catching_up", "live"]
    assert clock.slept == [0.0]
    assert {post.local_id for post in posts(got)} == {heard, between, after}
    first, second = server.asked(RECENT)
    assert first["query"] == "(tram lang:en) OR (ferry)"
    assert int(first["since_id"]) == int(post_id(130))  # posts come some seconds late
    assert second["next_token"] == "more"
    assert missed(got) == []


async def test_until_all_is_found_the_cursor_stays(server: XServer, rules: Path) -> None:
    """Killed while it looks back, it has to look back again."""
    server.streams = [streamed(message(post_id(1)), stays=True)]
    where = f"{ago(600)}:{ago(300)}"
    server.found = [found([post(post_id(n))], f"page{n}") for n in range(300, 310)]
    got = await read(follow(server, rules), where, count(4))
    assert cursor(got) is None
    server.found = [found([post(post_id(400))])]
    got = await read(follow(server, rules), where, lambda got: bool(cursor(got)))
    assert post_id(400) in {post.local_id for post in posts(got)}


async def test_a_sign_of_life_moves_the_cursor(server: XServer, rules: Path) -> None:
    server.streams = [streamed(ALIVE, message(post_id(7)), ALIVE, stays=True)]
    got = await read(follow(server, rules), None, count(1))
    assert got[1].cursor == f"0:{ago(0)}"
    assert cursor(got) == f"{ago(7)}:{ago(0)}"
    again = await read(follow(server, rules), cursor(got), lambda got: bool(cursor(got)))
    assert cursor(again) == cursor(got)


async def test_nobody_posts_in_the_future(server: XServer, rules: Path) -> None:
    server.streams = [streamed(message(post_id(-(10**8))), stays=True)]
    got = await read(follow(server, rules), None, count(1))
    assert cursor(got) == f"{ago(0)}:{ago(0)}"


@pytest.mark.parametrize("token", ["", "two words", "line\r\nx: y", "ключ"])
async def test_without_a_token_it_says_what_to_do(server: XServer, rules: Path, token: str) -> None:
    with pytest.raises(FeedFailed, match="no token") as raised:
        await read(follow(server, rules, token=token))
    assert "Bearer Token" in raised.value.hint
    assert server.pages.asked == []


async def test_the_token_goes_by_no_way_that_others_can_read(rules: Path) -> None:
    with pytest.raises(FeedFailed, match="others can read it") as raised:
        await read(X(set_up(f"x:{rules}@http://x.example", token="secret")))
    assert "https://" in raised.value.hint


async def test_an_address_that_is_none_is_told(rules: Path) -> None:
    feed = X(set_up(f"x:{rules}@https://x.example:99999", token="secret"))
    with pytest.raises(FeedFailed, match="99999") as raised:
        await read(feed)
    assert "behind @" in raised.value.hint


async def test_rules_that_are_no_json_are_waited_out(server: XServer, rules: Path) -> None:
    server.refused[RULES] = reply("<html>", kind="text/html")
    got = await read(follow(server, rules), None, waits(1))
    assert "not JSON" in got[-1].note
    server.refused[RULES] = reply("<html>busy", "503 Busy")
    got = await read(follow(server, rules), None, waits(1))
    assert got[-1].note == "X answered 503. Again in 5 s."


def test_an_address_is_a_file_and_maybe_a_server() -> None:
    assert split_address("rules.json") == (Path("rules.json"), "https://api.x.com")
    assert split_address("r@x.json") == (Path("r@x.json"), "https://api.x.com")
    assert split_address("a@b@HTTP://X.example:8/") == (Path("a@b"), "http://x.example:8")
    with pytest.raises(FeedFailed, match="rules"):
        split_address("")
    with pytest.raises(FeedFailed, match="rules"):
        split_address("@http://x.example")


def test_a_cursor_of_another_feed_is_none() -> None:
    assert known_by(None) is known_by("") is known_by("12") is known_by("1:x") is None
    assert known_by("1:2") is not None


async def test_a_handful_of_many_posts_is_one_delivery(server: XServer, rules: Path) -> None:
    many = [message(post_id(n), f"Post {n}") for n in range(400, 0, -1)]
    data = b"".join(json.dumps(one).encode() + b"\r\n" for one in many)
    server.streams = [streamed(data, stays=True)]
    got = await read(follow(server, rules), None, count(400))
    assert len(events(got)) == 400
    assert len(got) < 40
