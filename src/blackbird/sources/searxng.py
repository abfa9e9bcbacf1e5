"""SearXNG: a metasearch server of the owner's or a friend's, by its JSON API; keyless.

``url`` is its address, with or without ``/search``.
https://docs.searxng.org/dev/search_api.html
"""

from __future__ import annotations

from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import listed
from blackbird.text.sites import with_sites

_SAFE = ("off", "moderate", "strict")
_RANGES = ((1, "day"), (31, "month"), (366, "year"))  # it documents no others


async def find(call: EngineCall) -> list[Found]:
    """Best first. Raises ``SourceError``."""
    scope = call.scope
    asked = {
        "q": with_sites(call.query.text, scope.sites, scope.without),
        "format": "json",
        "language": "-".join(filter(None, [call.language, call.language and call.country])),
        "safesearch": str(_SAFE.index(scope.safe)),
        "time_range": call.reaching(_RANGES),
    }
    url = call.url.rstrip("/").removesuffix("/search") + "/search"
    data = await call.door.get(url, asked)
    return listed(data, "results", date="publishedDate", score="score")
