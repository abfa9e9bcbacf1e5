"""Single questions to a server: its own address book, a page of a timeline, some statuses."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from blackbird.errors import NetworkError
from blackbird.ingest.fediverse.memory import order
from blackbird.ingest.fediverse.status import id_of
from blackbird.ingest.fediverse.target import Target
from blackbird.ingest.setup import Sleep
from blackbird.ingest.tokens import is_private
from blackbird.net.guard import Guard, Reply
from blackbird.net.pace import seconds_of
from blackbird.net.stream import Refused
from blackbird.protocols import Clock
from blackbird.text.fields import words
from blackbird.text.moments import micros, moment

PAGE = 40
"""Statuses that a server gives at most at once."""

LEFT_ALONE_S = 60.0
"""After a refusal that does not say for how long."""

_BATCH = 20  # ids in one question
_TRIES = 4
_LONGEST_S = 900.0
_PREVIOUS = re.compile(r'<([^<>]{1,4000})>\s*;\s*rel="?prev"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Instance:
    """What a server says of itself: its name, and where it streams."""

    domain: str
    streaming: str


@dataclass(slots=True)
class Rest:
    """Asks one server. The token goes to it and to nobody that it leads on to."""

    target: Target
    guard: Guard
    headers: Mapping[str, str]
    clock: Clock
    sleep: Sleep = asyncio.sleep

    async def instance(self) -> Instance:
        """Raises ``NetworkError``; a server that does not say is its own answer."""
        told: Any = {}
        for version in ("v2", "v1"):
            try:
                told = await self._json(f"/api/{version}/instance", {})
                break
            except Refused as error:
                if error.status not in (401, 403, 404):
                    raise
        urls = _at(told, "configuration", "urls") or _at(told, "urls")
        streaming = words(_at(urls, "streaming") or _at(urls, "streaming_api"), 500)
        domain = words(_at(told, "domain") or _at(told, "uri"), 250)
        return Instance(
            domain if re.fullmatch(r"[\w.:-]+", domain) else self.target.host,
            _base(streaming) or self.target.base,
        )

    async def page(self, behind: str) -> tuple[list[Any], str]:
        """The statuses next behind one, oldest first, and behind which one the next page begins.

        Without ``behind`` the newest one. Raises ``Refused``, ``NetworkError``.
        """
        path, query = self.target.timeline()
        asked = {"limit": str(PAGE), "min_id": behind} if behind else {"limit": "1"}
        reply = await self._ask(path, query | asked)
        told = _read(reply)
        rows = list(reversed(told[:PAGE])) if isinstance(told, list) else []
        newest = max(filter(None, map(id_of, rows)), key=order, default=behind)
        # The link says where to go on; only its number is believed, not where it leads.
        link = _PREVIOUS.search(reply.head.headers.get("link", "")[:8000])
        said = dict(parse_qsl(urlsplit(link[1]).query)).get("min_id", "") if link else ""
        return rows, said if said.isalnum() and order(said) > order(behind) else newest

    async def some(self, local_ids: Sequence[str]) -> list[Any]:
        """Those of the statuses that are there. Raises ``Refused``, ``NetworkError``."""
        found: list[Any] = []
        for start in range(0, len(local_ids), _BATCH):
            asked = [("id[]", name) for name in local_ids[start : start + _BATCH]]
            told = await self._json("/api/v1/statuses", asked)
            found += told[:_BATCH] if isinstance(told, list) else []
        return found

    async def is_gone(self, local_id: str) -> bool:
        """Whether the server says that there is no such status. Raises ``NetworkError``."""
        try:
            await self._json(f"/api/v1/statuses/{local_id}", {})
        except Refused as error:
            if error.status == 429 or error.status >= 500:
                raise
            return error.status in (404, 410)
        return False

    async def _json(self, path: str, query: Any) -> Any:
        return _read(await self._ask(path, query))

    async def _ask(self, path: str, query: Any) -> Reply:
        asked = urlencode(query)
        url = f"{self.target.base}{path}{f'?{asked}' if asked else ''}"
        for tried in range(1, _TRIES + 1):
            reply = await self.guard.get(url, "application/json", before=self._own)
            status = reply.head.status
            if status == 200:
                if reply.head.headers.get("x-ratelimit-remaining") == "0":
                    await self.sleep(wait_s(reply.head.headers, self.clock.now(), 1.0))
                return reply
            if tried == _TRIES or (status != 429 and status < 500):
                break
            unsaid = LEFT_ALONE_S if status == 429 else 2.0**tried
            await self.sleep(wait_s(reply.head.headers, self.clock.now(), unsaid))
        raise Refused(reply.head, reply.body)

    async def _own(self, url: str) -> Mapping[str, str]:
        own = urlsplit(url).hostname == self.target.host and is_private(url)
        return self.headers if own else {}


def wait_s(headers: Mapping[str, str], now: datetime, unsaid: float) -> float:
    """How long it wants to be left alone; ``unsaid`` if it does not say."""
    said = seconds_of(headers.get("retry-after", ""), now)
    free = moment(headers.get("x-ratelimit-reset", ""))
    if said is None and free:
        said = (free - micros(now)) / 1e6
    return min(_LONGEST_S, max(0.0, unsaid if said is None else said))


def _read(reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise NetworkError(
            f"{reply.head.url[:100]} answered with something that is not JSON.",
            "Check that a server with Mastodon's API stands there.",
        ) from error


def _at(told: Any, *path: str) -> Any:
    for name in path:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told


def _base(streaming: str) -> str:
    """``wss://host/…`` as ``https://host``; empty for what is none."""
    scheme, _, rest = streaming.partition("://")
    place = rest.partition("/")[0]
    fits = scheme in ("wss", "ws", "https", "http") and place and "@" not in place
    return f"{scheme.replace('ws', 'http')}://{place}" if fits else ""
