"""All parts of the posts' text index: which there are, and one search over them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import StorageError
from blackbird.index.engine import idf
from blackbird.index.posts.part import Filters, Part, destroyed
from blackbird.index.posts.vector_files import files, prefix_of
from blackbird.index.posts.vectors import Near, PartVectors, Segment
from blackbird.index.tokens import tokenize
from blackbird.posts import SECOND
from blackbird.storage.files import write_atomically

FORMAT = 1
_DAY = 86_400 * SECOND
_POSITION = "position.json"
_DEPTH = 40  # candidates of each part
_SATURATED = 2.2  # the most that a term can add in tantivy's BM25, times its weight
_DAYS, _MONTHS = "d", "m"
_CORES, _ABREAST = 2, 8  # threads that compare vectors, and files between two looks at how many
SEARCHED = 1_000_000
"""Vectors that are compared for a question, at most: it must not grow with what is kept."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the index has followed its record."""

    key: int = 0
    drop: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post's key, and how well it fits: 0 to 1; or its moment, where the newest come first."""

    key: int
    score: float


class Parts:
    """The parts of one record. Reading needs no lock; ``PartsWriter`` makes them follow."""

    def __init__(self, root: Path, record_name: str) -> None:
        self.folder = root / f"posts-{FORMAT}-{record_name}"
        self._open: dict[int, Part] = {}
        self._vectors: dict[tuple[int, str], PartVectors] = {}
        self._pool = ThreadPoolExecutor(_CORES)  # numpy lets go of the interpreter meanwhile
        self._lock = Lock()

    def refresh(self) -> None:
        """Move on to what was written since, by this process or another."""
        with self._lock:
            there = self.there()
            for gone in self._open.keys() - there:
                self._forget(gone)
            for part in there:
                known = self._open.get(part)
                try:
                    if known is not None:
                        known.reload()
                        continue
                except (OSError, StorageError):  # being made anew, dropped, or damaged
                    del self._open[part]
                opened = Part.open(self.path(part))
                if opened is not None:
                    self._open[part] = opened

    def there(self) -> set[int]:
        """The parts on the disk, whether or not they can be read."""
        return {part for part in map(_read_name, _names(self.folder)) if part is not None}

    def path(self, part: int) -> Path:
        """Where a part lies."""
        return self.folder / _name(part)

    def listed(self) -> dict[int, int]:
        """Part → posts in it, of those that can be read."""
        return {part: len(opened) for part, opened in sorted(self._open.items())}

    def search(
        self, text: str, filters: Filters, limit: int, *, newest: bool = False
    ) -> list[Ranked]:
        """Keys, best first; with ``newest``, those that hold all words, the last said first.

        Without words, the newest.
        """
        parts = self._inside(filters)
        terms = list(dict.fromkeys(tokenize(text)))
        if newest or not terms:
            return _newest(parts, terms, filters, limit)
        found: list[Ranked] = []
        for _, opened in parts:
            found += _by_words(opened, terms, filters, max(_DEPTH, limit))
        return sorted(found, key=lambda r: (-r.score, -r.key))[:limit]

    def shares(self, text: str, filters: Filters, keys: Collection[int]) -> dict[int, float]:
        """Key → how well its words fit, 0 to 1, of those of ``keys`` that share a word."""
        terms = list(dict.fromkeys(tokenize(text)))
        if not terms or not keys:
            return {}
        return {
            one.key: one.score
            for _, opened in self._inside(filters)
            for one in _by_words(opened, terms, filters, len(keys), keys)
        }

    def nearest(
        self, vector: NDArray[np.float32], embedder: str, filters: Filters, limit: int
    ) -> list[Near]:
        """Of the posts that have a vector by ``embedder``: the nearest in meaning, nearest first.

        ``vector``: a unit vector, shape ``(dimensions,)``. The newest ``SEARCHED`` are compared.
        """
        segments = self._segments(prefix_of(embedder, len(vector)), len(vector), filters)
        found: list[Near] = []
        rest = SEARCHED
        for at in range(0, len(segments), _ABREAST):
            if rest > 0:
                some = segments[at : at + _ABREAST]
                for near, compared in self._pool.map(_nearest(vector, filters, limit), some):
                    found += near
                    rest -= compared
        return sorted(found, key=lambda near: (-near.cosine, -near.key))[:limit]

    def _segments(self, prefix: str, dimensions: int, filters: Filters) -> list[Segment]:
        """Those of the newest parts first."""
        found: list[Segment] = []
        for part, _ in self._inside(filters):
            known = self._vectors.get((part, prefix))
            if known is None:
                known = PartVectors(self.path(part), prefix, dimensions)
                self._vectors[part, prefix] = known
            found += known.segments()
        return found

    def vector_files(self) -> list[Path]:
        """The files of vectors, whoever's they are, those of the oldest parts first."""
        parts = sorted(self.there(), key=lambda part: period_of(part)[0])
        return [path for part in parts for path in files(self.path(part))]

    def position(self) -> Position:
        """How far the index has followed; the beginning if that cannot be read."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            saved = json.loads((self.folder / _POSITION).read_bytes())
            return Position(int(saved["key"]), int(saved["drop"]))
        return Position()

    def keep_position(self, position: Position) -> None:
        """Write down how far the index has followed; after the parts are committed."""
        data = json.dumps({"key": position.key, "drop": position.drop}).encode()
        write_atomically(self.folder / _POSITION, data)

    def clear(self) -> None:
        """Remove all of it: it is made anew from the record."""
        with self._lock:
            self._open.clear()
            self._vectors.clear()
        destroyed(self.folder)

    def drop(self, part: int) -> None:
        """Remove a part with all that is in it."""
        with self._lock:
            self._forget(part)
        destroyed(self.path(part))

    def _forget(self, part: int) -> None:
        self._open.pop(part, None)
        for of in [of for of in tuple(self._vectors) if of[0] == part]:
            del self._vectors[of]

    def _inside(self, filters: Filters) -> list[tuple[int, Part]]:
        """Parts that may hold posts of the time asked for, the newest first.

        With them, since another search may let go of one meanwhile.
        """
        first = filters.since if filters.since is not None else -(2**62)
        last = filters.until if filters.until is not None else 2**62
        spans = [(*period_of(part), part, opened) for part, opened in tuple(self._open.items())]
        touching = [one for one in spans if one[0] <= last and one[1] > first]
        return [one[2:] for one in sorted(touching, key=lambda one: -one[0])]


def period_of(part: int) -> tuple[int, int]:
    """First moment of a part, and the first behind it."""
    if part >= 0:
        return part * _DAY, (part + 1) * _DAY
    return _month(-part), _month(-part + 1)


def _nearest(
    vector: NDArray[np.float32], filters: Filters, limit: int
) -> Callable[[Segment], tuple[list[Near], int]]:
    return lambda segment: segment.nearest(vector, filters, limit)


def _by_words(
    part: Part,
    terms: Sequence[str],
    filters: Filters,
    limit: int,
    keys: Collection[int] | None = None,
) -> list[Ranked]:
    """BM25 as a share of the most that these words could reach in this part."""
    counts = {t: part.frequency(t) for t in terms}
    weights = {t: idf(len(part), count) for t, count in counts.items()}
    known = sorted((t for t in terms if counts[t]), key=lambda t: -weights[t])
    highest = _SATURATED * sum(weights.values())
    if highest <= 0:
        return []
    scored = part.best(known, filters, limit, keys)
    return [Ranked(key, min(1.0, score / highest)) for key, score in scored]


def _month(number: int) -> int:
    first = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return int(first.timestamp()) * SECOND


def _newest(
    parts: Sequence[tuple[int, Part]], terms: Sequence[str], filters: Filters, limit: int
) -> list[Ranked]:
    """From the newest part on, until there are enough: older ones begin where newer ones end.

    A month is an exception: posts that came late lie in it beside its days.
    """
    found: list[Ranked] = []
    enough = False
    for number, opened in parts:
        if enough and number >= 0:
            continue
        found += [Ranked(k, at) for k, at in opened.newest(terms, filters, limit)]
        enough = len(found) >= limit
    return sorted(found, key=lambda r: (-r.score, -r.key))[:limit]


def _name(part: int) -> str:
    return f"{_DAYS}{part}" if part >= 0 else f"{_MONTHS}{-part}"


def _read_name(name: str) -> int | None:
    kind, number = name[:1], name[1:]
    if kind not in (_DAYS, _MONTHS) or not (number.isascii() and number.isdigit()):
        return None
    return int(number) if kind == _DAYS else -int(number)


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return [entry.name for entry in folder.iterdir()]
    return []
