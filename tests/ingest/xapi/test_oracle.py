"""The same payloads, read by us and by tweepy: nothing that both read may differ."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import unescape
from typing import Any

import tweepy
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.x import read_message
from blackbird.posts import Put
from blackbird.text.moments import micros
from tests.ingest.xapi.shapes import ANN

IDS = st.integers(2**60, 2**62).map(str)
DATES = st.datetimes(datetime(2011, 1, 1), datetime(2033, 1, 1)).map(  # noqa: DTZ001  # made UTC
    lambda date: date.replace(microsecond=date.microsecond // 1000 * 1000, tzinfo=UTC)
)
WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1).filter(
    lambda text: "&" not in text and "://" not in text
)


@st.composite
def payloads(draw: st.DrawFn) -> dict[str, Any]:
    """A post as the stream gives it, with everything that is asked for."""
    history = sorted(draw(st.lists(IDS, min_size=1, max_size=5, unique=True)), key=int)
    date = draw(DATES)
    data = {
        "id": history[-1],
        "text": draw(WORDS) + draw(st.sampled_from(["", " &amp; more", " &lt;3"])),
        "author_id": ANN,
        "created_at": date.strftime("%Y-%m-%dT%H:%M:%S.") + f"{date.microsecond // 1000:03}Z",
        "edit_history_tweet_ids": history,
        "lang": draw(st.sampled_from(["en", "ja", "pt", "und"])),
        "public_metrics": {"like_count": draw(st.integers(0, 10**9)), "reply_count": 0},
        "referenced_tweets": [
            {"type": kind, "id": draw(IDS)}
            for kind in draw(st.sets(st.sampled_from(["quoted", "replied_to", "retweeted"])))
        ],
    }
    keys = draw(st.permutations(sorted(data)))
    users = [{"id": ANN, "name": "Ann", "username": "ann_x"}]
    return {"data": {key: data[key] for key in keys}, "includes": {"users": users}}


class Oracle(tweepy.StreamingClient):  # type: ignore[misc]  # it has no types
    """Keeps what tweepy makes of a line."""

    def __init__(self) -> None:
        super().__init__("token")
        self.posts: list[Any] = []
        self.users: list[Any] = []

    def on_tweet(self, tweet: Any) -> None:
        self.posts.append(tweet)

    def on_includes(self, includes: Any) -> None:
        self.users += includes["users"]


@given(payloads())
def test_tweepy_reads_the_same(payload: dict[str, Any]) -> None:
    line = json.dumps(payload).encode()
    oracle = Oracle()
    oracle.on_data(line)
    (theirs,) = oracle.posts
    references = {row.type: row.id for row in theirs.referenced_tweets or ()}
    events = read_message(line)
    assert (events == ()) == ("retweeted" in references)
    for event in events:
        assert isinstance(event, Put)
        ours = event.post
        assert ours.local_id == str(theirs.id)
        assert ours.uri.endswith(f"/{min(theirs.edit_history_tweet_ids)}")
        assert ours.account == str(theirs.author_id) == str(oracle.users[0].id)
        assert ours.author == oracle.users[0].username
        assert ours.text == unescape(theirs.text)
        assert ours.created == micros(theirs.created_at)
        assert ours.language == (theirs.lang if theirs.lang != "und" else "")
        assert ours.likes == theirs.public_metrics["like_count"]
        replied = references.get("replied_to")
        assert ours.reply_to == (f"https://x.com/i/status/{replied}" if replied else "")
