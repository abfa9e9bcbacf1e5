"""The posts' index becomes what the record says, whatever happened to it before."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from blackbird.errors import DataDirectoryBusy, StorageError
from blackbird.index.posts import writer as writing
from blackbird.index.posts.parts import Parts, Position
from blackbird.index.posts.writer import PartsWriter
from blackbird.posts import SECOND, Put, Removed
from blackbird.storage.posts.rows import Grants, Indexed
from tests.fakes.indexed_histories import ALL, IndexedTrial, found
from tests.fakes.post_histories import NOW, Said, chance_history, post

DAY = 86_400 * SECOND
HISTORIES = 100


def test_any_history_is_found_as_it_ended(trial: IndexedTrial) -> None:
    random = Random(3)
    several = [chance_history(random, f"w{n}") for n in range(HISTORIES)]
    assert trial.problems(several, random, restarts=0.3) == []


def test_days_and_months_get_parts_of_their_own(trial: IndexedTrial) -> None:
    ages = {0: NOW, 1: NOW - 2 * DAY, 2: NOW - 400 * DAY}
    trial.tell([(0, Put(replace(post("a", n, 1), created=at))) for n, at in ages.items()])
    assert len(trial.follow()) == 3
    trial.parts.refresh()
    assert list(trial.parts.listed().values()) == [1, 1, 1]
    assert min(trial.parts.listed()) < 0


def test_posts_of_all_ages_open_few_writers_at_once(trial: IndexedTrial) -> None:
    """Whoever writes dates into posts chooses the part: that must not open a thousand writers."""
    ages = [replace(post("a", n, 1), uri=f"u:{n}", created=n * 31 * DAY) for n in range(60)]
    trial.tell([(0, Put(one)) for one in ages])
    seen: list[int] = []
    trial.writer = PartsWriter(
        trial.parts, trial.record, lambda _: seen.append(len(trial.writer._writers))
    )
    assert len(trial.follow()) == 60
    assert max(seen) <= writing.OPEN
    trial.tell([(0, Removed(one.uri)) for one in ages[::2]])
    assert len(trial.follow()) == 30


def test_a_revoked_feed_leaves_every_part(trial: IndexedTrial) -> None:
    for feed in (0, 1):
        old = replace(post(f"old{feed}", 0, 1), created=NOW - 3 * DAY)
        trial.tell([(feed, Put(post(f"a{feed}", 0, 1))), (feed, Put(old))])
    trial.follow()
    gone, kept = trial.feeds[:2]
    trial.record.revoking.grant(gone.id, gone.name, Grants(store=False), NOW)
    trial.follow()
    trial.parts.refresh()
    assert sum(trial.parts.listed().values()) == 2
    assert {p.feed for p in trial.record.posts(list(trial.follow())).values()} == {kept.name}


def test_what_is_revoked_before_it_was_indexed_leaves_the_index_too(trial: IndexedTrial) -> None:
    trial.tell([(0, Put(post("a", 0, 1)))])
    trial.record.revoking.grant(trial.feeds[0].id, "look:one", Grants(store=False), NOW)
    trial.follow()
    trial.parts.refresh()
    assert sum(trial.parts.listed().values()) == 0


def test_catching_up_with_nothing_new_takes_no_step(trial: IndexedTrial) -> None:
    trial.tell([(0, Put(post("a", 0, 1)))])
    trial.follow()
    steps: list[str] = []
    trial.writer.close()
    trial.writer = PartsWriter(trial.parts, trial.record, steps.append)
    trial.writer.catch_up()
    assert steps == []


Damage = Callable[[Parts], None]


def nothing(_: Parts) -> None:
    """It is as it was left."""


def all_gone(parts: Parts) -> None:
    shutil.rmtree(parts.folder)


def one_part_gone(parts: Parts) -> None:
    shutil.rmtree(parts.path(NOW // DAY))


def no_position(parts: Parts) -> None:
    (parts.folder / "position.json").unlink()


def half_a_position(parts: Parts) -> None:
    (parts.folder / "position.json").write_text('{"key": 3')


def odd_position(parts: Parts) -> None:
    (parts.folder / "position.json").write_text('{"key": -9, "drop": "x"}')


def cut_meta(parts: Parts) -> None:
    (parts.path(NOW // DAY) / "meta.json").write_text("{")


def no_segments(parts: Parts) -> None:
    for path in parts.path(NOW // DAY).glob("*.idx"):
        path.unlink()


def behind(parts: Parts) -> None:
    """As after a kill between the parts' commit and the position."""
    parts.keep_position(Position())


def a_file_in_its_place(parts: Parts) -> None:
    shutil.rmtree(parts.path(NOW // DAY))
    parts.path(NOW // DAY).write_text("no part")


DAMAGES: list[Damage] = [
    nothing,
    all_gone,
    one_part_gone,
    no_position,
    half_a_position,
    odd_position,
    cut_meta,
    no_segments,
    behind,
    a_file_in_its_place,
]


def test_a_part_that_was_not_begun_makes_nothing_else_anew(trial: IndexedTrial) -> None:
    """A kill before the first post of a day was indexed is no damage."""
    trial.tell([(0, Put(replace(post("a", n, 1), uri=f"u:{n}"))) for n in range(6)])
    trial.follow()
    trial.restart()
    trial.tell([(0, Put(replace(post("b", 0, 1), created=NOW - 3 * DAY)))])
    read: list[int] = []
    after = trial.record.after

    def watched(key: int, limit: int) -> list[Indexed]:
        read.append(key)
        return after(key, limit)

    trial.record.after = watched  # type: ignore[method-assign]
    assert len(trial.follow()) == 7
    assert min(read) == 6


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
@pytest.mark.parametrize("open_meanwhile", [False, True])
def test_a_damaged_index_is_made_again(
    trial: IndexedTrial, damage: Damage, open_meanwhile: bool
) -> None:
    several = [(0, Put(replace(post("a", n, 2), uri=f"u:{n}"))) for n in range(6)]
    trial.tell([*several, (0, Put(replace(post("b", 0, 1), created=NOW - 3 * DAY)))])
    trial.follow()
    trial.tell([(0, Removed("u:1")), (0, Put(replace(post("a", 2, 5), uri="u:2")))])
    whole = sorted(trial.follow().values())
    if not open_meanwhile:
        trial.restart()
    damage(trial.parts)
    if open_meanwhile:
        trial.writer.close()
        trial.writer = PartsWriter(trial.parts, trial.record)
    trial.tell([(0, Put(replace(post("c", 0, 1), uri="u:9")))])
    assert sorted(trial.follow().values()) == sorted([*whole, post("c", 0, 1).text])


def test_another_process_reads_meanwhile(trial: IndexedTrial, tmp_path: Path) -> None:
    reader = Parts(tmp_path / "index", trial.record.name)
    reader.refresh()
    assert reader.search("words", ALL, 9) == []
    for version in (2, 4, 6):
        trial.tell([(0, Put(post("a", 0, version)))])
        trial.follow()
        assert list(found(trial.record, reader).values()) == [post("a", 0, version).text]


def test_an_error_on_the_way_leaves_an_index_that_can_go_on(trial: IndexedTrial) -> None:
    trial.tell([(0, Put(post("a", 0, 1)))])
    trial.follow()
    trial.writer.close()
    broken = {"commit", "position", "refresh"}

    def fail_once(name: str) -> None:
        if name in broken:
            broken.remove(name)
            raise DataDirectoryBusy("stop here")

    trial.writer = PartsWriter(trial.parts, trial.record, fail_once)
    trial.tell([(0, Put(post("b", 0, 1))), (0, Removed(post("a", 0, 1).uri))])
    while broken:
        with pytest.raises(StorageError):
            trial.writer.catch_up()
    assert list(trial.follow().values()) == [post("b", 0, 1).text]


def test_two_writers_at_once_are_refused(trial: IndexedTrial) -> None:
    trial.tell([(0, Put(post("a", 0, 1)))])
    trial.follow()
    other = PartsWriter(Parts(trial.parts.folder.parent, trial.record.name), trial.record)
    trial.tell([(0, Put(post("a", 1, 1)))])
    with pytest.raises(DataDirectoryBusy):
        other.catch_up()
    assert len(trial.follow()) == 2


class Forgetful(IndexedTrial):
    """The planted bug: an index that goes on behind what it has not seen."""

    def tell(self, batch: Sequence[Said]) -> None:
        super().tell(batch)
        if self.record.last_key() % 5 == 0:
            self.writer.close()
            self.writer = PartsWriter(self.parts, self.record)
            self.parts.folder.mkdir(parents=True, exist_ok=True)
            self.parts.keep_position(Position(self.record.last_key(), self.record.last_drop()))


def test_an_index_that_skips_something_is_caught(tmp_path: Path) -> None:
    trial, random = Forgetful(tmp_path / "posts.db"), Random(5)
    several = [chance_history(random, f"w{n}") for n in range(60)]
    assert trial.problems(several, random, restarts=0)
    trial.close()
