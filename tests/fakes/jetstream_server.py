"""A Jetstream server on loopback, in both versions: remembers what it sent, and can be told to
behave badly.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zstandard
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.fakes.jetstream_frames import failure, first, second

SECOND_PATH = "/xrpc/network.bsky.jetstream.subscribeEvents"
DICTIONARY_PATH = "/xrpc/network.bsky.jetstream.getZstdDictionary"

Query = dict[str, str]


@dataclass(slots=True)
class JetstreamServer:
    """What is appended to ``events`` is sent to whoever is connected."""

    events: list[dict[str, Any]] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    """Of each connection that was asked for."""
    dictionary: bytes = b""
    refusals: list[tuple[int, str]] = field(default_factory=list)
    """Status and body that the next connections get."""
    raw: dict[int, bytes] = field(default_factory=dict)
    """Frames sent as they are in place of the event of that number (from 0)."""
    packed: dict[int, bytes] = field(default_factory=dict)
    """The same, of what is sent packed."""
    drop_after: int = 0
    """Each connection breaks after so many frames, 0 for never."""
    too_slow_after: int = 0
    floor: int = 0
    """The oldest number that is kept: what lies before it is refused, or clamped (version 1)."""
    sent: int = 0
    connections: int = 0
    redirect: str = ""
    _server: Server | None = None
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    @property
    def first(self) -> str:
        """Its address in the first version."""
        return f"ws://127.0.0.1:{self.port}/subscribe"

    @property
    def second(self) -> str:
        return f"ws://127.0.0.1:{self.port}{SECOND_PATH}"

    def say(self, *events: dict[str, Any]) -> None:
        """Something happens on the network."""
        self.events.extend(events)
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._more.set)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[JetstreamServer]:
        self._loop = asyncio.get_running_loop()
        server = await serve(
            self._serve,
            "127.0.0.1",
            0,
            process_request=self._asked,
            select_subprotocol=lambda _, offered: offered[0] if offered else None,
            compression=None,
            max_queue=4,
            write_limit=(65_536, 16_384),
            close_timeout=1,
        )
        self._server = server
        try:
            yield self
        finally:
            server.close(close_connections=True)
            await server.wait_closed()

    @contextmanager
    def in_a_thread(self) -> Iterator[JetstreamServer]:
        """For tests whose other half is a process."""
        ready, over = threading.Event(), asyncio.Event()

        async def work() -> None:
            async with self.running():
                ready.set()
                await over.wait()

        thread = threading.Thread(target=asyncio.run, args=(work(),))
        thread.start()
        ready.wait(30)
        assert self._loop is not None
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(over.set)
            thread.join()

    def _asked(self, connection: ServerConnection, request: Request) -> Response | None:
        parts = urlsplit(request.path)
        if parts.path == DICTIONARY_PATH:
            return _reply(200, self.dictionary) if self.dictionary else _reply(404, b"none")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.queries.append(query)
        if self.redirect:
            return _reply(302, b"", Location=self.redirect)
        if self.refusals:
            status, body = self.refusals.pop(0)
            return _reply(status, body.encode())
        if parts.path == SECOND_PATH:
            cursor = int(query.get("cursor", "0"))
            if cursor and cursor < self.floor:
                said = f'{{"error":"CursorTooOld","message":"the floor is {self.floor}"}}'
                return _reply(400, said.encode())
            wanted = query.get("zstdDictionary", "")
            if wanted and wanted != str(zstd_id(self.dictionary)):
                return _reply(400, b'{"error":"UnknownZstdDictionary"}')
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.connections += 1
        parts = urlsplit(connection.request.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        pack = self._packer(query)
        is_second = parts.path == SECOND_PATH
        at = self._start(query, is_second)
        count = 0
        with suppress(ConnectionClosed):
            while True:
                while at < len(self.events):
                    frame = self._frame(at, is_second)
                    packed = self.packed[at] if at in self.packed else pack(frame)
                    await connection.send(packed)
                    at, count = at + 1, count + 1
                    self.sent += 1
                    if count == self.too_slow_after:
                        await connection.send(pack(failure("ConsumerTooSlow")))
                        return
                    if count == self.drop_after:
                        connection.transport.abort()
                        return
                self._more.clear()
                if not await self._goes_on(connection):
                    return

    async def _goes_on(self, connection: ServerConnection) -> bool:
        """Wait for more to send; whether there is still somebody to send it to."""
        more = asyncio.ensure_future(self._more.wait())
        over = asyncio.ensure_future(connection.wait_closed())
        done, waiting = await asyncio.wait({more, over}, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        return over not in done

    def _start(self, query: Query, is_second: bool) -> int:
        """Number of the first event that is sent: the present without a cursor."""
        if "cursor" not in query:
            return len(self.events)
        cursor = int(query["cursor"])
        if is_second:
            return max(self.floor, cursor)  # sequence n is event n - 1
        behind = (n for n, event in enumerate(self.events) if event["at"] >= cursor)
        return max(self.floor, next(behind, len(self.events)))

    def _frame(self, number: int, is_second: bool) -> bytes:
        if number in self.raw:
            return self.raw[number]
        event = self.events[number]
        return second(event, number + 1) if is_second else first(event)

    def _packer(self, query: Query) -> Callable[[bytes], bytes | str]:
        if "zstdDictionary" not in query:
            return lambda frame: frame.decode("utf-8", "replace")
        known = zstandard.ZstdCompressionDict(self.dictionary)
        return zstandard.ZstdCompressor(dict_data=known).compress


def zstd_id(dictionary: bytes) -> int:
    return int.from_bytes(dictionary[4:8], "little")


def _reply(status: int, body: bytes, **headers: str) -> Response:
    told = Headers({"Content-Length": str(len(body)), "Connection": "close", **headers})
    return Response(status, HTTPStatus(status).phrase, told, body)
