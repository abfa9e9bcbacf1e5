"""Connections that stay open: WebSockets, and answers over HTTP that do not end.

The rules of the guard hold for them: the name is looked up once, each answer is checked, and the
connection goes to what was checked: the first of them that is reached. Whoever the owner named may
be private.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from ssl import SSLContext
from typing import TypeVar

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from blackbird.errors import NetworkError
from blackbird.net.guard import AGENT, Guard, Head
from blackbird.net.pinned import ask

MOST_FRAME = 4_000_000  # bytes; the longest post that any network allows has some hundred thousand
MOST_BATCH = 8_000_000  # bytes of frames that are read at once
_QUEUE = 32  # frames that wait here before the socket is no longer read
_CONNECT_S = 10.0  # for all addresses of a name together
_REFUSAL = 4096  # bytes of a refusal, which says why
_HTTP = {"ws": "http", "wss": "https"}
T = TypeVar("T")


class Refused(NetworkError):
    """It was reached and said no. ``status`` and ``headers`` (names in lower case) say how."""

    def __init__(self, head: Head, body: bytes) -> None:
        said = body[:_REFUSAL].decode("utf-8", "replace").strip()
        super().__init__(
            f"{head.url[:100]} answered {head.status}{': ' + said[:300] if said else ''}.",
            "See what its operator says of that answer.",
        )
        self.status = head.status
        self.headers = head.headers
        self.said = said


@dataclass(slots=True)
class Frames:
    """An open WebSocket. Not being read, it stops reading its socket."""

    _connection: ClientConnection
    _most_frame: int

    async def next(self, silence_s: float) -> bytes:
        """The next frame, text as UTF-8.

        Raises ``NetworkError`` when the connection ends, ``TimeoutError`` after that much silence.
        """
        try:
            async with asyncio.timeout(silence_s):
                return await self._connection.recv(decode=False)
        except ConnectionClosed as error:
            raise NetworkError(f"The connection ended ({_shortly(error)}).", "") from error

    async def some(self, silence_s: float, most: int, within_s: float) -> list[bytes]:
        """The next frame, and up to ``most`` in all that come within ``within_s`` after it.

        Of long ones fewer: together they have no more than ``MOST_BATCH`` bytes.
        Raises as ``next``; frames that came before the end of a connection are returned first.
        """
        found = [await self.next(silence_s)]
        size = len(found[0])
        try:
            async with asyncio.timeout(within_s):
                while len(found) < most and size <= MOST_BATCH - self._most_frame:
                    found.append(await self._connection.recv(decode=False))
                    size += len(found[-1])
        except (TimeoutError, ConnectionClosed):
            pass  # an end is told by the next call
        return found

    async def send(self, text: str) -> None:
        """Say something. Raises ``NetworkError``."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise NetworkError(f"The connection ended ({_shortly(error)}).", "") from error


@asynccontextmanager
async def open_frames(
    url: str,
    guard: Guard,
    *,
    headers: Mapping[str, str] | None = None,
    subprotocols: Sequence[str] = (),
    most_frame: int = MOST_FRAME,
    connect_s: float = _CONNECT_S,
) -> AsyncGenerator[Frames]:
    """A WebSocket to ``ws://`` or ``wss://``; a frame of more than so many bytes ends it.

    ``connect_s``: seconds until it is open, for all addresses of its name together.
    Raises ``AddressRefused``, ``Refused``, ``NetworkError``.
    """
    scheme, _, rest = url.partition("://")
    place, addresses = await guard.addresses(f"{_HTTP.get(scheme, scheme)}://{rest}")
    begin = partial(
        _frames,
        url,
        place.host,
        guard.trust() if scheme == "wss" else None,
        dict(headers or {}),
        [Subprotocol(name) for name in subprotocols],
        most_frame,
    )
    try:
        connection = await _in_turn(addresses, connect_s, begin)
    except InvalidStatus as error:
        reply = error.response
        names = {name.lower(): value for name, value in reply.headers.raw_items()}
        raise Refused(
            Head(str(place), reply.status_code, names), bytes(reply.body or b"")
        ) from error
    except (OSError, TimeoutError, WebSocketException, ValueError) as error:
        raise _unreachable(url, error) from error
    try:
        yield Frames(connection, most_frame)
    finally:
        await connection.close()


async def _frames(
    url: str,
    host: str,
    trust: SSLContext | None,
    headers: Mapping[str, str],
    subprotocols: Sequence[Subprotocol],
    most_frame: int,
    address: str,
    within_s: float,
) -> ClientConnection:
    """A WebSocket by one address. ``trust``: the certificates, where it is a secure one."""
    return await connect(
        url,
        host=address,
        ssl=trust,
        server_hostname=host if trust else None,
        additional_headers=headers,
        subprotocols=subprotocols or None,
        user_agent_header=AGENT,
        proxy=None,  # a proxy in the environment is nobody's choice
        compression=None,  # frames of half a kilobyte: it costs more time than it saves
        open_timeout=within_s,
        max_size=most_frame,
        max_queue=_QUEUE,
    )


async def _in_turn(
    addresses: Sequence[str], within_s: float, begin: Callable[[str, float], Awaitable[T]]
) -> T:
    """What the first address that is reached gives; each has its share of the time that is left.

    One after the other, never two at once: some sources let one in only once. Who was reached and
    said no has answered for all of them. Raises what the last one raised.
    """
    now = asyncio.get_running_loop().time
    until = now() + within_s
    *others, last = addresses  # there is one: the guard would have said that there is none
    for left, address in zip(range(len(addresses), 1, -1), others, strict=True):
        with suppress(OSError, httpx.ConnectError, httpx.ConnectTimeout):
            return await begin(address, max(0.0, until - now()) / left)
    return await begin(last, max(0.0, until - now()))


@asynccontextmanager
async def open_lines(
    url: str,
    guard: Guard,
    *,
    headers: Mapping[str, str] | None = None,
    silence_s: float,
    connect_s: float = _CONNECT_S,
) -> AsyncGenerator[AsyncGenerator[bytes]]:
    """The lines of an answer to a GET, as they come, without their ends.

    A line longer than ``MOST_FRAME`` ends the connection. Raises as ``open_frames``; the lines
    raise ``NetworkError`` when the connection ends, or after so many seconds of silence.
    """
    place, addresses = await guard.addresses(url)
    seconds = {"read": silence_s, "write": connect_s, "pool": connect_s}
    asked = {**(headers or {}), "user-agent": AGENT, "accept-encoding": "identity"}
    try:
        async with AsyncExitStack() as stack:

            async def begin(address: str, within_s: float) -> httpx.Response:
                asking = ask(place, address, asked, guard.trust(), seconds | {"connect": within_s})
                return await stack.enter_async_context(asking)

            reply = await _in_turn(addresses, connect_s, begin)
            head = Head(str(place), reply.status_code, dict(reply.headers))
            pieces = _pieces(url, reply)
            if head.status != 200:
                raise Refused(head, await _first(pieces))
            lines = _lines(pieces)
            try:
                yield lines
            finally:
                await lines.aclose()
    except httpx.HTTPError as error:
        raise _unreachable(url, error) from error


async def _pieces(url: str, reply: httpx.Response) -> AsyncGenerator[bytes]:
    assert isinstance(reply.stream, httpx.AsyncByteStream)
    try:
        async for piece in reply.stream:
            yield piece
    except httpx.HTTPError as error:
        raise _unreachable(url, error) from error


async def _first(pieces: AsyncGenerator[bytes]) -> bytes:
    seen = b""
    async for piece in pieces:
        seen += piece
        if len(seen) >= _REFUSAL:
            break
    return seen[:_REFUSAL]


async def _lines(pieces: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """Whole lines; what stands behind the last end of line was cut off and is no line."""
    rest = bytearray()  # grows in place: a long line may come in single bytes
    async for piece in pieces:
        *whole, last = piece.split(b"\n")
        for line in whole:
            yield bytes(rest + line).removesuffix(b"\r")
            rest.clear()
        rest += last
        if len(rest) > MOST_FRAME:
            raise NetworkError(f"A line has more than {MOST_FRAME:,} bytes.", "")
    raise NetworkError("The connection ended.", "")


def _unreachable(url: str, error: Exception) -> NetworkError:
    return NetworkError(
        f"{url.split('?')[0][:100]} could not be reached ({_shortly(error)}).",
        "Check the address, and that this machine is connected.",
    )


def _shortly(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
