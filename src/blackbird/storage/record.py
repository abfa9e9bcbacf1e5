"""The record of truth: every document, passage and vector, and the log of their changes.

What ``put`` and ``drop`` return from is on the disk. Search indexes are copies of it: they
follow ``changes_after`` and may be deleted at any time. Calls block; use threads. One process
writes at a time (``DataDirectory.write_lock``), any number read.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from blackbird.storage import queries, schema
from blackbird.storage.conversations import Conversations
from blackbird.storage.engine import (
    BUSY_TIMEOUT_S,
    Connections,
    open_reader,
    open_writer,
    translated_errors,
)
from blackbird.storage.pages import Pages
from blackbird.storage.rows import Change, Counts, Entry, StoredDocument
from blackbird.storage.schema import DOCUMENTS, META
from blackbird.storage.writes import batches, document_row, drop, insert_passages, of_origins
from blackbird.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Record:
    """An open record."""

    def __init__(self, reader: Connections, writer: sa.Engine, identity: str) -> None:
        self._reader = reader
        self._writer = writer
        self.identity = identity
        """Made once with the database: an index of another record is not this one's."""

    @property
    def conversations(self) -> Conversations:
        """What was asked and answered, in the same database."""
        return Conversations(self._reader, self._writer)

    def pages(self, most_bytes: int) -> Pages:
        """Pages of the web, in the same database; so many bytes of text are kept."""
        return Pages(self._reader, self._writer, most_bytes)

    @classmethod
    def open(cls, path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Record:
        """Open the database at ``path``, created or upgraded if need be.

        A writer waits ``busy_timeout_s`` for another before it gives up.
        Raises ``SchemaTooNew``, ``DataDirectoryBusy``, ``DiskFull``, ``StorageError``.
        """
        reader = Connections(open_reader(path, busy_timeout_s))
        writer = open_writer(path, busy_timeout_s)
        try:
            with translated_errors():
                return cls(reader, writer, _prepare(reader.get(), writer))
        except BaseException:
            reader.close()
            writer.dispose()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.close()

    def put(self, entries: Sequence[Entry], replacing: Sequence[str] = ()) -> None:
        """Store documents in one transaction; once it returns they survive a power cut.

        An older version of a document goes with its passages, as do all documents that came
        from the files ``replacing``. Of two entries with one id the later one stays.
        Raises ``BadInput``, ``DiskFull``, ``DataDirectoryBusy``.
        """
        latest = {entry.document.id: entry for entry in entries}
        rows = [document_row(entry) for entry in latest.values()]  # checked before the lock
        with translated_errors(), self._writer.begin() as connection:
            drop(connection, of_origins(connection, replacing))
            drop(connection, latest)
            if rows:
                connection.execute(sa.insert(DOCUMENTS), rows)
            insert_passages(connection, latest.values())

    def drop(self, document_ids: Sequence[str]) -> int:
        """Forget documents; returns how many there were."""
        with translated_errors(), self._writer.begin() as connection:
            return drop(connection, document_ids)

    def drop_by_origin(self, paths: Sequence[str]) -> int:
        """Forget the documents that came from these files; returns how many there were."""
        with translated_errors(), self._writer.begin() as connection:
            return drop(connection, of_origins(connection, paths))

    def origins(self, folder: str, embedder: str | None = None) -> dict[str, tuple[int, int, str]]:
        """Files at or under ``folder`` → (mtime in ns, size, SHA-256) when they were read.

        With ``embedder``, only files whose documents it embedded: others need a new reading.
        """
        below = folder.rstrip("/") + "/"
        values = {"folder": folder, "first": below, "end": below[:-1] + "0"}  # "0" follows "/"
        query = queries.ORIGINS
        if embedder is not None:
            query = query.where(DOCUMENTS.c.embedder == embedder)
        return {path: (mtime, size, sha) for path, mtime, size, sha in self._rows(query, values)}

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are not there are left out."""
        found: dict[str, Passage] = {}
        for batch in batches(ids):
            for row in self._rows(queries.PASSAGES_BY_ID, {"ids": batch}):
                found[row[0]] = Passage(*row)
        return [found[id] for id in ids if id in found]

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Passage key → passage, of those that are there: what a search ends with."""
        found: dict[int, Passage] = {}
        for batch in batches(keys):
            for key, *fields in self._rows(queries.PASSAGES_BY_KEY, {"keys": batch}):
                found[key] = Passage(*fields)
        return found

    def passage_ids(self, keys: Sequence[int]) -> dict[int, str]:
        """Passage key → id, of those that are there."""
        pairs: dict[int, str] = {}
        for batch in batches(keys):
            pairs.update((key, id) for key, id in self._rows(queries.IDS_BY_KEY, {"keys": batch}))
        return pairs

    def dates_and_sources(self, keys: Sequence[int]) -> dict[int, tuple[str | None, str]]:
        """Passage key → date and source of its document, of those that are there."""
        found: dict[int, tuple[str | None, str]] = {}
        for batch in batches(keys):
            for key, date, source in self._rows(queries.DATES_AND_SOURCES, {"keys": batch}):
                found[key] = (date, source)
        return found

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        """Passage id → its vector, of those that have one."""
        import numpy as np  # a tenth of a second that commands without vectors need not pay

        found: dict[str, NDArray[np.float16]] = {}
        for batch in batches(ids):
            for id, blob in self._rows(queries.VECTORS_BY_ID, {"ids": batch}):
                found[id] = np.frombuffer(blob, dtype="<f2")
        return found

    def pieces(self, ids: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        """Passage id → vectors, shape ``(1 + pieces, dimensions)``: the passage's own comes first.

        A passage that is one piece has one row.
        """
        import numpy as np  # as above

        found: dict[str, NDArray[np.float16]] = {}
        for batch in batches(ids):
            for id, own, pieces in self._rows(queries.PIECES_BY_ID, {"ids": batch}):
                rows = np.frombuffer(own + (pieces or b""), dtype="<f2")
                found[id] = rows.reshape(-1, len(own) // 2)
        return found

    def text(self, document_id: str) -> str | None:
        """The stored main text, None if there is no such document."""
        rows = self._rows(sa.select(DOCUMENTS.c.text).where(DOCUMENTS.c.id == document_id))
        return rows[0][0] if rows else None

    def standing(self, hashes: Sequence[str]) -> frozenset[str]:
        """Those of some texts, by SHA-256, that a document has."""
        found: set[str] = set()
        for batch in batches(hashes):
            query = sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.sha256.in_(batch))
            found.update(sha256 for (sha256,) in self._rows(query))
        return frozenset(found)

    def documents(self, limit: int = 100, offset: int = 0) -> list[StoredDocument]:
        """Documents by id, without their texts."""
        rows = self._rows(queries.STORED_DOCUMENTS, {"limit": limit, "offset": offset})
        return [StoredDocument(*row) for row in rows]

    def newest_documents(
        self, search: str = "", limit: int = 100, offset: int = 0
    ) -> list[StoredDocument]:
        """Documents whose id, title or address holds ``search``, the last one read first."""
        values = {"limit": limit, "offset": offset}
        return [StoredDocument(*row) for row in self._rows(queries.newest(search), values)]

    def count(self) -> Counts:
        """How much there is."""
        return Counts(*self._rows(queries.COUNTS)[0])

    def embedders(self) -> dict[str, int]:
        """Embedder → documents whose vectors it made."""
        return {embedder: count for embedder, count in self._rows(queries.EMBEDDERS)}

    def last_sequence(self) -> int:
        """Number of the newest change, 0 if there is none. Quick enough to ask at each search."""
        return self._rows(queries.LAST_SEQUENCE)[0][0] or 0

    def changes_after(self, seq: int, limit: int = 1000) -> list[Change]:
        """The next changes in their order, with what they put if it is still there."""
        rows = self._rows(queries.CHANGES_AFTER, {"after": seq, "limit": limit})
        return [
            Change(seq, op, key, text, title or "", date, source or "", embedder or "", vector)
            for seq, op, key, text, title, date, source, embedder, vector in rows
        ]

    def _rows(
        self, query: sa.Select[Any], values: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        with translated_errors():
            cursor = self._reader.get().execute(query, values).cursor
            assert cursor is not None  # a SELECT has one; its rows are plain tuples
            return list(cursor.fetchall())


def _prepare(connection: sa.Connection, writer: sa.Engine) -> str:
    """Upgrade the schema if need be; returns the record's identity."""
    found = schema.version(connection)
    schema.check_known(found)
    if found == schema.HEAD:
        return _identity(connection)
    with writer.begin() as connection:
        schema.upgrade(connection)
        if not connection.execute(sa.select(META.c.value)).first():
            connection.execute(sa.insert(META), {"name": "identity", "value": uuid.uuid4().hex})
        return _identity(connection)


def _identity(connection: sa.Connection) -> str:
    query = sa.select(META.c.value).where(META.c.name == "identity")
    identity: str = connection.execute(query).scalar_one()
    return identity
