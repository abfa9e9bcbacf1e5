"""Follow a feed on loopback and measure how quickly posts are stored and found. See README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from benchmarks.posts.histories import interleaved
from benchmarks.posts.leaving import leaving
from benchmarks.posts.meaning import beside, by_meaning
from benchmarks.posts.measures import bursts, fill, fresh, revoked, sustained

_FIGURES = (
    "sustained catching_up over_many bursts revoked leaving by_meaning beside histories".split()
)
_OUTAGE = 3_200_000  # posts: 36 hours of Bluesky


def main() -> int:
    """Write the result file; exit status 1 if a post was lost or a history ended wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="some seconds for each figure")
    parser.add_argument("--only", action="append", help="one of the figures")
    parser.add_argument("--models", type=Path, default=Path(".data"), help="has the embedder")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    given, _ = parser.parse_known_args()
    short = given.short
    wanted = given.only or _FIGURES
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in _measured(Path(folder), wanted, short, given.models.resolve()):
            figures[name] = figure
            if not short:  # kept at once: the whole takes long, and may be ended
                save(given.out / f"{name}.json", figure)
    if short:
        save(given.out / "short.json", {"short": True, **figures})
    return 1 if figures.get("histories", {}).get("problems") else 0


def _measured(
    root: Path, wanted: Sequence[str], short: bool, models: Path
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The figures that are wanted, one after the other."""

    def empty(name: str) -> Path:
        (root / name).mkdir()
        return root / name

    @cache
    def filled(name: str, posts: int) -> Path:
        """Where posts are already, which several figures go on with."""
        folder = empty(name)
        fill(folder, posts)
        return folder

    many, meant = (20_000, 20_000) if short else (1_000_000, 300_000)
    histories = (500, 100) if short else (100_000, 2_000)
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "sustained": lambda: sustained(empty("few"), 30_000 if short else 300_000),
        "catching_up": lambda: sustained(empty("outage"), 60_000 if short else _OUTAGE),
        "over_many": lambda: fresh(filled("many", many), 10 if short else 120),
        "leaving": lambda: leaving(filled("many", many), 3 if short else 20),
        "bursts": lambda: bursts(filled("many", many), 3 if short else 20),
        "revoked": lambda: revoked(filled("many", many)),
        "by_meaning": lambda: by_meaning(filled("meant", meant)),
        "beside": lambda: beside(empty("beside"), 20_000 if short else 200_000, models),
        "histories": lambda: interleaved(empty("histories"), *histories),
    }
    for name, measure in measures.items():
        if name in wanted:
            yield name, measure()


if __name__ == "__main__":
    sys.exit(main())
