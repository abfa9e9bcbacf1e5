"""Whatever answers in the shape of Bing's Web Search API v7: its successors, gateways, one's own.

Microsoft's own was ended in 2025, so there is no address by default; ``url`` ends in ``/search``.
https://learn.microsoft.com/en-us/bing/search-apis/bing-web-search/reference/query-parameters
"""

from __future__ import annotations

from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import listed
from blackbird.text.sites import with_sites

_MOST = 50
_COUNTRIES = {"en": "US", "ja": "JP", "es": "ES", "de": "DE", "fr": "FR"}


async def find(call: EngineCall) -> list[Found]:
    """Best first. Raises ``SourceError``."""
    scope, language = call.scope, call.language
    country = call.country or _COUNTRIES.get(language)
    asked = {
        "q": with_sites(call.query.text, scope.sites, scope.without),
        "count": str(min(call.query.limit, _MOST)),
        "mkt": f"{language}-{country}" if language and country else "",
        "setLang": language,
        "safeSearch": scope.safe.capitalize(),
        "freshness": call.between(".."),
        "responseFilter": "Webpages",
    }
    # Gateways take the key by one name or the other.
    headers = {"ocp-apim-subscription-key": call.key, "authorization": f"Bearer {call.key}"}
    data = await call.door.get(call.url, asked, headers if call.key else {})
    return listed(data, "webPages", "value", title="name", date="datePublished")
