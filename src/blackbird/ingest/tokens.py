"""To which servers the tokens of one's accounts may go, and by which way."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_PAIR = re.compile(r"(?P<host>localhost|\[[0-9a-f:]+\]|[\w-]+(?:\.[\w-]+)+)=(?P<token>\S+)", re.I)
_SHORT = 3  # letters: with a country behind them ("co.uk", "or.jp") they are nobody's own name


def token_for(setting: str, url: str, *, trusted: bool) -> str:
    """The token that the server at ``url`` may get; empty if none.

    ``setting``: ``HOST=TOKEN``, several with commas, or a token alone, which goes to servers that
    the owner named himself (``trusted``).
    """
    parts = [part.strip() for part in setting.split(",")]
    pairs = [found for part in parts if (found := _PAIR.fullmatch(part))]
    if not pairs:
        return setting.strip() if trusted else ""
    host = _host(url)
    return next((p["token"] for p in pairs if p["host"].lower().strip("[]") == host), "")


def may_carry(url: str, home: str) -> bool:
    """Whether a token of the server at ``home`` may be sent to ``url``, its own or the one that it
    streams from.
    """
    host, own = _host(url), _host(home)
    return is_private(url) and bool(own) and (host == own or _is_near(host, own))


def is_private(url: str) -> bool:
    """Whether nobody can read along on the way: it is encrypted, or never leaves this machine."""
    host = _host(url)
    if not host:
        return False
    return url.partition("://")[0].lower() in ("https", "wss") or _is_loopback(host)


def _is_near(host: str, own: str) -> bool:
    """Whether ``host`` lies beneath ``own``, or beside it under a name that is somebody's."""
    if _is_loopback(host) or _is_loopback(own):
        return False
    parent = own.partition(".")[2]
    labels = parent.split(".")
    shared = len(labels) < 2 or (len(labels) == 2 and len(labels[0]) <= _SHORT)
    return host.endswith(f".{own}") or (not shared and host.endswith(f".{parent}"))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
