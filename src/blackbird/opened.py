"""The record, its indexes and the sources of one data directory, each opened when first needed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from blackbird.engines import Engines, scope_of
from blackbird.errors import ConsentNeeded, DataDirectoryBusy, ModelMissing
from blackbird.index.query import Index
from blackbird.ingest.withdrawing import Quotes
from blackbird.ingest.worker import Indexer
from blackbird.live import Live
from blackbird.loaded import Loaded
from blackbird.net.guard import Guard, Rules
from blackbird.net.place import WEB_PORTS
from blackbird.parsing.parser import ChildParser
from blackbird.posts import SECOND
from blackbird.protocols import Clock, Embedder, Fetcher, Parser, Source
from blackbird.registry import load_source
from blackbird.settings import Settings, ports_of
from blackbird.sources.fetch import WebPages
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.drawers import Drawers
from blackbird.storage.pages import Pages
from blackbird.storage.posts.rows import FeedRow, Grants
from blackbird.storage.record import Record


class Opened:
    """What is open of one data directory.

    ``fetcher``, ``guard`` and ``parser`` replace the real ones, as in tests.
    """

    def __init__(
        self,
        data: DataDirectory,
        loaded: Loaded,
        clock: Clock,
        *,
        fetcher: Fetcher | None = None,
        guard: Guard | None = None,
        parser: Parser | None = None,
    ) -> None:
        self._children = ChildParser(loaded.settings.parse_s)
        self.parser = parser or self._children
        self._data = data
        self._loaded = loaded
        self._clock = clock
        self._fetcher = fetcher
        self._guard = guard
        self._engines = Engines(clock, guard)
        self.live = Live(loaded.settings, data, clock, guard)
        self._record: Record | None = None
        self._index: Index | None = None
        self._opening = asyncio.Lock()
        self._stack = ExitStack()

    @property
    def _settings(self) -> Settings:
        return self._loaded.settings

    async def aclose(self) -> None:
        """Close what is open, and end the processes that parse."""
        await self._children.aclose()
        self._stack.close()
        self.live.close()

    def warm(self) -> None:
        """Begin to start a process that parses, if pages may be read."""
        if self._settings.web == "yes" and self.parser is self._children:
            self._children.warm()

    async def record(self) -> Record:
        """The record of documents."""
        async with self._opening:
            if self._record is None:
                self._record = await asyncio.to_thread(Record.open, self._data.record)
                self._stack.callback(self._record.close)
            return self._record

    async def source(self, name: str) -> Source:
        """A source by its name.

        Raises ``UnknownName``, ``ConsentNeeded``, ``ModelError``, ``StorageError``.
        """
        if name == "web":
            return await self._web()
        if name == "posts":
            return await self.live.source(await self._loaded.embedder())
        index = await self._open_index()
        embedder = await self._loaded.embedder()
        source: Source = load_source(name)(await self.record(), index, embedder)
        return source

    async def _web(self) -> Source:
        self.require_web()
        settings = self._settings
        web: Source = load_source("web")(
            self._engines.of(settings),
            await self.pages(),
            await self._loaded.embedder(),
            scope_of(settings),
            (settings.pages, settings.pages_s),
        )
        return web

    async def pages(self) -> Fetcher:
        """Who reads pages of the web."""
        if self._fetcher is None:
            self.warm()
            settings = self._settings
            guard = self._guard or Guard(Rules(ports=WEB_PORTS | ports_of(settings)))
            self._fetcher = WebPages(guard, self._clock, self.parser, await self.kept_pages())
        return self._fetcher

    async def kept_pages(self) -> Pages:
        """The texts of pages that were read."""
        return (await self.record()).pages(self._settings.pages_mb * 1_000_000)

    def require_web(self) -> None:
        """Raise ``ConsentNeeded`` unless the owner has allowed the web to be asked and read."""
        if self._settings.web != "yes":
            raise ConsentNeeded(
                "The web is off: searching or reading it would leave this machine.",
                'Allow it once in the settings, or with "blackbird settings web=yes".',
            )

    async def patient_embedder(self) -> Embedder | None:
        """Who makes vectors of posts in the background; None while its model is not there."""
        try:
            return await self._loaded.patient_embedder()
        except ModelMissing:
            return None

    async def quotes(self) -> Quotes:
        """What saved answers and begun reports quote of posts."""
        record = await self.record()
        drawers = Drawers(self._data.unfinished, record.standing, lambda: 0.0)

        def withdraw(uris: Sequence[str]) -> int:
            return record.conversations.withdraw(uris) + drawers.forget(uris)

        return Quotes(withdraw, record.conversations.quoted)

    async def grant(self, feed: FeedRow, grants: Grants) -> bool:
        """Set what may be done with what a feed brings; whether there is something to purge.

        What may not be shown any more is not, once this returns. Raises ``StorageError``.
        """
        posts = await self.live.record()
        now = int(self._clock.now().timestamp() * SECOND)
        return await asyncio.to_thread(posts.revoking.grant, feed.id, feed.name, grants, now)

    async def indexer(self) -> Indexer:
        """Who stores documents and lets the indexes follow."""
        index = self._index or await self._open_index()
        embedder = await self._loaded.embedder()
        record = await self.record()
        return Indexer(self._data, record, index, embedder, self._clock, self.parser)

    async def _open_index(self) -> Index:
        record, embedder = await self.record(), await self._loaded.embedder()
        async with self._opening:
            if self._index is not None:
                return self._index
            self._index = await asyncio.to_thread(
                Index.open, self._data.index, record, embedder.name, embedder.dimensions
            )
            self._stack.callback(self._index.close)
        with suppress(DataDirectoryBusy):  # who writes lets the indexes follow, too
            await (await self.indexer()).catch_up()
        return self._index
