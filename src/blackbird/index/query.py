"""Finds passages by their words and by their meaning, over copies that follow the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from blackbird.errors import StorageError
from blackbird.index.fusion import fuse
from blackbird.index.text import TextHits, TextIndex
from blackbird.index.vectors import VectorIndex
from blackbird.index.window import Window, window
from blackbird.storage.record import Record
from blackbird.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")

DEPTH = 30  # passages taken from each side before they are added up, or twice the limit
FEW = 2000  # passages inside a window that are compared one by one rather than walked to
REPLAY = 1000  # changes read at a time
FORMAT = 2  # of the folder; another number means: make it again


class Index:
    """An open index: searches of one snapshot, moved on by ``refresh``.

    ``IndexWriter`` makes it follow the record; reading needs no lock.
    """

    def __init__(
        self, folder: Path, record: Record, text: TextIndex | None, vectors: VectorIndex
    ) -> None:
        self.folder = folder
        self.record = record
        self.text = text
        """None: missing or damaged; nothing is found by words until a writer made it again."""
        self.vectors = vectors
        self.few = FEW
        self._refreshing = Lock()

    @classmethod
    def open(cls, root: Path, record: Record, embedder: str, dimensions: int) -> Index:
        """Open what stands under ``root``; the vectors that it lacks come from the record.

        An index of another record, or one that is ahead of this one, is not used.
        """
        folder = root / f"{FORMAT}-{record.identity[:16]}"
        newest = record.last_sequence()
        text = TextIndex.open(folder / "text")
        if text is not None and text.sequence > newest:
            text = None
        vectors = VectorIndex.open(folder / "vectors", embedder, dimensions, newest)
        index = cls(folder, record, text, vectors)
        index.refresh()
        return index

    @property
    def behind(self) -> bool:
        """Whether a writer has something to do. If so: take the lock and let it catch up."""
        return self.text is None or self.text.sequence < self.record.last_sequence()

    def refresh(self) -> None:
        """Move on to what was written since, by this process or another.

        Costs a ``stat`` and one small query when nothing was.
        """
        with self._refreshing:  # two replays at once could bring back what one had dropped
            if self.text is not None:
                self.text.reload()
            else:
                self.text = TextIndex.open(self.folder / "text")
            if self.record.last_sequence() > self.vectors.sequence:
                while changes := self.record.changes_after(self.vectors.sequence, REPLAY):
                    self.vectors.apply(changes)

    def hits(
        self,
        text: str,
        vector: NDArray[np.float32] | None = None,
        limit: int = 10,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """Passages and scores from 0 to 1, best first. The same search, filled in at once."""
        ranked = self._ranked(text, vector, limit, window(since, until, source))
        found = _filled(ranked, limit, self.record.passages_by_key)
        return [Hit(passage, score) for passage, score in found]

    def search(
        self,
        text: str,
        vector: NDArray[np.float32] | None = None,
        limit: int = 10,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[tuple[str, float]]:
        """Passage ids and scores from 0 to 1, best first.

        ``vector``: the query's unit vector, shape ``(dimensions,)``; without it only words
        count. What the record has dropped is never among them. Raises ``BadInput``, and
        ``StorageError`` if all vectors are another embedder's.
        """
        ranked = self._ranked(text, vector, limit, window(since, until, source))
        return _filled(ranked, limit, self.record.passage_ids)

    def close(self) -> None:
        """Forget what is in memory."""
        self.text = None

    def _ranked(
        self, text: str, vector: NDArray[np.float32] | None, limit: int, limits: Window
    ) -> list[tuple[int, float]]:
        depth = max(DEPTH, 2 * limit)
        index = self.text
        if vector is None:
            lexical = index.search(text, depth, limits) if index else TextHits({}, 0.0, None)
            return fuse(lexical.scores, {}, lexical.highest, with_vector=False)
        self._check_embedder()
        # Each side is asked twice: for its best, then for exact scores of what only the other
        # had found. Doing both halves in two threads at once won nothing on two cores.
        lexical = index.search(text, depth, limits) if index else TextHits({}, 0.0, None)
        semantic = self._nearest(vector, depth, limits)
        words, meaning = dict(lexical.scores), dict(semantic)
        meaning |= self.vectors.cosines(vector, [key for key in words if key not in meaning])
        if index and len(words) >= depth:  # fewer: no other passage holds a term of the query
            others = [key for key in semantic if key not in words]
            words |= index.scores(lexical.query, others)
        return fuse(words, meaning, lexical.highest)

    def _nearest(self, vector: NDArray[np.float32], depth: int, limits: Window) -> dict[int, float]:
        if limits.is_open:
            return self.vectors.search(vector, depth)
        if self.text is None:
            return {}
        inside = self.text.count_inside(limits)
        if inside == 0:
            return {}
        if inside <= self.few:
            return self.vectors.cosines(vector, self.text.keys_inside(limits, self.few))
        # Expect the window's share among the nearest, and half as much again.
        wide = min(len(self.vectors), int(1.5 * depth * len(self.text) / inside) + depth)
        near = self.vectors.search(vector, wide)
        known = self.record.dates_and_sources(list(near))
        return {key: near[key] for key in near if key in known and limits.admits(*known[key])}

    def _check_embedder(self) -> None:
        if len(self.vectors):
            return
        others = [name for name in self.record.embedders() if name != self.vectors.embedder]
        if others:
            raise StorageError(
                f"The documents were embedded by {others[0]}, not by {self.vectors.embedder}.",
                'Index them again: "blackbird index add PATH", or choose the former embedder.',
            )


def _filled(
    ranked: list[tuple[int, float]], limit: int, fetch: Callable[[list[int]], dict[int, T]]
) -> list[tuple[T, float]]:
    """The first ``limit`` that the record still holds, in place of their keys."""
    filled: list[tuple[T, float]] = []
    start = 0
    while len(filled) < limit and start < len(ranked):
        part = ranked[start : start + limit]
        found = fetch([key for key, _ in part])
        filled.extend((found[key], score) for key, score in part if key in found)
        start += limit
    return filled[:limit]
