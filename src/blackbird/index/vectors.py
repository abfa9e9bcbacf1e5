"""The vectors of all passages, in usearch: which passages mean nearly the same.

It lives in memory. On the disk stand whole generations of it, each a file whose name says
which embedder, which change of the record, and which checksum:
``<embedder>-<sequence>-<crc32>.usearch``. A generation is written aside and renamed, so a kill
leaves the old one; what came later is replayed from the record. Saving rewrites the file, so
it is done when enough is new, and at the end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import threading
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import usearch.index
from numpy.typing import NDArray

from blackbird.errors import BadInput, DiskFull, StorageError
from blackbird.storage.rows import Change

CONNECTIVITY = 16
SEARCH_EXPANSION = 96  # breadth of the walk; at least the number of results asked for
EXACT_BELOW = 4000
"""So many vectors are compared one by one in half a millisecond, and none is missed."""

_GENERATION = re.compile(r"([0-9a-f]{16})-(\d{20})-([0-9a-f]{8})\.usearch")


class VectorIndex:
    """An open vector index; calls may come from several threads."""

    def __init__(self, folder: Path, embedder: str, dimensions: int) -> None:
        self._folder = folder
        self.embedder = embedder
        self._digest = hashlib.sha256(f"{embedder}\0{dimensions}".encode()).hexdigest()[:16]
        self._dimensions = dimensions
        self.engine = _engine(dimensions)
        self._lock = threading.Lock()  # usearch must not be searched while it grows
        self.sequence = 0
        self.saved = 0
        """The sequence of the newest generation on the disk."""
        self.unsaved = 0
        """Vectors put or dropped since then."""

    @classmethod
    def open(cls, folder: Path, embedder: str, dimensions: int, newest: int) -> VectorIndex:
        """Load the latest sound generation that is not beyond ``newest``, or start empty."""
        index = cls(folder, embedder, dimensions)
        for path, digest, sequence, checksum in sorted(
            _generations(folder), key=lambda generation: -generation[2]
        ):
            if digest == index._digest and sequence <= newest and index._load(path, checksum):
                index.sequence = index.saved = sequence
                break
        return index

    def __len__(self) -> int:
        return len(self.engine)

    def apply(self, changes: Sequence[Change]) -> None:
        """Follow the record, in memory. Vectors of another embedder or size are left out."""
        dropped = [change.key for change in changes if change.op == "drop"]
        gone = set(dropped)
        size = self._dimensions * 2
        put = [
            (change.key, change.vector)
            for change in changes
            if change.op == "put"
            and change.key not in gone
            and change.vector is not None
            and len(change.vector) == size
            and change.embedder == self.embedder
        ]
        with self._lock:
            self._add(put)
            there = [key for key in dropped if self.engine.contains(key)]
            if there:
                self.engine.remove(np.array(there, dtype=np.uint64))
            self.unsaved += len(put) + len(there)
            if changes:
                self.sequence = changes[-1].seq

    def search(self, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """Key → cosine of the nearest ``limit``."""
        query = self._checked(vector)
        with self._lock:
            size = len(self.engine)
            if size == 0:
                return {}
            found = self.engine.search(
                query, min(limit, size), exact=size <= EXACT_BELOW, threads=1
            )
        cosines = 1.0 - found.distances
        return dict(zip(found.keys.tolist(), cosines.tolist(), strict=True))

    def cosines(self, vector: NDArray[np.float32], keys: Iterable[int]) -> dict[int, float]:
        """Key → cosine, of those keys that have a vector."""
        query = self._checked(vector)
        wanted = list(keys)
        if not wanted:
            return {}
        with self._lock:
            stored = self.engine.get(np.array(wanted, dtype=np.uint64))
        assert isinstance(stored, tuple)  # as it is for several keys
        there = {key: row for key, row in zip(wanted, stored, strict=True) if row is not None}
        if not there:
            return {}
        rows = np.concatenate(list(there.values())).reshape(len(there), -1)
        values = rows.astype(np.float32) @ query
        return dict(zip(there, values.tolist(), strict=True))

    def save(self) -> None:
        """Write a generation and remove the older ones. Raises ``DiskFull``, ``StorageError``."""
        target = self._folder / "saving.tmp"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._lock:
                self.engine.save(str(target))
                length = self.engine.serialized_length
                sequence, written = self.sequence, self.unsaved
            if target.stat().st_size != length:  # the engine does not look whether all was written
                raise OSError(errno.ENOSPC, "the file was cut short")
            name = f"{self._digest}-{sequence:020d}-{_checksum(target):08x}.usearch"
            _sync(target)
            target.replace(self._folder / name)
            _sync(self._folder)
        except (OSError, RuntimeError) as error:
            with suppress(OSError):
                target.unlink()
            raise _translate(error) from error
        self.saved = sequence
        self.unsaved -= written
        self._remove_all_but(name)

    def _remove_all_but(self, name: str) -> None:
        for path in self._folder.iterdir():
            if path.name != name:
                path.unlink(missing_ok=True)

    def _load(self, path: Path, checksum: int) -> bool:
        try:
            if _checksum(path) != checksum:  # the engine would trust a damaged file
                return False
            engine = _engine(self._dimensions)
            engine.load(str(path))
        except (OSError, RuntimeError, ValueError):
            return False
        if engine.ndim != self._dimensions:
            return False
        self.engine = engine
        return True

    def _add(self, put: Sequence[tuple[int, bytes]]) -> None:
        if not put:
            return
        keys = np.array([key for key, _ in put], dtype=np.uint64)
        rows = np.frombuffer(b"".join(vector for _, vector in put), dtype="<f2")
        new = ~np.asarray(self.engine.contains(keys))  # replaying what is there adds nothing
        if new.any():
            self.engine.add(keys[new], rows.reshape(len(put), -1)[new])

    def _checked(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        if vector.shape != (self._dimensions,) or not np.isfinite(vector @ vector):
            raise BadInput(
                f"The query's vector has shape {vector.shape} or holds no numbers; "
                f"the index has {self._dimensions} dimensions.",
                "Use the embedder that made the index, or index the documents again.",
            )
        return vector


def _engine(dimensions: int) -> usearch.index.Index:
    return usearch.index.Index(
        ndim=dimensions,
        metric="ip",  # of unit vectors: the cosine
        dtype="f16",
        connectivity=CONNECTIVITY,
        expansion_search=SEARCH_EXPANSION,
    )


def _generations(folder: Path) -> list[tuple[Path, str, int, int]]:
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _GENERATION.fullmatch(path.name)
        if named:
            found.append((path, named[1], int(named[2]), int(named[3], 16)))
    return found


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(2**20):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _translate(error: Exception) -> StorageError:
    reason = str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or "No space left" in reason or "write" in reason.lower():
        return DiskFull(
            f"The vector index could not be written: {reason[:200]}.",
            "Free some room on the disk of the data directory; the index then catches up.",
        )
    return StorageError(
        f"The vector index could not be saved: {reason[:200]}.",
        "Check that the data directory can be written.",
    )
