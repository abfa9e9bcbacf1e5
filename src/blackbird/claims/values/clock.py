"""Read times of day: 10:30, 3 pm, 午後3時半."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from blackbird.claims.values.days import SMALL, small_number
from blackbird.claims.values.value import Value

_ZONE = r"(?: ?(?P<zone>UTC|GMT|JST|[CEMP][SD]?T|CEST|BST)\b)?"
_TIMES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<half>午前|午後)?(?<![\d.:一二三四五六七八九十])(?P<hour>{SMALL})時(?![間代点])"
        rf"(?:(?P<minute>{SMALL})分(?!間)|(?P<middle>半))?",
        r"(?<![\w:.,])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>[ap])(?:m\b|\.m\.)"
        + _ZONE,
        rf"(?P<half>午前|午後)?(?<![A-Za-z0-9:.,])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:])"
        rf"{_ZONE}",
        r"(?<![\w:.,])(?P<hour>\d{1,2}) o['’]clock\b",
        r"(?<=\bat )(?P<named>noon|midday|midnight)\b|(?P<noon>正午)(?=に|から|まで)",
        r"\b(?P<beside>before|after|until|by|from) (?P<named>noon|midday|midnight)\b",
    )
]
_HALF_DAY = 12 * 60


def clock_times(text: str, taken: Iterable[Value]) -> list[Value]:
    """All times of day of a ``plain`` text outside the dates that were ``taken`` from it."""
    days = {n for value in taken for n in range(value.start, value.end)}
    found = [
        value for pattern in _TIMES for value in _read(pattern, text) if value.start not in days
    ]
    found.sort(key=lambda value: (value.start, -value.end))
    kept: list[Value] = []
    for value in found:
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept


def _read(pattern: re.Pattern[str], text: str) -> Iterator[Value]:
    for match in pattern.finditer(text):
        parts = {key: part for key, part in match.groupdict().items() if part}
        if "hour" not in parts:
            minutes = Decimal(0 if parts.get("named", "").lower() == "midnight" else _HALF_DAY)
            named = Value("clock", minutes, minutes, minutes, "", match[0], *match.span())
            yield replace(named, sure="beside" not in parts)
            continue
        hour, minute = small_number(parts["hour"]), small_number(parts.get("minute", "0"))
        if hour > 24 or minute > 59:
            continue
        minutes = Decimal(60 * hour + (30 if "middle" in parts else minute)) % (2 * _HALF_DAY)
        half, also = parts.get("half", "").lower(), None
        if half and hour <= 12:
            minutes = minutes % _HALF_DAY + (_HALF_DAY if half in ("p", "午後") else 0)
        elif hour <= 12:  # nine in the morning or in the evening
            also = (minutes + _HALF_DAY) % (2 * _HALF_DAY)
        zone = parts.get("zone", "").upper()
        yield Value("clock", minutes, minutes, minutes, zone, match[0], *match.span(), also)
