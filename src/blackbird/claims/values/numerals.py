"""Read numerals: digits in the styles of several languages, kanji numerals, English words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

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
    "만": 4, "억": 8, "조": 12,
}  # fmt: skip
_LETTERS = {"m": 6, "b": 9, "t": 12}
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
    r"|\d{1,3}(?:[\u00a0\u202f]\d{3}){1,12}(?:[.,]\d{1,30})?(?!\d)"  # 1 000 000
    r"|\d{1,40}(?:\.\d{1,30}|,\d{1,2}(?![\d,]))?"  # 3.5 and 3,5
)
_SCALE = "|".join(sorted(_POWERS, key=len, reverse=True))
_LATIN = re.compile(
    rf"(?<![A-Za-z\u00c0-\u024f0-9_.,])(?<![A-Za-z]-)(?P<digits>{_DIGITS})"
    r"(?P<part>[½¼¾]| and a half\b)?"
    rf"(?:[ \u00a0-]?(?P<scale>{_SCALE})(?![A-Za-z\u00c0-\u024f])"
    r"|(?P<letter>[MBTmbt])(?![\w/²³]))?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:^|[\s(])[-−]\Z")

_KANJI_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_YEAR = re.compile("[一二][〇零一二三四五六七八九]{3}(?=年)")
_YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
_KANJI_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_KANJI_SIGNS = "".join(_KANJI_DIGITS) + "".join(_KANJI_TENS) + "".join(_KANJI_MYRIADS)
_KANJI = re.compile(
    rf"(?<![\d.,])(?:\d[\d,]{{0,30}}(?:\.\d{{1,20}})?)?[{_KANJI_SIGNS}][\d.,{_KANJI_SIGNS}]{{0,30}}"
)
_KANJI_TOKEN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[{_KANJI_SIGNS}]")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_COUNTERS = frozenset(
    "年月日人名回個箇つ社件本台歳才時分秒週円元倍枚頭匹冊階位点度割種カヶケか代万億兆世番"
)
_NOT_NUMERALS = re.compile(
    "十分(?![間後前])|一時(?![間半])|一番|一度|一種|一点|千代|八代|万年|一本化|一人称|一回り"
)

_SMALL = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = "|".join(sorted([*_SMALL, *_LARGE, "dozen"], key=len, reverse=True))
_WORDS = re.compile(
    rf"(?<![\w-])(?=[a-z])(?P<article>half an? |an? )?"
    rf"(?P<words>(?:{_WORD})(?:(?:-| and | )(?:{_WORD})){{0,20}})"
    rf"(?P<half> and a half(?: (?P<scale>{'|'.join(_LARGE)}))?)?(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``text[start:end]``."""

    start: int
    end: int
    value: Decimal
    also: Decimal | None = None
    letter: str = ""
    """A short scale that only money is certain to mean: ``m`` may be metres."""
    scale: Decimal = Decimal(1)
    """The power of ten that a scale word at its end stands for."""
    weak: bool = False
    """Perhaps not a number at all: ``one`` of them."""

    def scaled(self) -> Decimal:
        """The value with the short scale taken as such."""
        return self.value * 10 ** _LETTERS[self.letter.lower()] if self.letter else self.value


def plain(text: str) -> str:
    """``text`` with full-width digits and kanji years (``二〇二三年``) in ASCII digits.

    Character for character, so offsets stay.
    """
    return _KANJI_YEAR.sub(lambda year: year[0].translate(_YEAR_DIGITS), text.translate(_PLAIN))


def numerals(text: str) -> list[Numeral]:
    """All numerals of a ``plain`` text, in order, none within another."""
    found = sorted([*_kanji(text), *_latin(text), *_words(text)], key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def _latin(text: str) -> Iterator[Numeral]:
    for match in _LATIN.finditer(text):
        value, also = read_digits(match["digits"])
        value += _PARTS.get((match["part"] or "").lower(), Decimal(0))
        power = Decimal(10) ** _POWERS.get((match["scale"] or "").lower(), 0)
        negative = _SIGN.search(text[max(0, match.start() - 2) : match.start()]) is not None
        sign = -1 if negative else 1
        yield Numeral(
            match.start() - negative,
            match.end(),
            sign * value * power,
            None if also is None else sign * also * power,
            match["letter"] or "",
            power,
        )


def read_digits(digits: str) -> tuple[Decimal, Decimal | None]:
    """Value of digits with separators, and the second reading if they have one."""
    if digits.isdecimal():
        return Decimal(digits), None
    digits = re.sub(r"[\u00a0\u202f]", "", digits)
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


def _kanji(text: str) -> Iterator[Numeral]:
    for match in _KANJI.finditer(text):
        run = match[0].rstrip(".,")
        end = match.start() + len(run)
        value = _kanji_value(run)
        if value is not None and (run[0].isascii() or _is_numeral(text, match.start(), run)):
            yield Numeral(match.start(), end, value, scale=Decimal(_KANJI_MYRIADS.get(run[-1], 1)))


def _is_numeral(text: str, start: int, run: str) -> bool:
    """Whether kanji that can be numerals are: ``三十二``, ``三人``, but not ``一方``."""
    if len(run) == 1 and _NOT_NUMERALS.match(text, start):
        return False
    following = text[start + len(run) : start + len(run) + 1]
    if following in _COUNTERS or text.startswith("第", max(0, start - 1)):
        return True
    return len(run) > 1 and not _IDEOGRAPH.match(following)


def _kanji_value(run: str) -> Decimal | None:
    total = section = Decimal(0)
    digit: Decimal | None = None
    last = 10**16
    for token in _KANJI_TOKEN.findall(run):
        if token in _KANJI_MYRIADS:
            scale = _KANJI_MYRIADS[token]
            section += digit or 0
            if section == 0 or scale >= last:
                return None
            total, section, digit, last = total + section * scale, Decimal(0), None, scale
        elif token in _KANJI_TENS:
            section, digit = section + (1 if digit is None else digit) * _KANJI_TENS[token], None
        elif token in _KANJI_DIGITS:
            digit = (digit or 0) * 10 + Decimal(_KANJI_DIGITS[token])
        elif digit is None:
            digit = Decimal(token.replace(",", ""))
        else:
            return None
    return total + section + (digit or 0)


def _words(text: str) -> Iterator[Numeral]:
    for match in _WORDS.finditer(text):
        words = re.split(r"[- ]", match["words"].lower().replace(" and ", " "))
        article = (match["article"] or "").lower()
        value = _words_value(words)
        if value is None:
            continue
        if article and words[0] in _SMALL:
            article = ""
        scale = _LARGE.get((match["scale"] or words[-1]).lower(), 1)
        factor = Decimal("0.5") if article.startswith("half") else Decimal(1)
        if match["half"]:
            value += Decimal("0.5") * _LARGE.get(words[-1], 1)
            factor = Decimal(scale if match["scale"] else 1)
        yield Numeral(
            match.start() if article else match.start("words"),
            match.end(),
            value * factor,
            scale=Decimal(scale),
            weak=words == ["one"] or (words[0] in _LARGE and not article),
        )


def _words_value(words: list[str]) -> Decimal | None:
    total = section = 0
    for n, word in enumerate(words):
        if word in _SMALL:
            before = words[n - 1] if n else ""
            if before in _SMALL and not (_SMALL[before] >= 20 and 0 < _SMALL[word] < 10):
                return None  # "one two three" counts, it is no number
            section += _SMALL[word]
        elif word == "dozen":
            section = (section or 1) * 12
        elif word == "hundred":
            section = (section or 1) * 100
        else:
            total, section = total + (section or 1) * _LARGE[word], 0
    return Decimal(total + section)
