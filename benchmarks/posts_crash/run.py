"""Kill a process that follows a live feed, again and again, and look at what is left."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from tests.fakes.killed_ingest import STEPS, Trial

_TOLD = 25  # kills from one line of progress to the next
_EVERY = 20  # kills between two at a named step


def main() -> int:
    """Write the result file; exit status 1 if anything was lost, doubled or brought back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="20 kills instead of 1,000")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    given, _ = parser.parse_known_args()
    kills = given.kills or (20 if given.short else 1_000)
    problems: list[str] = []
    events = 0
    start = time.monotonic()
    for second in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(Path(folder), given.seed, second=second)
            for number in range(kills // 2):
                step = STEPS[number // _EVERY % len(STEPS)] if number % _EVERY == 5 else None
                trial.kill(None if step == "create" else step)
                problems += [f"kill {number} at {step}: {wrong}" for wrong in trial.problems()]
                if number % _TOLD == 0:
                    took = time.monotonic() - start
                    told = f"{number} of {kills // 2} kills, {took:.0f} s, {len(problems)} problems"
                    print(told, file=sys.stderr, flush=True)
            problems += [f"at the end: {wrong}" for wrong in trial.finish()]
            events += len(trial.server.events)
            trial.close()
    figures = {
        "kills": kills,
        "seed": given.seed,
        "events": events,
        "seconds": round(time.monotonic() - start, 1),
        "problems": problems,
    }
    save(given.out / f"{kills}.json", figures)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
