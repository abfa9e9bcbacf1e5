"""Whatever answers in the shape of Bing's Web Search API v7: its successors, gateways, one's own.

Microsoft's own was ended in 2025, so there is no address by default.
https://learn.microsoft.com/en-us/bing/search-apis/bing-web-search/reference/query-parameters
"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.index.window import days
from blackbird.net.engine import EngineDoor
from blackbird.protocols import Clock, Found, Scope
from blackbird.text.fields import day, rows, words
from blackbird.text.sites import with_sites
from blackbird.types import Query

_MOST = 50
_EARLIEST = "1970-01-01"
_MARKETS = {"en": "en-US", "ja": "ja-JP", "es": "es-ES", "de": "de-DE", "fr": "fr-FR"}


class Bing:
    """Asks ``url``, which ends in ``/search``, with ``key``."""

    name = "bing"

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
        asked = {
            "q": with_sites(query.text, scope.sites, scope.without),
            "count": str(min(query.limit, _MOST)),
            "mkt": self._market(query.language or ""),
            "setLang": query.language or "",
            "safeSearch": scope.safe.capitalize(),
            "freshness": self._period(query),
            "responseFilter": "Webpages",
        }
        # Gateways take the key by one name or the other.
        headers = {
            "ocp-apim-subscription-key": self._key,
            "authorization": f"Bearer {self._key}",
        }
        data = await self._door.get(self._url, asked, headers if self._key else {})
        return [
            Found(
                words(row.get("url"), 8192), words(row.get("name")), day(row.get("datePublished"))
            )
            for row in rows(data, "webPages", "value")
        ]

    def _market(self, language: str) -> str:
        if language and self._scope.country:
            return f"{language}-{self._scope.country.upper()}"
        return _MARKETS.get(language, "")

    def _period(self, query: Query) -> str:
        first, last = days(query.since, query.until)
        if first is None and last is None:
            return ""
        return f"{first or _EARLIEST}..{last or self._clock.now().date()}"
