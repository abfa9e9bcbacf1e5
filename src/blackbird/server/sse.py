"""Server-sent events, and a reply that ends its work when the client has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from blackbird.errors import BlackbirdError
from blackbird.server.errors import dumped_error, error_response

Work = Callable[["Wire"], Awaitable[None]]

_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]


class Wire:
    """The way back to one client: one response, or a stream of events."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self.started = False

    async def event(self, data: bytes, number: int | None = None) -> None:
        """Send ``data`` (one line) as an event; the first one sends the headers, too.

        A client that comes back names the last ``number`` it got in ``Last-Event-ID``.
        """
        head = b"" if number is None else b"id: %d\n" % number
        await self._piece(head + b"data: " + data + b"\n\n")

    async def breathe(self) -> None:
        """Send what clients ignore: the connection lives, and a dead one is noticed."""
        await self._piece(b":\n\n")

    async def _piece(self, body: bytes) -> None:
        if not self.started:
            self.started = True
            await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self) -> None:
        """End the stream."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def whole(self, response: Response) -> None:
        """Send a response that is not a stream."""
        self.started = True
        await response(self._scope, self._receive, self._send)

    async def fail(self, error: BlackbirdError) -> None:
        """Say what went wrong: by the status, or by a last event if the stream has begun."""
        if not self.started:
            await self.whole(error_response(error))
            return
        await self.event(dumped_error(error))
        await self.end()


class WatchedResponse(Response):
    """Does ``work`` while the client is there, and cancels it when the client leaves."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run as an ASGI application."""
        working = asyncio.ensure_future(self._work(Wire(scope, receive, send)))
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            await asyncio.wait((working, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            working.cancel()
            gone.cancel()
            await asyncio.gather(working, gone, return_exceptions=True)
        if not working.cancelled():
            working.result()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
