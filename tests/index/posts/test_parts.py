"""Searching posts: by words, by time, and only those that were asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.index.posts.part import Filters, folded
from blackbird.index.posts.parts import Parts, period_of
from blackbird.posts import SECOND, Post, Put
from blackbird.storage.posts.apply import part_of
from tests.fakes.indexed_histories import ALL, IndexedTrial
from tests.fakes.post_histories import NOW, post

DAY = 86_400 * SECOND
SAID: Sequence[tuple[str, dict[str, object]]] = (
    ("the tram of Aldenport opened", {"language": "en", "likes": 5}),
    ("the tram stopped, says the town", {"language": "en", "created": NOW - 3 * DAY}),
    ("路面電車が開通した", {"language": "ja", "author": "@Maki@example.org"}),
    ("a bridge and a tram", {"created": NOW - 400 * DAY, "links": ("https://example.org/",)}),
    ("nothing of it", {"likes": 50, "author": "Maki@Example.org"}),
)


def said() -> list[Post]:
    return [
        replace(post("a", n, 1), uri=f"u:{n}", text=text, **fields)  # type: ignore[arg-type]
        for n, (text, fields) in enumerate(SAID)
    ]


@pytest.fixture
def filled(trial: IndexedTrial) -> IndexedTrial:
    trial.tell([(0, Put(one)) for one in said()[:4]] + [(1, Put(said()[4]))])
    trial.writer.catch_up()
    return trial


def asked(
    trial: IndexedTrial, text: str, filters: Filters = ALL, limit: int = 9, newest: bool = False
) -> list[int]:
    """Numbers of the posts that are found."""
    ranked = trial.parts.search(text, filters, limit, newest=newest)
    posts = trial.record.posts([one.key for one in ranked])
    return [int(posts[one.key].uri.removeprefix("u:")) for one in ranked]


def test_words_find_posts_in_every_part(filled: IndexedTrial) -> None:
    assert set(asked(filled, "tram")) == {0, 1, 3}
    assert asked(filled, "Aldenport tram")[0] == 0
    assert asked(filled, "電車") == [2]
    assert asked(filled, "zeppelin") == []
    scores = [one.score for one in filled.parts.search("tram aldenport", ALL, 9)]
    assert all(0 < score <= 1 for score in scores)


def test_the_newest_come_first_if_asked_for(filled: IndexedTrial) -> None:
    assert asked(filled, "tram", newest=True) == [0, 1, 3]
    assert asked(filled, "tram the", newest=True) == [0, 1]
    assert asked(filled, "", limit=2) == [4, 2] or len(asked(filled, "", limit=2)) == 2
    assert asked(filled, "")[-2:] == [1, 3]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(language="ja"), {2}),
        (Filters(likes=5), {0, 4}),
        (Filters(likes=6), {4}),
        (Filters(with_links=True), {3}),
        (Filters(author="maki@example.org"), {2, 4}),
        (Filters(author="@MAKI@example.org "), {2, 4}),
        (Filters(author="a"), {0, 1, 2, 3, 4}),  # its account
        (Filters(since=NOW - DAY), {0, 2, 4}),
        (Filters(until=NOW - DAY), {1, 3}),
        (Filters(since=NOW - 3 * DAY, until=NOW - 3 * DAY), {1}),
        (Filters(since=NOW - 3 * DAY + 1, until=NOW - DAY), set()),
        (Filters(feeds=()), set()),
        (Filters(language="ja", likes=1), set()),
    ],
)
def test_only_what_was_asked_for(filled: IndexedTrial, filters: Filters, found: set[int]) -> None:
    assert set(asked(filled, "", filters)) == found
    words = "tram nothing 電車"
    assert set(asked(filled, words, filters)) == found


def test_feeds_are_told_apart(filled: IndexedTrial) -> None:
    for number, found in ((0, {0, 1, 2, 3}), (1, {4})):
        filters = Filters(feeds=[filled.feeds[number].id])
        assert set(asked(filled, "", filters)) == found


def test_strange_questions_find_something_or_nothing(filled: IndexedTrial) -> None:
    for text in ("", " ", "a" * 100_000, "tram " * 500, '"(AND) [OR', "\0", "電"):
        filled.parts.search(text, ALL, 5)
        filled.parts.search(text, ALL, 5, newest=True)
    assert set(asked(filled, "tram " + " ".join(f"w{n}" for n in range(200)))) == {0, 1, 3}


def test_a_dropped_part_is_gone_for_every_reader(filled: IndexedTrial) -> None:
    reader = Parts(filled.parts.folder.parent, filled.record.name)
    reader.refresh()
    filled.writer.drop_part(part_of(NOW, NOW))
    filled.writer.drop_part(part_of(NOW, NOW))
    reader.refresh()
    assert len(reader.search("", ALL, 9)) == 2


def test_a_part_that_is_dropped_meanwhile_breaks_no_search(filled: IndexedTrial) -> None:
    class Keys(list[int]):
        """While they are looked at in one part, another search finds that all are gone."""

        def __iter__(self) -> Iterator[int]:
            for part in filled.parts.there():
                filled.parts.drop(part)
            return super().__iter__()

    keys = [one.key for one in filled.parts.search("tram", ALL, 9)]
    assert len(filled.parts.listed()) == len(keys) == 3
    assert filled.parts.shares("tram", ALL, Keys(keys)).keys() == set(keys)
    assert filled.parts.listed() == {}


def test_nothing_is_found_where_there_is_no_index(trial: IndexedTrial) -> None:
    trial.parts.refresh()
    assert (trial.parts.search("tram", ALL, 5), trial.parts.listed()) == ([], {})


def test_strangers_in_the_folder_are_left_alone(filled: IndexedTrial) -> None:
    for name in ("d", "dx", "m٣", "notes.txt", "d-1", "x5"):
        (filled.parts.folder / name).mkdir()
    filled.parts.refresh()
    assert len(filled.parts.listed()) == 3


@given(st.integers(0, NOW))
def test_a_post_lies_in_the_period_of_its_part(at: int) -> None:
    first, behind = period_of(part_of(at, NOW))
    assert first <= at < behind


@settings(max_examples=8)
@given(st.lists(st.integers(36, 70), min_size=1, max_size=12), st.integers(1, 14))
def test_newest_first_is_newest_first(ages: list[int], limit: int) -> None:
    for trial in fresh():
        posts = [
            replace(post("a", n, 1), uri=f"u:{n}", created=NOW - age * DAY)
            for n, age in enumerate(ages)
        ]
        trial.tell([(0, Put(one)) for one in posts])
        trial.writer.catch_up()
        moments = [int(one.score) for one in trial.parts.search("", ALL, limit)]
        assert moments == sorted((one.created for one in posts), reverse=True)[:limit]


def fresh() -> Iterator[IndexedTrial]:
    with tempfile.TemporaryDirectory() as folder:
        trial = IndexedTrial(Path(folder) / "posts.db")
        yield trial
        trial.close()


def test_names_are_compared_folded() -> None:
    assert folded(" @A@B.example ") == folded("a@b.EXAMPLE") == "a@b.example"
