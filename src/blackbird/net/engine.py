"""Calls of search engines' APIs: one door for all of them, bounded, and led on nowhere.

An address that the owner set may be private. One that is built in goes by the rules of the guard,
as pages do. No redirect is followed: it would carry the key to wherever it leads.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from blackbird.errors import AddressRefused, NetworkError, SourceError
from blackbird.net.guard import OWNERS, Bounds, Guard, Reply
from blackbird.net.pace import Pace
from blackbird.protocols import Scope
from blackbird.types import Query

_BYTES = 4_000_000  # of a reply; ten results have some ten thousand
_TRIES = 2
_QUOTED = re.compile(r'"[^"]*"')


_EARLIEST = date(1970, 1, 1)  # where a period has no beginning


class EngineDoor:
    """One engine's way out. ``budget_s`` bounds a question to it, waiting and trying included."""

    def __init__(
        self, name: str, pace: Pace, budget_s: float, *, owned: bool, guard: Guard | None = None
    ) -> None:
        guard = guard or Guard()
        self.name = name
        self.budget_s = budget_s
        bounds = Bounds(_BYTES, redirects=0, total_s=budget_s, connect_s=budget_s, read_s=budget_s)
        rules = OWNERS if owned else guard.rules
        self._guard = replace(guard, rules=rules, bounds=bounds, context=guard.trust())
        self._pace = pace

    async def get(
        self, url: str, query: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Any:
        """The JSON of a GET. Raises ``SourceError``: whatever went wrong, in a line."""
        asked = urlencode({k: v for k, v in query.items() if v}, errors="replace")
        return await self._within(f"{url}{'&' if '?' in url else '?'}{asked}", headers or {}, None)

    async def post(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        """The JSON of the reply to a POST of ``body``. Raises as ``get``."""
        data = json.dumps(body).encode()
        return await self._within(url, {**headers, "content-type": "application/json"}, data)

    async def borrowed(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """What a library with a client of its own returns, within the pace and time of this door.

        Raises as ``get``, and ``SourceError`` as ``work`` does.
        """

        async def counted() -> Any:
            await self._pace.turn(self.budget_s)
            try:
                found = await work()
            except SourceError as error:
                self._pace.failed(error.message)
                raise
            self._pace.answered()
            return found

        return await self._timed(counted())

    async def _within(self, url: str, headers: Mapping[str, str], body: bytes | None) -> Any:
        return await self._timed(self._patiently(url, headers, body))

    async def _timed(self, work: Awaitable[Any]) -> Any:
        late = f"no answer within {self.budget_s:g} s"
        try:
            async with asyncio.timeout(self.budget_s):
                return await work
        except TimeoutError as error:
            self._pace.failed(late)
            raise SourceError(late) from error

    async def _patiently(self, url: str, headers: Mapping[str, str], body: bytes | None) -> Any:
        for tried in range(1, _TRIES + 1):
            await self._pace.turn(self.budget_s)
            reply = await self._asked(url, headers, body)
            status, later = reply.head.status, reply.head.headers.get("retry-after", "")
            if status != 429 and not (status == 503 and later):
                break
            wait = self._pace.refused(later)
            if tried == _TRIES or wait > self.budget_s / 2:
                raise SourceError(f"it asked to be left alone ({status}); free in {wait:.0f} s")
        data = _json(reply) if reply.head.status == 200 else None
        if data is None:
            why = _why(reply)
            self._pace.failed(why)
            raise SourceError(why)
        self._pace.answered()
        return data

    async def _asked(self, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        async def own(_: str) -> Mapping[str, str]:
            return headers

        try:
            return await self._guard.get(url, "application/json", before=own, body=body)
        except (AddressRefused, NetworkError) as error:
            # The address would tell the question once more, and the key where it stands in it.
            why = _QUOTED.sub("it", error.message, count=1).rstrip(".")
            if isinstance(error, NetworkError):
                self._pace.failed(why)
            raise SourceError(why) from error


@dataclass(frozen=True, slots=True)
class EngineCall:
    """A question to one engine, with all that the engine's file needs to ask it.

    ``first`` and ``last`` are the days between which pages are wanted.
    """

    door: EngineDoor
    url: str
    key: str
    query: Query
    scope: Scope
    first: date | None
    last: date | None
    today: date

    @property
    def language(self) -> str:
        """The question's language; empty if nobody knows it."""
        return self.query.language or ""

    @property
    def country(self) -> str:
        """The country in capitals; empty for any."""
        return self.scope.country.upper()

    def between(self, joint: str) -> str:
        """First and last day with ``joint`` between them; empty for any time."""
        if self.first is None and self.last is None:
            return ""
        return f"{self.first or _EARLIEST}{joint}{self.last or self.today}"

    def reaching(self, ranges: Sequence[tuple[int, str]]) -> str:
        """The name of the shortest range up to today that holds the period, out of (days, name).

        Empty if none does. What is too much is left out later.
        """
        if self.first is None:
            return ""
        back = (self.today - self.first).days
        return next((name for most, name in ranges if back <= most), "")


def _json(reply: Reply) -> Any:
    """What was sent; ``None`` if that is no JSON. A title in a wrong encoding costs its letters."""
    try:
        return json.loads(reply.body.decode(json.detect_encoding(reply.body), "replace"))
    except (ValueError, RecursionError):
        return None


def _why(reply: Reply) -> str:
    status = reply.head.status
    if status == 200:
        return "it sent something that is not JSON"
    if status in (401, 403):
        return f"it refused ({status}): check its key in the settings, and that it may give JSON"
    return f"it failed ({status})"
