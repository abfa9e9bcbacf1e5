"""Pages of the web as they were read: so that they need not be read again, and as proofs.

Only so many bytes are kept; the page that was read longest ago goes first. What an answer of a
conversation cites is kept apart from this (``conversations.py``) and does not go with it, unless
its owner wants all of it gone: ``clear``.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from blackbird.protocols import StoredPage
from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.rows import KeptPage
from blackbird.storage.schema import DOCUMENTS, KEPT, PAGES, PROOFS
from blackbird.types import Page

OF_A_PAGE = "web:"
"""Begins the name under which a conversation keeps the text of a page that it cites."""
_CITED = sa.and_(
    sa.func.substr(KEPT.c.document_id, 1, len(OF_A_PAGE)) == OF_A_PAGE,
    KEPT.c.document_id.not_in(sa.select(DOCUMENTS.c.id)),  # somebody may call a document so
)
_FIELDS = tuple(
    PAGES.c[name]
    for name in (
        *("url", "title", "text", "date", "language", "fetched_at"),
        *("etag", "modified", "fresh_until"),
    )
)


class Pages:
    """The pages of one record; made by ``Record.pages``. Calls block; use threads."""

    def __init__(self, reader: Connections, writer: sa.Engine, most_bytes: int) -> None:
        self._reader = reader
        self._writer = writer
        self._most = most_bytes

    def find(self, asked: str) -> StoredPage | None:
        """The page that was read when this address was asked for."""
        with translated_errors():
            query = sa.select(*_FIELDS).where(PAGES.c.asked == asked)
            row = self._reader.get().execute(query).first()
        return StoredPage(asked, Page(*row[:6]), *row[6:]) if row else None

    def put(self, stored: StoredPage) -> None:
        """Keep a page in the place of what was read at its address before.

        Raises ``StorageError``, ``DiskFull``, ``DataDirectoryBusy``.
        """
        page = stored.page
        text = page.text.encode("utf-8", "replace").decode()
        row = {
            "asked": stored.asked,
            "url": page.url or stored.asked,
            "title": page.title,
            "date": page.date,
            "language": page.language,
            "fetched_at": page.fetched_at,
            "etag": stored.etag,
            "modified": stored.modified,
            "fresh_until": stored.fresh_until,
            "bytes": len(text.encode()),
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "text": text,
        }
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.delete(PAGES).where(PAGES.c.asked == stored.asked))
            connection.execute(sa.insert(PAGES).values(row))
            self._make_room(connection)

    def listed(self) -> list[KeptPage]:
        """All that is kept of the web, the last read first; what only answers rest on comes last.

        A text that was read at two addresses is there twice.
        """
        size = sa.func.length(sa.cast(KEPT.c.text, sa.LargeBinary))
        address = sa.func.substr(KEPT.c.document_id, len(OF_A_PAGE) + 1)
        cited = sa.select(address, sa.literal(""), sa.literal(""), size).where(
            _CITED, KEPT.c.sha256.not_in(sa.select(PAGES.c.sha256))
        )
        read = sa.select(PAGES.c.url, PAGES.c.title, PAGES.c.fetched_at, PAGES.c.bytes)
        with translated_errors():
            connection = self._reader.get()
            order = (PAGES.c.fetched_at.desc(), PAGES.c.asked)
            rows = [*connection.execute(read.order_by(*order)), *connection.execute(cited)]
        return [KeptPage(*row) for row in rows]

    def clear(self) -> int:
        """Forget every text of the web, also as the proof behind answers; returns how many.

        Answers keep what they quote. Raises ``StorageError``, ``DataDirectoryBusy``.
        """
        count = len(self.listed())
        of_them = sa.select(KEPT.c.sha256).where(_CITED)
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.delete(PROOFS).where(PROOFS.c.sha256.in_(of_them)))
            connection.execute(sa.delete(KEPT).where(_CITED))
            connection.execute(sa.delete(PAGES))
        return count

    def _make_room(self, connection: sa.Connection) -> None:
        """Forget the oldest beyond what may be kept; the newest stays, however long it is."""
        sizes = sa.select(PAGES.c.asked, PAGES.c.bytes).order_by(
            PAGES.c.fetched_at.desc(), PAGES.c.asked
        )
        total = connection.execute(sa.select(sa.func.sum(PAGES.c.bytes))).scalar() or 0
        if total <= self._most:
            return
        kept = 0
        gone: list[str] = []
        for asked, size in connection.execute(sizes):
            kept += size
            if kept > self._most and kept > size:
                gone.append(asked)
        for asked in gone:
            connection.execute(sa.delete(PAGES).where(PAGES.c.asked == asked))
