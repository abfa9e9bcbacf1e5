"""What all text indexes ask of tantivy: ranges, weights of terms, and its errors as ours."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import tantivy
from tantivy import FieldType, Query

from blackbird.errors import DataDirectoryBusy, DiskFull, StorageError

T = TypeVar("T")


def ranged(schema: tantivy.Schema, field: str, low: int | None, high: int | None) -> Query:
    """Numbers from ``low`` to ``high``, both included; ``None`` is open."""
    floor, ceiling = -(2**63), 2**63 - 1
    return Query.range_query(
        schema,
        field,
        FieldType.Integer,
        floor if low is None else low,
        ceiling if high is None else high,
    )


def idf(total: int, count: int) -> float:
    """Inverse document frequency as tantivy computes it; ``count`` may include dropped ones."""
    return math.log(1.0 + (max(total, count) - count + 0.5) / (count + 0.5))


def stamp(path: Path) -> tuple[int, int]:
    """Of the index at ``path``: what changes with each commit, which replaces this file."""
    status = os.stat(f"{path}/meta.json")  # noqa: PTH116 - at each search: a Path costs more
    return status.st_ino, status.st_mtime_ns


def guarded(call: Callable[[], T]) -> T:
    """Turn tantivy's errors into ours.

    Raises ``DiskFull``, ``DataDirectoryBusy`` or ``StorageError``.
    """
    try:
        return call()
    except (ValueError, OSError, RuntimeError) as error:
        reason = str(error)
        if "No space left" in reason or "StorageFull" in reason or "quota" in reason.lower():
            raise DiskFull(
                "The text index could not be written: no space left.",
                "Free some room on the disk of the data directory; the index then catches up.",
            ) from error
        if "LockBusy" in reason:
            raise DataDirectoryBusy(
                "Another process is writing to the text index.",
                "Wait until it has finished, or stop it, then try again.",
            ) from error
        raise StorageError(
            f"The text index cannot be used: {reason[:200]}.",
            "Delete the folder index in the data directory: it is made again from the record.",
        ) from error
