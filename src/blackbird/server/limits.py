"""How much a client may ask for: bytes of a body, requests at a time, seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from blackbird.errors import ModelTimeout, Overloaded
from blackbird.server.errors import refusal
from blackbird.settings import Settings
from blackbird.types import Question

# A client that is still sending does not hear a refusal, so this many times the limit is read
# and thrown away before it.
_DISCARDED = 8
FILES = "/api/documents"
"""The address that takes files, for which larger bounds hold."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All bounds of the server. Times are in seconds."""

    body_bytes: int = 1_000_000
    body_s: float = 30.0
    file_bytes: int = 64 * 1024 * 1024  # of a document that is dropped on the page
    file_s: float = 300.0
    running: int = 4
    waiting: int = 16
    waiting_s: float = 60.0
    request_s: float = 300.0
    check_s: float = 1800.0  # of a whole text: two hundred claims at most, each with its search
    check_alone_s: float = 60.0  # a check of the page goes on after its last listener left
    drain_s: float = 25.0  # with what follows it, a stopped server has ended within 30 s


class Gate:
    """Lets ``running`` requests in, ``waiting`` more wait; the others are sent away."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free = asyncio.Semaphore(limits.running)
        self._running: set[asyncio.Timeout] = set()
        self._waiting: set[asyncio.Timeout] = set()
        self.closed = False

    @property
    def idle(self) -> bool:
        """Whether nobody is in and nobody waits."""
        return not self._running and not self._waiting

    def limit_s(self, question: Question, settings: Settings) -> float:
        """Seconds that answering may take: a report its own, and then its last part as long as
        any question.
        """
        return self._limits.request_s + (settings.deep_seconds if question.deep else 0.0)

    @asynccontextmanager
    async def place(self, limit_s: float | None = None) -> AsyncGenerator[None]:
        """Hold a place, for ``limit_s`` or what the limits say of a request.

        Raises ``Overloaded`` (no room, stopping), ``ModelTimeout``.
        """
        limit_s = limit_s or self._limits.request_s
        await self._enter()
        deadline = asyncio.timeout(limit_s)
        try:
            async with deadline:
                self._running.add(deadline)
                yield
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise self._expired(limit_s) from error
        finally:
            self._running.discard(deadline)
            self._free.release()

    def close(self, drain_s: float) -> None:
        """Let nobody in any more; those who are in have ``drain_s`` to finish."""
        self.closed = True
        now = asyncio.get_running_loop().time()
        for deadline in self._waiting:
            _move(deadline, now)
        for deadline in self._running:
            _move(deadline, min(deadline.when() or now, now + drain_s))

    async def _enter(self) -> None:
        if self.closed:
            raise _stopping()
        if self._free.locked() and len(self._waiting) >= self._limits.waiting:
            raise _busy()
        deadline = asyncio.timeout(self._limits.waiting_s)
        try:
            async with deadline:
                self._waiting.add(deadline)
                await self._free.acquire()
        except TimeoutError as error:
            raise self._turned_away() from error
        finally:
            self._waiting.discard(deadline)

    def _turned_away(self) -> Overloaded:
        return _stopping() if self.closed else _busy()

    def _expired(self, limit_s: float) -> Overloaded | ModelTimeout:
        if self.closed:
            return _stopping()
        return ModelTimeout(
            f"The answer was not ready within {limit_s:g} s.",
            "Ask something shorter, or choose a smaller model.",
        )


def _move(deadline: asyncio.Timeout, when: float) -> None:
    with suppress(RuntimeError):  # it is just running out
        deadline.reschedule(when)


class BodyLimit:
    """Refuses a body that is too slow, or too large; it never holds more than the limit."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run as an ASGI application."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        most, seconds = self._limits.body_bytes, self._limits.body_s
        if scope.get("path") == FILES:
            most, seconds = self._limits.file_bytes, self._limits.file_s
        try:
            async with asyncio.timeout(seconds):
                body = await _read(Headers(scope=scope), receive, most)
        except _Left:
            return  # half a file is not a file, and nobody hears the answer
        except TimeoutError:
            late = refusal(408, "The request did not arrive in time. Send it again.", "timeout")
            await late(scope, receive, _closing(send))
            return
        if body is None:
            message = f"The request has more than {most:,} bytes. Shorten it."
            await refusal(413, message, "too_large")(scope, receive, _closing(send))
            return
        await self._app(scope, _replay(body, receive), send)


class _Left(Exception):
    """The client went away before its body was complete."""


async def _read(headers: Headers, receive: Receive, most: int) -> bytes | None:
    """The body; ``None`` if it is too large. Raises ``_Left``."""
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said[:20]) > _DISCARDED * most:
        return None
    body, length = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Left
        piece = message.get("body", b"")
        length += len(piece)
        if length <= most:
            body += piece
        if length > _DISCARDED * most or not message.get("more_body", False):
            break
    return bytes(body) if length <= most else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body that was read, then what comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _closing(send: Send) -> Send:
    """A ``send`` that ends the connection, on which the rest of a body may still arrive."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        await send(message)

    return sent


def _busy() -> Overloaded:
    return Overloaded("The server has as much to do as it can take.", "Ask again in a moment.")


def _stopping() -> Overloaded:
    return Overloaded("The server is stopping.", "Ask again once it has started anew.")
