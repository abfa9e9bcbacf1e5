"""Read words that may mean a number: half, one in five, first, an hour.

They are too common to be claims, but a value that is claimed can rest on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from blackbird.claims.values.number_words import KANJI, ORDINALS, SMALL
from blackbird.claims.values.numerals import numerals
from blackbird.claims.values.units import MEASURES, WEIGHTS
from blackbird.claims.values.value import Kind, Value

_COUNTS = {word: n for word, n in SMALL.items() if n} | {
    "twenty": 20,
    "a": 1,
    "an": 1,
    "hundred": 100,
}
_PARTS = {
    word: n
    for n, word in enumerate("half third quarter fifth sixth seventh eighth ninth tenth".split(), 2)
}
_KANJI = KANJI + "十"
_SMALL = rf"(?:\d{{1,3}}|[{_KANJI[1:]}])"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_LENGTHS = "minute|hour|day|week|fortnight|month|year|decade|century"

_SHARES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:(?P<part>{_COUNT})[ -])(?P<named>{'|'.join(_PARTS)})s?\b",
        r"\b(?P<named>half)\b(?! an? )|(?P<half>半数|半分)",
        rf"\b(?P<part>{_COUNT}) (?:in|out of)(?: every)? (?P<whole>{_COUNT})\b",
        rf"(?P<whole>{_SMALL})([人社個校台本])に(?P<part>{_SMALL})\2",
    )
]
_FRACTION = re.compile(rf"(?P<whole>{_SMALL}) ?分の ?(?P<part>{_SMALL})(?!\d)")
_HALF_PERCENT = re.compile(r"\bhalf a (?:percent|per cent)\b", re.IGNORECASE)
_LENGTH = re.compile(
    rf"\b(?P<half>half )?an? (?P<unit>{_LENGTHS})\b(?P<more> and a half\b)?", re.IGNORECASE
)
_HALF_LENGTH = re.compile(r"半(?P<unit>年|日|時間|月)")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b", re.IGNORECASE)
_JOINED = re.compile(rf"\b(?P<count>{_COUNT})-?(?P<noun>(?<=-)[a-z]+|fold\b)", re.IGNORECASE)
_WEIGHT = re.compile(rf"[ -]({'|'.join(WEIGHTS)})\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:one|a single)\b|一(?=[度番時点種])", re.IGNORECASE)


def hints(text: str) -> list[Value]:
    """All values that words of a ``plain`` text may mean, none of them certain."""
    return [*_shares(text), *_lengths(text), *_ordinals(text), *_joined(text), *_weights(text)]


def fractions(text: str) -> Iterator[Value]:
    """Fractions as Japanese writes them (3分の1): a claim too, though one that refutes nothing."""
    for match in _FRACTION.finditer(text):
        yield from (replace(share, hint=False) for share in _share(match))


def _hint(kind: Kind, number: Decimal, unit: str, match: re.Match[str], margin: str = "0") -> Value:
    said = Value(kind, number, number, number, unit, match[0], *match.span())
    return replace(said, sure=False, hint=True, margin=Decimal(margin))


def _shares(text: str) -> Iterator[Value]:
    for pattern in _SHARES:
        for match in pattern.finditer(text):
            yield from _share(match)
    for match in _HALF_PERCENT.finditer(text):
        yield _hint("percent", Decimal("0.005"), "", match)


def _share(match: re.Match[str]) -> Iterator[Value]:
    parts = match.groupdict()
    named = _PARTS.get((parts.get("named") or "").lower(), 2)
    whole = _number(parts["whole"]) if parts.get("whole") else named
    if whole:
        share = Decimal(_number(parts.get("part") or "a")) / whole
        yield _hint("percent", share, "", match, "0" if 1000 % whole == 0 else "0.005")


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _COUNTS.get(word.lower(), _KANJI.find(word))


def _lengths(text: str) -> Iterator[Value]:
    for match in _LENGTH.finditer(text):
        unit = match["unit"].lower()
        kind, name, factor = MEASURES["decade" if unit == "century" else unit]
        factor *= 10 if unit == "century" else 1
        times = Decimal("0.5") if match["half"] else Decimal("1.5") if match["more"] else Decimal(1)
        yield _hint(kind, factor * times, name, match)
    for match in _HALF_LENGTH.finditer(text):
        unit = {"月": "か月", "日": "日間"}.get(match["unit"], match["unit"])
        kind, name, factor = MEASURES[unit]
        yield _hint(kind, factor / 2, name, match)


def _ordinals(text: str) -> Iterator[Value]:
    for match in _ORDINAL.finditer(text):
        yield _hint("ordinal", Decimal(ORDINALS[match[0].lower()]), "", match)
    for match in _ONE.finditer(text):
        yield _hint("number", Decimal(1), "", match)


def _joined(text: str) -> Iterator[Value]:
    for match in _JOINED.finditer(text):
        count = Decimal(_number(match["count"]))
        kind, unit, factor = MEASURES.get(match["noun"].lower(), ("number", "", Decimal(1)))
        yield _hint(kind, count * factor, unit if kind == "duration" else "", match)


def _weights(text: str) -> Iterator[Value]:
    """``12 pounds``, which was read as money."""
    if not _WEIGHT.search(text):  # reading all numerals again takes time
        return
    for numeral in numerals(text):
        word = _WEIGHT.match(text, numeral.end)
        if word:
            grams = numeral.scaled() * WEIGHTS[word[1].lower()]
            yield Value(
                "number", grams, grams, grams, "g", text[numeral.start : word.end()],
                numeral.start, word.end(), sure=False, hint=True, system="other",
            )  # fmt: skip
