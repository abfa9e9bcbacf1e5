"""Read years and centuries with the era that they are counted from: 44 BC, AD 79, 紀元前5世紀.

Years before Christ are counted back from day 0, the last of 1 BC: ``date`` has none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from blackbird.claims.values.days import SMALL, small_number
from blackbird.claims.values.number_words import ORDINALS
from blackbird.claims.values.value import Value

_DAYS = Decimal("365.2425")  # of a year of the calendar that ``date`` counts in
_MOST = {"year": 99_999, "century": 100}
_MODERN = 1_000  # "2019 BC Hydro" is a year and a name

_LOW_ORDINALS = [word for word, n in ORDINALS.items() if n <= 10]
_YEAR = r"(?:\d{1,3},\d{3}|\d{1,5})"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
_JOINT = r"(?P<joint> ?[-–—~] ?|,? (?:and|or|to|until|through) (?:the )?)"
_AFTER = r" ?(?P<era>B\.C\.(?:E\.)?|BCE?|A\.D\.|AD|C\.E\.|CE)(?![\w-])"
_KANJI_JOINT = r"(?P<joint>から|より|と|や|、|・|[-–~])(?:紀元前)?"
_WRITTEN = (
    ("year", rf"(?<![\w.,$€£¥-])(?:(?P<first>{_YEAR}){_JOINT})?(?P<last>{_YEAR}){_AFTER}"),
    (
        "year",
        rf"\b(?P<era>AD|A\.D\.) ?(?:(?P<first>\d{{1,4}}){_JOINT})?(?P<last>\d{{1,4}})(?![\d,])",
    ),
    (
        "century",
        rf"(?<![\w.,])(?:(?P<first>(?i:{_NTH})){_JOINT})?"
        rf"(?P<last>(?i:{_NTH}))[ -]centur(?:y|ies){_AFTER}",
    ),
    (
        "century",
        r"(?:(?<=\bthe )|(?<=\bearly )|(?<=\blate )|(?<=\bmid-))"
        rf"(?P<last>{'|'.join(_LOW_ORDINALS)})[ -]century\b(?! of)",
    ),
    (
        "year",
        rf"(?P<era>紀元[前後]?|西暦)(?:(?P<first>\d{{1,5}})年?{_KANJI_JOINT})?"
        r"(?P<last>\d{1,5})年(?!間)",
    ),
    (
        "century",
        rf"(?P<era>紀元[前後]?|西暦|(?<![以午])前)(?:(?P<first>{SMALL})(?:世紀)?{_KANJI_JOINT})?"
        rf"(?P<last>{SMALL})世紀",
    ),
)
_PATTERNS = [(unit, re.compile(pattern)) for unit, pattern in _WRITTEN]
_SIGN = re.compile(r"B\.?C|A\.?D|C\.?E|紀元|西暦|前[\d一二三四五六七八九十]|\bcentury\b")


def old_years(text: str) -> Iterator[Value]:
    """All of a ``plain`` text; of two that share an era, each one."""
    if not _SIGN.search(text):
        return
    for unit, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield from _members(text, match, unit)


def _members(text: str, match: re.Match[str], unit: str) -> Iterator[Value]:
    parts = match.groupdict()
    first, last, era = parts.get("first"), parts["last"], parts.get("era") or "AD"
    before = era.startswith(("B", "紀元前", "前"))
    if before and _number(last) > _MODERN and text[match.end() :][:2].strip().istitle():
        return
    if first is None:
        yield from _value(text, unit, last, before, *match.span())
        return
    yield from _value(text, unit, first, before, match.start(), match.start("joint"))
    if not before or _number(first) > _number(last):
        yield from _value(text, unit, last, before, match.end("joint"), match.end())


def _value(
    text: str, unit: str, written: str, before: bool, start: int, end: int
) -> Iterator[Value]:
    n = _number(written)
    if not 1 <= n <= _MOST[unit]:
        return
    years = 100 if unit == "century" else 1
    first_year = 1 - years * n if before else years * (n - 1) + 1
    low, high = _first_day(first_year), _first_day(first_year + years) - 1
    bare = Decimal(n) if unit == "year" and not before else None  # elsewhere it stands alone
    yield Value("date", (low + high) / 2, low, high, "", text[start:end], start, end, bare)


def _first_day(year: int) -> Decimal:
    """Of a year, 0 being 1 BC, counted as ``date.toordinal`` does, to a day."""
    return ((year - 1) * _DAYS).to_integral_value(ROUND_FLOOR) + 1


def _number(written: str) -> int:
    word = written.lower()
    if word in ORDINALS:
        return ORDINALS[word]
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else small_number(written)
