"""Jetstream's frames are read, whatever stands in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.bluesky import read_first, read_second, version_of
from blackbird.ingest.cleaning import cleaned
from blackbird.ingest.values import MOST_TEXT, moment_of
from blackbird.posts import SECOND, Forgotten, Named, Poison, Put, Removed
from tests.fakes.jetstream_frames import START, account, commit, first, iso, second, tid

DID = "did:plc:aaaa"
URI = f"at://{DID}/app.bsky.feed.post/r1"


def both(event: dict[str, Any]) -> list[Any]:
    one, two = read_first(first(event)), read_second(second(event, 7))
    assert one.events == two.events
    assert (one.at, one.seq, two.at, two.seq) == (event["at"], 0, event["at"], 7)
    return list(one.events)


def test_a_post_in_both_versions() -> None:
    event = commit(DID, "r1", START + 1, "Hello")
    event["commit"]["record"] |= {
        "langs": ["pt-BR", "en"],
        "reply": {"root": {"uri": "at://x/y/z"}, "parent": {"uri": "at://p/q/r", "cid": "c"}},
        "facets": [
            {"index": {}, "features": [{"$type": "#link", "uri": "https://example.org/1"}]},
            {"features": [{"$type": "#tag", "tag": "tram"}, {"uri": "https://example.org/1"}]},
        ],
        "embed": {"$type": "x", "external": {"uri": "https://example.org/2", "title": "T"}},
    }
    (put,) = both(event)
    post = put.post
    assert (post.uri, post.account, post.author, post.text) == (URI, DID, DID, "Hello")
    assert (post.language, post.reply_to) == ("pt", "at://p/q/r")
    assert post.links == ("https://example.org/1", "https://example.org/2")
    assert post.url == f"https://bsky.app/profile/{DID}/post/r1"
    assert post.version == (START + 1) << 10
    assert post.created == START


def test_a_card_beside_a_quoted_post_is_a_link() -> None:
    event = commit(DID, "r1", START + 1, "Read both")
    quoted = {"$type": "app.bsky.embed.record", "record": {"uri": "at://q/r/s", "cid": "c"}}
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/3"}}
    kind = "app.bsky.embed.recordWithMedia"
    event["commit"]["record"]["embed"] = {"$type": kind, "record": quoted, "media": card}
    (put,) = both(event)
    assert put.post.links == ("https://example.org/3",)
    event["commit"]["record"]["embed"]["media"] = {"$type": "app.bsky.embed.images", "images": []}
    (put,) = both(event)
    assert put.post.links == ()


def test_a_deletion_an_edit_and_a_closed_account() -> None:
    (put,) = both(commit(DID, "r1", START, "one"))
    (edit,) = both(commit(DID, "r1", START + SECOND, "two", operation="update"))
    (gone,) = both(commit(DID, "r1", START + 2 * SECOND, None))
    closed, unnamed = both(account(DID, START + 3 * SECOND))
    assert gone == Removed(URI, version=gone.version)
    assert put.post.version < edit.post.version < gone.version < closed.version
    assert closed == Forgotten(DID, closed.version)
    assert unnamed == Named(DID, "", (START + 3 * SECOND) << 10)
    assert both(account(DID, START, active=True)) == []


def test_nothing_of_a_frame_is_kept_that_the_record_would_cut() -> None:
    event = commit(DID, "r1", START + 1, "a" * 30_000)
    feature = {"uri": "https://example.org/" + "b" * 3_000}
    event["commit"]["record"] |= {
        "langs": ["c" * 30_000],
        "reply": {"parent": {"uri": "d" * 30_000}},
        "facets": [{"features": [feature, {"uri": "https://example.org/1"}]}],
        "embed": {"external": feature},
    }
    (put,) = both(event)
    post = put.post
    assert len(post.text) == MOST_TEXT
    assert (post.language, post.reply_to, post.links) == ("", "", ("https://example.org/1",))


@pytest.mark.parametrize("names", [("did:" + "a" * 3_000, "r1"), (DID, "r" * 3_000)])
def test_an_address_longer_than_any_is_set_aside(names: tuple[str, str]) -> None:
    for event in (commit(*names, START, "Hello"), commit(*names, START, None)):
        for read in (read_first(first(event)), read_second(second(event, 7))):
            (poison,) = read.events
            assert isinstance(poison, Poison)
            assert "longer than any" in poison.reason


def named(handle: object, at: int = START) -> list[Any]:
    return both({"did": DID, "at": at, "identity": {"did": DID, "handle": handle}})


def test_what_an_account_is_called() -> None:
    assert named("Ann.bsky.Social") == [Named(DID, "ann.bsky.social", START << 10)]
    assert named("handle.invalid") == [Named(DID, "", START << 10)]
    # That something of it is new, and not what: what was known may be wrong by now.
    unsaid = {"did": DID, "at": START, "identity": {"did": DID, "seq": 4, "time": iso(START)}}
    assert both(unsaid) == [Named(DID, "", START << 10)] == named(None)
    (closed, unnamed), (back,) = both(account(DID, START)), named("ann.bsky.social", START + 1)
    assert closed.version > back.version > unnamed.version  # what it says later is not gone


@pytest.mark.parametrize(
    "handle",
    [
        *("", ".", "ann", "ann.", ".ann.test", "ann..test", "-ann.test", "ann-.test", "ann.1"),
        *("ann.test\n", "ann .test", "ann\u202e.test", "аnn.test", "ann.test/<b>", "@ann.test"),
        *("127.0.0.1", "ann.local", "ann.onion", "did:plc:b", "a" * 64 + ".test"),
        *("a." * 125 + "test", "a" * 100_000),
    ],
)
def test_what_nobody_can_be_called_is_not_kept(handle: str) -> None:
    assert named(handle) == [Named(DID, "", START << 10)]
    assert cleaned(Named(DID, handle, 5)) == Named(DID, "", 5)


def test_other_collections_say_nothing_of_posts() -> None:
    event = commit(DID, "r1", START, "x")
    event["commit"]["collection"] = "app.bsky.feed.like"
    assert both(event) == []


def test_an_account_laid_anew_forgets_what_is_older() -> None:
    rev = tid(START)
    read = read_second(second({"did": DID, "at": START, "sync": {"rev": rev}}, 3))
    (gone,) = read.events
    (put,) = read_first(first(commit(DID, "r1", START, "x", rev=rev))).events
    assert isinstance(gone, Forgotten)
    assert isinstance(put, Put)
    assert gone.version == put.post.version - 1


def test_a_revision_from_the_future_does_not_outlive_its_account() -> None:
    far = tid(START + 10 * 365 * 86_400 * SECOND)
    (put,) = both(commit(DID, "r1", START, "x", rev=far))
    closed, _ = both(account(DID, START + 1))
    (deleted,) = both(commit(DID, "r1", START + 1, None, rev=far))
    assert put.post.version <= closed.version
    assert put.post.version <= deleted.version


def test_what_the_server_says_of_the_cursor() -> None:
    info = {"at": START, "info": {"name": "OutdatedCursor", "message": "clamped"}}
    assert read_second(second(info, 0)).outdated
    assert not read_second(second({"at": START, "info": {"name": "Other"}}, 0)).outdated
    assert read_second(b'{"$type":"error","error":"ConsumerTooSlow"}').ended == "ConsumerTooSlow"
    assert read_second(b'{"$type":"error"}').ended == "no reason given"


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"did":5}',
        b'{"did":"d","kind":"commit","commit":{"collection":"app.bsky.feed.post"}}',
        b'{"did":"d","kind":"commit","commit":{"collection":"app.bsky.feed.post","operation":'
        b'"create","record":{"text":7}}}',
        b'{"did":"\\ud800"}',
        b'{"did":' + b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_set_aside(frame: bytes) -> None:
    (poison,) = read_first(frame).events
    assert isinstance(poison, Poison)
    assert len(poison.raw) <= 4_096


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(frame: bytes) -> None:
    read_first(frame)
    read_second(frame)


@given(st.data())
def test_any_value_anywhere_can_be_read(data: st.DataObject) -> None:
    events = [commit(DID, "r1", START, "Hello")]
    events.append({"did": DID, "at": START, "identity": {"did": DID, "handle": "ann.test"}})
    bodies = [json.loads(made) for e in events for made in (first(e), second(e, 5))]
    places: list[tuple[Any, str]] = []
    for body in bodies:
        todo = [body]
        while todo:
            found = todo.pop()
            places += [(found, key) for key in found]
            todo += [value for value in found.values() if isinstance(value, dict)]
    for at in data.draw(st.lists(st.integers(0, len(places) - 1), max_size=3)):
        holder, key = places[at]
        holder[key] = data.draw(json_values)
    for body, read in zip(bodies, (read_first, read_second) * 2, strict=True):
        for told in read(json.dumps(body).encode()).events:
            cleaned(told)


@given(st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=2))
def test_tids_keep_their_order(numbers: list[int]) -> None:
    low, high = sorted(numbers)
    revs = [tid(number >> 10, number & 1023) for number in (low, high)]
    assert revs == sorted(revs)
    assert version_of(revs[0], 0) <= version_of(revs[1], 0)
    assert version_of(revs[1], 0) == high


def test_what_is_no_tid_counts_as_when_it_was_told() -> None:
    for rev in ("", "3l3", "3L3QO2VUTSW2B", "0" * 13, "3l3qo2vutsw2b9"):
        assert version_of(rev, START) == START << 10


@given(st.integers(0, 7_000_000_000 * SECOND))
def test_moments_are_read_to_the_microsecond(exact: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=exact)
    assert moment_of(at.isoformat()) == exact
    assert moment_of(at.replace(tzinfo=None).isoformat()) == exact


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment_of(text)


def test_odd_moments() -> None:
    assert moment_of("0001-01-01T00:00:00+23:59") is None
    assert (moment_of("9999-12-31T23:59:59-23:59") or 0) > 0
    assert moment_of("yesterday") is None
    assert moment_of(iso(START)) == START
