"""Tavily, a search made for programs; needs a key. It takes no language and no safe-search.

https://docs.tavily.com/documentation/api-reference/endpoint/search
"""

from __future__ import annotations

from typing import Any

from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import listed

_MOST = 20
_LONGEST = 400  # characters of a question
_SITES, _WITHOUT = 300, 150  # hosts
# It knows countries by their names; these are the ones asked for most.
_COUNTRIES = {
    **{"ar": "argentina", "at": "austria", "au": "australia", "be": "belgium", "br": "brazil"},
    **{"ca": "canada", "ch": "switzerland", "cl": "chile", "cn": "china", "cz": "czech republic"},
    **{"de": "germany", "dk": "denmark", "es": "spain", "fi": "finland", "fr": "france"},
    **{"gb": "united kingdom", "gr": "greece", "hu": "hungary", "id": "indonesia"},
    **{"ie": "ireland", "il": "israel", "in": "india", "it": "italy", "jp": "japan"},
    **{"kr": "south korea", "mx": "mexico", "nl": "netherlands", "no": "norway"},
    **{"nz": "new zealand", "ph": "philippines", "pl": "poland", "pt": "portugal"},
    **{"ro": "romania", "ru": "russia", "se": "sweden", "sg": "singapore", "th": "thailand"},
    **{"tr": "turkey", "tw": "taiwan", "ua": "ukraine", "us": "united states", "vn": "vietnam"},
    **{"za": "south africa"},
}


async def find(call: EngineCall) -> list[Found]:
    """Best first. Raises ``SourceError``."""
    asked: dict[str, Any] = {
        "query": call.query.text[:_LONGEST],
        "max_results": min(call.query.limit, _MOST),
        "search_depth": "basic",
        "include_answer": False,
    }
    bounds = {
        "country": _COUNTRIES.get(call.scope.country.lower()),
        "include_domains": list(call.scope.sites[:_SITES]),
        "exclude_domains": list(call.scope.without[:_WITHOUT]),
        "start_date": call.first and call.first.isoformat(),
        "end_date": call.last and call.last.isoformat(),
    }
    asked |= {name: value for name, value in bounds.items() if value}
    data = await call.door.post(call.url, asked, {"authorization": f"Bearer {call.key}"})
    return listed(data, "results", date="published_date", score="score")
