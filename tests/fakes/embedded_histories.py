"""Histories of posts played to a record with an index and vectors behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.index.posts.vector_files import FACTS, HEAD, ROWS, Facts, files, hash_of, keys_in
from blackbird.posts import whole
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Indexed
from tests.fakes.indexed_histories import IndexedTrial
from tests.fakes.post_histories import Said

Vector = Callable[[str], NDArray[np.float32]]
WIDTH = 16
EMBEDDER = "by-hash"


def vector_of(text: str) -> NDArray[np.float32]:
    """A unit vector that is this text's alone."""
    drawn = np.random.default_rng(hash_of(text)).standard_normal(WIDTH)
    unit: NDArray[np.float32] = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    return unit


def vectors_of(posts: Sequence[Indexed]) -> NDArray[np.float32]:
    """A row for each."""
    return np.stack([vector_of(whole(post.title, post.text)) for post in posts])


def rows_in(path: Path) -> tuple[Facts, NDArray[np.int8]]:
    """All rows of a file, as they are on the disk."""
    data = path.read_bytes()
    numbers = np.frombuffer(data, np.int8, offset=HEAD).reshape(ROWS, -1)
    return np.frombuffer(data, FACTS, ROWS), numbers


class EmbeddedTrial(IndexedTrial):
    """Some posts are picked before each batch and get their vectors after the index has followed
    it: by then they may be gone. ``wrong`` is what stands in the files and should not.
    """

    def __init__(self, place: Path) -> None:
        self.wrong: list[str] = []
        self.kept = 0
        self._picked: list[Indexed] = []
        super().__init__(place)

    def tell(self, batch: Sequence[Said]) -> None:
        after = max(0, self.record.last_key() - 20)
        self._picked += [one for one in self.record.after(after, 30) if one.key % 3]
        super().tell(batch)

    def follow(self) -> dict[int, str]:
        found = super().follow()
        held = {key for path in self.vector_files() for key in keys_in(path).tolist()}
        new = {one.key: one for one in self._picked if one.key not in held}
        self._picked.clear()
        if new:
            posts = list(new.values())
            self.kept += self.writer.keep_vectors(posts, vectors_of(posts), EMBEDDER)
        self.wrong += self.differences()
        return found

    def vector_files(self) -> list[Path]:
        return [path for part in self.parts.there() for path in files(self.parts.path(part))]

    def differences(self) -> list[str]:
        return wrong_vectors(self.record, self.vector_files(), vector_of)


def wrong_vectors(
    record: PostRecord, paths: Sequence[Path], vector: Vector, *, followed: bool = True
) -> list[str]:
    """Vectors of posts that are gone, of other words, or doubled; numbers that are nobody's.

    Those of what is gone may be there as long as the index has not ``followed`` the record.
    """
    texts = {one.key: whole(one.title, one.text) for one in record.after(0, 1_000_000)}
    problems: list[str] = []
    seen: set[int] = set()
    for path in paths:
        facts, numbers = rows_in(path)
        for row in np.flatnonzero(facts["key"] > 0).tolist():
            key, own = int(facts["key"][row]), numbers[row] * facts["scale"][row]
            if key in seen or (followed and key not in texts):
                problems.append(f"a vector of {key}, which is gone or has another")
            elif key in texts and facts["check"][row] != hash_of(texts[key]):
                problems.append(f"a vector of other words than {key} has")
            elif key in texts and not np.allclose(own, vector(texts[key]), atol=0.01):
                problems.append(f"other numbers than {key} has")
            seen.add(key)
        # Where a row was being written or erased at a kill, its key is negative.
        free = np.flatnonzero((facts["key"] <= 0) & numbers.any(axis=1))
        left = {-int(key) for key in facts["key"][free]}
        if followed and left - texts.keys():
            problems.append(f"numbers of {left - texts.keys()}, which are gone or nobody's")
    return problems
