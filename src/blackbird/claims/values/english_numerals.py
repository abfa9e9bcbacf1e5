"""Read numerals in English words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from blackbird.claims.values.number_words import SMALL, TENS
from blackbird.claims.values.numeral import Numeral

_SMALL = SMALL | TENS
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = "|".join(sorted([*_SMALL, *_LARGE, "dozen"], key=len, reverse=True))
_SCALED = f"(?:{'|'.join(f'(?<={word})' for word in _LARGE)})"  # "two and three" are two numbers
_WORDS = re.compile(
    rf"(?<![\w-])(?=[a-z])(?P<article>half an? |an? )?"
    rf"(?P<words>(?:{_WORD})(?:(?:-| |{_SCALED} and )(?:{_WORD})){{0,20}})"
    rf"(?P<half> and a half(?: (?P<scale>{'|'.join(_LARGE)}))?)?(?![\w-])",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:several|few|many) \Z", re.IGNORECASE)


def english_numerals(text: str) -> Iterator[Numeral]:
    """All numerals in English words: two hundred and five, half a million, a dozen."""
    for match in _WORDS.finditer(text):
        words = re.split(r"[- ]", match["words"].lower().replace(" and ", " "))
        article = (match["article"] or "").lower()
        value = _words_value(words)
        if value is None:
            continue
        if article and words[0] in _SMALL:
            article = ""
        scale = _LARGE.get((match["scale"] or words[-1]).lower(), 1)
        factor = Decimal("0.5") if article.startswith("half") else Decimal(1)
        if match["half"]:
            value += Decimal("0.5") * _LARGE.get(words[-1], 1)
            factor = Decimal(scale if match["scale"] else 1)
        yield Numeral(
            match.start() if article else match.start("words"),
            match.end(),
            value * factor,
            scale=Decimal(scale),
            step=None if scale < 10**6 else Decimal(scale),
            vague=words[0] in _LARGE
            and bool(_SEVERAL.search(text[max(0, match.start() - 9) : match.start()])),
            weak=words == ["one"] or (words[0] in _LARGE and not article),
        )


def _words_value(words: list[str]) -> Decimal | None:
    total = section = 0
    for n, word in enumerate(words):
        if word in _SMALL:
            before = words[n - 1] if n else ""
            if before in _SMALL and not (_SMALL[before] >= 20 and 0 < _SMALL[word] < 10):
                return None  # "one two three" counts, it is no number
            section += _SMALL[word]
        elif word == "dozen":
            section = (section or 1) * 12
        elif word == "hundred":
            section = (section or 1) * 100
        elif section or not total:
            total, section = total + (section or 1) * _LARGE[word], 0
        else:  # a thousand million
            total *= _LARGE[word]
    return Decimal(total + section)
