"""The vector index follows the record in memory and keeps sound generations on the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from blackbird.errors import DiskFull, StorageError
from blackbird.index.vectors import EXACT_BELOW, VectorIndex
from blackbird.storage.rows import Change

DIMENSIONS = 8

Rows = NDArray[np.float32]


def rows(count: int, seed: int = 0) -> Rows:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    unit: Rows = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def put(seq: int, key: int, row: Rows, embedder: str = "e") -> Change:
    return Change(seq, "put", key, "text", "", None, "", embedder, row.astype("<f2").tobytes())


def drop(seq: int, key: int) -> Change:
    return Change(seq, "drop", key, None, "", None, "", "", None)


def index(folder: Path, newest: int = 10**6) -> VectorIndex:
    return VectorIndex.open(folder, "e", DIMENSIONS, newest)


def test_nearest_first_with_their_cosines(tmp_path: Path) -> None:
    some = rows(50)
    vectors = index(tmp_path)
    vectors.apply([put(i + 1, i + 1, row) for i, row in enumerate(some)])
    found = vectors.search(some[3], 5)
    exact = some @ some[3]
    assert list(found) == [int(key) + 1 for key in np.argsort(-exact)[:5]]
    assert found[4] == pytest.approx(1.0, abs=2e-3)
    assert vectors.cosines(some[3], [4, 9, 777]) == pytest.approx(
        {4: exact[3], 9: exact[8]}, abs=2e-3
    )


def test_many_vectors_are_found_by_walking(tmp_path: Path) -> None:
    some = rows(EXACT_BELOW + 500)
    vectors = index(tmp_path)
    vectors.apply([put(i + 1, i + 1, row) for i, row in enumerate(some)])
    found = sum(i + 1 in vectors.search(some[i], 10) for i in range(0, 1000, 10))
    assert found >= 98


def test_dropped_vectors_are_gone_and_replay_makes_no_doubles(tmp_path: Path) -> None:
    some = rows(3)
    changes = [put(1, 1, some[0]), put(2, 2, some[1]), drop(3, 1), put(4, 3, some[2])]
    vectors = index(tmp_path)
    vectors.apply(changes[:2])
    vectors.apply(changes[2:])
    vectors.apply(changes)
    assert len(vectors) == 2
    assert set(vectors.search(some[0], 10)) == {2, 3}
    assert vectors.sequence == 4


def test_other_embedders_and_sizes_are_left_out(tmp_path: Path) -> None:
    vectors = index(tmp_path)
    vectors.apply([put(1, 1, rows(1)[0], "other"), put(2, 2, np.zeros(3, np.float32))])
    assert len(vectors) == 0
    assert vectors.search(rows(1)[0], 5) == {}
    assert vectors.cosines(rows(1)[0], [1, 2]) == {}


def test_a_saved_generation_comes_back_and_replaces_the_older(tmp_path: Path) -> None:
    some = rows(3)
    vectors = index(tmp_path / "vectors")
    vectors.apply([put(1, 1, some[0])])
    vectors.save()
    vectors.apply([put(2, 2, some[1])])
    vectors.save()
    assert len(list((tmp_path / "vectors").iterdir())) == 1
    again = index(tmp_path / "vectors")
    assert (again.sequence, again.saved, again.unsaved, len(again)) == (2, 2, 0, 2)
    again.apply([put(3, 3, some[2])])
    assert set(again.search(some[0], 10)) == {1, 2, 3}


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "rename"])
def test_a_damaged_generation_is_not_used(tmp_path: Path, damage: str) -> None:
    vectors = index(tmp_path)
    vectors.apply([put(i + 1, i + 1, row) for i, row in enumerate(rows(20))])
    vectors.save()
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 1
    file.write_bytes(b"" if damage == "empty" else content[: -1 if damage == "cut" else None])
    if damage == "rename":
        file.rename(tmp_path / "garbage.usearch")
    again = index(tmp_path)
    assert (again.sequence, len(again)) == (0, 0)


def test_a_generation_of_another_future_or_embedder_is_not_used(tmp_path: Path) -> None:
    vectors = index(tmp_path)
    vectors.apply([put(5, 1, rows(1)[0])])
    vectors.save()
    assert index(tmp_path, newest=4).sequence == 0
    assert VectorIndex.open(tmp_path, "other", DIMENSIONS, 9).sequence == 0
    assert index(tmp_path, newest=5).sequence == 5


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    vectors = index(tmp_path / "file")
    vectors.apply([put(1, 1, rows(1)[0])])
    with pytest.raises(StorageError, match="could not be saved"):
        vectors.save()


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    target = tmp_path / "saving.tmp"
    target.symlink_to("/dev/full")
    vectors = index(tmp_path)
    vectors.apply([put(1, 1, rows(1)[0])])
    with pytest.raises(DiskFull, match="Free some room"):
        vectors.save()
    assert vectors.unsaved == 1
