"""Words for a time that depends on today, with the date they stand for behind them.

``What did it cost last year?`` becomes ``What did it cost last year (2025)?``: the words stay, and
the date can be searched for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from blackbird.text.quotations import is_open

Unit = Literal["day", "week", "month", "year"]

_READ = 1000  # characters of a text that are looked at
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        **{word: n for n, word in enumerate("a one two three four five six seven eight".split())},
        **{"a": 1, "an": 1, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20},
        **{c: n for n, c in enumerate("一二三四五六七八九十", start=1)},
    }
)
_N = r"(?P<n>\d{1,3}|" + "|".join(w for w in _NUMBERS if w.isascii()) + ")"
_N_JA = r"(?P<n>[0-9０-９]{1,3}|[一二三四五六七八九十])"

Phrases = tuple[tuple[str, Unit, int | None], ...]
# What is said, in which unit, and how many of it from now; None: as many as ``n`` says, back.
_PHRASES: Mapping[str, Phrases] = MappingProxyType(
    {
        "en": (
            (r"the day before yesterday", "day", -2),
            (r"the day after tomorrow", "day", 2),
            (r"yesterday|last night", "day", -1),
            (r"today|tonight|this (?:morning|afternoon|evening)", "day", 0),
            (r"tomorrow", "day", 1),
            *((rf"last {u}", u, -1) for u in ("week", "month", "year")),
            *((rf"this {u}", u, 0) for u in ("week", "month", "year")),
            *((rf"next {u}", u, 1) for u in ("week", "month", "year")),
            *((rf"{_N} {u}s? ago", u, None) for u in ("day", "week", "month", "year")),
        ),
        "ja": (
            (r"一昨日|おととい", "day", -2),
            (r"昨日|昨夜|ゆうべ", "day", -1),
            (r"今日(?!的)|本日|今朝|今夜|今晩", "day", 0),
            (r"明後日|あさって", "day", 2),
            (r"明日", "day", 1),
            (r"先週", "week", -1),
            (r"今週", "week", 0),
            (r"来週", "week", 1),
            (r"先月", "month", -1),
            (r"今月", "month", 0),
            (r"来月", "month", 1),
            (r"一昨年|おととし", "year", -2),
            (r"昨年|去年", "year", -1),
            (r"今年|本年(?!度)", "year", 0),
            (r"来年", "year", 1),
            (_N_JA + r"日前", "day", None),
            (_N_JA + r"週間前", "week", None),
            (_N_JA + r"[かヶカケ]月前", "month", None),
            (_N_JA + r"年前", "year", None),
        ),
        "es": (
            (r"anteayer", "day", -2),
            (r"ayer", "day", -1),
            (r"hoy", "day", 0),
            (r"la semana pasada", "week", -1),
            (r"esta semana", "week", 0),
            (r"el mes pasado", "month", -1),
            (r"este mes", "month", 0),
            (r"el año pasado", "year", -1),
            (r"este año", "year", 0),
        ),
        "de": (
            (r"vorgestern", "day", -2),
            (r"gestern", "day", -1),
            (r"heute", "day", 0),
            (r"letzten? Woche", "week", -1),
            (r"diese[rn]? Woche", "week", 0),
            (r"letzte[nrs]? Monat", "month", -1),
            (r"diese[nrm]? Monat", "month", 0),
            (r"letzte[ns]? Jahr", "year", -1),
            (r"diese[sm]? Jahr", "year", 0),
        ),
        "fr": (
            (r"avant-hier", "day", -2),
            (r"hier", "day", -1),
            (r"aujourd['’]hui", "day", 0),
            (r"la semaine dernière", "week", -1),
            (r"cette semaine", "week", 0),
            (r"le mois dernier", "month", -1),
            (r"ce mois(?:-ci)?", "month", 0),
            (r"l['’]année dernière|l['’]an dernier", "year", -1),
            (r"cette année", "year", 0),
        ),
    }
)
_NOWADAYS = frozenset({"today", "今日", "hoy", "heute", "aujourd'hui", "aujourd’hui"})
# "The last year of the war" and "last year (2014)" have a time of their own.
_EDGES = (r"(?<![\w-])", r"(?:['’]s\b)?(?![\w-])(?! of\b|\s*\()")
_EDGES_JA = ("", "(?![(（])")


def with_dates(text: str, today: date, language: str, *, nowadays: bool = False) -> str:
    """``text`` with the date behind each word that needs one; quotations and titles stay.

    A bare "today" mostly means "these days", and gets its date only with ``nowadays``. Of a
    language without a list nothing changes.
    """
    phrases = _PHRASES.get(language)
    if phrases is None or len(text) > _READ:
        return text
    before, behind = _EDGES_JA if language == "ja" else _EDGES
    found: dict[int, tuple[int, str]] = {}
    for pattern, unit, shift in phrases:
        for match in re.finditer(f"{before}(?:{pattern}){behind}", text, re.IGNORECASE):
            start, end = match.span()
            if any(a < end and start < b for a, (b, _) in found.items()):
                continue
            if _is_title(text, start) or _is_quoted(text, start):
                continue
            if not nowadays and match[0].lower() in _NOWADAYS:
                continue
            count = shift if shift is not None else -_number(match["n"])
            if said := _said(today, unit, count, language):
                found[start] = (end, said)
    left, right = ("（", "）") if language == "ja" else (" (", ")")
    for _, (end, said) in sorted(found.items(), reverse=True):
        text = f"{text[:end]}{left}{said}{right}{text[end:]}"
    return text


def _is_title(text: str, start: int) -> bool:
    """Whether a capital stands where none would: "Who sang Yesterday?"."""
    return text[start].isupper() and bool(text[:start].strip(" ¿¡\"'“"))


def _is_quoted(text: str, start: int) -> bool:
    opened = max(text.rfind(mark, 0, start) for mark in "「『")
    return opened > max(text.rfind(mark, 0, start) for mark in "」』") or is_open(text, 0, start)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word.lower()]


def _said(today: date, unit: Unit, count: int, language: str) -> str:
    """The period that lies ``count`` from that of ``today``; nothing beyond the calendar."""
    try:
        if unit == "day":
            return _day(today + timedelta(days=count), language)
        if unit == "week":
            monday = today + timedelta(days=7 * count - today.weekday())
            return f"{_day(monday, language)} – {_day(monday + timedelta(days=6), language)}"
        if unit == "month":
            months = 12 * today.year + today.month - 1 + count
            return _month(date(months // 12, months % 12 + 1, 1), language)
        return f"{date(today.year + count, 1, 1).year}" + ("年" if language == "ja" else "")
    except (ValueError, OverflowError):
        return ""


def _day(day: date, language: str) -> str:
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def _month(first: date, language: str) -> str:
    if language == "ja":
        return f"{first.year}年{first.month}月"
    if language == "en":
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{first.year}-{first.month:02}"
