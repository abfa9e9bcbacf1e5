"""Read numbers with what they count: percentages, money, durations, measures, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from blackbird.claims.values.numerals import Numeral, numerals
from blackbird.claims.values.units import CURRENCIES, CURRENCY_SIGNS, MEASURES, PERCENT
from blackbird.claims.values.value import Kind, Value

_WITHIN = Decimal("0.05")  # "about" allows a twentieth either way
_NO_END = Decimal("Infinity")
_LOOK = 32  # characters looked at before a number


def _any(words: Iterable[str]) -> str:
    """An alternation, the longest first; Latin words only where no letter follows."""
    return "|".join(
        re.escape(word)
        + (r"(?![A-Za-z\u00c0-\u024f])" if word[-1] <= "z" and word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    )


_SIGN = re.compile(
    f"({'|'.join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))})"
    r"[ \u00a0]?\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[ \u00a0-]?(?:(?P<percent>{_any(PERCENT)})|(?:de |d'|us )?(?P<currency>{_any(CURRENCIES)})"
    rf"|(?P<measure>{_any(MEASURES)})(?P<old>[ -]old\b)?)",
)
_NOUN = re.compile(r" ((?:[A-Za-z][a-z-]{1,20} ){0,2}?)([a-z]{2,20}s)\b")
_NOT_NOUNS = frozenset(
    "was is has as its this does plus his us versus vs across less towards".split()
)
_JOINS_NOT = frozenset(
    "of in on at to and or the a an by for from with that which who were are had have out".split()
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b(?: ([a-z]+))?|番目", re.IGNORECASE)
_ORDINAL_NAMES = {
    word: Decimal(n)
    for n, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 3
    )
}
_ORDINAL_NAME = re.compile(
    rf"(?<!\w)({'|'.join(_ORDINAL_NAMES)})(?: ([a-z]+))?(?!\w)", re.IGNORECASE
)
_RANGE = re.compile(r" ?(?:[-–—~]|から) ?| (?:to|bis|a|à|and|y|und) ")
_BOTH_NAMED = re.compile(r"(?:between|entre|zwischen) [$€£¥]?\Z", re.IGNORECASE)
_FRACTION = re.compile(r" ?分の")
_CLOCK = re.compile(r":\d")

_MOST = (
    "up to|at most|no more than|not more than|less than|fewer than|under|below|a maximum of|hasta"
    "|como máximo|menos de|höchstens|weniger als|moins de|au plus|最大|最高|最多"
)
_LEAST = (
    "more than|at least|no less than|not less than|no fewer than|over|above|exceeding"
    "|greater than|upwards of|más de|al menos|mehr als|über|mindestens|plus de|au moins"
    "|少なくとも|超过|至少"
)
_ABOUT = (
    "about|around|approximately|approx[.]|roughly|nearly|almost|some|circa|ca[.]|~|≈|cerca de"
    "|alrededor de|unos|unas|etwa|rund|ungefähr|environ|約|およそ|ほぼ|大约|约|약"
)
_BEFORE = re.compile(
    rf"(?<![a-zà-ÿ])(?:(?P<most>{_MOST})|(?P<least>{_LEAST})|(?P<about>{_ABOUT})) ?(?:an? )?\Z"
)
_LIMITING = tuple(
    word.replace("[.]", ".") for words in (_MOST, _LEAST, _ABOUT) for word in words.split("|")
)
_BEHIND = re.compile(
    r"(?P<least>以上|超|を超え|を上回| ?\+| or more\b| oder mehr\b| o más\b)"
    r"|(?P<most>以下|未満|以内|を下回| or less\b| or fewer\b)"
    r"|(?P<about>前後|程度|ほど|くらい|ぐらい|あまり)"
)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A numeral with the unit that stands beside it."""

    kind: Kind
    unit: str
    factor: Decimal
    start: int
    end: int
    more: Decimal = Decimal(0)
    """What is written behind the unit: the half of 1時間半."""


def quantities(text: str, taken: Iterable[Value]) -> Iterator[Value]:
    """All quantities of a ``plain`` text outside the dates that were ``taken`` from it."""
    days = sorted((value.start, value.end) for value in taken)
    left = _outside(numerals(text), days)
    n = 0
    while n < len(left):
        first = left[n]
        second = left[n + 1] if n + 1 < len(left) and _is_range(text, first, left[n + 1]) else None
        n += 2 if second else 1
        value = _quantity(text, first, second or first)
        if value is not None:
            yield value
    yield from _named_ordinals(text, days)


def _outside(found: list[Numeral], days: list[tuple[int, int]]) -> list[Numeral]:
    left, n = [], 0
    for numeral in found:
        while n < len(days) and days[n][1] <= numeral.start:
            n += 1
        if n == len(days) or numeral.end <= days[n][0]:
            left.append(numeral)
    return left


def _is_range(text: str, first: Numeral, second: Numeral) -> bool:
    between = text[first.end : second.start]
    if len(between) > 8 or second.scaled() <= first.value:
        return False
    words = _RANGE.fullmatch(between.rstrip("$€£¥"))
    if not words:
        return False
    named = between.strip(" $€£¥") in ("and", "y", "und", "a")
    return not named or bool(_BOTH_NAMED.search(text[max(0, first.start - 12) : first.start]))


def _quantity(text: str, first: Numeral, last: Numeral) -> Value | None:
    if _is_other(text, first, last):
        return None
    counted = _counted(text, first, last)
    ordinal = _ORDINAL.match(text, last.end)
    if ordinal and counted.kind == "number":
        counted = replace(counted, kind="ordinal", unit=_unit(ordinal[1] or ""), end=last.end + 2)
    if last.weak and counted.unit == "":
        return None
    high = _amount(last, counted)
    low = high if first is last else _low(first, last, counted)
    value = Value(
        counted.kind,
        (low + high) / 2,
        low,
        high,
        counted.unit,
        text[counted.start : counted.end],
        counted.start,
        counted.end,
        None if last.also is None or first is not last else last.also * counted.factor,
    )
    return value if first is not last else _bounded(text, value)


def _is_other(text: str, first: Numeral, last: Numeral) -> bool:
    """Whether the number is part of a time of day or of a Japanese fraction."""
    before = text[max(0, first.start - 2) : first.start]
    return bool(
        _CLOCK.match(text, last.end)
        or (before.endswith(":") and before[0].isdecimal())
        or _FRACTION.match(text, last.end)
        or before == "分の"
    )


def _counted(text: str, first: Numeral, last: Numeral) -> _Counted:
    sign = _SIGN.search(text[max(0, first.start - 4) : first.start])
    if sign:
        start = first.start - len(sign[0])
        return _Counted("money", CURRENCY_SIGNS[sign[1].lower()], Decimal(1), start, last.end)
    kind, unit, factor, end = _unit_after(text, last)
    if kind == "duration" and text.startswith("半", end):
        return _Counted(kind, unit, factor, first.start, end + 1, factor / 2)
    return _Counted(kind, unit, factor, first.start, end)


def _unit_after(text: str, numeral: Numeral) -> tuple[Kind, str, Decimal, int]:
    following = text[numeral.end : numeral.end + _LOOK].lower()  # no longer unit is known
    after = _AFTER.match(following)
    if after is None:
        return _noun_after(text, numeral)
    end = numeral.end + after.end()
    if after["percent"]:
        return "percent", "", PERCENT[after["percent"]], end
    if after["currency"]:
        return "money", CURRENCIES[after["currency"]], Decimal(1), end
    if after["old"]:
        return "number", "age", Decimal(1), end
    kind, unit, factor = MEASURES[after["measure"]]
    return kind, unit, factor, end


def _noun_after(text: str, numeral: Numeral) -> tuple[Kind, str, Decimal, int]:
    if numeral.letter == "m":
        return "number", "m", Decimal(1), numeral.end
    noun = _NOUN.match(text, numeral.end)
    if noun and noun[2] not in _NOT_NOUNS and _JOINS_NOT.isdisjoint(noun[1].lower().split()):
        return "number", _unit(noun[2]), Decimal(1), noun.end()
    return "number", "", Decimal(1), numeral.end


def _unit(noun: str) -> str:
    """A noun in the singular, as far as its spelling tells."""
    noun = noun.lower()
    if noun in _JOINS_NOT:
        return ""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def _amount(numeral: Numeral, counted: _Counted) -> Decimal:
    scaled = counted.kind == "money" or numeral.letter in ("M", "B", "T")
    return (numeral.scaled() if scaled else numeral.value) * counted.factor + counted.more


def _low(first: Numeral, last: Numeral, counted: _Counted) -> Decimal:
    """The lower end of a range; in "2 to 3 million" it is in millions too."""
    if first.scale == 1 and not first.letter:
        scaled = replace(first, value=first.value * last.scale, letter=last.letter)
        if _amount(scaled, counted) < _amount(last, counted):
            return _amount(scaled, counted)
    return _amount(first, counted)


def _bounded(text: str, value: Value) -> Value:
    lead = text[max(0, value.start - _LOOK) : value.start].lower()
    # looking at the last letters first spares the search before nearly all numbers
    bare = lead.rstrip().removesuffix(" a").removesuffix(" an")
    before = _BEFORE.search(lead) if bare.endswith(_LIMITING) else None
    behind = _BEHIND.match(text, value.end)
    limits = {
        name
        for match in (before, behind)
        if match
        for name, words in match.groupdict().items()
        if words
    }
    if "most" in limits:
        return replace(value, low=-_NO_END if value.value < 0 else Decimal(0))
    if "least" in limits:
        return replace(value, high=_NO_END)
    if "about" in limits:
        margin = abs(value.value) * _WITHIN
        return replace(value, low=value.value - margin, high=value.value + margin)
    return value


def _named_ordinals(text: str, days: list[tuple[int, int]]) -> Iterator[Value]:
    named = [
        Numeral(match.start(), match.end(), _ORDINAL_NAMES[match[1].lower()])
        for match in _ORDINAL_NAME.finditer(text)
    ]
    for numeral in _outside(named, days):
        words, n = text[numeral.start : numeral.end], numeral.value
        unit = _unit(words.partition(" ")[2])
        yield Value("ordinal", n, n, n, unit, words, numeral.start, numeral.end)
