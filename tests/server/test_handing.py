"""What others than the own page get of saved answers, of runs, and in files that go further."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.server.posted import Follower, post
from tests.server.test_conversations import begun, followed
from tests.server.test_withholding import SAID, WORDS, completion, feeds, web, whole, withheld

PAGE = {"sec-fetch-site": "same-origin"}
ASKED = f"How tall is the tram tower now? say: {SAID} (1)"
__all__ = ["feeds", "web"]


def answered(web: httpx.Client) -> tuple[str, str, str]:
    """A conversation, its turn and the hash of what it cites."""
    body = {"question": ASKED, "options": {"sources": ["posts"]}}
    made = web.post("/api/conversations", json=body).json()
    told = followed(web, made["turn"]["id"], headers=PAGE)
    (citation,) = [c for c in told[-1][1]["answer"]["citations"] if c["source"] == "posts"]
    return made["conversation"]["id"], made["turn"]["id"], citation["sha256"]


def shows(told: str) -> bool:
    """Whether words of the post are told, beside those of the question that names them."""
    rest = re.sub(rf"say: (slowly )?{re.escape(SAID)}", "", told)
    return any(word in rest for word in WORDS)


@pytest.mark.parametrize("revoked_later", [False, True])
def test_a_program_gets_no_words_of_saved_answers_and_the_page_all(
    web: httpx.Client, feeds: Follower, revoked_later: bool
) -> None:
    del feeds
    if not revoked_later:
        withheld(web)
    talk, turn, sha256 = answered(web)
    if revoked_later:
        withheld(web)
    places = [f"/api/conversations/{talk}", f"/api/turns/{turn}/events", f"/api/texts/{sha256}"]
    for place in places:
        assert shows(web.get(place, headers=PAGE).text), place
        for headers in ({}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "none"}):
            assert not shows(web.get(place, headers=headers).text), place
    for format in ("markdown", "json"):  # a file goes further, whoever asks for it
        export = web.get(f"/api/conversations/{talk}/export?format={format}", headers=PAGE).text
        assert "https://posts.example/1" in export
        assert not shows(export)


def test_a_program_that_follows_a_run_hears_no_words(web: httpx.Client, feeds: Follower) -> None:
    withheld(web)
    feeds.put(post("2", "The trams of Bramwick."))
    asked = {"question": ASKED.replace("say: ", "say: slowly "), "options": {"sources": ["posts"]}}
    turn = web.post("/api/conversations", json=asked).json()["turn"]
    told = followed(web, turn["id"])
    assert [e["type"] for _, e in told][-1] == "answer"
    kinds = {e["type"] for _, e in told}
    assert "draft" not in kinds
    answer: dict[str, Any] = told[-1][1]["answer"]
    assert not shows(str([answer, *(e for _, e in told if e["type"] != "planned")]))


def test_a_run_is_told_to_all_from_any_number(web: httpx.Client, feeds: Follower) -> None:
    del feeds
    withheld(web)
    _, turn, _ = answered(web)
    for headers in (PAGE, {}):
        told = followed(web, turn, after=2_000_000, headers=headers)
        assert [event["type"] for _, event in told] == ["answer"]


def test_what_programs_speak_gives_nobody_the_words(web: httpx.Client, feeds: Follower) -> None:
    del feeds
    withheld(web)
    web.headers.update(PAGE)
    told = whole(completion(web, SAID))["blackbird"]
    assert not shows(str(told))
    asked = {"text": "The tram tower is very tall.", "sources": ["posts"]}
    assert not shows(web.post("/v1/check", json=asked).text)


def test_what_rests_on_documents_is_told_to_programs_as_ever(
    web: httpx.Client, feeds: Follower
) -> None:
    del feeds
    withheld(web)
    talk, turn = begun(web, "How tall is it? say: slowly The tower is very tall. (1)")
    kinds = {event["type"] for _, event in followed(web, turn["id"])}
    assert {"evidence", "draft", "sentence", "answer"} <= kinds
    (kept,) = web.get(f"/api/conversations/{talk}").json()["turns"]
    assert kept["last"]["answer"]["sentences"][0]["text"].endswith("The tower is very tall.")
    assert kept["last"]["answer"]["citations"][0]["quote"]


def test_a_feed_that_may_be_given_out_is(web: httpx.Client, feeds: Follower) -> None:
    feeds.put(post("9", "Nothing to do with it."), feed="file:/others")
    grants = {"source": "file:/others", "redistribute": False}
    assert web.put("/api/feeds/grants", json=grants).status_code == 200
    talk, _, sha256 = answered(web)
    assert shows(web.get(f"/api/conversations/{talk}").text)
    assert shows(web.get(f"/api/texts/{sha256}").text)
    assert shows(web.get(f"/api/conversations/{talk}/export").text)
