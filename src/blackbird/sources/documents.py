"""The owner's own documents as a source of answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from blackbird.index.fusion import with_pieces
from blackbird.index.query import Index
from blackbird.protocols import Embedder
from blackbird.storage.record import Record
from blackbird.types import Hit, Query

LOOKED_AT = 20  # passages whose pieces are compared; the right one is hardly ever below


class Documents:
    """Searches what ``index add`` stored, by words and by meaning."""

    def __init__(self, record: Record, index: Index, embedder: Embedder) -> None:
        self._record = record
        self._index = index
        self._embedder = embedder

    @property
    def name(self) -> str:
        """The name given to ``--source``."""
        return "documents"

    async def search(self, query: Query) -> Sequence[Hit]:
        """Best first. An empty query finds nothing."""
        if not query.text.strip():
            return ()
        vector = (await self._embedder.embed([query.text], "query"))[0]
        return await asyncio.to_thread(self._look, query, vector)

    def _look(self, query: Query, vector: NDArray[np.float32]) -> list[Hit]:
        self._index.refresh()
        found = self._index.hits(
            query.text, vector, max(query.limit, LOOKED_AT), since=query.since, until=query.until
        )
        pieces = self._record.pieces([hit.passage.id for hit in found])
        hits = [_looked_at(hit, pieces.get(hit.passage.id), vector) for hit in found]
        return sorted(hits, key=lambda h: (-h.score, h.passage.id))[: query.limit]


def _looked_at(hit: Hit, rows: NDArray[np.float16] | None, vector: NDArray[np.float32]) -> Hit:
    """The hit with its pieces, scored by the nearest of them too."""
    if rows is None:
        return hit
    wide = rows.astype(np.float32)
    cosines = wide @ vector
    if len(rows) == 1:
        return replace(hit, pieces=wide)
    score = with_pieces(hit.score, float(cosines[0]), float(cosines[1:].max()))
    return replace(hit, score=score, pieces=wide[1:])
