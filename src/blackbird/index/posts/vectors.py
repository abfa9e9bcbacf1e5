"""Which posts of a part are near a question in meaning: all that have a vector are compared.

One by one and exactly, since they come and go all the time: see ``vector_files`` for how they lie.
"""

from __future__ import annotations

import mmap
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.index.posts.part import Filters
from blackbird.index.posts.vector_files import (
    FACTS,
    HEAD,
    MOST_LIKES,
    ROWS,
    Facts,
    files,
    hash_of,
)

_AT_ONCE = 256  # rows made into floats at a time: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Near:
    """A post that is near in meaning: key, cosine, and what its text's ``hash_of`` must be."""

    key: int
    cosine: float
    check: int


class Segment:
    """One file, as whoever searches sees it: it changes while it is looked at."""

    def __init__(self, path: Path, dimensions: int) -> None:
        """Raises ``OSError``, and ``ValueError`` for a file of another size."""
        with path.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(held) != HEAD + ROWS * dimensions:
            raise ValueError(path)
        self._facts: Facts = np.frombuffer(held, FACTS, ROWS)
        numbers = np.frombuffer(held, np.int8, offset=HEAD)
        self._numbers = numbers.reshape(ROWS, dimensions)

    def nearest(
        self, vector: NDArray[np.float32], filters: Filters, limit: int
    ) -> tuple[list[Near], int]:
        """Those of the greatest cosines, in no order, and how many were compared."""
        keys = self._facts["key"].astype(np.int64)
        rows = np.flatnonzero((keys > 0) & self._inside(filters))
        if not len(rows):
            return [], 0
        compared = len(rows)
        cosines = self._products(rows, vector) * self._facts["scale"][rows]
        if len(rows) > limit:
            best = np.argpartition(cosines, -limit)[-limit:]
            rows, cosines = rows[best], cosines[best]
        facts = self._facts[rows]  # read again: what was erased or written over meanwhile is not it
        there = zip(facts["key"].tolist(), cosines.tolist(), facts["check"].tolist(), strict=True)
        near = [
            Near(key, min(1.0, cosine), check)
            for (key, cosine, check), seen in zip(there, keys[rows].tolist(), strict=True)
            if key == seen
        ]
        return near, compared

    def _products(self, rows: NDArray[np.intp], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        found = np.empty(len(rows), np.float32)
        floats = np.empty((_AT_ONCE, len(vector)), np.float32)
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            first, last = int(some[0]), int(some[-1])
            together = last - first + 1 == len(some)
            block = floats[: len(some)]
            block[...] = self._numbers[first : last + 1] if together else self._numbers[some]
            np.dot(block, vector, out=found[at : at + _AT_ONCE])
        return found

    def _inside(self, filters: Filters) -> NDArray[np.bool_]:
        facts, inside = self._facts, np.ones(ROWS, np.bool_)
        if filters.since is not None:
            inside &= facts["at"] >= filters.since
        if filters.until is not None:
            inside &= facts["at"] <= filters.until
        if names := filters.names():
            who = np.array([hash_of(name) for name in names], np.uint64)
            inside &= np.isin(facts["author"], who) | np.isin(facts["account"], who)
        if filters.language:
            inside &= facts["language"] == np.uint64(hash_of(filters.language))
        if filters.feeds is not None:
            inside &= np.isin(facts["feed"], np.array(list(filters.feeds), np.int64))
        if filters.likes > 0:
            inside &= facts["likes"] >= min(filters.likes, MOST_LIKES)
        if filters.with_links:
            inside &= facts["links"] > 0
        return inside


class PartVectors:
    """The vectors of one part by one embedder, as whoever searches sees them."""

    def __init__(self, folder: Path, prefix: str, dimensions: int) -> None:
        self._folder = folder
        self._prefix = prefix
        self._dimensions = dimensions
        self._seen = self._looked = 0
        self._open: dict[tuple[str, int], Segment] = {}

    def segments(self) -> list[Segment]:
        """The newest first. Looks for new ones if the folder was changed: else one ``stat``."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            return []
        if changed != self._seen:
            own = [path for path in files(self._folder) if path.name.startswith(self._prefix)]
            self._open = dict(filter(None, map(self._opened, own)))
            # Looked for again: one that is being made, and what came within a tick of the clock.
            if len(self._open) == len(own) and changed == self._looked:
                self._seen = changed
            self._looked = changed
        return list(self._open.values())[::-1]

    def _opened(self, path: Path) -> tuple[tuple[str, int], Segment] | None:
        with suppress(OSError, ValueError):
            # By its number, too: removed and made anew, a file has the name that it had.
            which = path.name, path.stat().st_ino
            return which, self._open.get(which) or Segment(path, self._dimensions)
        return None
