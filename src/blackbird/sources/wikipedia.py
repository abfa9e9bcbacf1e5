"""Wikipedia in the question's language, or any other wiki, by MediaWiki's search API; keyless.

``url`` is the ``api.php`` of a wiki; ``{language}`` in it is the question's.
https://www.mediawiki.org/wiki/API:Search
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from blackbird.errors import SourceError
from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import day, rows, words
from blackbird.text.keywords import keywords
from blackbird.text.sites import is_within

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST = 20
_WORDS_MOST = 300  # characters; its search refuses longer ones


async def find(call: EngineCall) -> list[Found]:
    """Best first. Raises ``SourceError``. There is no range of time: a page is as old as its last
    edit.
    """
    language = call.language if _LANGUAGE.fullmatch(call.language) else "en"
    wiki = call.url.replace("{language}", language)
    if not is_within(wiki, call.scope.sites, call.scope.without):
        return []
    text = call.query.text
    wanted = keywords(text) or (text[:_WORDS_MOST],)
    # It finds pages that have all words, so a question as it is asked finds hardly any.
    for joint in (" ", " OR ") if len(wanted) > 1 else (" ",):
        if found := await _named(call, wiki, joint.join(wanted)):
            return found
    return []


async def _named(call: EngineCall, wiki: str, searched: str) -> list[Found]:
    asked = {
        "action": "query",
        "format": "json",
        "formatversion": "2",
        "generator": "search",
        "gsrsearch": searched[:_WORDS_MOST],
        "gsrlimit": str(min(call.query.limit, _MOST)),
        "prop": "info|revisions",
        "inprop": "url",
        "rvprop": "timestamp",
    }
    data = await call.door.get(wiki, asked)
    if isinstance(data, dict) and "error" in data:  # with status 200
        error = data["error"] if isinstance(data["error"], dict) else {}
        raise SourceError(f"it refused: {words(error.get('info'), 200) or 'no reason given'}")
    pages = sorted(rows(data, "query", "pages"), key=_place)
    return [Found(_address(page, wiki), words(page.get("title")), _edited(page)) for page in pages]


def _place(page: object) -> int:
    """Where a page stands among what was found: the answer is ordered by page number."""
    index = page.get("index") if isinstance(page, dict) else None
    return index if isinstance(index, int) else _MOST + 1


def _address(page: object, wiki: str) -> str:
    row = page if isinstance(page, dict) else {}
    given = words(row.get("fullurl"), 8192)
    title = words(row.get("title")).replace(" ", "_")
    return given or f"https://{urlsplit(wiki).netloc}/wiki/{quote(title)}"


def _edited(page: object) -> str | None:
    revisions = rows(page, "revisions")
    return day(revisions[0].get("timestamp")) if revisions else None
