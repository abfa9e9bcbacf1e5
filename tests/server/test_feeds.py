"""Feeds over HTTP: listed with their state, added, stopped, their grants given and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.settings import Settings
from tests.server.conftest import serving
from tests.server.posted import FEED, Follower, follower_of, post


@pytest.fixture
def web(tmp_path: Path) -> Iterator[httpx.Client]:
    with (
        serving(tmp_path, settings=Settings(follow="no")) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def feeds(web: httpx.Client, tmp_path: Path) -> Iterator[Follower]:
    del web  # it is closed before the server is
    follower = follower_of(tmp_path)
    yield follower
    follower.close()


def listed(web: httpx.Client) -> list[dict[str, Any]]:
    return list(web.get("/api/feeds").json()["sources"])


def test_a_feed_is_listed_with_its_state_lag_rate_and_gaps(
    web: httpx.Client, feeds: Follower
) -> None:
    feeds.put(post("1", "A tram."), post("2", "A bus."))
    feeds.remove("2")
    feeds.missed("the connection was lost")
    told = web.get("/api/feeds").json()
    (feed,) = told["sources"]
    assert (feed["source"], feed["state"], feed["wanted"]) == (FEED, "live", True)
    assert (feed["posts"], feed["deleted"], feed["gaps"]) == (2, 1, 1)
    assert (feed["lag_s"], feed["rate"]) == (0.4, 12.5)
    assert feed["grants"] == {
        "display": True,
        "store": True,
        "redistribute": True,
        "train": False,
        "share": True,
    }
    assert [gap["reason"] for gap in told["gaps"]] == ["the connection was lost"]
    assert told["followed"] is True
    assert "jetstream" in told["kinds"]


def test_a_feed_that_nobody_was_heard_of_is_stopped(web: httpx.Client, feeds: Follower) -> None:
    feeds.alive = False
    feeds.put(post("1", "A tram."))
    told = web.get("/api/feeds").json()
    assert (told["sources"][0]["state"], told["sources"][0]["rate"]) == ("stopped", 0.0)
    assert told["followed"] is False


def test_a_feed_is_added_without_trust_and_stopped(web: httpx.Client, feeds: Follower) -> None:
    reply = web.post("/api/feeds", json={"source": f" {FEED} "})
    assert reply.status_code == 201
    assert reply.json()["source"]["wanted"] is True
    assert feeds.record.feeds.named(FEED).trusted is False
    feeds.put(post("1", "A tram."))
    stopped = web.delete("/api/feeds", params={"source": FEED})
    assert stopped.json()["source"]["wanted"] is False
    assert web.get("/api/posts").json()["posts"][0]["text"] == "A tram."
    assert web.delete("/api/feeds", params={"source": "none"}).status_code == 404


@pytest.mark.parametrize(
    "source",
    [
        "",
        "nothing:https://example.org",
        f"{FEED}:/etc/passwd",
        f"{FEED}:rules.json",
        f"{FEED}:file:///etc/passwd",
        f"{FEED}:wss://name:secret@example.org/subscribe",
        f"{FEED}:wss://[::1",
        f"{FEED}:javascript:alert(1)",
        "x" * 3_000,
    ],
)
def test_what_is_no_feed_of_the_network_is_refused(web: httpx.Client, source: str) -> None:
    reply = web.post("/api/feeds", json={"source": source})
    assert reply.status_code == 400
    assert reply.json()["error"]["message"]
    assert listed(web) == []


def test_a_grant_that_is_taken_back_hides_at_once(web: httpx.Client, feeds: Follower) -> None:
    feeds.put(post("1", "A tram."))
    reply = web.put("/api/feeds/grants", json={"source": FEED, "store": False})
    assert reply.json()["purged"] is True
    assert reply.json()["source"]["wanted"] is False
    assert web.get("/api/posts").json()["posts"] == []
    assert feeds.record.revoking.purges()[0].grants.startswith("display=yes store=no")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": FEED}, 400),
        ({"source": "none", "train": True}, 404),
        ({"source": FEED, "train": "perhaps"}, 400),
    ],
)
def test_a_grant_that_cannot_be_set_is_said(
    web: httpx.Client, feeds: Follower, body: dict[str, Any], status: int
) -> None:
    feeds.put(post("1", "A tram."))
    assert web.put("/api/feeds/grants", json=body).status_code == status


def test_pages_of_others_change_no_feeds(web: httpx.Client) -> None:
    headers = {"origin": "https://evil.example"}
    reply = web.post("/api/feeds", json={"source": FEED}, headers=headers)
    assert reply.status_code == 403
    assert listed(web) == []
