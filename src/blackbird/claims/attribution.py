"""Who says something, and when it was said, apart from what is said."""

from __future__ import annotations

import re

from blackbird.claims.numbers import values

# Who says so, and when it was said, is not part of what is said: two reports of different years
# about one sum disagree, the sums given in two years do not.
_SOURCE = re.compile(
    r",? ?\b(?:according to|as reported (?:by|in)|says|reported by) [^,.;]{1,120}|"
    r"\b(?:an? |the |some )?(?:earlier |older |later |newer )?(?:reports?|announcements?|lawsuits?|"
    r"articles?|documents?)\b(?: (?:of|from|in|by) [^,.;]{1,60}?)? "
    r"(?:said|says?|put|puts|named?|gave|gives?|spoke|speaks?)(?: that| of)?\b|"
    r",? ?\b(?:según|laut|zufolge|d'après|selon) [^,.;]{1,120}|"
    r"[^、。]{1,60}(?:によると|によれば|(?:調査|報告|発表|報道|記事|資料|文書|新聞|統計)では)、?",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|circa|unos|alrededor de|etwa|rund|"
    r"ungefähr|environ)\b|約|およそ|ほぼ",
    re.IGNORECASE,
)


def without_source(text: str) -> str:
    """The sentence without its source and without "about"; all of it if no value is left then."""
    without = _SOURCE.sub(" ", text)
    return _ROUGHLY.sub(" ", without if values(without) else text)
