"""What may get a vector is asked of the database, which gives the newest first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blackbird.posts import Put
from blackbird.storage.posts.choosing import Chosen
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants
from tests.fakes.post_histories import NOW, TOLD, post

ALL = 2**62
FIELDS: list[dict[str, object]] = [
    {"text": "nine sign", "title": "and a title"},
    {"text": "nine sign"},
    {"language": "ja", "text": "雪が降っている。"},
    {"language": "en", "likes": 4},
    {"reply_to": "look://a/1", "likes": 5},
]


@pytest.fixture
def filled(record: PostRecord) -> PostRecord:
    for number, fields in enumerate(FIELDS):
        feed = record.feeds.add("feeds:two" if number == 3 else "look:one", trusted=False)
        one = replace(post("a", number, 1), uri=f"u:{number}", **fields)  # type: ignore[arg-type]
        record.commit(feed, [Put(one)], None, TOLD, NOW)
    return record


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        (Chosen(), [4, 3, 2, 1, 0]),
        (Chosen(length=10), [4, 3, 0]),
        (Chosen(length=8), [4, 3, 2, 1, 0]),
        (Chosen(languages=("ja", "en")), [3, 2]),
        (Chosen(likes=5), [4]),
        (Chosen(replies=False), [3, 2, 1, 0]),
        (Chosen(feeds=("look",)), [4, 2, 1, 0]),
        (Chosen(feeds=("feeds:two",)), [3]),
        (Chosen(feeds=("none",)), []),
    ],
)
def test_only_what_was_asked_for(filled: PostRecord, chosen: Chosen, numbers: list[int]) -> None:
    uris = {one.key: one.uri for one in filled.newest(0, 9)}
    found = filled.choosing.newest(0, ALL, chosen, 9)
    assert [uris[one.key] for one in found] == [f"u:{number}" for number in numbers]
    assert filled.choosing.count(0, ALL, chosen) == len(numbers)
    assert filled.choosing.newest(0, ALL, chosen, 1) == found[:1]


def test_between_two_keys(filled: PostRecord) -> None:
    newest, second, *_, oldest = (one.key for one in filled.choosing.newest(0, ALL, Chosen(), 9))
    assert [one.key for one in filled.choosing.newest(oldest, second, Chosen(), 1)] == [second]
    assert filled.choosing.count(oldest, newest, Chosen()) == len(FIELDS) - 1
    assert filled.choosing.there([oldest, newest, newest + 1, 0]) == {oldest, newest}
    assert filled.choosing.there([]) == set()


def test_what_may_not_be_shown_is_not_chosen(filled: PostRecord) -> None:
    feed = filled.feeds.named("look:one")
    filled.revoking.grant(feed.id, feed.name, Grants(display=False), NOW)
    assert filled.choosing.count(0, ALL, Chosen()) == 1
