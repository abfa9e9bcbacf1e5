"""Read kanji numerals, alone and with digits: 三十二, 3億5千万."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from blackbird.claims.values.number_words import KANJI
from blackbird.claims.values.numeral import Numeral

_KANJI_DIGITS = {sign: n for n, sign in enumerate(KANJI)} | {"零": 0}
_KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
_KANJI_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12, "京": 10**16}
_KANJI_SIGNS = "".join(_KANJI_DIGITS) + "".join(_KANJI_TENS) + "".join(_KANJI_MYRIADS)
_SCALES = "".join(_KANJI_TENS) + "".join(_KANJI_MYRIADS)
_ASCII = r"(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,30})(?:\.\d{1,20})?"
# Digits stand before or behind a power of ten, never beside a kanji digit: 第3四半期. 京 begins
# none: 東京.
_KANJI = re.compile(
    rf"(?<![\d.])(?<!\d,)(?:[一二三四](?=四半期)|[{''.join(_KANJI_DIGITS)}]{{1,9}}\.[{''.join(_KANJI_DIGITS)}]{{1,9}}"
    rf"|(?:{_ASCII}(?=[{_SCALES}])|(?!京))[{_KANJI_SIGNS}](?:[{_KANJI_SIGNS}]|(?<=[{_SCALES}]){_ASCII}){{0,30}})"
)
_KANJI_TOKEN = re.compile(rf"{_ASCII}|[{_KANJI_SIGNS}]")
_SEVERAL = re.compile(r"[数何幾]\Z")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_COUNTERS = frozenset(
    "年月日人名回個箇つ社件本台歳才時分秒週円元倍枚頭匹冊階位点度割種カヶケか代万億兆世番"
)
_NOT_NUMERALS = re.compile(
    "十分(?![間後前])|一時(?![間半])|一番|一度|一種|一点|千代|八代|万年|一本化|一人称|一回り"
)

_DECIMALS = re.compile(rf"\.([^.{''.join(_KANJI_MYRIADS)}]+)[{''.join(_KANJI_MYRIADS)}]?\Z")


def kanji_numerals(text: str) -> Iterator[Numeral]:
    """All numerals with kanji in them: 三十二, 1億2,345万, 三.五."""
    for match in _KANJI.finditer(text):
        run, start = match[0], match.start()
        value = _decimal(run) if "." in run and not run[0].isascii() else _kanji_value(run)
        if value is None or not (run[0].isascii() or _is_numeral(text, start, run)):
            continue
        scale = Decimal(_KANJI_MYRIADS.get(run[-1], 1))
        several = run[0] in _SCALES and _SEVERAL.search(text[max(0, start - 1) : start])
        yield Numeral(
            start, match.end(), value, scale=scale, step=_step(run, scale), vague=bool(several)
        )


def _decimal(run: str) -> Decimal:
    return Decimal("".join(sign if sign == "." else str(_KANJI_DIGITS[sign]) for sign in run))


def _step(run: str, scale: Decimal) -> Decimal | None:
    decimals = _DECIMALS.search(run)
    if decimals:
        return scale.scaleb(-len(decimals[1]))
    return scale if scale > 1 else None


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
    last = 10**20
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
        else:  # it begins the run, or stands behind a power of ten
            digit = Decimal(token.replace(",", ""))
    return total + section + (digit or 0)
