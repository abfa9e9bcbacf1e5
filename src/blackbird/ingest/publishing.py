"""A queue in the record's place: what is read here is stored by workers, on other machines maybe.

A feed's cursor goes on once its events are on the queue's disk: killed between the two, they are
read and put again, and stored once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import CancelledError
from typing import Protocol

from blackbird.errors import StorageError
from blackbird.ingest.messages import encoded
from blackbird.posts import PostEvent
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, Told


class Outbox(Protocol):
    """Where messages are put, as ``net.queue.Queue`` takes them."""

    @property
    def most_bytes(self) -> int:
        """The longest message that it takes."""
        ...

    async def put(self, name: str, messages: Sequence[bytes]) -> None:
        """Put messages about ``name``. Raises ``StorageError``."""
        ...


class Publishing:
    """Made on the event loop that ``outbox`` lives on. ``commit`` blocks; use threads."""

    def __init__(self, record: PostRecord, outbox: Outbox) -> None:
        self._record = record
        self._outbox = outbox
        self._loop = asyncio.get_running_loop()

    def commit(
        self,
        feed: FeedRow,
        events: Sequence[PostEvent],
        cursor: str | None,
        told: Told | None,
        now: int,
    ) -> None:
        """Put events, then note where to go on behind them. Raises ``StorageError``."""
        messages = list(encoded(feed.name, events, self._outbox.most_bytes))
        if messages:
            putting = self._outbox.put(feed.name, messages)
            try:
                asyncio.run_coroutine_threadsafe(putting, self._loop).result()
            except CancelledError as error:
                raise StorageError("The queue was closed.", "Start again.") from error
        self._record.commit(feed, (), cursor, told, now)
