"""Kill a process that indexes, again and again, and look at what is left. See README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from tests.fakes.killed_index import Trial


def main() -> int:
    """Write the result file; exit status 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="25 kills instead of 500")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    given, _ = parser.parse_known_args()
    kills = given.kills or (25 if given.short else 500)
    problems: list[str] = []
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), given.seed)
        for number in range(kills):
            trial.kill()
            problems += [f"kill {number}: {problem}" for problem in trial.problems()]
    figures = {
        "kills": kills,
        "seed": given.seed,
        "acknowledged": trial.acknowledged,
        "seconds": round(time.monotonic() - start, 1),
        "problems": problems,
    }
    save(given.out / f"{kills}.json", figures)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
