"""Read dates of any precision: years, months, days, Japanese eras, decades, centuries."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from blackbird.claims.values.units import CURRENCIES, MEASURES
from blackbird.claims.values.value import Value

_MONTH_NAMES = {
    1: "january jan enero ene januar jänner janvier janv janeiro gennaio",
    2: "february feb febrero februar février févr fevereiro febbraio",
    3: "march mar marzo märz mars março",
    4: "april apr abril abr avril avr aprile",
    5: "may mayo mai maio maggio",
    6: "june jun junio juni juin junho giugno",
    7: "july jul julio juli juillet julho luglio",
    8: "august aug agosto août",
    9: "september sept sep septiembre septembre setembro settembre",
    10: "october oct octubre oktober okt octobre outubro ottobre",
    11: "november nov noviembre novembre novembro",
    12: "december dec diciembre dic dezember dez décembre dezembro dicembre",
}
_MONTHS = {name: month for month, names in _MONTH_NAMES.items() for name in names.split()}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before each era's first, in Japan's official reckoning."""

_LAST_DAY = 1231  # days without a year are month * 100 + day; ordinals of real dates lie above

_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_M = rf"(?=[adefgjmnos])(?P<name>{_NAME})\b(?:\.(?= ?[\d,]))?"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?(?!\d)"
_Y = r"(?P<year>[12]\d{3})(?!\d)"
_B = r"(?<![\w.,])"
_OF = r"(?: of| de| del)?"
_ERA_YEAR = rf"(?P<era>{'|'.join(_ERAS)}) ?(?P<nth>元|\d{{1,2}})"
_KANJI_YEAR = rf"(?:{_ERA_YEAR}|(?<!\d)(?P<year>[12]\d{{3}})) ?[年년]度?"
_KANJI_MONTH = r" ?(?P<month>\d{1,2}) ?[月월]"
_KANJI_DAY = r" ?(?P<day>\d{1,2}) ?[日일]"
_FREE = r"(?<![\w.,/-])"
_CLOSED = r"(?![\w/-])"
_TIME = r"(?:T[\d:.]{4,15}Z?)?"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_KANJI_YEAR}(?:{_KANJI_MONTH}(?:{_KANJI_DAY})?)?(?![代間])",
        rf"(?<!\d){_KANJI_MONTH.removeprefix(' ?')}{_KANJI_DAY}",
        rf"(?<!\d){_KANJI_MONTH.removeprefix(' ?')}(?! ?[\d間])",
        rf"{_FREE}(?P<year>[12]\d{{3}})(?P<mark>[-/.])(?P<month>\d{{1,2}})"
        rf"(?:(?P=mark)(?P<day>\d{{1,2}}))?{_TIME}{_CLOSED}",
        rf"{_FREE}(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark){_Y}{_CLOSED}",
        rf"{_FREE}(?P<month>\d{{1,2}})/{_Y}{_CLOSED}",
        rf"{_B}{_D}[. ]{{1,2}}(?:of |de )?{_M},?{_OF} {_Y}",
        rf"{_B}{_M} {_D}(?: ?,)? {_Y}",
        rf"{_B}{_M},?{_OF} {_Y}",
        rf"{_B}{_M} {_D}(?![.,]\d| ?[%$€])",
        rf"{_B}{_D}[. ]{{1,2}}(?:of |de )?{_M}(?!\w)",
        r"(?<!\w)(?P<decade>[12]\d{2}0)(?:s\b| ?['’]s\b|年代)",
        r"(?<![\d.,])(?P<century>\d{1,2})(?:(?:st|nd|rd|th)[ -]century|世紀|\. Jahrhundert)",
    )
]
_YEARS = re.compile(
    r"(?<![\w.,/$€£¥+-])(?P<year>1\d{3}|20\d{2})(?: ?[-–~] ?(?P<until>[12]\d{3}|\d{2}))?"
    r"(?![\w/-]|[.,]\d| ?%)"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ (]{0,2}\Z")
_WORD_AFTER = re.compile(r" ([^\W\d_]+)")
_YEAR_LEADS = frozenset(
    "in since of by from until till during year before after between through late early mid "
    "spring summer autumn fall winter circa en desde hasta año im seit bis jahr depuis année dal "
    "nel em".split()
)
_COUNT_LEADS = frozenset(
    "about around over nearly almost than some approximately least most exactly only no".split()
)
_NOT_PLURAL = frozenset("was is has as its this does plus his us versus vs".split())
_SCALE_WORDS = frozenset("hundred thousand million billion trillion people percent".split())


def dates(text: str) -> list[Value]:
    """All dates of a ``plain`` text, in order; the longest reading where several begin."""
    found = [value for pattern in _PATTERNS for value in _read(pattern, text)] + list(_years(text))
    found.sort(key=lambda value: (value.start, -value.end))
    kept: list[Value] = []
    for value in found:
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept


def _read(pattern: re.Pattern[str], text: str) -> Iterator[Value]:
    for match in pattern.finditer(text):
        bounds = _bounds({key: part for key, part in match.groupdict().items() if part})
        if bounds:
            yield _value("date" if bounds[0] > _LAST_DAY else "day", bounds, match)


def _value(kind: Literal["date", "day"], bounds: tuple[int, int], match: re.Match[str]) -> Value:
    low, high = Decimal(bounds[0]), Decimal(bounds[1])
    return Value(kind, (low + high) / 2, low, high, "", match[0], match.start(), match.end())


def _bounds(parts: dict[str, str]) -> tuple[int, int] | None:
    """First and last day that the parts of a date allow; nothing if there is no such day."""
    if "decade" in parts:
        return _years_between(int(parts["decade"]), int(parts["decade"]) + 9)
    if "century" in parts:
        century = int(parts["century"])
        return _years_between(100 * century - 99, 100 * century) if 1 <= century <= 21 else None
    month = _MONTHS[parts["name"].lower()] if "name" in parts else int(parts.get("month", 0))
    day = int(parts.get("day", 0))
    if "first" in parts:  # 03/04/2023 is March or April: only the year is certain
        first, second = int(parts["first"]), int(parts["second"])
        if parts["mark"] == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
    if "era" in parts:
        year = _ERAS[parts["era"]] + (1 if parts["nth"] == "元" else int(parts["nth"]))
    else:
        year = int(parts.get("year", 0))
    return _day_bounds(year, month, day)


def _day_bounds(year: int, month: int, day: int) -> tuple[int, int] | None:
    if month > 12 or (not month and (day or not year)):
        return None
    if day > monthrange(year or 2000, month or 1)[1]:
        return None
    if not year:
        return 100 * month + (day or 1), 100 * month + (day or 31)
    if not month:
        return _years_between(year, year)
    last = day or monthrange(year, month)[1]
    return date(year, month, day or 1).toordinal(), date(year, month, last).toordinal()


def _years_between(first: int, last: int) -> tuple[int, int]:
    return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()


def _years(text: str) -> Iterator[Value]:
    """Years by themselves: ``in 2017``, ``(2017)``, but not ``2017 people``."""
    for match in _YEARS.finditer(text):
        if not _is_year(text, match):
            continue
        year, until = int(match["year"]), match["until"] or match["year"]
        last = int(match["year"][: 4 - len(until)] + until)
        if last >= year:
            yield _value("date", _years_between(year, last), match)


def _is_year(text: str, match: re.Match[str]) -> bool:
    before = _WORD_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    after = _WORD_AFTER.match(text, match.end())
    lead = before[1].lower() if before else ""
    noun = after[1] if after else ""
    if noun.lower() in _SCALE_WORDS or lead in _COUNT_LEADS:
        return False
    plural = noun.islower() and noun.endswith("s") and len(noun) > 2 and noun not in _NOT_PLURAL
    unit = noun.lower() in MEASURES or noun.lower() in CURRENCIES
    return lead in _YEAR_LEADS or not (plural or unit)
