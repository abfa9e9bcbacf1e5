"""What the parts of a date say: its first and its last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from blackbird.claims.values.number_words import KANJI, ORDINALS
from blackbird.claims.values.value import Kind, Value

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
MONTHS = {name: month for month, names in _MONTH_NAMES.items() for name in names.split()}
MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
"""For a pattern, the longest first."""
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before each era's first, in Japan's official reckoning."""

_CENTURIES = {word: n for word, n in ORDINALS.items() if n > 10} | {"twenty-first": 21}
CENTURY_NAMES = tuple(_CENTURIES)
_DECADES = {
    word: 1910 + 10 * n
    for n, word in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), 1
    )
}
DECADE_NAMES = tuple(_DECADES)
SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
"""A number below a hundred as days and months are written in Japanese."""

_LAST_DAY = 1231  # days without a year are month * 100 + day; ordinals of real dates lie above

Bounds = tuple[int, int]
Sign = Literal["", "month", "kanji", "century"]
_MONTH = re.compile(rf"\b(?:{MONTH_NAMES})\b", re.IGNORECASE)
_CENTURY = re.compile("centur|jahrhundert", re.IGNORECASE)


def signs(text: str) -> frozenset[Sign]:
    """What stands in a text that some patterns cannot do without: one look spares theirs."""
    found: dict[Sign, object] = {
        "": True,
        "month": _MONTH.search(text),
        "kanji": not text.isascii(),
        "century": _CENTURY.search(text),
    }
    return frozenset(sign for sign, there in found.items() if there)


def day_value(parts: Mapping[str, str], text: str, start: int, end: int) -> Value | None:
    """The date of named parts that stands at ``text[start:end]``; nothing if there is none."""
    bounds = _bounds(parts)
    if bounds is None:
        return None
    low, high = Decimal(bounds[0]), Decimal(bounds[1])
    kind: Kind = "date" if high > _LAST_DAY else "day"
    reach = (low, high) if "season" in parts else None
    sure = "short" not in parts and "named" not in parts
    middle = (low + high) / 2
    return Value(kind, middle, low, high, "", text[start:end], start, end, None, reach, sure)


def _account(year: int, month: int) -> Bounds | None:
    """The year of account that ends with a month."""
    if not 1 <= month <= 12:
        return None
    first = date(year, 1, 1) if month == 12 else date(year - 1, month + 1, 1)
    return first.toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()


def _bounds(parts: Mapping[str, str]) -> Bounds | None:
    """First and last day that the parts of a date allow; nothing if there is no such day."""
    for name, read in _PERIODS.items():
        if name in parts:
            return read(parts[name])
    year, month, day = year_of(parts), *_month_and_day(parts)
    if "fiscal" in parts:  # Japan's year of account begins in April
        return date(year, 4, 1).toordinal(), date(year + 1, 3, 31).toordinal()
    if "closing" in parts:
        return _account(year, month)
    if "season" in parts:
        return years_between(year, year + 1)
    return day_bounds(year, month, day)


def year_of(parts: Mapping[str, str]) -> int:
    """The year in Western reckoning; 0 if the parts name none."""
    if "era" in parts:
        return ERAS[parts["era"]] + (1 if parts["nth"] == "元" else small_number(parts["nth"]))
    return int(parts.get("year", 0))


def small_number(text: str) -> int:
    """A number below a hundred, in digits or in kanji; 0 if it is written as no such number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (10 * (KANJI.find(tens) if tens else 1) if ten else 0) + max(0, KANJI.find(ones))


def _month_and_day(parts: Mapping[str, str]) -> tuple[int, int]:
    month = (
        MONTHS[parts["name"].lower()] if "name" in parts else small_number(parts.get("month", "0"))
    )
    day = small_number(parts.get("day", "0"))
    if "first" in parts:  # 03/04/2023 is March or April: only the year is certain
        first, second = int(parts["first"]), int(parts["second"])
        if parts["mark"] == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
    return month, day


def day_bounds(year: int, month: int, day: int) -> Bounds | None:
    """First and last day of a year, a month or a day; 0 stands for a part that is not named."""
    if month > 12 or (not month and (day or not year)):
        return None
    if day > monthrange(year or 2000, month or 1)[1]:
        return None
    if not year:
        return 100 * month + (day or 1), 100 * month + (day or 31)
    if not month:
        return years_between(year, year)
    last = day or monthrange(year, month)[1]
    return date(year, month, day or 1).toordinal(), date(year, month, last).toordinal()


def years_between(first: int, last: int) -> Bounds:
    """First day of one year and last day of another."""
    return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()


def _decade(text: str) -> Bounds:
    first = int(text)
    return years_between(first, first + (99 if first % 100 == 0 else 9))  # the 1800s


def _short_decade(text: str) -> Bounds:
    first = int(text)
    century = 1900 if first >= 20 else 2000
    return years_between(century + first, century + first + 9)


def _named_decade(text: str) -> Bounds:
    return years_between(_DECADES[text.lower()], _DECADES[text.lower()] + 9)


def _century(text: str) -> Bounds | None:
    n = _CENTURIES[text.lower()] if text[0].isascii() and text[0].isalpha() else small_number(text)
    return years_between(100 * n - 99, 100 * n) if 1 <= n <= 21 else None


def _fiscal(text: str) -> Bounds:
    """A year of account that may begin in any month of the year or of the year before."""
    return date(int(text) - 1, 7, 1).toordinal(), date(int(text) + 1, 6, 30).toordinal()


_PERIODS = {
    "decade": _decade,
    "short": _short_decade,
    "named": _named_decade,
    "century": _century,
    "account": _fiscal,
}
