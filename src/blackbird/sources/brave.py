"""Brave Search, by its web search API; needs a key.

https://api-dashboard.search.brave.com/app/documentation/web-search/query
"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.index.window import days
from blackbird.net.engine import EngineDoor
from blackbird.protocols import Clock, Found, Scope
from blackbird.text.fields import day, rows, words
from blackbird.text.sites import with_sites
from blackbird.types import Query

_MOST = 20
_LONGEST = 400  # characters of a question, as its documentation says
_EARLIEST = "1970-01-01"


class Brave:
    """Asks ``url`` with ``key``."""

    name = "brave"

    def __init__(self, door: EngineDoor, url: str, key: str, scope: Scope, clock: Clock) -> None:
        self._door = door
        self._url = url
        self._key = key
        self._scope = scope
        self._clock = clock

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        return self._door.budget_s

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``."""
        scope = self._scope
        language = {"ja": "jp"}.get(query.language or "", query.language or "")  # its own codes
        asked = {
            "q": with_sites(query.text, scope.sites, scope.without)[:_LONGEST],
            "count": str(min(query.limit, _MOST)),
            "search_lang": language,
            "country": scope.country.upper(),
            "safesearch": scope.safe,
            "freshness": self._period(query),
            "text_decorations": "false",
        }
        headers = {"x-subscription-token": self._key}
        data = await self._door.get(self._url, asked, headers)
        return [
            Found(words(row.get("url"), 8192), words(row.get("title")), day(row.get("page_age")))
            for row in rows(data, "web", "results")
        ]

    def _period(self, query: Query) -> str:
        first, last = days(query.since, query.until)
        if first is None and last is None:
            return ""
        return f"{first or _EARLIEST}to{last or self._clock.now().date()}"
