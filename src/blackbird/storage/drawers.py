"""Drawers: unfinished work, a file for each piece, so that it goes on after a process has ended.

What lies in one quotes documents. So it is its owner's alone, it goes when such a document is
changed or removed, and it does not lie for ever: not longer than three days, not more than twenty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from blackbird.storage.files import TEMPORARY, storage_errors, write_atomically

MOST = 20  # pieces of work
OLDEST_S = 3 * 86_400.0
LARGEST = 16_000_000  # bytes; a long report has some hundred thousand
_PRIVATE = 0o700
_SUFFIX = ".json"

Standing = Callable[[Sequence[str]], frozenset[str]]
"""Those of some texts, by SHA-256, that are stored as they were."""


@dataclass(frozen=True, slots=True)
class Drawers:
    """All drawers of one folder; ``now`` tells the seconds since 1970."""

    folder: Path
    standing: Standing
    now: Callable[[], float]

    def of(self, about: Sequence[Any]) -> FileDrawer:
        """The drawer of one piece of work; what it is about, in plain values, gives its name."""
        digest = hashlib.sha256(json.dumps(about).encode()).hexdigest()
        return FileDrawer(self.folder / f"{digest}{_SUFFIX}", self.standing)

    def forget(self, words: Sequence[str]) -> int:
        """Throw away what holds any of ``words``; returns how many pieces of work there were."""
        escaped = [json.dumps(word)[1:-1].encode() for word in words]
        gone = 0
        for path in _listed(self.folder):
            with suppress(OSError):
                data = path.read_bytes()
                if any(word in data for word in escaped):
                    path.unlink()
                    gone += 1
        return gone

    def tidy(self) -> None:
        """Throw away what is too old or too much, and what quotes a text that is no longer so."""
        files = sorted(((_written(path), path) for path in _listed(self.folder)), reverse=True)
        kept = 0
        for written, path in files:
            fresh = self.now() - written < OLDEST_S
            if path.suffix == _SUFFIX:
                fresh = fresh and kept < MOST and FileDrawer(path, self.standing).read() is not None
                kept += fresh
            if not fresh:
                _remove(path)


@dataclass(frozen=True, slots=True)
class FileDrawer:
    """The drawer of one piece of work."""

    path: Path
    standing: Standing

    def read(self) -> Any:
        """What was written last; ``None`` if there is nothing, if it cannot be read, or if a text
        that it quotes was changed or removed.
        """
        try:
            with self.path.open("rb") as file:
                saved = json.loads(file.read(LARGEST))
        except (OSError, ValueError, RecursionError):
            return None
        quoted = saved.get("quoted") if isinstance(saved, dict) else None
        if not isinstance(quoted, list) or not all(isinstance(text, str) for text in quoted):
            return None
        return saved.get("value") if self.standing(quoted).issuperset(quoted) else None

    def write(self, value: Any, quoted: Collection[str]) -> None:
        """Keep ``value`` instead, as long as those of the texts that are stored stay as they are.

        Raises ``StorageError``, ``DiskFull``.
        """
        stored = sorted(self.standing(sorted(quoted)))  # others came with the question
        with storage_errors(self.path):
            self.path.parent.mkdir(mode=_PRIVATE, exist_ok=True)
        write_atomically(self.path, json.dumps({"quoted": stored, "value": value}).encode())

    def clear(self) -> None:
        """Keep nothing any more."""
        _remove(self.path)

    def full(self) -> bool:
        """Whether something lies in it."""
        return self.path.is_file()


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.suffix in (_SUFFIX, TEMPORARY)]
    return []


def _written(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
