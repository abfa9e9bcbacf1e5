"""The questions that the record asks its database, made once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from blackbird.storage.schema import CHANGES, DOCUMENTS, PASSAGES, VECTORS

_PASSAGE = (
    PASSAGES.c.id,
    PASSAGES.c.text,
    PASSAGES.c.start,
    PASSAGES.c.end,
    DOCUMENTS.c.url,
    DOCUMENTS.c.title,
    DOCUMENTS.c.date,
    DOCUMENTS.c.language,
    DOCUMENTS.c.fetched_at,
    DOCUMENTS.c.sha256,
    DOCUMENTS.c.source,
)
"""The fields of ``types.Passage`` in their order."""

PASSAGES_BY_ID = (
    sa.select(*_PASSAGE)
    .join(DOCUMENTS, PASSAGES.c.document_id == DOCUMENTS.c.id)
    .where(PASSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
)
PASSAGES_BY_KEY = (
    sa.select(PASSAGES.c.key, *_PASSAGE)
    .join(DOCUMENTS, PASSAGES.c.document_id == DOCUMENTS.c.id)
    .where(PASSAGES.c.key.in_(sa.bindparam("keys", expanding=True)))
)
IDS_BY_KEY = sa.select(PASSAGES.c.key, PASSAGES.c.id).where(
    PASSAGES.c.key.in_(sa.bindparam("keys", expanding=True))
)
LAST_SEQUENCE = sa.select(sa.func.max(CHANGES.c.seq))
CHANGES_AFTER = (
    sa.select(
        CHANGES.c.seq,
        CHANGES.c.op,
        CHANGES.c.key,
        PASSAGES.c.text,
        DOCUMENTS.c.title,
        DOCUMENTS.c.date,
        DOCUMENTS.c.source,
        DOCUMENTS.c.embedder,
        VECTORS.c.vector,
    )
    .select_from(
        CHANGES.outerjoin(PASSAGES, CHANGES.c.key == PASSAGES.c.key)
        .outerjoin(DOCUMENTS, PASSAGES.c.document_id == DOCUMENTS.c.id)
        .outerjoin(VECTORS, VECTORS.c.key == CHANGES.c.key)
    )
    .where(CHANGES.c.seq > sa.bindparam("after"))
    .order_by(CHANGES.c.seq)
    .limit(sa.bindparam("limit"))
)
DATES_AND_SOURCES = (
    sa.select(PASSAGES.c.key, DOCUMENTS.c.date, DOCUMENTS.c.source)
    .join(DOCUMENTS, PASSAGES.c.document_id == DOCUMENTS.c.id)
    .where(PASSAGES.c.key.in_(sa.bindparam("keys", expanding=True)))
)
VECTORS_BY_ID = (
    sa.select(PASSAGES.c.id, VECTORS.c.vector)
    .join(VECTORS, VECTORS.c.key == PASSAGES.c.key)
    .where(PASSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
)
PIECES_BY_ID = (
    sa.select(PASSAGES.c.id, VECTORS.c.vector, VECTORS.c.pieces)
    .join(VECTORS, VECTORS.c.key == PASSAGES.c.key)
    .where(PASSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_STORED = (
    sa.select(
        DOCUMENTS.c.id,
        DOCUMENTS.c.title,
        DOCUMENTS.c.url,
        DOCUMENTS.c.date,
        DOCUMENTS.c.language,
        DOCUMENTS.c.source,
        DOCUMENTS.c.sha256,
        DOCUMENTS.c.fetched_at,
        DOCUMENTS.c.origin,
        sa.select(sa.func.count())
        .where(PASSAGES.c.document_id == DOCUMENTS.c.id)
        .scalar_subquery(),
    )
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
STORED_DOCUMENTS = _STORED.order_by(DOCUMENTS.c.id)
COUNTS = sa.select(
    sa.select(sa.func.count()).select_from(DOCUMENTS).scalar_subquery(),
    sa.select(sa.func.count()).select_from(PASSAGES).scalar_subquery(),
    sa.select(sa.func.count()).select_from(VECTORS).scalar_subquery(),
)
EMBEDDERS = (
    sa.select(DOCUMENTS.c.embedder, sa.func.count())
    .where(DOCUMENTS.c.embedder != "")
    .group_by(DOCUMENTS.c.embedder)
)
ORIGINS = sa.select(
    DOCUMENTS.c.origin,
    DOCUMENTS.c.origin_mtime_ns,
    DOCUMENTS.c.origin_size,
    DOCUMENTS.c.origin_sha256,
).where(
    sa.or_(
        DOCUMENTS.c.origin == sa.bindparam("folder"),
        sa.and_(
            DOCUMENTS.c.origin >= sa.bindparam("first"),
            DOCUMENTS.c.origin < sa.bindparam("end"),
        ),
    )
)


def newest(search: str) -> sa.Select[tuple[Any, ...]]:
    """Stored documents that hold ``search`` in what names them, the last one read first."""
    query = _STORED.order_by(DOCUMENTS.c.fetched_at.desc(), DOCUMENTS.c.id)
    if not search:
        return query
    named = (DOCUMENTS.c.title, DOCUMENTS.c.id, DOCUMENTS.c.url)
    return query.where(sa.or_(*(c.icontains(search, autoescape=True) for c in named)))
