"""Closed accounts are remembered for as long as what they said could come back, and no longer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import REPLAYED, Tending
from blackbird.posts import Forgotten, Post, PostEvent, Put
from blackbird.storage.posts.forgetting import FIRST
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.schema import CUTS, METADATA, POSTS_META
from tests.fakes.post_histories import TOLD, feed_row

HOUR = 3_600_000_000
DAY = 24 * HOUR
NOW = 20_000 * DAY
KEPT = 60  # days
WINDOW = KEPT * DAY + REPLAYED
WORLDS = count()


def put(account: str, number: int, at: int) -> Put:
    uri = f"look://{account}/{number}"
    return Put(Post(uri, account, account, f"words {number}", at, at))


@dataclass
class World:
    """A record, and who tends it."""

    record: PostRecord
    root: Path

    def tell(self, *events: PostEvent, at: int) -> None:
        self.record.commit(feed_row(self.record), events, None, TOLD, at)

    def tend(self, now: int, keep_days: int = KEPT) -> None:
        """As it is done once the last time is long enough ago."""
        parts = Parts(self.root, self.record.name)
        writer = PartsWriter(parts, self.record)
        Tending(self.record, parts, writer, keep_days=keep_days).tend(now)
        writer.close()

    def cuts(self) -> int:
        with self.record._writer.begin() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(CUTS)).scalar() or 0

    def shown(self) -> set[str]:
        return {post.uri for post in self.record.newest(0, 1_000)}


@pytest.fixture
def world(posts_place: Path | str, tmp_path: Path) -> Iterator[World]:
    opened = World(PostRecord.open(posts_place), tmp_path / "index")
    yield opened
    opened.record.close()


def test_a_cut_goes_once_nothing_that_it_is_for_can_come(world: World) -> None:
    world.tell(Forgotten("ann", NOW), at=NOW)
    world.tend(NOW + WINDOW)
    assert world.cuts() == 1
    world.tell(put("ann", 1, NOW), at=NOW + WINDOW)  # the control: it is heeded
    assert world.shown() == set()
    world.tend(NOW + WINDOW + 1)
    assert world.cuts() == 0


@pytest.mark.parametrize(("keep_days", "after"), [(1, 40 * DAY), (33, 41 * DAY), (90, 98 * DAY)])
def test_it_is_kept_as_long_as_posts_and_replays(world: World, keep_days: int, after: int) -> None:
    world.tell(Forgotten("ann", NOW), at=NOW)
    world.tend(NOW + after, keep_days)
    assert world.cuts() == 1
    world.tend(NOW + after + 1, keep_days)
    assert world.cuts() == 0


def test_where_posts_are_kept_for_ever_so_are_cuts(world: World) -> None:
    world.tell(Forgotten("ann", NOW), at=NOW)
    world.tend(NOW + 9_000 * DAY, keep_days=0)
    assert world.cuts() == 1


def test_an_account_that_is_closed_again_begins_anew(world: World) -> None:
    world.tell(Forgotten("ann", NOW), at=NOW)
    world.tell(Forgotten("ann", NOW + 50 * DAY), at=NOW + 50 * DAY)
    world.tend(NOW + WINDOW + 1)
    assert world.cuts() == 1
    world.tend(NOW + 50 * DAY + WINDOW + 1)
    assert world.cuts() == 0


def test_a_record_from_before_is_taken_over(posts_place: Path | str, tmp_path: Path) -> None:
    """Its cuts have no moment: they count from when they are first looked at."""
    record = PostRecord.open(posts_place)
    with record._writer.begin() as connection:
        connection.execute(sa.text("ALTER TABLE cuts DROP COLUMN told"))
        connection.execute(sa.text("DROP TABLE handles"))
        connection.execute(sa.text("INSERT INTO cuts (account_uid, version) VALUES (7, 9)"))
    record.close()
    world = World(PostRecord.open(posts_place), tmp_path / "index")
    world.tell(Forgotten("ann", NOW), at=NOW)
    assert world.cuts() == 2
    world.tend(NOW + WINDOW + 1)
    assert world.cuts() == 1
    world.tend(NOW + 2 * WINDOW + 2)
    assert world.cuts() == 0
    PostRecord.open(posts_place).close()  # and again
    world.record.close()


def test_the_tables_that_are_made_are_those_that_are_asked(world: World) -> None:
    with world.record._writer.begin() as connection:
        for table in METADATA.sorted_tables:
            made = {row["name"] for row in sa.inspect(connection).get_columns(table.name)}
            assert made == set(table.c.keys()), table.name
        assert connection.execute(sa.select(POSTS_META)).first()


Delivered = tuple[int, PostEvent]
"""When it comes, and what it says."""


@pytest.fixture(scope="module")
def years() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        opened = World(PostRecord.open(Path(folder) / "posts.db"), Path(folder) / "index")
        yield opened
        opened.record.close()


@st.composite
def histories(draw: st.DrawFn) -> list[Delivered]:
    """What two accounts say and take back, each of it told up to three times: when it happens or
    as late as a replay may be.
    """
    name = f"w{next(WORLDS)}"
    moments = st.integers(0, 30 * 24).map(lambda hours: NOW + hours * HOUR)
    late = st.one_of(st.just(0), st.just(WINDOW), st.integers(0, WINDOW))
    told: list[Delivered] = []
    for number in range(draw(st.integers(2, 8))):
        account, at = f"{name}{draw(st.sampled_from('ab'))}", draw(moments)
        event: PostEvent = put(account, number, at)
        if draw(st.booleans()):
            event = Forgotten(account, at)
        told += [(at + more, event) for more in draw(st.lists(late, min_size=1, max_size=3))]
    return sorted(told, key=lambda one: one[0])


def left(history: list[Delivered]) -> set[str]:
    """What nobody has taken back."""
    events = [event for _, event in history]
    cuts = [event for event in events if isinstance(event, Forgotten)]
    return {
        one.post.uri
        for one in events
        if isinstance(one, Put)
        and not any(c.account == one.post.account and one.post.version <= c.version for c in cuts)
    }


def came_back(world: World, history: list[Delivered], window: int) -> set[str]:
    """What is shown in the end and should not be, where cuts are forgotten after ``window``."""
    before = world.shown()
    for at, event in history:
        world.record.forgetting.cuts(FIRST, at - window, at)
        world.tell(event, at=at)
    return world.shown() - before - left(history)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_nothing_that_was_taken_back_comes_back(years: World, history: list[Delivered]) -> None:
    assert came_back(years, history, WINDOW) == set()


def test_the_property_can_fail(years: World) -> None:
    """Forgotten a moment too early, what comes as late as may be comes back."""
    closed, late = Forgotten("zoe", NOW), put("zoe", 1, NOW)
    history: list[Delivered] = [(NOW, closed), (NOW + WINDOW, late)]
    assert came_back(years, history, WINDOW) == set()
    closed, late = Forgotten("yan", NOW), put("yan", 1, NOW)
    history = [(NOW, closed), (NOW + WINDOW, late)]
    assert came_back(years, history, WINDOW - 1)
