"""Which stream of which server is followed, as its address says.

``https://host`` follows all that the server knows of; a path names another stream, as the server
itself does: ``/public/local``, ``/public/remote``, ``/hashtag?tag=x``, ``/hashtag/local?tag=x``,
``/list?list=1``, ``/user``. ``via=websocket`` or ``via=sse`` settles how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from blackbird.errors import FeedFailed

Via = Literal["", "sse", "websocket"]

_TIMELINES = MappingProxyType(
    {
        "public": ("public", {}),
        "public/local": ("public", {"local": "true"}),
        "public/remote": ("public", {"remote": "true"}),
        "hashtag": ("tag/{tag}", {}),
        "hashtag/local": ("tag/{tag}", {"local": "true"}),
        "list": ("list/{list}", {}),
        "user": ("home", {}),
    }
)
_VIAS: Mapping[str, Via] = MappingProxyType({"": "", "sse": "sse", "websocket": "websocket"})
_NEEDS = MappingProxyType({"hashtag": "tag", "hashtag/local": "tag", "list": "list"})
_SHORT = frozenset({"list", "user"})  # the server itself keeps 400 statuses of these


@dataclass(frozen=True, slots=True)
class Target:
    """One stream of one server."""

    base: str
    """``https://host``, with the port if it has one."""
    host: str
    stream: str
    parameter: tuple[str, str] | None = None
    """What the stream needs: a tag or the number of a list."""
    via: Via = ""

    @property
    def short(self) -> bool:
        """Whether only the newest 400 statuses of it can be read again."""
        return self.stream in _SHORT

    def timeline(self) -> tuple[str, dict[str, str]]:
        """Path and query under which the same statuses can be read again."""
        path, query = _TIMELINES[self.stream]
        name, value = self.parameter or ("", "")
        return f"/api/v1/timelines/{path.replace(f'{{{name}}}', quote(value, safe=''))}", dict(
            query
        )

    def events(self, base: str) -> str:
        """Where the stream is read over HTTP."""
        query = f"?{urlencode([self.parameter])}" if self.parameter else ""
        return f"{base}/api/v1/streaming/{self.stream}{query}"

    def subscription(self) -> dict[str, str]:
        """What is said over a WebSocket to get it."""
        asked = {"type": "subscribe", "stream": self.stream.replace("/", ":")}
        return asked | (dict([self.parameter]) if self.parameter else {})


def read_target(address: str) -> Target:
    """What ``address`` means. Raises ``FeedFailed``."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _bad(address, "it cannot be read") from None
    if parts.scheme not in ("https", "http") or not host or "@" in parts.netloc:
        raise _bad(address, "it is no address of a server")
    stream = parts.path.strip("/") or "public"
    if stream not in _TIMELINES:
        raise _bad(
            address, f'there is no stream "{stream[:40]}"; there are {", ".join(_TIMELINES)}'
        )
    query = dict(parse_qsl(parts.query))
    name = _NEEDS.get(stream, "")
    value = query.get(name, "").strip().removeprefix("#")
    if name and not value:
        raise _bad(address, f"it needs ?{name}=…")
    via = _VIAS.get(query.get("via", ""))
    if via is None:
        raise _bad(address, "via is sse or websocket")
    base = f"{parts.scheme}://{parts.netloc}"
    return Target(base, host, stream, (name, value) if name else None, via)


def _bad(address: str, why: str) -> FeedFailed:
    return FeedFailed(
        f'"{address[:100]}" cannot be followed: {why}.',
        "Give a server and its stream, such as mastodon:https://example.social/public/local.",
    )
