"""Another date in the place of one: a year, a month, a day, an era, a century."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.bounds import bounded, rough
from blackbird.training.corrupt.rules import placed

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ERAS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 6}
"""Eras and their years; of the present one, those that are over."""
_LATEST = 2024  # no year that the reader takes for the future

_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_AFTER_MONTH = "|".join(rf"(?<=\b{month} )" for month in _MONTHS)
_DATE = re.compile(
    rf"(?P<month>\b{_MONTH}\b)|(?P<weekday>(?<![a-z] )(?<=[ (])(?:{'|'.join(_DAYS)})\b"
    rf"|(?<=\bon )(?:{'|'.join(_DAYS)})\b)"
    rf"|(?P<day>(?:{_AFTER_MONTH})[0-3]?[0-9](?![0-9:/–-]|[.,][0-9])"
    rf"|(?<![\w.,:/–-])[0-3]?[0-9](?= {_MONTH}\b))"
    rf"|(?P<era>{'|'.join(_ERAS)})(?=[0-9]|[一二三四五六七八九十元]+年)"
    r"|(?P<part>(?<![\d.])[0-9]{1,2}(?=月(?!間)|日(?![間目])))"
    r"|(?P<year>(?<![\w,.:/#-])(?:1[0-9]{3}|20[0-4][0-9])(?![0-9]|[,.:][0-9]|[%％mgk°]|-\w)"
    r"(?! ?(?:people|men|women|km|kg|miles|members|metres|meters|feet|tons|tonnes|years)\b)"
    r"|(?<=[ぁ-んァ-ヴー一-龯、。（「・])(?:1[0-9]{3}|20[0-4][0-9])(?=[年）〜～–-])(?!年間))"
    r"|(?P<century>(?<![\w.])[0-9]{1,2}(?=th[ -]century)|(?<![0-9.])[0-9]{1,2}(?=世紀))"
)
_NAMED_DAY = re.compile(r"[A-Z][a-z]+ \Z")
_DECADE = re.compile(r"['’]?s\b|年代")


def dates_in(sentence: str) -> list[re.Match[str]]:
    """What in the sentence is a part of a date."""
    return list(_DATE.finditer(sentence))


def other_date(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with one date changed that is no bound; later ones stay later."""
    found = dates_in(sentence)
    free = [m for m in found if not bounded(sentence, m.start(), m.end())]
    random.shuffle(free)
    for match in free:
        new = _changed(sentence, match, found, random)
        if new is not None:
            return placed(sentence, match.start(), match.end(), new)
    return None


def _changed(
    sentence: str, match: re.Match[str], found: Sequence[re.Match[str]], random: Random
) -> str | None:
    old, kind = match.group(), match.lastgroup
    said = {m.group() for m in found if m.lastgroup == kind}
    if kind == "month":
        return _choice([m for m in _MONTHS if m not in said], random)
    if kind == "weekday":
        before = sentence[max(0, match.start() - 24) : match.start()]
        if _NAMED_DAY.search(before):
            return None  # "Good Friday" is no day of the week but a name
        return _choice([d for d in _DAYS if d not in said], random)
    if kind == "era":
        year = re.match(r"[0-9]{1,2}", sentence[match.end() :])
        count = int(year[0]) if year else 1
        return _choice(
            [e for e, years in _ERAS.items() if e not in said and years >= count], random
        )
    if kind in ("part", "day"):
        most = 12 if sentence.startswith("月", match.end()) else 28
        return _near(int(old), (1, most), 6, {int(s) for s in said}, random)
    return _moved(sentence, match, {int(s) for s in said}, random)


def _moved(sentence: str, match: re.Match[str], said: set[int], random: Random) -> str | None:
    """Another year or century that stands to all others of the sentence as the old one did."""
    value = int(match.group())
    if match.lastgroup == "century":
        most = 20 if sentence.startswith("t", match.end()) else 21
        low, high, step, reach = (4 if most == 20 else 1), most, 1, 6
    else:
        decade = _DECADE.match(sentence, match.end()) is not None
        step = 10 if decade and value % 10 == 0 else 1
        far = rough(sentence, match.start(), match.end())
        reach = 60 if far or step == 10 else random.choice((4, 10, 60))
        low, high = 1000 + value % step, max(_LATEST, value)
    low = max([low, *(s + 1 for s in said if s < value)])
    high = min([high, *(s - 1 for s in said if s > value)])
    near = (
        20
        if step == 1 and match.lastgroup == "year" and rough(sentence, match.start(), match.end())
        else 0
    )
    return _near(value, (low, high), reach, said, random, step, near)


def _near(
    value: int,
    bounds: tuple[int, int],
    reach: int,
    said: set[int],
    random: Random,
    step: int = 1,
    apart: int = 0,
) -> str | None:
    """Another value within the bounds, at most ``reach`` and more than ``apart`` away."""
    low, high = max(bounds[0], value - reach), min(bounds[1], value + reach)
    fitting = [
        n
        for n in range(low, high + 1)
        if n not in said and (n - value) % step == 0 and abs(n - value) > apart
    ]
    return str(random.choice(fitting)) if fitting else None


def _choice(choices: Sequence[str], random: Random) -> str | None:
    return random.choice(choices) if choices else None
