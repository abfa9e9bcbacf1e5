"""Vectors of posts: near ones are found, and what is gone is gone from the disk, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import StorageError
from blackbird.index.posts import vector_files
from blackbird.index.posts.part import Filters
from blackbird.index.posts.vector_files import (
    FACTS,
    ROWS,
    erase,
    facts_of,
    files,
    keys_in,
    prefix_of,
    put,
)
from blackbird.index.posts.vectors import PartVectors, Segment
from blackbird.posts import SECOND, Forgotten, Post, Put, Removed
from blackbird.storage.posts.apply import part_of
from blackbird.storage.posts.choosing import Choosing
from blackbird.storage.posts.rows import Drop, Grants, Indexed
from tests.fakes.embedded_histories import (
    EMBEDDER,
    WIDTH,
    EmbeddedTrial,
    rows_in,
    vector_of,
    vectors_of,
)
from tests.fakes.indexed_histories import ALL
from tests.fakes.post_histories import NOW, chance_history, post
from tests.index.posts.test_parts import SAID, said

DAY = 86_400 * SECOND
PREFIX = prefix_of(EMBEDDER, WIDTH)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[EmbeddedTrial]:
    opened = EmbeddedTrial(tmp_path / "posts.db")
    yield opened
    opened.close()


def filled(trial: EmbeddedTrial, posts: Sequence[Post], feed: int = 0) -> None:
    """Tell posts; the index has them, and each has a vector."""
    before = trial.record.last_key()
    trial.tell([(feed, Put(one)) for one in posts])
    trial.writer.catch_up()
    new = trial.record.after(before, 1_000_000)
    assert trial.writer.keep_vectors(new, vectors_of(new), EMBEDDER) == len(new)
    trial.parts.refresh()


def nearest(trial: EmbeddedTrial, text: str, filters: Filters = ALL, limit: int = 9) -> list[str]:
    """Addresses of the posts that are near a text, the nearest first."""
    near = trial.parts.nearest(vector_of(text), EMBEDDER, filters, limit)
    posts = trial.record.posts([one.key for one in near])
    return [posts[one.key].uri for one in near]


def held(trial: EmbeddedTrial) -> set[str]:
    keys = [key for path in trial.vector_files() for key in keys_in(path).tolist()]
    return {one.uri for one in trial.record.posts(keys).values()} | {
        f"gone {key}" for key in keys if key not in trial.record.choosing.there(keys)
    }


def test_any_history_leaves_vectors_of_what_is_there(trial: EmbeddedTrial) -> None:
    random = Random(7)
    for first in range(0, 100, 10):
        several = [chance_history(random, f"w{n}") for n in range(first, first + 10)]
        assert trial.problems(several, random, restarts=0.2) == []
    assert trial.wrong == []
    assert trial.kept > 100


class Credulous(Choosing):
    """The planted bug: nobody looks whether a post left while it was embedded."""

    def there(self, keys: Sequence[int]) -> set[int]:
        return set(keys)


def test_vectors_of_what_left_meanwhile_are_caught(tmp_path: Path) -> None:
    class Hasty(EmbeddedTrial):
        def _open(self) -> None:
            super()._open()
            self.record.choosing = Credulous(self.record._reader)

    trial, random = Hasty(tmp_path / "posts.db"), Random(8)
    trial.problems([chance_history(random, f"w{n}") for n in range(60)], random, restarts=0)
    trial.close()
    assert any("which is gone" in one for one in trial.wrong)


def test_the_nearest_come_first(trial: EmbeddedTrial) -> None:
    filled(trial, [replace(one, version=2) for one in said()])
    for number, (text, _) in enumerate(SAID):
        assert nearest(trial, text)[0] == f"u:{number}"
        (near,) = trial.parts.nearest(vector_of(text), EMBEDDER, ALL, 1)
        assert near.cosine == pytest.approx(1, abs=0.01)
    assert len(nearest(trial, "anything")) == len(SAID)
    assert nearest(trial, "anything", limit=2) == nearest(trial, "anything")[:2]
    assert trial.parts.nearest(vector_of("tram"), "another", ALL, 9) == []
    assert trial.parts.nearest(np.ones(WIDTH + 1, np.float32), EMBEDDER, ALL, 9) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(language="ja"), {2}),
        (Filters(likes=5), {0, 4}),
        (Filters(likes=2**40), set()),
        (Filters(with_links=True), {3}),
        (Filters(author="maki@example.org"), {2, 4}),
        (Filters(author="@MAKI@example.org "), {2, 4}),
        (Filters(author="a"), {0, 1, 2, 3, 4}),
        (Filters(author="a.example"), set()),
        (Filters(author="a.example", accounts=("b", "a")), {0, 1, 2, 3, 4}),
        (Filters(since=NOW - DAY), {0, 2, 4}),
        (Filters(until=NOW - DAY), {1, 3}),
        (Filters(since=NOW - 3 * DAY + 1, until=NOW - DAY), set()),
        (Filters(feeds=()), set()),
        (Filters(language="ja", likes=1), set()),
    ],
)
def test_only_what_was_asked_for(trial: EmbeddedTrial, filters: Filters, found: set[int]) -> None:
    filled(trial, said())
    assert set(nearest(trial, "tram", filters)) == {f"u:{number}" for number in found}


def test_feeds_are_told_apart(trial: EmbeddedTrial) -> None:
    filled(trial, said()[:2])
    filled(trial, said()[2:], feed=1)
    for feed, count in ((0, 2), (1, 3)):
        assert len(nearest(trial, "tram", Filters(feeds=[trial.feeds[feed].id]))) == count


def test_what_leaves_is_gone_from_the_disk(trial: EmbeddedTrial) -> None:
    filled(trial, said())
    trial.tell([(0, Removed("u:0")), (0, Put(replace(said()[1], text="another text", version=9)))])
    trial.writer.catch_up()
    assert held(trial) == {"u:2", "u:3", "u:4"}
    trial.tell([(0, Forgotten("a", 99))])
    trial.writer.catch_up()
    assert held(trial) == set()
    for path in trial.vector_files():
        facts, numbers = rows_in(path)
        assert not facts.tobytes().strip(b"\0")
        assert not numbers.any()


def test_a_revoked_feed_leaves_no_vector(trial: EmbeddedTrial) -> None:
    filled(trial, said()[:3])
    filled(trial, said()[3:], feed=1)
    feed = trial.feeds[0]
    trial.record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
    assert nearest(trial, "tram", Filters(feeds=[trial.feeds[1].id]))
    trial.writer.catch_up()
    assert held(trial) == {"u:3", "u:4"}


def test_a_dropped_part_takes_its_vectors_along(trial: EmbeddedTrial) -> None:
    filled(trial, said())
    trial.writer.drop_part(part_of(NOW, NOW))
    trial.parts.refresh()
    assert set(nearest(trial, "tram")) == {"u:1", "u:3"}
    some = [one for one in trial.record.after(0, 9) if one.part == part_of(NOW, NOW)]
    assert trial.writer.keep_vectors(some, vectors_of(some), EMBEDDER) == 0  # it has no place


def test_who_has_opened_a_file_sees_what_happens_to_it(trial: EmbeddedTrial) -> None:
    filled(trial, said()[:1])
    (path,) = trial.vector_files()
    segment = Segment(path, WIDTH)
    assert len(segment.nearest(vector_of("tram"), ALL, 9)[0]) == 1
    filled(trial, said()[2:3])
    assert len(segment.nearest(vector_of("tram"), ALL, 9)[0]) == 2
    trial.tell([(0, Removed("u:0"))])
    trial.writer.catch_up()
    assert len(segment.nearest(vector_of("tram"), ALL, 9)[0]) == 1


def test_more_than_a_file_holds(tmp_path: Path) -> None:
    width = 8
    rows = np.random.default_rng(1).standard_normal((ROWS + 40, width)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    facts = np.zeros(len(rows), FACTS)
    facts["key"] = np.arange(1, len(rows) + 1)
    prefix = prefix_of("x", width)
    put(tmp_path, prefix, facts[:100], rows[:100])
    put(tmp_path, prefix, facts[100:], rows[100:])
    part = PartVectors(tmp_path, prefix, width)
    newest, oldest = part.segments()
    assert [len(one.nearest(rows[0], ALL, ROWS)[0]) for one in (newest, oldest)] == [40, ROWS]
    exact = {key + 1: cosine for key, cosine in enumerate((rows @ rows[7]).tolist())}
    for segment in (newest, oldest):
        near, compared = segment.nearest(rows[7], ALL, 10)
        assert compared in (40, ROWS)
        assert all(one.cosine == pytest.approx(exact[one.key], abs=0.02) for one in near)


def test_files_that_are_none_are_left_out(trial: EmbeddedTrial) -> None:
    filled(trial, said())
    folder = trial.vector_files()[0].parent
    for name, size in (
        (f"{PREFIX}000009.vectors", 10),
        (f"{PREFIX}x.vectors", 0),
        ("y.vectors", 5),
    ):
        (folder / name).write_bytes(b"\1" * size)
    trial.parts.refresh()
    assert len(nearest(trial, "tram")) == len(SAID)


def test_a_file_that_a_kill_left_without_its_size_is_gone_on_with(trial: EmbeddedTrial) -> None:
    filled(trial, said()[:1])
    (path,) = trial.vector_files()
    path.with_name(f"{PREFIX}000001.vectors").touch()
    filled(trial, said()[2:3])
    assert set(nearest(trial, "tram")) == {"u:0", "u:2"}


@pytest.mark.parametrize("writes", range(7))
def test_a_kill_between_two_writes_leaves_nothing_of_what_is_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """While a row is written, and while it is erased: whoever comes next erases all of it."""
    post = Indexed(7, 1, NOW, 3, "a", "a", "en", 0, "", "", "A tram.")
    gone = [Drop(1, "removed", post.key, post.part, post.feed, "u:7")]
    write, left = vector_files._write, writes

    def writing(file: int, data: bytes, at: int) -> None:
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        write(file, data, at)

    monkeypatch.setattr(vector_files, "_write", writing)
    with suppress(KeyboardInterrupt):
        put(tmp_path, PREFIX, facts_of([post], [post.text]), vectors_of([post]))
        erase(tmp_path, gone)
    (path,) = files(tmp_path)
    facts, numbers = rows_in(path)
    for row in np.flatnonzero(facts["key"] > 0):  # what a reader sees
        assert np.allclose(numbers[row] * facts["scale"][row], vector_of(post.text), atol=0.01)
    left = -1
    erase(tmp_path, gone)
    assert not any(path.read_bytes())


def test_a_file_that_was_made_anew_is_another(trial: EmbeddedTrial) -> None:
    """Removed and made again, as by whoever follows feeds, between two questions."""
    filled(trial, said()[:1])
    assert nearest(trial, "tram") == ["u:0"]
    trial.writer.drop_vectors(0, prefix_of("another", WIDTH))
    filled(trial, said()[2:3])
    assert nearest(trial, "tram") == ["u:2"]


def test_the_newest_are_kept(trial: EmbeddedTrial) -> None:
    filled(trial, said())
    assert trial.writer.drop_vectors(5, PREFIX) == 5
    assert trial.writer.drop_vectors(4, PREFIX) == 4
    assert set(nearest(trial, "tram")) == {"u:0", "u:1", "u:2", "u:4"}
    assert trial.writer.drop_vectors(0, PREFIX) == 3  # the newest file is not cut
    assert trial.writer.drop_vectors(9, prefix_of("another", WIDTH)) == 0
    assert trial.vector_files() == []


def test_a_file_of_which_all_have_left_goes(trial: EmbeddedTrial) -> None:
    """Who posts and removes all day would fill the disk: none of it counts among what is kept."""
    filled(trial, said())
    count = len(trial.vector_files())
    assert count > 1
    assert trial.writer.drop_vectors(9, PREFIX) == 5
    assert len(trial.vector_files()) == count
    trial.tell([(0, Removed(f"u:{n}")) for n in (0, 2, 4)])
    trial.writer.catch_up()
    assert trial.writer.drop_vectors(9, PREFIX) == 2
    assert len(trial.vector_files()) == count - 1
    filled(trial, [replace(post("b", 9, 1), text="A tram again.")])
    assert nearest(trial, "A tram again.", limit=1) == [post("b", 9, 1).uri]


def test_a_damaged_part_keeps_its_vectors(trial: EmbeddedTrial) -> None:
    filled(trial, said())
    trial.restart()
    for part in trial.parts.there():
        (trial.parts.path(part) / "meta.json").write_text("{")
    trial.tell([(0, Removed("u:0"))])
    trial.writer.catch_up()
    assert held(trial) == {"u:1", "u:2", "u:3", "u:4"}
    assert trial.differences() == []
    trial.parts.refresh()
    assert sum(trial.parts.listed().values()) == 4


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    facts = facts_of([], [])
    put(tmp_path / "none", PREFIX, facts, np.zeros((0, WIDTH), np.float32))
    facts = np.zeros(1, FACTS)
    with pytest.raises(StorageError, match="cannot be used"):
        put(tmp_path / "none", PREFIX, facts, np.ones((1, WIDTH), np.float32))


@given(st.lists(st.floats(-1, 1, width=32), min_size=WIDTH, max_size=WIDTH))
def test_a_byte_a_number_is_enough(numbers: list[float]) -> None:
    drawn = np.array(numbers, np.float32)
    length = float(np.linalg.norm(drawn))
    if length < 1e-3:
        return
    unit = drawn / np.float32(length)
    scale = np.abs(unit).max() / 127
    kept = np.rint(unit / scale) * scale
    other = vector_of("another")
    assert abs(float(kept @ other) - float(unit @ other)) < 0.02
    assert float(kept @ unit) == pytest.approx(1, abs=0.01)


def test_a_post_of_the_same_words_by_another_is_another(trial: EmbeddedTrial) -> None:
    filled(trial, [post("a", 0, 1), replace(post("b", 0, 1), text=post("a", 0, 1).text)])
    assert len(nearest(trial, post("a", 0, 1).text)) == 2
