"""Documents of one or two passages with vectors that follow from their names alone."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.index.query import Index
from blackbird.index.writer import IndexWriter
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.record import Record
from blackbird.storage.rows import Entry, Origin
from blackbird.types import Document, Span

DIMENSIONS = 16
EMBEDDER = "fake-16"
FETCHED = "2026-01-01T00:00:00Z"


def vector(name: str) -> NDArray[np.float32]:
    """A unit vector, the same for the same name."""
    drawn = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(DIMENSIONS)
    unit: NDArray[np.float32] = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    return unit


def entry(
    id: str,
    *texts: str,
    date: str | None = None,
    source: str = "documents",
    origin: str = "",
    embedder: str = EMBEDDER,
    vectors: bool = True,
) -> Entry:
    """A document whose passages are ``texts``; the vector of each is that of its text."""
    spans, start = [], 0
    for text in texts:
        spans.append(Span(text, start, start + len(text)))
        start += len(text) + 1
    rows = np.stack([vector(text) for text in texts]) if vectors and texts else None
    file = Origin(origin, 1, 2, "three") if origin else None
    document = Document(id, "\n".join(texts), date=date, source=source)
    return Entry(document, tuple(spans), rows, embedder, FETCHED, file)


class Library:
    """A data directory with its record and index open, for one test."""

    def __init__(self, root: Path) -> None:
        self.data = DataDirectory(root)
        self.data.prepare()
        self.record = Record.open(self.data.record)
        self.index = self.open_index()

    def open_index(self, embedder: str = EMBEDDER) -> Index:
        return Index.open(self.data.index, self.record, embedder, DIMENSIONS)

    def catch_up(self) -> None:
        with self.data.write_lock(), IndexWriter(self.index) as writer:
            writer.catch_up()

    def put(self, *entries: Entry) -> None:
        self.record.put(entries)
        self.catch_up()

    def reopen(self) -> None:
        self.record.close()
        self.record = Record.open(self.data.record)
        self.index = self.open_index()

    def found(self, text: str) -> list[str]:
        return [id for id, _ in self.index.search(text, limit=100)]

    def nearest(self, name: str) -> list[str]:
        return [id for id, score in self.index.search("", vector(name), 100) if score > 0.5]

    def close(self) -> None:
        self.index.close()
        self.record.close()
