"""Whatever strangers send is made storable, or set aside: it never stops the rest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blackbird.ingest.cleaning import cleaned
from blackbird.ingest.values import MOST_TEXT
from blackbird.posts import FINAL, Forgotten, Missed, Named, Poison, Post, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from tests.fakes.post_histories import NOW, TOLD, feed_row

texts = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from(["", "\0", "\ud800", "a\0b\udfff", "x" * 3_000, "\ud800" * 3_000, "at://a/b"]),
)
numbers = st.one_of(st.integers(), st.sampled_from([-(10**30), 10**30, FINAL, -FINAL, 0]))
posts = st.builds(
    Post,
    texts,
    texts,
    texts,
    st.one_of(texts, st.just("語" * (MOST_TEXT + 9))),
    numbers,
    numbers,
    *(texts,) * 3,
    numbers,
    texts,
    st.lists(texts, max_size=30).map(tuple),
    texts,
)
events: st.SearchStrategy[PostEvent] = st.one_of(
    st.builds(Put, posts),
    st.builds(Removed, texts, texts, numbers),
    st.builds(Forgotten, texts, numbers),
    st.builds(Named, texts, texts | st.just("ann.test"), numbers),
    st.builds(Missed, numbers, numbers, texts),
    st.builds(Poison, texts, texts),
)


@pytest.fixture(scope="module")
def record() -> Iterator[PostRecord]:
    with tempfile.TemporaryDirectory() as folder:
        opened = PostRecord.open(Path(folder) / "posts.db")
        yield opened
        opened.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events, min_size=1, max_size=20))
def test_any_event_can_be_stored_once_it_is_cleaned(
    record: PostRecord, told: list[PostEvent]
) -> None:
    clean = [cleaned(event) for event in told]
    record.commit(feed_row(record), clean, "1", TOLD, NOW)
    assert [cleaned(event) for event in clean] == clean


@settings(max_examples=300)
@given(events)
def test_what_is_left_is_bounded(event: PostEvent) -> None:
    clean = cleaned(event)
    if isinstance(clean, Put):
        post = clean.post
        assert post.uri
        assert post.account
        assert post.author
        assert len(post.text) <= MOST_TEXT
        assert max(len(post.uri), len(post.account), len(post.url), len(post.reply_to)) <= 2_048
        assert len(post.links) <= 20
        assert all("\n" not in link for link in post.links)
        assert 0 <= post.likes <= 2**53
        assert 0 <= post.created < 2**58
    if isinstance(clean, Removed):
        assert bool(clean.uri or clean.local_id)
    if isinstance(clean, Poison):
        assert len(clean.raw) <= 4_096
        assert len(clean.reason) <= 300


def test_an_ordinary_post_stays_as_it_is() -> None:
    post = Post(
        "at://did:plc:a/app.bsky.feed.post/3l3",
        "did:plc:a",
        "maki.example",
        "路面電車 🚋 opened\nin 1889",
        NOW,
        5,
        "https://bsky.app/x",
        "Title",
        "ja",
        7,
        "at://did:plc:b/app.bsky.feed.post/3l2",
        ("https://example.org/a?b=c",),
        "17",
    )
    assert cleaned(Put(post)) == Put(post)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (Put(Post("\0", "a", "a", "t", 0, 0)), "without an address"),
        (Put(Post("u", "\0\0", "a", "t", 0, 0)), "without an address"),
        (Put(Post("u" * 9_999, "a", "a", "t", 0, 0)), "longer than any"),
        (Removed("", ""), "removal of nothing"),
        (Removed("\0"), "removal of nothing"),
        (Removed("u" * 9_999), "removal of nothing"),
        (Forgotten("", 1), "no account"),
        (Named("\0", "ann.test", 1), "no account"),
        (Named("u" * 9_999, "ann.test", 1), "no account"),
    ],
)
def test_what_can_mean_nothing_is_set_aside(event: PostEvent, reason: str) -> None:
    clean = cleaned(event)
    assert isinstance(clean, Poison)
    assert reason in clean.reason


def test_an_author_without_a_name_is_called_by_its_account() -> None:
    clean = cleaned(Put(Post("u", "acct", "\0", "t", 0, 0)))
    assert isinstance(clean, Put)
    assert clean.post.author == "acct"
