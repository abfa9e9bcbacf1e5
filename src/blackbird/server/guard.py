"""Keeps web pages of others out: who may speak to the server, and how replies may be used."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from blackbird.server.errors import refusal

_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]


def is_loopback(host: str) -> bool:
    """Whether ``host`` names this machine alone: localhost, or an address of loopback."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def from_own_page(request: Request) -> bool:
    """Whether the page asks, for its owner to look at, and not a program: browsers say so."""
    return request.headers.get("sec-fetch-site") == "same-origin"


class LoopbackOnly:
    """Refuses names that a stranger's DNS can point here, and pages that are not our own.

    The ``Host`` stops DNS rebinding, the ``Origin`` stops a page from posting blindly.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run as an ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                own = [(name, value) for name, value in _SECURITY if name not in given]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        headers = Headers(scope=scope)
        if not all(map(_names_loopback, headers.getlist("host") or [""])):
            message = "This server answers to localhost only. Use http://127.0.0.1 or localhost."
            await refusal(403, message, "foreign_host")(scope, receive, secured)
        elif not all(_is_own_page(o, headers.get("host", "")) for o in headers.getlist("origin")):
            message = "Pages from elsewhere may not use this server. Call it from a program."
            await refusal(403, message, "foreign_origin")(scope, receive, secured)
        else:
            await self._app(scope, receive, secured)


def _names_loopback(host: str) -> bool:
    return _is_loopback_address(f"//{host}")


def _is_own_page(origin: str, host: str) -> bool:
    """A page of another port is another page: a notebook, say, that runs what somebody sent."""
    return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


def _is_loopback_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        name = parts.hostname or ""
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return bare and is_loopback(name)
