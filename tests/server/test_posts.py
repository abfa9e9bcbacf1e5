"""Live posts over HTTP: searched, as they come, in their threads, and what rose."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.posts import SECOND, Put
from blackbird.settings import Settings
from blackbird.storage.posts.rows import Grants, Told
from tests.patience import SLACK_S
from tests.server.conftest import Served, serving
from tests.server.posted import FEED, Follower, followed_server, now, post

PAGE = {"sec-fetch-site": "same-origin"}


@dataclass
class World:
    """A server, and who follows feeds for it."""

    served: Served
    web: httpx.Client
    feeds: Follower

    def posts(self, **query: Any) -> list[dict[str, Any]]:
        reply = self.web.get("/api/posts", params=query)
        assert reply.status_code == 200, reply.text
        return list(reply.json()["posts"])

    def texts(self, **query: Any) -> list[str]:
        return [one["text"] for one in self.posts(**query)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with followed_server(tmp_path) as (served, web, feeds):
        yield World(served, web, feeds)


def said(n: int) -> str:
    """Words that no other has."""
    return " ".join(f"w{n * 8 + each}" for each in range(8))


def batches(reply: httpx.Response, wanted: int) -> list[tuple[int, dict[str, Any]]]:
    """The first ``wanted`` events of a stream."""
    found: list[tuple[int, dict[str, Any]]] = []
    key = -1
    for line in reply.iter_lines():
        if line.startswith("id: "):
            key = int(line[4:])
        if line.startswith("data: "):
            found.append((key, json.loads(line[6:])))
            if len(found) == wanted:
                break
    return found


def test_posts_are_found_by_words_author_language_source_time_likes_and_links(
    world: World,
) -> None:
    day = 86_400 * SECOND
    world.feeds.put(
        post("1", "The tram of Bramwick stands still.", language="en", likes=7),
        post("2", "ブラムウィックの市電が止まった。", language="ja", author="@Ken@Example.org"),
        post(
            "3", "The tram runs again.", links=("https://example.org/a",), created=now() - 9 * day
        ),
    )
    world.feeds.put(post("4", "A tram of another feed."), feed="mastodon:https://m.example")
    assert len(world.posts()) == 4
    assert world.texts(query="tram bramwick") == ["The tram of Bramwick stands still."]
    assert world.texts(query="市電") == ["ブラムウィックの市電が止まった。"]
    assert world.texts(author="ken@example.org") == ["ブラムウィックの市電が止まった。"]
    assert world.texts(language="ja") == ["ブラムウィックの市電が止まった。"]
    assert world.texts(source="mastodon") == ["A tram of another feed."]
    assert world.texts(source="mastodon:https://m.example") == ["A tram of another feed."]
    assert world.texts(likes=5) == ["The tram of Bramwick stands still."]
    assert world.texts(links="true") == ["The tram runs again."]
    early = time.strftime("%Y-%m-%d", time.gmtime((now() - 5 * day) / SECOND))
    assert world.texts(query="tram", until=early) == ["The tram runs again."]
    assert world.texts(query="again", since=early) == []


def test_a_post_says_who_said_it_where_and_when(world: World) -> None:
    world.feeds.put(post("1", "A tram.", links=("https://example.org/a",), likes=3))
    (one,) = world.posts()
    assert (one["uri"], one["url"], one["source"]) == ("at://1", "at://1", FEED)
    assert (one["author"], one["likes"]) == ("ann.example", 3)
    assert one["links"] == ["https://example.org/a"]
    assert one["time"].endswith("+00:00")


def test_near_copies_are_grouped_where_the_best_come_first(world: World) -> None:
    world.feeds.put(
        *(post(str(n), "The tram of Bramwick stands still today, they say.") for n in range(3)),
        post("9", "A bus in Bramwick stands, too, beside the tram."),
    )
    found = world.posts(query="tram bramwick", order="relevance")
    assert sorted(one.get("copies", 0) for one in found) == [0, 2]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"source": "nobody"}, 404),
        ({"since": "yesterday"}, 400),
        ({"since": "2024-02-31"}, 400),
        ({"likes": -1}, 400),
        ({"order": "random"}, 400),
        ({"limit": 101}, 400),
        ({"query": "x" * 401}, 400),
    ],
)
def test_what_cannot_be_asked_is_said(world: World, query: dict[str, Any], status: int) -> None:
    reply = world.web.get("/api/posts", params=query)
    assert reply.status_code == status
    assert reply.json()["error"]["message"]


def test_what_is_gone_is_not_found_though_the_index_still_holds_it(world: World) -> None:
    world.feeds.put(post("1", "The tram stands."))
    row = world.feeds.record.feeds.named(FEED)
    world.feeds.record.revoking.grant(row.id, row.name, Grants(display=False), now())
    assert world.posts(query="tram") == []
    assert world.posts() == []


def test_without_redistribute_programs_get_addresses_alone_and_the_page_shows_words(
    world: World,
) -> None:
    world.feeds.put(post("1", "The tram stands at 9."), post("2", "Why?", reply_to="at://1"))
    grants = {"source": FEED, "redistribute": False}
    assert world.web.put("/api/feeds/grants", json=grants).status_code == 200
    only = {"uri", "url", "source", "time"}
    assert [set(one) for one in world.posts(query="tram")] == [only]
    thread = world.web.get("/api/posts/thread", params={"uri": "at://1"}).json()
    assert [set(one) for one in (thread["post"], *thread["replies"])] == [only, only]
    with world.web.stream("GET", "/api/posts/live", params={"after": 0}) as reply:
        told = batches(reply, 2)[1][1]["posts"]
    assert [set(one) for one in told] == [only, only]
    shown = world.web.get("/api/posts", params={"query": "tram"}, headers=PAGE).json()["posts"]
    assert shown[0]["text"] == "The tram stands at 9."
    foreign = world.web.get("/api/posts", headers={"sec-fetch-site": "cross-site"}).json()
    assert "tram" not in json.dumps(foreign)


def test_a_thread_leads_up_and_down_and_a_circle_ends(world: World) -> None:
    world.feeds.put(
        post("a", "First.", reply_to="at://c"),
        post("b", "Second.", reply_to="at://a"),
        post("c", "Third.", reply_to="at://b"),
        post("d", "Fourth.", reply_to="at://c"),
    )
    thread = world.web.get("/api/posts/thread", params={"uri": "at://c"}).json()
    assert [one["text"] for one in thread["parents"]] == ["First.", "Second."]
    assert thread["post"]["text"] == "Third."
    assert [one["text"] for one in thread["replies"]] == ["First.", "Fourth."]
    gone = world.web.get("/api/posts/thread", params={"uri": "at://none"})
    assert gone.status_code == 404
    assert "deleted" in gone.json()["error"]["message"]


def test_new_posts_flow_and_what_is_removed_is_said(world: World) -> None:
    world.feeds.put(post("0", "An old tram."))
    with world.web.stream("GET", "/api/posts/live") as reply:
        events = reply.iter_lines()

        def next_one() -> dict[str, Any]:
            line = next(line for line in events if line.startswith("data: "))
            found: dict[str, Any] = json.loads(line[6:])
            return found

        assert next_one() == {"type": "begun"}
        world.feeds.put(post("1", "A new tram."))
        assert [one["text"] for one in next_one()["posts"]] == ["A new tram."]
        world.feeds.put(post("1", "A newer tram.", version=2))
        edited = next_one()
        assert edited["gone"] == ["at://1"]
        assert [one["text"] for one in edited["posts"]] == ["A newer tram."]
        world.feeds.remove("1")
        assert next_one() == {"type": "posts", "posts": [], "gone": ["at://1"], "behind": 0}


@pytest.mark.parametrize(
    "query",
    [
        {"query": "TRAM still"},
        {"author": "@Ken@Example.org"},
        {"language": "ja"},
        {"language": "JA"},
        {"source": "mastodon"},
        {"likes": 5},
        {"links": "true"},
    ],
)
def test_the_flow_is_filtered_as_the_search_is(world: World, query: dict[str, Any]) -> None:
    world.feeds.put(post("1", "Something else."))
    world.feeds.put(
        post(
            "2",
            "The tram stands still.",
            author="ken@example.org",
            language="ja",
            likes=5,
            links=("https://example.org",),
        ),
        feed="mastodon:https://m.example",
    )
    with world.web.stream("GET", "/api/posts/live", params={"after": 0} | query) as reply:
        told = batches(reply, 2)[1][1]["posts"]
    assert [one["text"] for one in told] == world.texts(**query) == ["The tram stands still."]


def test_whoever_comes_back_gets_each_post_once_and_none_is_left_out(world: World) -> None:
    for first in range(0, 3_000, 1_000):
        world.feeds.put(
            *(post(str(n), f"Tram {n}.") for n in range(first, first + 1_000)), index=False
        )
    seen: list[str] = []
    last = "0"
    for _ in range(4):
        headers = {"last-event-id": last}
        with world.web.stream("GET", "/api/posts/live", headers=headers) as reply:
            for key, told in batches(reply, 3):
                seen += [one["uri"] for one in told.get("posts", [])]
                assert len(told.get("posts", [])) <= 500
                last = str(key)
        if len(seen) == 3_000:
            break
    assert seen == [f"at://{n}" for n in range(3_000)]


def test_a_flow_goes_back_to_the_newest_20_000_and_leaves_others_time(world: World) -> None:
    for first in range(0, 20_500, 4_100):
        some = (post(str(n), "Something else.") for n in range(first, first + 4_100))
        world.feeds.put(*some, index=False)
    world.feeds.put(post("last", "A tram."), index=False)
    began = time.monotonic()
    query: dict[str, Any] = {"query": "tram", "after": 0}
    with world.web.stream("GET", "/api/posts/live", params=query) as reply:
        (first_key, begun), (_, found) = batches(reply, 2)
    assert (first_key, begun) == (501, {"type": "begun"})
    assert [one["text"] for one in found["posts"]] == ["A tram."]
    assert time.monotonic() - began > 0.4  # ten readings, none of them right behind another


def test_a_flow_ends_when_a_grant_is_taken_back(world: World) -> None:
    world.feeds.put(post("0", "A tram."))
    with world.web.stream("GET", "/api/posts/live") as reply:
        events = reply.iter_lines()
        assert '"begun"' in next(line for line in events if line.startswith("data"))
        began = time.monotonic()
        world.web.put("/api/feeds/grants", json={"source": FEED, "display": False})
        world.feeds.put(post("1", "A hidden tram."))
        rest = [line for line in events if line.startswith("data")]
    assert rest == ['data: {"type":"ended","reason":"grants"}']
    assert time.monotonic() - began < 5 + SLACK_S


def test_flows_end_with_the_server(tmp_path: Path) -> None:
    with serving(tmp_path, settings=Settings(follow="no")) as served:
        web = httpx.Client(base_url=served.root, timeout=20)
        with web.stream("GET", "/api/posts/live") as reply:
            assert len(batches(reply, 1)) == 1
            served.stop()
            began = time.monotonic()
        assert time.monotonic() - began < 5 + SLACK_S
        web.close()


def test_too_many_flows_are_refused(world: World) -> None:
    opened = [
        world.web.send(world.web.build_request("GET", "/api/posts/live"), stream=True)
        for _ in range(32)
    ]
    reply = world.web.get("/api/posts/live")
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "2")
    for one in opened:
        one.close()


def test_what_rose_is_told_without_words_that_may_not_be_given_out(world: World) -> None:
    then = now() - 5 * 3_600 * SECOND
    before = [
        post(f"o{n}", f"{said(n)} at Aldenport.", account=f"did:{n}", created=then)
        for n in range(200)
    ]
    row = world.feeds.record.feeds.add(FEED, trusted=False)
    world.feeds.record.commit(row, [Put(one) for one in before], None, Told("live"), then)
    world.feeds.put(
        *(post(f"n{n}", f"{said(n)} at Skerry Point.", account=f"did:{n}") for n in range(30))
    )
    (first, *_) = world.web.get("/api/trends").json()["trends"]
    assert (first["subject"], first["accounts"]) == ("Skerry Point", 30)
    world.web.put("/api/feeds/grants", json={"source": FEED, "redistribute": False})
    assert world.web.get("/api/trends").json() == {"trends": []}
    assert world.web.get("/api/trends", headers=PAGE).json()["trends"][0] == first
