"""Keeps one folder's index, and the answers saved beside it, up with a record that others write."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext, suppress

from blackbird.errors import DataDirectoryBusy, StorageError
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import Embedding
from blackbird.ingest.tending import Tending
from blackbird.posts import SECOND
from blackbird.protocols import Clock
from blackbird.storage.datadir import DataDirectory
from blackbird.threads import in_a_thread

_LOG = logging.getLogger(__name__)
_LOOK_S = 0.2  # what a post that another machine stored waits for here
_TEND_S = 1.0
_RETRY_S = 2.0


class Keeper:
    """Of several processes on one folder one keeps it; the others wait to take its place.

    ``writer``: makes one, and who gives vectors to posts, if anybody, for each time that this
    becomes the one. ``changed``: set when this
    process has stored something, so that it need not wait to be looked for.
    """

    def __init__(
        self,
        data: DataDirectory,
        writer: Callable[[], tuple[PartsWriter, Tending, Embedding | None]],
        clock: Clock,
        changed: asyncio.Event,
    ) -> None:
        self._data = data
        self._writer = writer
        self._clock = clock
        self._changed = changed

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                with self._data.follow_lock():
                    await self._keep(*await in_a_thread(self._writer))
            except DataDirectoryBusy:
                await asyncio.sleep(_TEND_S)
            except StorageError as error:
                _LOG.warning("%s", error)
                await asyncio.sleep(_RETRY_S)

    async def _keep(
        self, writer: PartsWriter, tending: Tending, embedding: Embedding | None
    ) -> None:
        async with embedding.beside() if embedding else nullcontext():
            await self._keep_up(writer, tending)

    async def _keep_up(self, writer: PartsWriter, tending: Tending) -> None:
        tended = 0.0
        try:
            while True:
                self._changed.clear()
                await in_a_thread(writer.catch_up)
                await in_a_thread(tending.withdraw)
                if self._clock.monotonic() - tended >= _TEND_S:
                    tended = self._clock.monotonic()
                    await in_a_thread(
                        lambda: tending.tend(int(self._clock.now().timestamp() * SECOND))
                    )
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_S):
                        await self._changed.wait()
        finally:
            await in_a_thread(writer.close)
