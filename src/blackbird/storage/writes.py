"""What happens inside one write transaction of the record: rows made, put and dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from blackbird.errors import BadInput
from blackbird.storage.rows import Entry
from blackbird.storage.schema import CHANGES, DOCUMENTS, PASSAGES, VECTORS

T = TypeVar("T")

BATCH = 500  # values in one IN list; SQLite of old allows 999


def document_row(entry: Entry) -> dict[str, Any]:
    """The row of a document. Raises ``BadInput`` for what cannot be stored."""
    document, origin = entry.document, entry.origin
    row: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "url": document.url,
        "date": document.date,
        "language": document.language,
        "source": document.source,
        "text": document.text,
        "sha256": "",
        "fetched_at": entry.fetched_at,
        "embedder": entry.embedder if entry.vectors is not None else "",
        "origin": origin.path if origin else "",
        "origin_mtime_ns": origin.mtime_ns if origin else 0,
        "origin_size": origin.size if origin else 0,
        "origin_sha256": origin.sha256 if origin else "",
    }
    try:
        for value in row.values():
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"Document {document.id[:80]!r} holds a broken character (half a surrogate pair).",
            "Repair its encoding, then index it again.",
        ) from error
    row["sha256"] = hashlib.sha256(document.text.encode()).hexdigest()
    if entry.vectors is not None and len(entry.vectors) != len(entry.passages):
        raise BadInput(
            f"Document {document.id[:80]!r} has {len(entry.passages)} passages "
            f"and {len(entry.vectors)} vectors.",
            "Each passage needs one.",
        )
    return row


def insert_passages(connection: sa.Connection, entries: Iterable[Entry]) -> None:
    """Put the passages of documents that are in, with vectors and log lines."""
    rows: list[dict[str, Any]] = []
    blobs: list[tuple[bytes | None, bytes | None]] = []
    for entry in entries:
        vectors = None if entry.vectors is None else entry.vectors.astype("<f2")
        pieces = entry.pieces or (None,) * len(entry.passages)
        for i, span in enumerate(entry.passages):
            rows.append(_passage_row(entry.document.id, i + 1, span.text, span.start, span.end))
            part = pieces[i]
            blobs.append(
                (
                    None if vectors is None else vectors[i].tobytes(),
                    None if part is None else part.astype("<f2").tobytes(),
                )
            )
    if not rows:
        return
    inserted = connection.execute(
        sa.insert(PASSAGES).returning(PASSAGES.c.key, sort_by_parameter_order=True), rows
    )
    keys = [key for (key,) in inserted]
    stored = [
        {"key": key, "vector": blob, "pieces": pieces}
        for key, (blob, pieces) in zip(keys, blobs, strict=True)
        if blob is not None
    ]
    if stored:
        connection.execute(sa.insert(VECTORS), stored)
    connection.execute(sa.insert(CHANGES), [{"op": "put", "key": key} for key in keys])


def _passage_row(document_id: str, n: int, text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "id": f"{document_id}#{n}",
        "document_id": document_id,
        "n": n,
        "start": start,
        "end": end,
        "text": text,
    }


def of_origins(connection: sa.Connection, paths: Sequence[str]) -> list[str]:
    """Ids of the documents that came from these files."""
    ids: list[str] = []
    for batch in batches([path for path in paths if path]):  # '' means: from no file
        query = sa.select(DOCUMENTS.c.id).where(DOCUMENTS.c.origin.in_(batch))
        ids.extend(connection.execute(query).scalars())
    return ids


def drop(connection: sa.Connection, document_ids: Iterable[str]) -> int:
    """Delete documents and all of theirs, and log it; returns how many there were."""
    dropped = 0
    for batch in batches(list(document_ids)):
        keys = sa.select(PASSAGES.c.key).where(PASSAGES.c.document_id.in_(batch))
        log = sa.select(sa.literal("drop"), PASSAGES.c.key).where(PASSAGES.c.document_id.in_(batch))
        connection.execute(
            sa.insert(CHANGES).from_select(["op", "key"], log.order_by(PASSAGES.c.key))
        )
        connection.execute(sa.delete(VECTORS).where(VECTORS.c.key.in_(keys)))
        connection.execute(sa.delete(PASSAGES).where(PASSAGES.c.document_id.in_(batch)))
        result = connection.execute(sa.delete(DOCUMENTS).where(DOCUMENTS.c.id.in_(batch)))
        dropped += result.rowcount
    return dropped


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list so that each part fits one statement."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
