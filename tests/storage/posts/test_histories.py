"""Any order of arrival leaves the same posts: the record against a dictionary."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blackbird.posts import FINAL, Forgotten, Put, Removed
from tests.fakes.post_histories import (
    TELLERS,
    Said,
    Trial,
    chance_history,
    expected,
    post,
    remaining,
)

INTERLEAVINGS = 300
WORLDS = count()  # each history is about posts of its own, so that one record is enough


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with tempfile.TemporaryDirectory() as folder:
        opened = Trial(Path(folder) / "posts.db")
        yield opened
        opened.close()


@st.composite
def histories(draw: st.DrawFn) -> list[Said]:
    world = f"h{next(WORLDS)}"
    versions = st.one_of(st.integers(0, 7), st.just(FINAL))
    feeds, accounts = st.integers(0, len(TELLERS) - 1), st.sampled_from("ab")
    numbers = st.integers(0, 1)

    def one(feed: int, account: str, number: int, version: int, kind: str) -> Said:
        account = world + account
        said = post(account, number, min(version, 7), feed)
        if kind == "put":
            return feed, Put(said)
        if kind == "uri":
            return feed, Removed(said.uri, version=version)
        if kind == "local":
            return feed, Removed(local_id=said.local_id, version=version)
        return feed, Forgotten(account, min(version, 7))

    kinds = st.sampled_from(["put", "put", "uri", "local", "forgotten"])
    return draw(
        st.lists(st.builds(one, feeds, accounts, numbers, versions, kinds), min_size=1, max_size=10)
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(histories(), min_size=1, max_size=8), st.integers(0, 2**32))
def test_any_order_ends_in_the_same_state(
    trial: Trial, several: list[list[Said]], seed: int
) -> None:
    assert trial.problems(several, Random(seed)) == []


def test_many_worlds_beside_each_other(trial: Trial) -> None:
    random = Random(7)
    several = [chance_history(random, f"w{n}") for n in range(INTERLEAVINGS)]
    assert trial.problems(several, random, restarts=0.3) == []


def test_on_a_server_too(posts_place: Path | str) -> None:
    trial, random = Trial(posts_place), Random(9)
    assert trial.problems([chance_history(random, f"s{n}") for n in range(60)], random) == []
    trial.close()


class Hasty(Trial):
    """The planted bug: removals of what is not there are not kept for what comes late."""

    def tell(self, batch: Sequence[Said]) -> None:
        there = self.record.find([event.uri for _, event in batch if isinstance(event, Removed)])
        super().tell([s for s in batch if not isinstance(s[1], Removed) or s[1].uri in there])


def test_a_record_that_takes_late_creates_is_caught(tmp_path: Path) -> None:
    hasty, random = Hasty(tmp_path / "posts.db"), Random(8)
    found = hasty.problems([chance_history(random, f"c{n}") for n in range(100)], random)
    hasty.close()
    assert len(found) > 5


def test_the_model_itself() -> None:
    a1, a2 = post("a", 0, 1), post("a", 0, 2)
    assert expected([(0, Put(a1)), (0, Put(a2))]) == {a1.uri: a2.text}
    assert expected([(0, Removed(a1.uri, version=1)), (0, Put(a1))]) == {}
    assert expected([(0, Removed(local_id=a1.local_id)), (0, Put(a1))]) == {}
    assert expected([(1, Removed(local_id=a1.local_id)), (0, Put(a1))]) == {a1.uri: a1.text}
    assert expected([(0, Forgotten("a", 1)), (0, Put(a1)), (0, Put(a2))]) == {a1.uri: a2.text}
    assert expected([(2, Put(a2)), (0, Put(a1))]) == {a1.uri: a1.text}
    assert expected([(2, Forgotten("a", 9)), (0, Put(a1))]) == {a1.uri: a1.text}
    both: list[Said] = [(2, Put(a2)), (0, Put(a1)), (3, Removed(a1.uri))]
    assert remaining(both) == {(0, a1.uri): a1.text}
