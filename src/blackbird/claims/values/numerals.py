"""Read numerals: digits in the styles of several languages, kanji numerals, English words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from blackbird.claims.values.english_numerals import english_numerals
from blackbird.claims.values.kanji_numerals import kanji_numerals
from blackbird.claims.values.number_words import KANJI
from blackbird.claims.values.numeral import Numeral

_PLAIN = str.maketrans(
    "０１２３４５６７８９，．％＄￥＋～〜／：　\u0130\u0131\u017f\u212a",
    "0123456789,.%$¥+~~/: Iisk",  # the last four: letters that ignoring case takes for these
)

_POWERS = {
    "hundred": 2, "thousand": 3, "thousands": 3, "million": 6, "millions": 6, "billion": 9,
    "billions": 9, "trillion": 12, "trillions": 12, "k": 3, "mn": 6, "bn": 9, "tn": 12,
    "mil": 3, "millón": 6, "millones": 6, "mil millones": 9,
    "tausend": 3, "millionen": 6, "mio": 6, "milliarde": 9, "milliarden": 9, "mrd": 9,
    "mille": 3, "milliard": 9, "milliards": 9, "milhão": 6, "milhões": 6, "milioni": 6,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7,
    "만": 4, "억": 8, "조": 12,
}  # fmt: skip
_PARTS = {
    "½": Decimal("0.5"),
    " and a half": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
}
_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,12}(?:\.\d{1,30})?(?![\d,])"  # 1,000,000.5
    r"|\d{1,3}(?:\.\d{3}){2,12}(?:,\d{1,30})?(?![\d.])"  # 1.000.000,5
    r"|\d{1,3}\.\d{3},\d{1,30}"  # 1.000,5
    r"|\d{1,2}(?:,\d{2}){1,6},\d{3}(?:\.\d{1,30})?(?![\d,])"  # 12,34,567
    r"|\d{1,3}(?:[\u00a0\u202f\u2009'’]\d{3}){1,12}(?:[.,]\d{1,30})?(?!\d)"  # 1 000 000, 1'000
    r"|(?<!\d )\d{1,3}(?: \d{3}){2,3}(?! ?\d)"  # more groups are a row of numbers
    r"|\d{1,40}(?:\.\d{1,30}|,\d{1,2}(?![\d,]))?"  # 3.5 and 3,5
)
_DECIMALS = re.compile(r"[.,](\d{1,2}|\d{4,30})\Z")
_SCALES = {word: Decimal(10) ** power for word, power in _POWERS.items()} | {"dozen": Decimal(12)}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_LATIN = re.compile(
    r"(?:(?<![A-Za-z\u00c0-\u024f0-9_.,])(?<![A-Za-z]-)|(?<=\dm)(?=\d\dcm)|(?<=\dh)(?=\d\d?m))"
    rf"(?P<digits>{_DIGITS})"
    r"(?P<part>[½¼¾]| and a half\b)?"
    r"(?: ?[×x] ?10\^(?P<power>-?\d{1,2})|\^(?P<raised>\d{1,2}))?"
    rf"(?:[ \u00a0-]?(?P<scale>{_SCALE})(?![A-Za-z\u00c0-\u024f])"
    r"|(?P<letter>[MBTmbt])(?![\w/²³]))?",
    re.IGNORECASE,
)
_KANJI_DIGITS = "零" + KANJI
_KANJI_YEAR = re.compile(f"[一二][{_KANJI_DIGITS}]{{3}}(?=年)")
_YEAR_DIGITS = str.maketrans(_KANJI_DIGITS, "00123456789")
_POINTED = r"(?:%|パーセント|倍|ポイント|[万億兆度℃]|メートル|キロ|トン)"
_POINT = re.compile(
    rf"(?<=\d)・(?=\d{{1,3}}{_POINTED})"
    rf"|(?<=[{_KANJI_DIGITS}])・(?=[{_KANJI_DIGITS}]{{1,3}}{_POINTED})"
)  # elsewhere the dot lists: 1・2年生
_MINUS = re.compile(
    r"(?:^|(?<![\d%])[\s(]|[（「、。:ぁ-ん])[-−–－]\Z|(?:\bminus |マイナス|氷点下|零下)\Z",
    re.IGNORECASE,
)
_LOOK = 8  # characters looked at before a numeral


def plain(text: str) -> str:
    """``text`` with full-width digits, decimal points and kanji years (``二〇二三年``) in ASCII.

    Character for character, so offsets stay.
    """
    text = _KANJI_YEAR.sub(lambda year: year[0].translate(_YEAR_DIGITS), text.translate(_PLAIN))
    return _POINT.sub(".", text)


def numerals(text: str) -> list[Numeral]:
    """All numerals of a ``plain`` text, in order, none within another."""
    found = [*kanji_numerals(text), *_latin(text), *english_numerals(text)]
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(_signed(text, numeral))
    return kept


def _signed(text: str, numeral: Numeral) -> Numeral:
    """A numeral with the minus that stands before it, as a sign or as a word."""
    minus = _MINUS.search(text[max(0, numeral.start - _LOOK) : numeral.start])
    sign = minus[0].lstrip()[-1:] if minus else ""
    if minus is None or (sign in "-−–－" and not text[numeral.start].isdecimal()):
        return numeral
    start = numeral.start - (1 if sign in "-−–－" else len(minus[0]))
    also = None if numeral.also is None else -numeral.also
    return replace(numeral, start=start, value=-numeral.value, also=also)


def _latin(text: str) -> Iterator[Numeral]:
    for match in _LATIN.finditer(text):
        value, also = read_digits(match["digits"])
        value += _PARTS.get((match["part"] or "").lower(), Decimal(0))
        raised = Decimal(10) ** int(match["power"] or 0)
        if match["raised"] and value:
            value, also = value ** int(match["raised"]), None
        power = _SCALES.get((match["scale"] or "").lower(), Decimal(1))
        yield Numeral(
            *match.span(),
            value * power * raised,
            None if also is None else also * power,
            match["letter"] or "",
            power,
            _step(match["digits"], power * raised),
        )


def _step(digits: str, power: Decimal) -> Decimal | None:
    """What the last digit counts, if it stands behind a decimal mark or before a scale."""
    decimals = _DECIMALS.search(digits)
    if decimals:
        return power.scaleb(-len(decimals[1]))
    return power if power >= 10**6 else None


def read_digits(digits: str) -> tuple[Decimal, Decimal | None]:
    """Value of digits with separators, and the second reading if they have one."""
    if digits.isdecimal():
        return Decimal(digits), None
    digits = re.sub(r"[\u00a0\u202f\u2009'’ ]", "", digits)
    if digits.isdecimal():
        return Decimal(digits), None
    comma, stop = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and stop >= 0:
        mark = "," if comma > stop else "."
        return _decimal(digits, mark), None
    mark = "," if comma >= 0 else "."
    groups = digits.split(mark)
    grouped = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
    if len(groups) == 2 and grouped and mark == "." and groups[0] != "0":
        return _decimal(digits, "."), _decimal(digits, "")
    # a mark that stands twice groups; one alone after a zero is a decimal mark
    grouping = len(groups) > 2 or (grouped and groups[0] != "0")
    return _decimal(digits, "" if grouping else mark), None


def _decimal(digits: str, mark: str) -> Decimal:
    whole, _, part = digits.partition(mark) if mark else (digits, "", "")
    return Decimal(re.sub(r"[.,]", "", whole) + "." + (part or "0"))
