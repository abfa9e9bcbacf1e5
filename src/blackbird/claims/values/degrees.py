"""Apply words of degree: about, more than, up to, nearly, 以上, 台."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from blackbird.claims.values.value import WITHIN, Value

_NO_END = Decimal("Infinity")
_LOOK = 32  # characters looked at before a number

_MOST = (
    "<|≤|top|トップ|within|maximum of|up to|at most|less than|fewer than|under|below|a maximum of"
    "|hasta|como máximo|menos de|höchstens|weniger als|moins de|au plus|最大|最高|最多"
)
_LEAST = (
    ">|≥|in excess of|exceed|exceeds|exceeded|surpass|surpasses|surpassed|topped|minimum of"
    "|more than|at least|over|above|exceeding"
    "|greater than|upwards of|más de|al menos|mehr als|über|mindestens|plus de|au moins"
    "|少なくとも|最低|超过|至少"
)
_ABOUT = (
    "about|around|approximately|approx[.]|roughly|close to|estimated|some|circa|ca[.]|~|≈|cerca de"
    "|alrededor de|unos|unas|etwa|rund|ungefähr|environ"
    "|約|およそ|おおよそ|おおむね|概ね|ほぼ|大约|约|약"
)
_NO = r"(?P<no>(?:\b(?:no|not|never|nor|cannot|without)|n['’]t) (?:be |been )?)?"
_NEARLY = "nearly|almost|just under|just short of|knapp|beinahe|casi|presque"
_BEFORE = re.compile(
    rf"{_NO}(?<![a-zà-ÿ])(?:(?P<nearly>{_NEARLY})|(?P<most>{_MOST})|(?P<least>{_LEAST})"
    rf"|(?P<about>{_ABOUT})) ?(?:an? )?\Z"
)
_LIMITING = tuple(
    word.replace("[.]", ".")
    for words in (_MOST, _LEAST, _ABOUT, _NEARLY)
    for word in words.split("|")
)
_BEHIND = re.compile(
    r"(?:(?P<least>以上|超|を超え|を上回|を?突破| ?\+| or (?:more|older|over|above|higher)\b"
    r"| oder mehr\b| o más\b)"
    r"|(?P<most>以下|未満|以内|を下回| or less\b| or fewer\b))"
    r"(?P<no>[えらりる]?(?:こと[はがも])?(?:では?)?(?:な[いかく]|ず|ません))?"
    r"|(?P<about>前後|程度|ほど|くらい|ぐらい|あまり)"
    r"|(?P<above>余り|余(?![儀裕])|強(?![いくさ力化制]))"
    r"|(?P<nearly>近く|弱(?![いくさ体点])|足らず)|(?P<step>台)"
)
_OPPOSITE = {"most": "least", "least": "most"}
_SHARES = {
    "about": (-WITHIN, WITHIN),
    "nearly": (-2 * WITHIN, Decimal(0)),
    "above": (Decimal(0), 2 * WITHIN),
}
_IN_LIFE = re.compile("代|s")
_FALL_BEFORE = re.compile(
    r"\b(?:fell|falls?|fallen|falling|dropp?(?:ed|s|ing)?|declin(?:ed?|es|ing)|decreas(?:ed?|es|ing)"
    r"|down|lost|shrank|shrunk|slid|plunged|lower|(?:drop|fall|decline|decrease|loss) of)"
    r"(?: by)?(?: an?)?(?: about| around| nearly| almost| more than| over)? ?\Z",
    re.IGNORECASE,
)
_FALL_BEHIND = re.compile(
    r"(?: ?(?:減|下落|低下|下が|下げ|落ち|の減|の下|縮小|安(?!定))"
    r"|,? (?:below zero|lower|down|drop|decline|decrease|fall|loss)\b)"
)


def bounded(text: str, value: Value, factor: Decimal) -> Value:
    """A quantity with what the words beside it allow; ``factor`` is what 1 of it is worth."""
    if value.low != value.high:
        return _fallen(text, value)
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
    if "step" in limits and value.value > 0:
        return replace(value, high=value.value + _last_place(value.value / factor) * factor)
    if value.unit == "age" and _IN_LIFE.match(text, value.end - 1):
        return replace(value, high=value.value + 9)
    return _limited(_fallen(text, value), limits)


def _limited(value: Value, limits: set[str]) -> Value:
    if "no" in limits:  # "not more than", を超えない
        limits = {_OPPOSITE.get(name, name) for name in limits}
    if "most" in limits:
        return replace(value, low=-_NO_END if value.value < 0 else Decimal(0))
    if "least" in limits:
        return replace(value, high=_NO_END)
    share = next((_SHARES[name] for name in ("about", "nearly", "above") if name in limits), None)
    if share is None:
        return value
    ends = sorted(value.value * (1 + part) for part in share)
    return replace(value, low=ends[0], high=ends[1])


def _last_place(number: Decimal) -> Decimal:
    """The place of a number's last digit that is not 0: 100 of 1,200, 0.1 of 2.6."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _fallen(text: str, value: Value) -> Value:
    """A fall is written as a number below zero, too."""
    if value.value <= 0 or value.also is not None:
        return value
    before = _FALL_BEFORE.search(text[max(0, value.start - _LOOK) : value.start])
    falls = before or _FALL_BEHIND.match(text, value.end)
    return replace(value, also=-value.value) if falls else value
