"""What is kept to put late events right is forgotten once none can come any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import Tending
from blackbird.posts import Missed, Post, PostEvent, Put, Removed
from blackbird.storage.posts.forgetting import FIRST, STEP
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.schema import ALIASES, GAPS, GRAVES
from tests.fakes.post_histories import TOLD

DAY = 86_400_000_000
NOW = 20_000 * DAY


class World:
    """A record, and who tends it."""

    def __init__(self, record: PostRecord, root: Path) -> None:
        self.record = record
        self.feed = record.feeds.add("look:here", trusted=True)
        self.parts = Parts(root, record.name)

    def tell(self, *events: PostEvent, at: int = NOW) -> None:
        self.record.commit(self.feed, events, None, TOLD, at)

    def tend(self, now: int, keep_days: int = 30) -> None:
        writer = PartsWriter(self.parts, self.record)
        writer.catch_up()
        for _ in range(3):  # a grave first, then the alias that it kept
            tending = Tending(self.record, self.parts, writer, keep_days=keep_days)
            tending.begin(now)
            tending.tend(now)
        writer.close()

    def count(self, table: sa.Table) -> int:
        with self.record._writer.begin() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0


@pytest.fixture
def world(posts_place: Path | str, tmp_path: Path) -> Iterator[World]:
    record = PostRecord.open(posts_place)
    yield World(record, tmp_path / "index")
    record.close()


def put(number: int, created: int = NOW) -> Put:
    name = f"here.{number}"
    return Put(Post(f"look://{number}", "ann", "Ann", f"words {number}", created, 1, local_id=name))


@pytest.mark.parametrize(("keep_days", "kept"), [(30, 40), (90, 90), (0, 40)])
def test_graves_are_kept_as_long_as_posts_and_forty_days(
    world: World, keep_days: int, kept: int
) -> None:
    world.tell(Removed("look://1"), Removed(local_id="here.2"))
    world.tell(Removed("look://3"), at=NOW + 2 * DAY)
    world.tend(NOW + kept * DAY, keep_days)
    assert world.count(GRAVES) == 3
    world.tell(put(1), put(2), at=NOW + kept * DAY)
    assert world.record.count() == 0  # the control: what is kept is heeded
    world.tend(NOW + (kept + 1) * DAY, keep_days)
    assert world.count(GRAVES) == 2  # the third, and that of the second's address, told meanwhile


def test_an_alias_goes_with_its_post_and_its_grave(world: World) -> None:
    world.tell(*(put(n) for n in range(4)))
    world.tell(Removed(local_id="here.1"), at=NOW + 1)
    world.tend(NOW + DAY)
    assert world.count(ALIASES) == 4
    world.tell(put(4, NOW + 35 * DAY), at=NOW + 35 * DAY)
    world.tend(NOW + 35 * DAY)  # the part of the first is dropped
    assert world.count(ALIASES) == 2
    world.tend(NOW + 42 * DAY)
    assert world.count(ALIASES) == 1
    world.tell(Removed(local_id="here.4"), at=NOW + 42 * DAY)
    assert world.record.count() == 0


def test_gaps_are_kept_as_long_as_posts(world: World) -> None:
    world.tell(Missed(NOW, NOW + DAY, "old"), Missed(NOW, NOW + 9 * DAY, "new"))
    world.tend(NOW + 31 * DAY)
    assert world.count(GAPS) == 2
    world.tend(NOW + 32 * DAY)
    assert [gap.reason for gap in world.record.gaps(0, NOW * 2)] == ["new"]
    world.tend(NOW + 900 * DAY, keep_days=0)
    assert world.count(GAPS) == 1


def test_many_graves_are_looked_at_in_steps(world: World) -> None:
    world.tell(*(Removed(f"look://{n}") for n in range(STEP + 5)))
    behind = world.record.forgetting.graves(FIRST, NOW + 1)
    assert (behind > FIRST, world.count(GRAVES)) == (True, 5)
    assert world.record.forgetting.graves(behind, NOW + 1) == FIRST
    assert world.count(GRAVES) == 0
