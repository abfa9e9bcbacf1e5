"""Tavily, a search made for programs; needs a key.

https://docs.tavily.com/documentation/api-reference/endpoint/search
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from blackbird.index.window import days
from blackbird.net.engine import EngineDoor
from blackbird.protocols import Clock, Found, Scope
from blackbird.text.fields import day, number, rows, words
from blackbird.types import Query

_MOST = 20
_LONGEST = 400  # characters of a question


# It knows countries by their names; these are the ones asked for most.
_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        **{"us": "united states", "gb": "united kingdom", "jp": "japan", "de": "germany"},
        **{"fr": "france", "es": "spain", "it": "italy", "nl": "netherlands", "br": "brazil"},
        **{"in": "india", "ca": "canada", "au": "australia", "kr": "south korea", "cn": "china"},
        **{"mx": "mexico", "pt": "portugal", "ch": "switzerland", "at": "austria"},
    }
)


class Tavily:
    """Asks ``url`` with ``key``. It takes no language and no safe-search."""

    name = "tavily"

    def __init__(self, door: EngineDoor, url: str, key: str, scope: Scope, clock: Clock) -> None:
        del clock
        self._door = door
        self._url = url
        self._key = key
        self._scope = scope

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        return self._door.budget_s

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``."""
        first, last = days(query.since, query.until)
        body: dict[str, Any] = {
            "query": query.text[:_LONGEST],
            "max_results": min(query.limit, _MOST),
            "search_depth": "basic",
            "include_answer": False,
        }
        period = {"start_date": first, "end_date": last}
        body |= {name: at.isoformat() for name, at in period.items() if at}
        sites = {"include_domains": self._scope.sites, "exclude_domains": self._scope.without}
        body |= {name: list(hosts) for name, hosts in sites.items() if hosts}
        if country := _COUNTRIES.get(self._scope.country.lower()):
            body["country"] = country
        headers = {"authorization": f"Bearer {self._key}"}
        data = await self._door.post(self._url, body, headers)
        return [
            Found(
                words(row.get("url"), 8192),
                words(row.get("title")),
                day(row.get("published_date")),
                number(row.get("score")),
            )
            for row in rows(data, "results")
        ]
