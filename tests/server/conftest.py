"""A real server on loopback over a scripted model, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.models.store import ModelStore
from blackbird.net.guard import Guard
from blackbird.protocols import Fetcher
from blackbird.server.app import build_server
from blackbird.server.limits import Limits
from blackbird.server.listening import StoppableServer, listen
from blackbird.settings import Settings
from blackbird.types import Document
from tests.fakes.embedder import HashEmbedder
from tests.fakes.narrator import Narrator, Weigher

TOWER = "The tower opened in 1889. It is 330 metres tall. Its painter was unknown."
TOWER_URL = "https://example.org/tower"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs; ``url`` ends in /v1."""

    url: str
    model: Narrator
    server: StoppableServer
    loop: asyncio.AbstractEventLoop

    @property
    def root(self) -> str:
        return self.url.removesuffix("/v1")

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.root.removeprefix("http://").partition(":")
        return host, int(port)

    def cut(self) -> None:
        """Break every connection, as a network does."""

        def abort() -> None:
            for connection in tuple(self.server.server_state.connections):
                connection.transport.abort()

        self.loop.call_soon_threadsafe(abort)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.server.stop)


@dataclass(slots=True)
class _Start:
    up: threading.Event = field(default_factory=threading.Event)
    served: Served | None = None


@contextmanager
def serving(
    folder: Path,
    limits: Limits | None = None,
    *,
    settings: Settings | None = None,
    store: ModelStore | None = None,
    fetcher: Fetcher | None = None,
    guard: Guard | None = None,
    port: int = 0,
) -> Iterator[Served]:
    """Run a server until the block ends; ``port`` 0 is any that is free."""
    start = _Start()
    own = replace(settings or Settings(), data_dir=str(folder))
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(own, store, limits, start, port, fetcher, guard))
    )
    thread.start()
    assert start.up.wait(30)
    assert start.served is not None
    try:
        yield start.served
    finally:
        start.served.stop()
        start.served.stop()
        thread.join(30)
    assert not thread.is_alive()


async def _serve(
    settings: Settings,
    store: ModelStore | None,
    limits: Limits | None,
    start: _Start,
    port: int,
    fetcher: Fetcher | None,
    guard: Guard | None,
) -> None:
    model = Narrator()
    with listen("127.0.0.1", port) as listener:
        try:
            async with Assistant(
                settings,
                models={"mini": model},
                embedder=HashEmbedder(),
                scorer=Weigher(),
                store=store,
                fetcher=fetcher,
                guard=guard,
            ) as assistant:
                await assistant.add_documents([Document("tower", TOWER, url=TOWER_URL)])
                loop = asyncio.get_running_loop()

                def announce(url: str) -> None:
                    start.served = Served(url, model, server, loop)
                    start.up.set()

                server = build_server(assistant, listener, announce, limits)
                await server.serve(sockets=[listener])
        finally:
            start.up.set()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests of a module."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running
