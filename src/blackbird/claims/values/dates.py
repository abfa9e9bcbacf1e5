"""Read dates of any precision: years, months, days, Japanese eras, decades, centuries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from blackbird.claims.values.datelists import listed
from blackbird.claims.values.dateparts import narrowed
from blackbird.claims.values.dateranges import bounded, joined
from blackbird.claims.values.days import (
    CENTURY_NAMES,
    DECADE_NAMES,
    ERAS,
    MONTH_NAMES,
    SMALL,
    Sign,
    day_value,
    signs,
)
from blackbird.claims.values.oldyears import old_years
from blackbird.claims.values.value import Value
from blackbird.claims.values.years import years

_M = rf"(?=[adefgjmnos])(?P<name>{MONTH_NAMES})\b(?:\.(?= ?[\d,]))?"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?(?!\d)"
_Y = r"(?P<year>[12]\d{3})(?!\d)"
_B = r"(?<![\w.,])"
_OF = r"(?: of| de| del)?"
_ERA = rf"(?:{'|'.join(ERAS)}) ?(?:元|{SMALL})"
_GLOSS = rf"(?:[(（](?:{_ERA}|[12]\d{{3}})年?[)）])?"  # the same year in another reckoning
_ERA_YEAR = rf"(?P<era>{'|'.join(ERAS)}) ?(?P<nth>元|{SMALL})"
_KANJI_YEAR = (
    rf"(?:{_ERA_YEAR}|(?<!\d)(?P<year>[12]\d{{3}})){_GLOSS} ?[年년]"
    rf"(?P<fiscal>度(?![末初]))?{_GLOSS}"
)
_KANJI_MONTH = rf" ?(?P<month>{SMALL}) ?[月월]"
_KANJI_DAY = rf" ?(?P<day>{SMALL}) ?[日일]"
_MONTH_ONLY = rf"(?<![\d一二三四五六七八九十]){_KANJI_MONTH.removeprefix(' ?')}"
# Kana and kanji may stand right beside digits, Latin letters may not.
_FREE = r"(?<![A-Za-z0-9_.,/-])"
_CLOSED = r"(?![A-Za-z0-9_/-])"
_TIME = r"(?:T[\d:.]{4,15}Z?)?"
_WRITTEN: Sequence[tuple[Sign, str]] = (
    ("", rf"{_FREE}(?P<year>[12]\d{{3}})[-/](?P<season>\d{{2}})(?!\d){_CLOSED}"),
    ("kanji", rf"{_KANJI_YEAR}{_KANJI_MONTH}(?P<closing>期)"),
    ("kanji", rf"{_KANJI_YEAR}(?:{_KANJI_MONTH}(?:{_KANJI_DAY})?)?(?![代間])"),
    ("kanji", rf"{_MONTH_ONLY}{_KANJI_DAY}"),
    ("kanji", rf"{_MONTH_ONLY}(?! ?[\d間])"),
    (
        "",
        rf"{_FREE}(?P<year>[12]\d{{3}})(?P<mark>[-/.])(?P<month>\d{{1,2}})"
        rf"(?:(?P=mark)(?P<day>\d{{1,2}}))?{_TIME}{_CLOSED}",
    ),
    (
        "",
        rf"{_FREE}(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})"
        rf"(?P=mark){_Y}{_CLOSED}",
    ),
    ("", rf"{_FREE}(?P<month>\d{{1,2}})/{_Y}{_CLOSED}"),
    ("month", rf"{_B}{_D}[. ]{{1,2}}(?:of |de )?{_M},?{_OF} {_Y}"),
    ("month", rf"{_B}{_D}-{_M}-{_Y}"),
    ("month", rf"{_B}{_M} {_D}(?: ?,)? {_Y}"),
    ("month", rf"{_B}{_M},?{_OF} {_Y}"),
    ("month", rf"{_B}{_M} {_D}(?![.,]\d| ?[%$€])"),
    ("month", rf"{_B}{_D}[. ]{{1,2}}(?:of |de )?{_M}(?!\w)"),
    ("", r"(?<!\w)(?P<decade>[12]\d{2}0)(?:s\b| ?['’]s\b|年代)"),
    ("", rf"(?<=\bthe )(?:['’]?(?P<short>[0-9]0)s|(?P<named>{'|'.join(DECADE_NAMES)}))\b"),
    (
        "century",
        r"(?<![\d.,])(?P<century>\d{1,2})"
        r"(?:(?:st|nd|rd|th)[ -]centur(?:y|ies)|\. Jahrhundert)",
    ),
    ("century", rf"(?<!\w)(?P<century>{'|'.join(CENTURY_NAMES)})[ -]centur(?:y|ies)\b"),
    (
        "kanji",
        rf"(?<![\d.,一二三四五六七八九十半])(?!一世)(?P<century>{SMALL})世紀(?!間|以上|もの|にわたっ)",
    ),
    ("", r"\b(?:FY ?|fiscal (?:year )?)(?P<account>[12]\d{3})(?!\d)"),
)
_PATTERNS = [(sign, re.compile(pattern, re.IGNORECASE)) for sign, pattern in _WRITTEN]
_LIKE_WORDS = ("may", "march", "Mars")  # as they are written where they are no months


def dates(text: str) -> list[Value]:
    """All dates of a ``plain`` text, in order; the longest reading where several begin."""
    there = signs(text)
    patterns = [pattern for sign, pattern in _PATTERNS if sign in there]
    found = [
        *listed(text, there),
        *chain(*(_read(pattern, text) for pattern in patterns)),
        *years(text),
        *old_years(text),
    ]
    found.sort(key=lambda value: (value.start, -value.end))
    kept: list[Value] = []
    for value in found:
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return [bounded(text, value) for value in joined(text, [narrowed(text, v) for v in kept])]


def _read(pattern: re.Pattern[str], text: str) -> Iterator[Value]:
    for match in pattern.finditer(text):
        parts = {key: part for key, part in match.groupdict().items() if part}
        value = day_value(parts, text, *match.span()) if _is_date(parts) else None
        if value is not None:
            yield value


def _is_date(parts: dict[str, str]) -> bool:
    """Whether a match means a date: troops march 20 km, twelve may attend, Mars is a planet."""
    name = parts.get("name", "")
    whole = "day" in parts and "year" in parts
    if name in _LIKE_WORDS:
        return whole
    if "season" in parts:  # any other is a month
        return (int(parts["year"]) + 1) % 100 == int(parts["season"])
    return True
