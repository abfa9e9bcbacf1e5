"""How much our search adds to the bare engines under it. See README.md beside this file."""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tantivy import Occur, Query

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for benchmarks.measuring

from benchmarks.measuring import save
from blackbird.index.query import DEPTH, Index
from blackbird.index.tokens import tokenize
from blackbird.index.writer import IndexWriter
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.record import Record
from blackbird.storage.rows import Entry
from blackbird.types import Document, Span

HERE = Path(__file__).parent
DIMENSIONS = 384
WORDS = 60_000
CLUSTERS = 500
JAPANESE = 0.05
EMBEDDER = "synthetic-384"
BATCH = 1000
HITS = 10

Times = dict[str, list[float]]
Vectors = NDArray[np.float32]


class Corpus:
    """Synthetic posts: Zipf words, a few Japanese ones, clustered unit vectors."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        weights = 1.0 / np.arange(1, WORDS + 1)
        self.cumulated = np.cumsum(weights / weights.sum())
        self.centres = self._unit(self.rng.standard_normal((CLUSTERS, DIMENSIONS)))
        self.kanji = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]

    @staticmethod
    def _unit(rows: NDArray[Any]) -> Vectors:
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def text(self) -> str:
        """20 to 40 words, or as many Japanese characters."""
        length = int(self.rng.integers(20, 41))
        ranks = np.searchsorted(self.cumulated, self.rng.random(length))
        if self.rng.random() < JAPANESE:
            return "".join(self.kanji[rank % len(self.kanji)] for rank in ranks)
        return " ".join(_word(int(rank)) for rank in ranks)

    def vectors(self, count: int) -> Vectors:
        """Unit vectors around the centres."""
        centres = self.centres[self.rng.integers(0, CLUSTERS, count)]
        noise = self.rng.standard_normal((count, DIMENSIONS)) * (0.6 / math.sqrt(DIMENSIONS))
        return self._unit(centres + noise)

    def entries(self, first: int, count: int) -> list[Entry]:
        """``count`` documents of one passage."""
        vectors = self.vectors(count)
        made = []
        for i in range(count):
            text = self.text()
            document = Document(f"p{first + i}", text, url=f"https://example.org/{first + i}")
            span = (Span(text, 0, len(text)),)
            made.append(Entry(document, span, vectors[i : i + 1], EMBEDDER, "2026-01-01T00:00:00Z"))
        return made


def _word(rank: int) -> str:
    """A pronounceable word for a rank."""
    letters, rank = "", rank + 1
    while rank:
        rank, left = divmod(rank, 70)
        letters += "bcdfghjklmnprst"[left % 14] + "aeiou"[left // 14]
    return letters


def build(data: DataDirectory, corpus: Corpus, passages: int) -> tuple[Record, Index]:
    """Fill a data directory, or take it as it is if it was filled before."""
    data.prepare()
    record = Record.open(data.record)
    with data.write_lock():
        for first in range(record.count().passages, passages, BATCH):
            record.put(corpus.entries(first, min(BATCH, passages - first)))
        index = Index.open(data.index, record, EMBEDDER, DIMENSIONS)
        with IndexWriter(index) as writer:
            writer.catch_up()
    return record, index


def digest(record: Record) -> str:
    """One hash over the hashes of all texts, by id."""
    total, offset = hashlib.sha256(), 0
    while page := record.documents(5000, offset):
        for document in page:
            total.update(document.sha256.encode())
        offset += len(page)
    return total.hexdigest()


def questions(corpus: Corpus, count: int) -> Iterator[tuple[str, Vectors]]:
    """Two to six words of some post, and the vector of another; the same however it was built."""
    corpus.rng = np.random.default_rng([corpus.seed, 1])
    vectors = corpus.vectors(count)
    for i in range(count):
        words = corpus.text().split(" ")
        size = int(corpus.rng.integers(2, 7))
        yield " ".join(words[:size])[:40], vectors[i]


def bare(index: Index, text: str, vector: Vectors, limit: int) -> Callable[[], None]:
    """The two engines' own calls for one question, prepared."""
    assert index.text is not None
    searcher, engine = index.text.searcher, index.vectors.engine
    schema = index.text.schema
    query = Query.boolean_query(
        [
            (Occur.Should, Query.term_query(schema, "text", term, "freq"))
            for term in sorted(set(tokenize(text)))
        ]
    )

    def run() -> None:
        searcher.search(query, limit, count=False)
        engine.search(vector, limit, threads=1)

    return run


def ours(index: Index, text: str, vector: Vectors) -> Callable[[], None]:
    """What a source does for one question."""

    def run() -> None:
        index.refresh()
        index.hits(text, vector, HITS)

    return run


def measure(index: Index, asked: Sequence[tuple[str, Vectors]], rounds: int) -> tuple[Times, Times]:
    """Milliseconds of each contender, by the clock and of this thread's processor time.

    All are run for a question before the next one. Each is run once unmeasured, since the
    second to touch a posting list finds it warm, and the order turns from one to the next.
    """
    wall: Times = {"bare": [], f"bare_top_{HITS}": [], "ours": []}
    processor: Times = {name: [] for name in wall}
    for number, (text, vector) in enumerate(asked):
        contenders = [
            ("bare", bare(index, text, vector, DEPTH)),
            (f"bare_top_{HITS}", bare(index, text, vector, HITS)),
            ("ours", ours(index, text, vector)),
        ]
        for _, call in contenders:
            call()
        for turn in range(rounds):
            shift = (number + turn) % len(contenders)
            for name, call in contenders[shift:] + contenders[:shift]:
                start, used = time.perf_counter(), time.thread_time()
                call()
                processor[name].append((time.thread_time() - used) * 1000.0)
                wall[name].append((time.perf_counter() - start) * 1000.0)
    return wall, processor


def summary(times: Times) -> dict[str, dict[str, float]]:
    """p50 and p95 of each, and what ours adds to the bare engines."""
    table = {
        name: {f"p{q}": round(float(np.percentile(values, q)), 3) for q in (50, 95)}
        for name, values in times.items()
    }
    for name in list(table):
        if name != "ours":
            table[f"ours_over_{name}"] = {
                q: round(table["ours"][q] - table[name][q], 3) for q in ("p50", "p95")
            }
    return table


def recall(index: Index, asked: Sequence[tuple[str, Vectors]]) -> float:
    """Share of the exact nearest ``HITS`` that the vector index finds, over 50 questions."""
    found = 0
    for _, vector in asked[:50]:
        exact = index.vectors.engine.search(vector, HITS, exact=True)
        found += len(set(exact.keys.tolist()) & set(index.vectors.search(vector, DEPTH)))
    return found / (HITS * len(asked[:50]))


def run(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Build if need be, measure, and say what was found."""
    corpus = Corpus(given.seed)
    start = time.perf_counter()
    record, index = build(DataDirectory(folder), corpus, given.passages)
    built = time.perf_counter() - start
    asked = list(questions(corpus, given.questions))
    wall, processor = measure(index, asked, given.rounds)
    figures = {
        "passages": given.passages,
        "questions": given.questions,
        "rounds": given.rounds,
        "seed": given.seed,
        "corpus_sha256": digest(record),
        "depth": DEPTH,
        "hits": HITS,
        "build_s": None if given.keep else round(built, 1),
        "recall_at_10": round(recall(index, asked), 4),
        "ms": summary(wall),
        "processor_ms": summary(processor),
        "load_average": os.getloadavg(),
        "sqlalchemy": version("sqlalchemy"),
    }
    record.close()
    return figures


def main() -> int:
    """Write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--short", action="store_true", help="2,000 passages instead of 100,000")
    parser.add_argument("--keep", type=Path, help="folder to build in, or built in before")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    given, _ = parser.parse_known_args()
    given.passages = given.passages or (2_000 if given.short else 100_000)
    if given.keep:
        figures = run(given, given.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            figures = run(given, Path(folder))
    save(given.out / f"{given.passages}.json", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
