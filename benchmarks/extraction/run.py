"""Measures whether the main text of a page is found: token-level F1 over marked articles.

    python benchmarks/extraction/run.py --data FOLDER

``FOLDER`` holds ``ground-truth.json`` and ``html/NAME.html.gz`` (see the README beside this file).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import trafilatura

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.errors import BadInput
from blackbird.text.encoding import decode
from blackbird.text.extract import extract

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A page and the article text that people marked in it."""

    html: str
    url: str
    article: str


def read_pages(folder: Path) -> list[Marked]:
    """All pages of the set, in the order of their names."""
    marked = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    return [
        Marked(
            decode(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())),
            entry.get("url", ""),
            entry["articleBody"],
        )
        for name, entry in sorted(marked.items())
    ]


def blackbird(page: Marked) -> str:
    """What this project extracts."""
    try:
        return extract(page.html, page.url).text
    except BadInput:
        return ""


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


def score(text: str, article: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the tokens, compared as multisets."""
    found, wanted = Counter(_TOKEN.findall(text)), Counter(_TOKEN.findall(article))
    shared = (found & wanted).total()
    precision = shared / found.total() if found else 0.0
    recall = shared / wanted.total() if wanted else 0.0
    return precision, recall, 2 * shared / (found.total() + wanted.total()) if shared else 0.0


def measure(pages: list[Marked], read: Callable[[Marked], str]) -> dict[str, Any]:
    """Means over the pages, and seconds for one page."""
    read(pages[0])  # loads the libraries
    scores, times = [], []
    for page in pages:
        began = time.perf_counter()
        text = read(page)
        times.append(time.perf_counter() - began)
        scores.append(score(text, page.article))
    precision, recall, f1 = (sum(column) / len(pages) for column in zip(*scores, strict=True))
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "seconds_p50": round(percentile(times, 0.5), 3),
        "seconds_p95": round(percentile(times, 0.95), 3),
    }


def main() -> None:
    """Measure this project's extraction beside the readings that it chooses between."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--short", action="store_true", help="accepted; it is short as it is")
    given, _ = parser.parse_known_args()
    if given.data is None or not (given.data / "extraction").is_dir():
        print("The set `extraction` is absent: name its folder with --data. Nothing was measured.")
        return
    folder: Path = given.data
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        sys.exit(f"The data set is absent: no {truth.name} in {folder}. See README.md here.")
    pages = read_pages(folder)
    figures = {
        "pages": len(pages),
        "data_sha256": hashlib.sha256(truth.read_bytes()).hexdigest(),
        "trafilatura": version("trafilatura"),
        "extract": measure(pages, blackbird),
        "strict reading": measure(pages, reading(strict=True)),
        "generous reading": measure(pages, reading(strict=False)),
    }
    save(Path(__file__).parent / "results" / "extraction.json", figures)


if __name__ == "__main__":
    main()
