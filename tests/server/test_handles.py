"""Accounts by what they are called: shown, filtered and followed by it, whatever it was before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.posts import Named
from tests.server.posted import FEED, Follower, followed_server, post

ANN, BEA = "did:plc:ann", "did:plc:bea"


class World:
    """A server, and who follows feeds for it."""

    def __init__(self, web: httpx.Client, feeds: Follower) -> None:
        self.web = web
        self.feeds = feeds

    def said(self, **query: Any) -> dict[str, str]:
        """Text → author."""
        reply = self.web.get("/api/posts", params=query)
        assert reply.status_code == 200, reply.text
        return {one["text"]: one["author"] for one in reply.json()["posts"]}

    def named(self, account: str, name: str, version: int) -> None:
        self.feeds.tell([Named(account, name, version)], FEED)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with followed_server(tmp_path) as (_, web, feeds):
        for who in (ANN, BEA):
            feeds.put(post(f"{who}/1", f"Words of {who}.", account=who, author=who))
        yield World(web, feeds)


def test_posts_are_filtered_and_shown_by_handle(world: World) -> None:
    of_ann = {"Words of did:plc:ann.": "ann.bsky.social"}
    assert world.said(author="ann.bsky.social") == {}
    world.named(ANN, "ann.bsky.social", 1)
    for asked in ("ann.bsky.social", "@Ann.bsky.social ", ANN):
        assert world.said(author=asked) == of_ann
        assert world.said(author=asked, query="words", order="relevance") == of_ann
    assert world.said()[f"Words of {BEA}."] == BEA
    (one,) = world.web.get("/api/posts", params={"author": ANN}).json()["posts"]
    assert (one["author"], one["account"]) == ("ann.bsky.social", ANN)
    thread = world.web.get("/api/posts/thread", params={"uri": f"at://{ANN}/1"}).json()
    assert thread["post"]["author"] == "ann.bsky.social"


def test_a_later_name_changes_what_is_shown_and_found(world: World) -> None:
    world.named(ANN, "ann.bsky.social", 1)
    world.named(ANN, "ann.test", 2)
    assert world.said(author="ann.bsky.social") == {}
    assert world.said(author="ann.test") == {"Words of did:plc:ann.": "ann.test"}


def test_a_handle_that_two_claim_finds_nobody(world: World) -> None:
    world.named(ANN, "ann.test", 1)
    world.named(BEA, "ann.test", 2)
    assert world.said(author="ann.test") == {}
    assert set(world.said().values()) == {ANN, BEA}


def test_who_is_called_so_elsewhere_is_found_beside_it(world: World) -> None:
    """An author of a feed may bear the name of a host, too."""
    world.named(ANN, "ann.test", 1)
    world.feeds.put(post("9", "An entry.", author="ann.test", account="feed"), feed="feeds:x")
    wanted = {"Words of did:plc:ann.": "ann.test", "An entry.": "ann.test"}
    assert world.said(author="ann.test") == wanted


def test_new_posts_are_told_by_handle(world: World) -> None:
    world.named(ANN, "ann.test", 1)
    query = {"author": "ann.test", "after": "0"}
    with world.web.stream("GET", "/api/posts/live", params=query) as reply:
        for line in reply.iter_lines():
            told = json.loads(line[6:]) if line.startswith("data: ") else {}
            if told.get("posts"):
                break
    assert [one["author"] for one in told["posts"]] == ["ann.test"]
