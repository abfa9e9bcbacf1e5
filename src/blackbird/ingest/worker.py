"""Writes documents into the record and keeps the indexes up with it.

Each batch is committed before the next is read: killed at any moment, what was reported as done
is there, and the next run goes on from it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from blackbird.index.query import Index
from blackbird.index.writer import IndexWriter
from blackbird.ingest.files import FileState, Reading, find_files, read_file
from blackbird.protocols import Clock, Embedder, Parser
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.record import Record
from blackbird.storage.rows import Entry, Origin
from blackbird.text.chunk import chunk
from blackbird.text.quotable import split_quotable
from blackbird.types import Document, Span

T = TypeVar("T")
_PATIENCE_S = 30.0  # for the lock, once minutes of embedding are at stake
BATCH_TEXTS = 256  # embedded at a time: a step of a bar, and long and short ones pay alike
BATCH_PASSAGES = 128  # about two seconds of embedding: what a kill can cost, and a bar's step


@dataclass(frozen=True, slots=True)
class Indexing:
    """How far an indexing is."""

    done: int
    total: int
    unchanged: int = 0
    removed: int = 0
    documents: int = 0
    passages: int = 0
    problems: tuple[str, ...] = ()


Report = Callable[[Indexing], None]


class Indexer:
    """Adds documents to one data directory and removes them."""

    def __init__(
        self,
        data: DataDirectory,
        record: Record,
        index: Index,
        embedder: Embedder,
        clock: Clock,
        parser: Parser,
    ) -> None:
        self._data = data
        self._record = record
        self._index = index
        self._embedder = embedder
        self._clock = clock
        self._parser = parser

    async def add_paths(self, paths: Sequence[Path], report: Report) -> Indexing:
        """Index files and folders: unchanged files cost nothing, vanished ones leave the index.

        Raises ``BadInput`` for a path that is not there, ``StorageError`` (disk full, busy).
        """
        files, roots = await asyncio.to_thread(find_files, paths)
        with self._data.write_lock():
            known: dict[str, tuple[int, int, str]] = {}
            for root in roots:
                known |= self._record.origins(str(root), self._embedder.name)
            changed = [f for f in files if known.get(str(f.path), ())[:2] != (f.mtime_ns, f.size)]
            gone = self._vanished(files, roots)
            removed = self._record.drop_by_origin(gone) if gone else 0
            state = Indexing(
                len(files) - len(changed), len(files), len(files) - len(changed), removed
            )
            report(state)
            with IndexWriter(self._index) as writer:
                state = await self._read_all(changed, known, state, report)
                await asyncio.to_thread(writer.catch_up)
        return state

    async def add_documents(
        self, documents: Iterable[Document], report: Report = lambda _: None
    ) -> int:
        """Index documents that came without a file; returns how many passages they gave.

        ``report`` hears of each batch of texts that got its vectors. Nobody is kept from writing
        meanwhile; all documents are stored at once, in the end.
        """
        cut = [(d, await asyncio.to_thread(_chunked, d), None) for d in documents]
        entries = await self._entries(cut, report)
        await asyncio.to_thread(self._changed, lambda: self._record.put(entries), _PATIENCE_S)
        return sum(len(e.passages) for e in entries)

    async def remove(self, ids: Sequence[str]) -> int:
        """Forget documents; returns how many there were."""
        return await asyncio.to_thread(self._changed, lambda: self._record.drop(ids))

    async def catch_up(self) -> None:
        """Make the indexes follow the record, if a kill left them behind."""
        if self._index.behind:
            await asyncio.to_thread(self._changed, lambda: None)

    def _changed(self, change: Callable[[], T], wait_s: float = 3.0) -> T:
        """Change the record and let the indexes follow, in one go.

        Waiting for the lock would stop everyone on the event loop, and whoever gives up on the way
        must not leave the one without the other.
        """
        with self._data.write_lock(wait_s):
            made = change()
            with IndexWriter(self._index) as writer:
                writer.catch_up()
        return made

    def _vanished(self, files: Sequence[FileState], roots: Sequence[Path]) -> list[str]:
        present = {str(f.path) for f in files}
        return [
            path
            for root in roots
            for path in self._record.origins(str(root))
            if path not in present
        ]

    async def _read_all(
        self,
        changed: Sequence[FileState],
        known: dict[str, tuple[int, int, str]],
        state: Indexing,
        report: Report,
    ) -> Indexing:
        batch: list[tuple[Reading, list[tuple[Document, tuple[Span, ...]]]]] = []
        size = 0
        for file in changed:
            reading = await read_file(file, self._parser)
            if known.get(str(file.path), (0, 0, ""))[2] == reading.origin.sha256:
                # Touched, not changed: its hash is worth a reading, not a new embedding.
                state = replace(state, done=state.done + 1, unchanged=state.unchanged + 1)
                report(state)
                continue
            cut = [(d, await asyncio.to_thread(_chunked, d)) for d in reading.documents]
            batch.append((reading, cut))
            size += sum(len(spans) for _, spans in cut)
            if size >= BATCH_PASSAGES:
                state = await self._store(batch, state, report)
                batch, size = [], 0
        return await self._store(batch, state, report)

    async def _store(
        self,
        batch: Sequence[tuple[Reading, list[tuple[Document, tuple[Span, ...]]]]],
        state: Indexing,
        report: Report,
    ) -> Indexing:
        entries = await self._entries(
            [(d, spans, reading.origin) for reading, cut in batch for d, spans in cut]
        )
        origins = [reading.origin.path for reading, _ in batch]
        if origins:
            await asyncio.to_thread(self._record.put, entries, origins)
        state = replace(
            state,
            done=state.done + len(batch),
            documents=state.documents + len(entries),
            passages=state.passages + sum(len(e.passages) for e in entries),
            problems=(*state.problems, *(p for reading, _ in batch for p in reading.problems)),
        )
        report(state)
        return state

    async def _entries(
        self,
        cut: Sequence[tuple[Document, tuple[Span, ...], Origin | None]],
        report: Report = lambda _: None,
    ) -> list[Entry]:
        """All passages of a batch are embedded together, since long and short ones pay alike."""
        texts = [_titled(d, s) for d, spans, _ in cut for s in spans]
        pieces = await asyncio.to_thread(_quotable, [s for _, spans, _ in cut for s in spans])
        whole = len(texts)
        texts += [piece.text for parts in pieces if len(parts) > 1 for piece in parts]
        vectors = await self._embed(texts, report)
        rest = iter(vectors[whole:])
        now = self._clock.now().isoformat(timespec="seconds")
        entries: list[Entry] = []
        at = 0
        for document, spans, origin in cut:
            part = vectors[at : at + len(spans)]
            inner = tuple(_rows(rest, len(p)) for p in pieces[at : at + len(spans)])
            entries.append(Entry(document, spans, part, self._embedder.name, now, origin, inner))
            at += len(spans)
        return entries

    async def _embed(self, texts: Sequence[str], report: Report) -> NDArray[np.float32]:
        """The vectors of many texts, in steps between which others are served."""
        made: list[NDArray[np.float32]] = []
        for at in range(0, len(texts), BATCH_TEXTS):
            report(Indexing(at, len(texts)))
            made.append(await self._embedder.embed(texts[at : at + BATCH_TEXTS], "passage"))
        report(Indexing(len(texts), len(texts)))
        if not made:
            return await self._embedder.embed((), "passage")
        return np.concatenate(made)


def _chunked(document: Document) -> tuple[Span, ...]:
    return tuple(chunk(document.text))


def _quotable(spans: Sequence[Span]) -> list[list[Span]]:
    return [split_quotable(span.text) for span in spans]


def _titled(document: Document, span: Span) -> str:
    """What is embedded for a passage: its title tells what it is about."""
    return f"{document.title}\n{span.text}" if document.title else span.text


def _rows(vectors: Iterator[NDArray[np.float32]], count: int) -> NDArray[np.float32] | None:
    """The next ``count`` vectors; a passage of one piece has none of its own."""
    return np.stack(list(islice(vectors, count))) if count > 1 else None
