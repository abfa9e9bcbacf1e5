"""Brave Search, by its web search API; needs a key.

https://api-dashboard.search.brave.com/app/documentation/web-search/query
"""

from __future__ import annotations

from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import listed
from blackbird.text.sites import with_sites

_MOST = 20
_LONGEST, _WORDS = 400, 50  # of a question, as its documentation says
# What it does not know, it refuses; so that is left out.
_COUNTRIES = frozenset(
    "AR AT AU BE BR CA CH CL CN DE DK ES FI FR GB HK ID IN IT JP KR MX MY NL NO NZ PH PL PT RU SA "
    "SE TR TW US ZA".split()
)
_EVERYWHERE = "ALL"  # it takes no country for the United States
_LANGUAGES = frozenset(
    "ar bg bn ca cs da de en es et eu fi fr gl gu he hi hr hu is it kn ko lt lv ml mr ms nb nl pa "
    "pl ro ru sk sl sr sv ta te th tr uk vi".split()
)
_OWN_CODES = {"ja": "jp", "zh": "zh-hans", "pt": "pt-br", "no": "nb"}


async def find(call: EngineCall) -> list[Found]:
    """Best first. Raises ``SourceError``."""
    scope, language = call.scope, call.language
    asked = {
        "q": with_sites(call.query.text, scope.sites, scope.without, _LONGEST, _WORDS),
        "count": str(min(call.query.limit, _MOST)),
        "search_lang": _OWN_CODES.get(language, language if language in _LANGUAGES else ""),
        "country": call.country if call.country in _COUNTRIES else _EVERYWHERE,
        "safesearch": scope.safe,
        "freshness": call.between("to"),
        "text_decorations": "false",
    }
    data = await call.door.get(call.url, asked, {"x-subscription-token": call.key})
    return listed(data, "web", "results", date="page_age")
