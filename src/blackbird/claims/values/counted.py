"""Find what a numeral counts: the unit, currency or noun beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from blackbird.claims.values.number_words import NOT_PLURAL
from blackbird.claims.values.numeral import Numeral
from blackbird.claims.values.units import (
    CURRENCIES,
    CURRENCY_SIGNS,
    MEASURES,
    OTHER_SYSTEM,
    PERCENT,
    WEIGHTS,
)
from blackbird.claims.values.value import Kind

_LOOK = 32  # characters looked at behind a number: no unit is longer


def _any(words: Iterable[str]) -> str:
    """An alternation, the longest first; Latin words only where no letter follows."""
    return "|".join(
        re.escape(word)
        + (
            r"(?![A-Za-z\u00c0-\u024f²³]|[23](?!\d))"
            if word[-1] <= "z" and word[-1].isalpha()
            else ""
        )
        for word in sorted(words, key=len, reverse=True)
    )


_SIGN = re.compile(
    f"({'|'.join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))})"
    r"[ \u00a0]?\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[ \u00a0-]?(?:(?P<percent>{_any(PERCENT)})(?!ポイント| points?\b)"
    rf"|(?:de |d'|us )?(?P<currency>{_any(CURRENCIES)})"
    rf"|(?P<measure>{_any(MEASURES)})(?P<old>[ -]old\b)?)",
)
_NOUN = re.compile(r" ((?:[A-Za-z][a-z-]{1,20} ){0,2}?)([a-z]{2,20}s)\b")
_DECADE_OF_LIFE = re.compile(r"代(?![目表理わ金])|s\b")
_FEW = 1000
_TENS = frozenset(range(10, 100, 10))
_JOINS_NOT = frozenset(
    "of in on at to and or the a an by for from with that which who were are had have out".split()
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A numeral with the unit that stands beside it."""

    kind: Kind
    unit: str
    factor: Decimal
    start: int
    end: int
    system: str = ""
    more: Decimal = Decimal(0)
    """What is written behind the unit: the half of 1時間半."""
    sure: bool = True
    """Whether its word names nothing else: pounds are money or a weight."""


def counted_by(text: str, first: Numeral, last: Numeral) -> Counted:
    """What a numeral, or a range of two, counts."""
    sign = _SIGN.search(text[max(0, first.start - 4) : first.start])
    if sign:
        start = first.start - len(sign[0])
        return Counted("money", CURRENCY_SIGNS[sign[1].lower()], Decimal(1), start, last.end)
    counted = replace(_unit_after(text, last), start=first.start)
    if counted.kind == "duration" and text.startswith("半", counted.end):
        return replace(counted, end=counted.end + 1, more=counted.factor / 2)
    return counted


def _unit_after(text: str, numeral: Numeral) -> Counted:
    begin = numeral.end + 1 if text.startswith("数", numeral.end) else numeral.end
    if text.startswith("分", begin) and text.startswith("割", numeral.start - 1):
        return Counted("percent", "", Decimal("0.01"), begin, begin + 1)
    decade = _DECADE_OF_LIFE.match(text, begin)
    if decade and numeral.value in _TENS and not text.startswith("第", numeral.start - 1):
        return Counted("number", "age", Decimal(1), begin, begin + 1)
    after = _AFTER.match(text[begin : begin + _LOOK].lower())
    if after is None:
        return _noun_after(text, numeral)
    end = begin + after.end()
    if after["percent"]:
        return Counted("percent", "", PERCENT[after["percent"]], begin, end)
    if after["currency"]:
        word = after["currency"]
        few = numeral.value < _FEW and numeral.scale == 1  # "the team with 12 won"
        sure = word not in WEIGHTS and not (word == "won" and few)
        return Counted("money", CURRENCIES[word], Decimal(1), begin, end, sure=sure)
    if after["old"]:
        return Counted("number", "age", Decimal(1), begin, end)
    kind, unit, factor = MEASURES[after["measure"]]
    system = "other" if after["measure"] in OTHER_SYSTEM else ""
    return Counted(kind, unit, factor, begin, end, system)


def _noun_after(text: str, numeral: Numeral) -> Counted:
    start, end = numeral.end, numeral.end
    noun = _NOUN.match(text, end)
    if noun and noun[2] not in NOT_PLURAL and _JOINS_NOT.isdisjoint(noun[1].lower().split()):
        return Counted("number", singular(noun[2]), Decimal(1), start, noun.end())
    return Counted("number", "m" if numeral.letter == "m" else "", Decimal(1), start, end)


def singular(noun: str) -> str:
    """A noun in the singular, as far as its spelling tells."""
    noun = noun.lower()
    if noun in _JOINS_NOT:
        return ""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
