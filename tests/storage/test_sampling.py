"""A sample of posts: of the time asked for, fair, and only of what may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from blackbird.posts import SECOND, Post, Put
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants, Told

COUNT = 2_000


@pytest.fixture
def record(tmp_path: Path) -> Iterator[PostRecord]:
    """Posts of two feeds in turn, ten received each second, some of them gone again."""
    opened = PostRecord.open(tmp_path / "posts.db")
    feeds = [opened.feeds.add(name, trusted=False) for name in ("jetstream", "mastodon:https://m")]
    for second in range(COUNT // 10):
        at = second * SECOND
        events = [
            Put(Post(f"at://{second}-{n}", f"did:{n}", "ann", f"{second}", at, 1))
            for n in range(10)
        ]
        opened.commit(feeds[second % 2], events, None, Told("live"), at)
    yield opened
    opened.close()


@pytest.mark.parametrize("second", [-5, 0, 1, 57, 150, 199, 200, 10_000])
def test_the_last_key_before_a_moment_is_found(record: PostRecord, second: int) -> None:
    expected = max(0, min(second * 10, COUNT))
    found = record.sampling.key_at(second * SECOND)
    assert found == expected


def test_an_empty_record_has_no_key(tmp_path: Path) -> None:
    opened = PostRecord.open(tmp_path / "none.db")
    assert opened.sampling.key_at(0) == 0
    assert list(opened.sampling.between(0, 0, 100, words=False)) == []
    opened.close()


def test_few_are_read_whole_and_many_evenly(record: PostRecord) -> None:
    sampling = record.sampling
    assert len(list(sampling.between(100, 300, 1_000, words=False))) == 200
    some = [int(one.text) for one in sampling.between(0, COUNT, 400, words=False)]
    assert len(some) == 400
    assert all(any(n <= s < n + 25 for s in some) for n in range(0, 200, 25))


def test_it_is_fair_wherever_one_stops(record: PostRecord) -> None:
    begun = [int(o.text) for o in islice(record.sampling.between(0, COUNT, 800, words=False), 200)]
    assert any(s < 100 for s in begun)
    assert any(s >= 100 for s in begun)


def test_only_what_may_be_shown_and_handed_on(record: PostRecord) -> None:
    first, second = record.feeds.all()
    record.revoking.grant(first.id, first.name, Grants(redistribute=False), 0)
    record.revoking.grant(second.id, second.name, Grants(display=False), 0)
    shown = list(record.sampling.between(0, COUNT, COUNT, words=False))
    assert len(shown) == COUNT // 2
    assert all(int(one.text) % 2 == 0 for one in shown)
    assert list(record.sampling.between(0, COUNT, COUNT, words=True)) == []
