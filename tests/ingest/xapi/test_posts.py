"""Posts of X in the shape of its API, also in shapes that it never had."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.x import read_message
from blackbird.ingest.xapi.door import TurnedAway
from blackbird.ingest.xapi.ids import first_of, id_at, id_of, micros_of, url_of, username_of
from blackbird.ingest.xapi.posts import post_of, read_page, read_post
from blackbird.posts import Poison, Post, Put
from tests.ingest.strangers import text, values
from tests.ingest.xapi.shapes import ANN, message, post

ID = "1445880548472328192"
NAMES = (
    *("data", "includes", "errors", "users", "id", "text", "author_id", "entities", "urls", "url"),
    *("expanded_url", "note_tweet", "public_metrics", "like_count", "lang", "referenced_tweets"),
    *("type", "edit_history_tweet_ids", "created_at", "username", "title", "meta", "detail"),
)


def of(data: dict[str, Any]) -> Post:
    found = post_of(data, {ANN: "ann_x"})
    assert isinstance(found, Post)
    return found


def test_a_post_has_all_that_is_asked_for() -> None:
    told = {
        "created_at": "2021-10-06T15:28:22.000Z",
        "public_metrics": {"retweet_count": 1, "like_count": 12},
        "referenced_tweets": [
            {"type": "quoted", "id": "1"},
            {"type": "replied_to", "id": "1445880000000000000"},
        ],
        "entities": {
            "urls": [
                {"url": "https://t.co/a", "expanded_url": "https://trams.example/4?a=1&b=2"},
                {
                    "url": "https://t.co/p",
                    "expanded_url": "https://x.com/ann_x/status/1/photo/1",
                    "media_key": "3_1",
                },
                {"url": "https://t.co/n"},
                {"expanded_url": "https://trams.example/4?a=1&b=2"},
                "https://t.co/s",
            ]
        },
    }
    raw = "Line 4 &amp; 5 &lt;now&gt; https://t.co/a https://t.co/p"
    assert of(post(ID, raw, **told)) == Post(
        uri=f"https://x.com/i/status/{ID}",
        account=ANN,
        author="ann_x",
        text="Line 4 & 5 <now> https://trams.example/4?a=1&b=2",
        created=1_633_534_102_000_000,
        version=micros_of(ID),
        url=f"https://x.com/ann_x/status/{ID}",
        language="en",
        likes=12,
        reply_to="https://x.com/i/status/1445880000000000000",
        links=("https://trams.example/4?a=1&b=2",),
        local_id=ID,
    )


def test_a_long_post_has_its_whole_text() -> None:
    note = {
        "text": "A long text with https://t.co/z in it" + "." * 300,
        "entities": {"urls": [{"url": "https://t.co/z", "expanded_url": "https://z.example/"}]},
    }
    found = of(post(ID, "A long text…", note_tweet=note))
    assert found.text.startswith("A long text with https://z.example/ in it..")
    assert found.links == ("https://z.example/",)


def test_a_post_without_a_name_or_a_date_is_a_post() -> None:
    found = post_of(post(ID, created_at="soon"), {})
    assert isinstance(found, Post)
    assert (found.author, found.url) == (ANN, f"https://x.com/i/status/{ID}")
    assert found.created == found.version


def test_what_shares_anothers_post_is_none() -> None:
    shared = message(ID, "RT @bob: …", referenced_tweets=[{"type": "retweeted", "id": "1"}])
    assert read_message(text(shared)) == ()


@pytest.mark.parametrize(
    ("data", "why"),
    [({"id": None}, "id"), ({"author_id": None}, "author"), ({"text": " "}, "text")],
)
def test_what_lacks_something_is_set_aside(data: dict[str, Any], why: str) -> None:
    (event,) = read_message(text({"data": post(ID) | data}))
    assert isinstance(event, Poison)
    assert why in event.reason


def test_an_old_version_that_comes_late_does_not_win() -> None:
    first, second = "1445880548472328192", "1445880748472328192"
    old, new = (of(post(id, edit_history_tweet_ids=[first, second])) for id in (first, second))
    assert old.uri == new.uri
    assert old.version < new.version


@given(values(*NAMES))
def test_no_message_raises(value: Any) -> None:
    line = text(value)
    try:
        events = read_message(line)
    except TurnedAway as error:
        assert error.message  # noqa: PT017  # only such a message may end the connection
        assert isinstance(value, dict)
        assert "data" not in value
        return
    assert all(isinstance(event, (Put, Poison)) for event in events)
    list(read_page(value))
    read_post(value, line)


@given(st.dictionaries(st.sampled_from(NAMES), values(*NAMES), max_size=6))
def test_no_post_raises(value: Any) -> None:
    read_post({"data": {"id": ID, "author_id": ANN, "text": "A"} | value}, b"")
    list(read_page({"data": [value], "includes": value}))


@given(st.integers(2**33, 2**63 - 1), st.integers(2**33, 2**63 - 1))
def test_ids_and_moments_have_one_order(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert micros_of(str(low)) <= micros_of(str(high))
    assert int(id_at(micros_of(str(one)))) <= one
    assert micros_of(id_at(micros_of(str(one)))) // 1000 == micros_of(str(one)) // 1000


def test_an_id_carries_its_moment() -> None:
    assert micros_of("1541815603606036480") // 1000 == 1_656_432_460_105
    assert id_of(int(ID)) == ID
    bad: list[Any] = ["", "0", "01", "1a", "9" * 19, 0, -1, True, 2**63, None, "１"]
    assert [id_of(value) for value in bad] == [""] * len(bad)
    assert first_of("5", ["10", "3"]) == "3"
    assert id_at(0) == "1"


def test_a_name_cannot_lead_elsewhere() -> None:
    assert username_of("ann_x") == "ann_x"
    assert [username_of(name) for name in ("../a", "a b", "", None, "a" * 21)] == [""] * 5
    assert url_of("1", "") == "https://x.com/i/status/1"


def test_the_raw_text_is_kept_to_look_at() -> None:
    row = {"id": "x", "text": "é" * 9000}
    (event,) = read_page(json.loads(json.dumps({"data": [row]})))
    assert isinstance(event, Poison)
    assert len(event.raw) == 4096
