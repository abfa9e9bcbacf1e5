"""Many histories of posts, told in any order, against a dictionary."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from typing import Any

from tests.fakes.indexed_histories import IndexedTrial
from tests.fakes.post_histories import Trial, chance_history

_AT_ONCE = 100  # worlds whose batches share a commit


def interleaved(root: Path, on_record: int, with_index: int, seed: int = 11) -> dict[str, Any]:
    """How many interleavings were played, and what came out wrong."""
    began = time.monotonic()
    problems: list[str] = []
    for kind, count in ((Trial, on_record), (IndexedTrial, with_index)):
        folder = root / kind.__name__
        folder.mkdir()
        trial, random = kind(folder / "posts.db"), Random(seed)
        for first in range(0, count, _AT_ONCE):
            worlds = [chance_history(random, f"w{n}-") for n in range(first, first + _AT_ONCE)]
            problems += trial.problems(worlds, random, restarts=0.1)
        trial.close()
    return {
        "on_record": on_record,
        "with_index": with_index,
        "seconds": round(time.monotonic() - began, 1),
        "problems": problems[:20],
    }
