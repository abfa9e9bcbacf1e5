"""SearXNG: a metasearch server of the owner's or a friend's, by its JSON API.

https://docs.searxng.org/dev/search_api.html
"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.index.window import days
from blackbird.net.engine import EngineDoor
from blackbird.protocols import Clock, Found, Scope
from blackbird.text.fields import day, number, rows, words
from blackbird.text.sites import with_sites
from blackbird.types import Query

_SAFE = ("off", "moderate", "strict")
_RANGES = ((1, "day"), (31, "month"), (366, "year"))  # it knows no others


class SearXNG:
    """Asks one server; ``url`` is its address, with or without ``/search``."""

    name = "searxng"

    def __init__(self, door: EngineDoor, url: str, key: str, scope: Scope, clock: Clock) -> None:
        del key  # it has none
        self._door = door
        self._url = url.rstrip("/").removesuffix("/search") + "/search"
        self._scope = scope
        self._clock = clock

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        return self._door.budget_s

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``."""
        scope = self._scope
        language = query.language or ""
        asked = {
            "q": with_sites(query.text, scope.sites, scope.without),
            "format": "json",
            "language": f"{language}-{scope.country}" if language and scope.country else language,
            "safesearch": str(_SAFE.index(scope.safe)),
            "time_range": self._range(query),
        }
        data = await self._door.get(self._url, asked)
        return [
            Found(
                words(row.get("url"), 8192),
                words(row.get("title")),
                day(row.get("publishedDate")),
                number(row.get("score")),
            )
            for row in rows(data, "results")
        ]

    def _range(self, query: Query) -> str:
        """The shortest range up to now that holds the period; what is too much goes later."""
        first, _ = days(query.since, None)
        if first is None:
            return ""
        back = (self._clock.now().date() - first).days
        return next((name for most, name in _RANGES if back <= most), "")
