"""Keeps a Python process off every network but loopback; for the tests and what they start.

``tests/conftest.py`` imports it and puts its folder on ``PYTHONPATH``, so child processes that
are Python carry the same guard from their first line. It is an audit hook: it sees each call
below the ``socket`` module, whoever makes it, and cannot be taken out again.
"""

from __future__ import annotations

import ipaddress
import sys

NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost"}
CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class OutsideLoopback(BaseException):
    """A test tried to leave loopback. No ``Exception``: no handler takes it for a failed source."""


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise ``OutsideLoopback`` for a connection or a look-up that would leave this machine."""
    if event in RESOLVING:
        host = _text(arguments[0]).lower()
        # To resolve a literal address asks nobody; to connect to it is another matter.
        if host not in NAMES and _literal(host) is None:
            raise OutsideLoopback(f"{event} of {host!r}")
    elif event in CONNECTING:
        address = arguments[1]
        if isinstance(address, tuple):
            literal = _literal(_text(address[0]))
            mapped = getattr(literal, "ipv4_mapped", None) or literal
            if _text(address[0]).lower() not in NAMES and not (mapped and mapped.is_loopback):
                raise OutsideLoopback(f"{event} to {address!r}")


sys.addaudithook(refuse)
