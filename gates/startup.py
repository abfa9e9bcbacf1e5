"""Gate: ``blackbird --help`` answers within 0.3 s (median of five, after one to warm the disk)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

LIMIT_S = 0.3
RUNS = 5


def seconds() -> float:
    """Wall time of one start."""
    command = [str(Path(sys.executable).parent / "blackbird"), "--help"]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    """Print the median; 1 if it is over the limit."""
    seconds()
    median = statistics.median(seconds() for _ in range(RUNS))
    print(f"   {median:.3f} s, limit {LIMIT_S} s")
    return 1 if median > LIMIT_S else 0


if __name__ == "__main__":
    sys.exit(main())
