"""How feeds of every shape are read, and how long it takes. See README.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.ingest.syndication.read import read_feed

RSS = b'<rss version="2.0"><channel><title>t</title>%s</channel></rss>'
HARD = {
    "usual, 200 entries": RSS
    % b"".join(
        b"<item><title>Item %d</title><link>https://a.example/%d</link><guid>%d</guid>"
        b"<pubDate>Mon, 06 Sep 2021 00:01:00 +0000</pubDate>"
        b"<description>&lt;p&gt;Text %d &amp;amp; more.&lt;/p&gt;</description></item>"
        % (n, n, n, n)
        for n in range(200)
    ),
    "elements in each other": RSS % (b"<item><title>" + b"<a>" * 100_000 + b"</title></item>"),
    "attributes of one element": RSS
    % (b"<item><link " + b" ".join(b"a%d=''" % n for n in range(30_000)) + b"/></item>"),
    "dates that are none": RSS
    % b"".join(
        b"<item><title>x</title><pubDate>one day %d</pubDate></item>" % n for n in range(1000)
    ),
    "30,000 entries": RSS % (b"<item><title>x</title></item>" * 30_000),
}
"""Made by hand: what an ordinary feed costs, and what a hostile one may."""


def ours(data: bytes) -> int:
    """Entries that this project reads."""
    return len(read_feed(data, "", "https://feed.example/").entries)


def library(name: str) -> Callable[[bytes], int] | None:
    """The same by a library, if it is installed."""
    try:
        parse = import_module(name).parse
    except ImportError:
        return None
    return lambda data: len(parse(data)["entries"])


def timed(read: Callable[[bytes], int], data: bytes) -> tuple[int | None, float]:
    """Entries (``None``: refused) and milliseconds."""
    began = time.perf_counter()
    try:
        found: int | None = read(data)
    except Exception:  # a library says no in many ways
        found = None
    return found, 1000 * (time.perf_counter() - began)


def measure(read: Callable[[bytes], int], documents: list[bytes], hard: bool) -> dict[str, Any]:
    """Over all documents, and over the hard ones."""
    timed(read, HARD["usual, 200 entries"])  # loads what it needs
    results = [timed(read, data) for data in documents]
    times = [took for _, took in results]
    return {
        "entries": sum(found or 0 for found, _ in results),
        "refused": sum(found is None for found, _ in results),
        "ms_total": round(sum(times), 1),
        "ms_p99": round(percentile(times, 0.99), 2),
        "ms_most": round(max(times), 1),
        "hard_ms": {k: round(timed(read, data)[1], 1) for k, data in HARD.items()} if hard else {},
    }


def main() -> None:
    """Measure this project's reader beside the libraries that are installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--short", action="store_true", help="every tenth document, no hard ones")
    given, _ = parser.parse_known_args()
    folder = (given.data or Path()) / "feeds"
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "LICENSE")
    if given.data is None or not paths:
        print("The set `feeds` is absent: name its folder with --data. Nothing was measured.")
        return
    documents = [path.read_bytes() for path in paths[:: 10 if given.short else 1]]
    readers: dict[str, Callable[[bytes], int]] = {"blackbird": ours}
    readers |= {n: read for n in ("fastfeedparser", "feedparser") if (read := library(n))}
    figures: dict[str, Any] = {"documents": len(documents)}
    figures |= {n: measure(read, documents, not given.short) for n, read in readers.items()}
    name = "feeds-short.json" if given.short else "feeds.json"
    save(Path(__file__).parent / "results" / name, figures)


if __name__ == "__main__":
    main()
