"""The owner's own documents as a source of answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from blackbird.index.query import Index
from blackbird.protocols import Embedder
from blackbird.storage.record import Record
from blackbird.types import Hit, Query


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

        def look() -> list[Hit]:
            self._index.refresh()
            found = self._index.search(
                query.text, vector, query.limit, since=query.since, until=query.until
            )
            scores = dict(found)
            return [Hit(p, scores[p.id]) for p in self._record.passages(list(scores))]

        return await asyncio.to_thread(look)
