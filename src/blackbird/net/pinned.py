"""One request to one address that was checked: the socket goes there and nowhere else.

The name stays in the ``Host`` header, in TLS's server name and in what the certificate is held
against; it is not looked up again, so it cannot lead elsewhere a moment later.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from ssl import SSLContext
from typing import Any

import httpx

_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=0)


async def system_resolve(
    host: str, port: int, look_up: Callable[..., Any] = socket.getaddrinfo
) -> list[str]:
    """Every address that this machine finds for ``host``. Raises ``OSError``, ``UnicodeError``.

    In a thread that nobody waits for: a look-up that hangs cannot be ended, and must not keep a
    command from ending.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(found: list[str] | BaseException) -> None:
        if answer.done():  # who asked went away
            return
        if isinstance(found, BaseException):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look() -> None:
        found: list[str] | BaseException
        try:
            rows = look_up(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(address[0]) for *_, address in rows))
        except BaseException as error:  # handed to who waits, which names it
            found = error
        with suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=look, name="blackbird-look-up", daemon=True).start()
    return await answer


@asynccontextmanager
async def ask(
    url: httpx.URL,
    address: str,
    headers: Mapping[str, str],
    context: SSLContext,
    seconds: Mapping[str, float],
    body: bytes | None = None,
) -> AsyncGenerator[httpx.Response]:
    """The answer to a GET of ``url`` by ``address``, its body not yet read; a POST of ``body``.

    No client is used, only its transport: so there are no cookies, no redirects that are followed,
    no proxy and no password file. Raises ``httpx.HTTPError``.
    """
    method = "GET" if body is None else "POST"
    # It takes ``Host`` from the address, and the length from the body.
    request = httpx.Request(method, url, headers=headers, content=body)
    pinned = httpx.Request(
        method,
        url.copy_with(host=address),
        headers=request.headers,
        content=body,
        extensions={"timeout": dict(seconds), "sni_hostname": url.raw_host.decode("ascii")},
    )
    async with httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=_ONE) as transport:
        response = await transport.handle_async_request(pinned)
        try:
            yield response
        finally:
            await response.aclose()
