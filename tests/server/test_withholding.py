"""What programs get of answers from sources whose words may not be given out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.settings import Settings
from tests.server.conftest import serving
from tests.server.posted import FEED, Follower, follower_of, post

SAID = "The tram tower of Bramwick is very tall and stands still."
WORDS = ("Bramwick", "stands still", "ann.example")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[httpx.Client]:
    with (
        serving(tmp_path, settings=Settings(follow="no")) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def feeds(web: httpx.Client, tmp_path: Path) -> Iterator[Follower]:
    del web
    follower = follower_of(tmp_path)
    follower.put(post("1", SAID, url="https://posts.example/1"))
    yield follower
    follower.close()


def completion(web: httpx.Client, say: str, **more: Any) -> str:
    body = {
        "messages": [{"role": "user", "content": f"How tall is the tram tower? say: {say} (1)"}],
        "blackbird": {"sources": ["posts"], **more.pop("own", {})},
    }
    reply = web.post("/v1/chat/completions", json=body | more)
    assert reply.status_code == 200, reply.text
    return reply.text


def withheld(web: httpx.Client) -> None:
    grants = {"source": FEED, "redistribute": False}
    assert web.put("/api/feeds/grants", json=grants).status_code == 200


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("own", [{}, {"check": "off"}, {"check": "marked"}])
def test_a_citation_carries_its_number_and_address_alone(
    web: httpx.Client, feeds: Follower, stream: bool, own: dict[str, Any]
) -> None:
    del feeds
    free = completion(web, SAID, stream=stream, own=own)
    assert any(
        word in free.replace(f"say: {SAID}", "") for word in WORDS
    )  # else this tests nothing
    withheld(web)
    told = completion(web, SAID, stream=stream, own=own)
    asked = json.dumps(f"How tall is the tram tower? say: {SAID} (1)")[1:-1]
    rest = told.replace(asked, "")
    assert "https://posts.example/1" in rest
    answer = whole(told)["blackbird"]
    (citation,) = [c for c in answer["citations"] if c["source"] == "posts"]
    assert (citation["quote"], citation["title"]) == ("", "")
    assert (citation["id"], citation["url"]) == (1, "https://posts.example/1")
    for part in (answer["answer"], *(s["text"] for s in answer["sentences"])):
        assert not any(word in part for word in WORDS), part


def whole(told: str) -> dict[str, Any]:
    """The object of a completion, or of the last chunk that carries the proofs."""
    if told.startswith("{"):
        found: dict[str, Any] = json.loads(told)
        return found
    chunks = [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: {")]
    text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks if c["choices"])
    last: dict[str, Any] = next(c for c in chunks if c.get("blackbird"))
    assert text == last["blackbird"]["answer"]
    return last


def test_what_the_model_says_in_its_own_words_stays(web: httpx.Client, feeds: Follower) -> None:
    del feeds
    withheld(web)
    told = whole(completion(web, "It is quite tall."))["blackbird"]
    assert "It is quite tall." in told["answer"]


def test_a_check_gives_programs_no_quotes_and_the_page_all(
    web: httpx.Client, feeds: Follower
) -> None:
    del feeds
    withheld(web)
    asked = {"text": "The tram tower is very tall.", "sources": ["posts"]}
    told = web.post("/v1/check", json=asked).json()
    assert [c["quote"] for c in told["citations"]] == [""]
    streamed = web.post("/v1/check", json=asked | {"stream": True}).text
    assert "https://posts.example/1" in streamed
    assert not any(word in streamed for word in WORDS)
    id = web.post("/api/checks", json=asked).json()["id"]
    page = {"sec-fetch-site": "same-origin"}
    assert "stands still" in web.get(f"/api/checks/{id}/events", headers=page).text
    others = web.get(f"/api/checks/{id}/events").text
    assert "https://posts.example/1" in others
    assert not any(word in others for word in WORDS)


@pytest.mark.parametrize(
    "say",
    [
        "The tram tower of Bramwick is very tall.",  # the post has numbers elsewhere
        "As one post says, the tram tower of Bramwick is very tall and stands still.",
    ],
)
def test_a_copied_stretch_is_withheld_whatever_stands_around_it(
    web: httpx.Client, feeds: Follower, say: str
) -> None:
    feeds.remove("1")
    feeds.put(post("2", f"{SAID[:-1]} since 9 of 2019, with 12 of us."))
    withheld(web)
    told = whole(completion(web, say))["blackbird"]
    for part in (told["answer"], *(s["text"] for s in told["sentences"])):
        assert "Bramwick" not in part
