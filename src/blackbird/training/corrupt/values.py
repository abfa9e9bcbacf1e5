"""Another number or date in the place of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("fifteen", "twenty", "thirty", "forty", "fifty"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_SCALES = ("hundred", "thousand", "million", "billion")
_KANJI = "一二三四五六七八九十"
_COUNTERS = "人個本台回歳年間つ名枚種類章階位番度軒社校戸頭匹冊点隻両代世目部門週時分秒倍割"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ERAS = ("明治", "大正", "昭和", "平成", "令和")

_YEAR = r"(?<![\d,.])(?:1[0-9]{3}|20[0-4][0-9])(?![\d,.]\d|\d|%)"
_DATE = re.compile(
    rf"(?P<month>\b(?:{'|'.join(_MONTHS)})\b)|(?P<weekday>\b(?:{'|'.join(_DAYS)})\b)"
    rf"|(?P<era>{'|'.join(_ERAS)})(?=\d|[一二三四五六七八九十元]+年)"
    rf"|(?P<part>(?<![\d.])\d{{1,2}}(?=[月日]))|(?P<year>{_YEAR})"
    r"|(?P<century>\d{1,2})(?=世紀|th century)"
)
_NUMBER = re.compile(
    rf"(?P<word>\b(?:{'|'.join(_WORDS)})\b)|(?P<ordinal>\b(?:{'|'.join(_ORDINALS)})\b)"
    rf"|(?P<scale>\b(?:{'|'.join(_SCALES)})\b)"
    r"|(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?|(?<=[^\x00-\x7f])\d+(?:\.\d+)?)"
    rf"|(?P<kanji>(?<![{_KANJI}])[{_KANJI}](?=[{_COUNTERS}]))",
    re.IGNORECASE,
)


def other_date(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with one date changed: a year, a month, a day, an era, a century."""
    found = list(_DATE.finditer(sentence))
    if not found:
        return None
    match = random.choice(found)
    old = match.group()
    if match["month"]:
        new = random.choice([m for m in _MONTHS if m != old])
    elif match["weekday"]:
        new = random.choice([d for d in _DAYS if d != old])
    elif match["era"]:
        new = random.choice([e for e in _ERAS if e != old])
    elif match["part"]:
        new = _near(int(old), 1, 12 if sentence[match.end()] == "月" else 28, random)
    elif match["century"]:
        new = _near(int(old), 1, 21, random)
    else:
        new = _near(int(old), 1000, 2049, random, reach=random.choice((2, 10, 60)))
    return _placed(sentence, match, new)


def other_number(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with one number changed that is no date."""
    dates = [range(*m.span()) for m in _DATE.finditer(sentence)]
    found = [
        m for m in _NUMBER.finditer(sentence) if not any(m.start() in taken for taken in dates)
    ]
    if not found:
        return None
    match = random.choice(found)
    return _placed(sentence, match, _changed(match, random))


def _changed(match: re.Match[str], random: Random) -> str:
    old = match.group()
    for group, family in (("word", _WORDS), ("ordinal", _ORDINALS), ("scale", _SCALES)):
        if match[group]:
            new = random.choice([word for word in family if word != old.lower()])
            return new.capitalize() if old[0].isupper() else new
    if match["kanji"]:
        return random.choice([k for k in _KANJI if k != old])
    whole, point, fraction = old.partition(".")
    value = int(whole.replace(",", ""))
    if point and random.random() < 0.5:
        fraction = _near(int(fraction), 1, 10 ** len(fraction) - 1, random).zfill(len(fraction))
        return f"{whole}.{fraction}" if f"{whole}.{fraction}" != old else f"{value + 1}.{fraction}"
    changed = int(_near(value, 1, max(12, value * 3), random, reach=max(5, value // 2)))
    return (f"{changed:,}" if "," in whole else str(changed)) + point + fraction


def _near(value: int, low: int, high: int, random: Random, reach: int = 6) -> str:
    """Another value between the bounds, not far off."""
    low, high = max(low, value - reach), min(high, value + reach)
    choice = random.randint(low, max(low, high))
    return str(choice if choice != value else value + (1 if value < high else -1))


def _placed(sentence: str, match: re.Match[str], new: str) -> str:
    return sentence[: match.start()] + new + sentence[match.end() :]
