"""How long finding a page's main text takes, and whether two readings beat one. See README.md."""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import trafilatura

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.evals.extraction import (
    FOLDER,
    TRUTH,
    Marked,
    main_text,
    mean_overlap,
    overlap,
    read_pages,
)

SHORT = 20  # pages


def reading(*, strict: bool) -> Callable[[Marked], str]:
    """One reading of trafilatura alone."""

    def read(page: Marked) -> str:
        text = trafilatura.extract(
            page.html,
            url=page.url,
            include_comments=False,
            favor_precision=strict,
            favor_recall=not strict,
        )
        return text or ""

    return read


def measure(pages: list[Marked], read: Callable[[Marked], str]) -> dict[str, Any]:
    """Overlap with what people marked, and seconds for one page."""
    read(pages[0])  # loads the libraries
    found, times = [], []
    for page in pages:
        began = time.perf_counter()
        text = read(page)
        times.append(time.perf_counter() - began)
        found.append(overlap(text, page.article))
    mean = mean_overlap(found)
    return {
        "precision": round(mean.precision, 4),
        "recall": round(mean.recall, 4),
        "f1": round(mean.f1, 4),
        "seconds_p50": round(percentile(times, 0.5), 3),
        "seconds_p95": round(percentile(times, 0.95), 3),
    }


def main() -> None:
    """Measure this project's extraction beside the readings that it chooses between."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--short", action="store_true", help=f"the first {SHORT} pages")
    given, _ = parser.parse_known_args()
    truth = (given.data or Path()) / FOLDER / TRUTH
    if given.data is None or not truth.is_file():
        print("The set `extraction` is absent: name its folder with --data. Nothing was measured.")
        return
    pages = read_pages(truth)[: SHORT if given.short else None]
    figures = {
        "pages": len(pages),
        "data_sha256": hashlib.sha256(truth.read_bytes()).hexdigest(),
        "trafilatura": version("trafilatura"),
        "extract": measure(pages, main_text),
        "strict reading": measure(pages, reading(strict=True)),
        "generous reading": measure(pages, reading(strict=False)),
    }
    ending = "-short" if given.short else ""
    save(Path(__file__).parent / "results" / f"extraction{ending}.json", figures)


if __name__ == "__main__":
    main()
