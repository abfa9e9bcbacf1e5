"""A purge goes in steps to its end, interrupted as often as may be, and is told when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import Tending
from blackbird.ingest.withdrawing import Quotes
from blackbird.posts import Missed, Named, Poison, PostEvent, Put
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants
from blackbird.storage.posts.schema import ALIASES, GAPS, HANDLES, POISON, POSTS
from tests.fakes.post_histories import FEEDS, NOW, TOLD, feed_row, post

STEP = 40
POSTED = 2 * STEP + 5
TABLES = (POSTS, ALIASES, GAPS, POISON, HANDLES)


def events(feed: str, count: int) -> list[PostEvent]:
    """Posts with names of their own, and all else that is kept of a feed."""
    puts = [Put(replace(post(feed, n, 1), uri=f"{feed}/{n}")) for n in range(count)]
    rest: list[PostEvent] = [Missed(1, 2, "gap"), Poison("{", "no JSON")]
    return [*puts, Named(f"did:{feed}", f"{feed[-3:]}.test", 1), *rest]


class World:
    """Two feeds of a record, the first of which may be stored no more."""

    def __init__(self, record: PostRecord, root: Path, count: int) -> None:
        self.record = record
        self.root = root
        self.withdrawn = 0
        record.revoking.step = record.forgetting.step = STEP
        record.commit(feed_row(record, FEEDS[0]), events(FEEDS[0], count), None, TOLD, NOW)
        record.commit(feed_row(record, FEEDS[1]), events(FEEDS[1], 3), None, TOLD, NOW)
        feed = record.feeds.named(FEEDS[0])
        record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)

    def tending(self, fails_after: int = 1_000) -> Tending:
        def withdraw(uris: Sequence[str]) -> int:
            if self.withdrawn >= fails_after:
                raise KeyboardInterrupt
            self.withdrawn += len(uris)
            return len(uris)

        parts = Parts(self.root, self.record.name)
        return Tending(self.record, parts, PartsWriter(parts, self.record), Quotes(withdraw))

    def left(self) -> list[int]:
        """Rows of each table."""
        with self.record._writer.begin() as connection:
            counts = [sa.select(sa.func.count()).select_from(table) for table in TABLES]
            return [connection.execute(count).scalar_one() for count in counts]

    def done(self) -> bool:
        return self.record.revoking.purges()[0].done is not None


@pytest.fixture
def small(record: PostRecord, tmp_path: Path) -> World:
    return World(record, tmp_path, 5)


def steps(world: World) -> Iterator[tuple[bool, list[int]]]:
    """Whether it is done after each step, and what is left; each by another, as after a kill."""
    for _ in range(60):
        if world.done():
            return
        world.tending(10**9).purge_some(NOW + 9)
        yield world.done(), world.left()
    raise AssertionError("It never came to its end.")


def test_it_ends_with_nothing_left_of_the_feed_and_all_of_the_other(small: World) -> None:
    assert small.left() == [8, 8, 2, 2, 2]
    small.tending().purge(NOW + 9)
    assert small.left() == [3, 3, 1, 1, 1]
    proof = small.record.revoking.purges()[0]
    assert (proof.posts, proof.quotes, proof.done) == (5, 5, NOW + 9)


def test_no_step_takes_more_rows_than_it_may(record: PostRecord, tmp_path: Path) -> None:
    """Names of posts that are gone took one statement before, however many there were."""
    world = World(record, tmp_path, POSTED)
    taken: list[int] = []

    def count(_c: object, cursor: object, *_: object) -> None:
        taken.append(int(getattr(cursor, "rowcount", 0)))

    sa.event.listen(record._writer, "after_cursor_execute", count)
    commits: list[int] = []
    sa.event.listen(record._writer, "commit", commits.append)
    world.tending(10**9).purge(NOW + 9)
    assert max(taken) <= STEP
    assert len(commits) >= 6  # three for posts, three for names: others may write in between
    assert world.left() == [3, 3, 1, 1, 1]
    assert record.revoking.purges()[0].posts == POSTED


def test_it_is_not_told_to_be_done_before_it_is(record: PostRecord, tmp_path: Path) -> None:
    world = World(record, tmp_path, POSTED)
    told, left = zip(*steps(world), strict=True)
    assert told[0] is False
    assert left[told.index(True)] == [3, 3, 1, 1, 1]
    assert list(left) == sorted(left, reverse=True)  # nothing comes back


def test_interrupted_it_goes_on_and_counts_all_quotes(record: PostRecord, tmp_path: Path) -> None:
    world = World(record, tmp_path, POSTED)
    with pytest.raises(KeyboardInterrupt):
        world.tending(STEP).purge(NOW + 9)
    assert not world.done()
    assert world.left()[0] == POSTED - STEP + 3
    world.tending(10**9).purge(NOW + 9)
    proof = record.revoking.purges()[0]
    assert (proof.posts, proof.quotes) == (POSTED, POSTED)
    assert world.left() == [3, 3, 1, 1, 1]


def test_two_that_purge_at_once_do_no_harm(small: World) -> None:
    """Two servers with one record."""
    one, two = small.tending(10**9), small.tending(10**9)
    for _ in range(9):
        one.purge_some(NOW + 9)
        two.purge_some(NOW + 9)
    assert small.done()
    assert small.left() == [3, 3, 1, 1, 1]


def test_what_came_late_by_another_clock_leaves_the_index_too(
    record: PostRecord, tmp_path: Path
) -> None:
    """Granted again while it is purged, a feed brings posts of which the index was told nothing."""
    world = World(record, tmp_path, 5)
    tending = world.tending()
    tending.writer.catch_up()
    feed = record.feeds.add(FEEDS[0], trusted=False, grants=Grants())
    late = [Put(replace(post("late", n, 1), uri=f"late/{n}")) for n in range(2)]
    record.commit(feed, late[:1], None, TOLD, NOW - 1)
    record.commit(feed, late[1:], None, TOLD, NOW + 1)
    tending.writer.catch_up()
    tending.purge(NOW + 2)
    tending.writer.catch_up()
    tending.writer.close()
    assert record.find(["late/0", "late/1"]).keys() == {"late/1"}
    assert sum(tending.parts.listed().values()) == record.count()
