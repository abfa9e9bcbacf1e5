"""Join dates to ranges, and apply the words that bound them: before, since, about."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from blackbird.claims.values.compare import days_of_year
from blackbird.claims.values.days import day_bounds
from blackbird.claims.values.value import WITHIN, Value

_FIRST, _LAST = Decimal(-(10**8)), Decimal(date.max.toordinal())  # before and after all others
_LOOK = 48  # characters looked at before a date
_OPPOSITE = {"most": "least", "least": "most", "until": "since"}
_ROUGHLY = 5  # "about 1850" allows five years either way, "about 5 May" five days

_RANGE = re.compile(
    r" ?(?:[-–—~]|から|より) ?| ?,? (?:to|until|till|through|bis|au|al?|hasta) (?:the )?"
)
_AND = re.compile(r",? (?:and|&|or|und|y|et) |, ?|と|や|、|・|及び|および|または")
_BETWEEN = re.compile(r"\b(?:between|entre|zwischen)(?: the)? \Z", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<no>(?:\b(?:no|not|never|cannot)|n['’]t) (?:[a-z]+ ){0,5})?\b(?:"
    r"(?P<most>before|prior to|earlier than|by|up to|antes de|vor|avant)"
    r"|(?P<least>after|later than|later in|nach|después de|après)"
    r"|(?P<until>until|till|til|through|up until|hasta|bis|jusqu['’]en)"
    r"|(?P<since>since|from|starting(?: in)?|beginning(?: in)?|desde|seit|ab|depuis)"
    r"|(?P<about>about|around|circa|ca[.]?|c[.]|approximately|roughly|um|hacia|vers))"
    r"(?: (?:the|early|late|mid|about|around))?[ -]\Z|(?P<round>約|およそ)\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[ )）]?(?:(?P<most>以前|より前|までに|を前に)|(?P<least>以降|以後|より後|を過ぎ|の後)"
    r"|(?P<until>まで)|(?P<since>以来|から|より)|(?P<about>頃|ころ|ごろ|前後|あたり))"
)


def joined(text: str, found: list[Value]) -> list[Value]:
    """Consecutive dates as the words between them join them: missing parts taken, ranges set."""
    for n in range(1, len(found)):
        before, after = found[n - 1], found[n]
        between = text[before.end : after.start]
        if len(between) > 12:
            continue
        lead = text[max(0, before.start - 12) : before.start]
        ranged = bool(_RANGE.fullmatch(between)) or (
            between == " and " and _BETWEEN.search(lead) is not None
        )
        if not ranged and not _AND.fullmatch(between):
            continue
        before, after = _completed(before, after), _completed(after, before)
        if ranged and before.kind == after.kind and before.low <= after.high:
            reach = (before.low, after.high)
            before, after = replace(before, reach=reach), replace(after, reach=reach)
        found[n - 1 : n + 1] = before, after
    return found


def _completed(day: Value, whole: Value) -> Value:
    """A day without a year, with the year of the date that it is joined to."""
    if day.kind != "day" or whole.kind != "date" or days_of_year(whole) is None:
        return day
    year = date.fromordinal(int(whole.low)).year
    (first, last) = (divmod(int(end), 100) for end in (day.low, day.high))
    bounds = day_bounds(year, first[0], 0 if day.high > day.low else last[1])
    if bounds is None:  # 29 February
        return day
    low, high = map(Decimal, bounds)
    return replace(day, kind="date", value=(low + high) / 2, low=low, high=high)


def bounded(text: str, value: Value) -> Value:
    """A date with the days that the words beside it allow: "before 1900", 頃."""
    if value.kind == "day" or value.reach is not None:
        return value
    lead = _BEFORE.search(text[max(0, value.start - _LOOK) : value.start])
    behind = _BEHIND.match(text, value.end)
    words = {
        name
        for match in (lead, behind)
        if match
        for name, word in match.groupdict().items()
        if word
    }
    if "no" in words:  # "not before"
        words = {_OPPOSITE.get(name, name) for name in words} - {"no"}
    if "until" in words:  # an end that is named still is a date that can be compared
        return replace(value, reach=(_FIRST, value.high))
    if "since" in words:
        return replace(value, reach=(value.low, _LAST))
    if "most" in words:
        return replace(value, low=_FIRST)
    if "least" in words:
        return replace(value, high=_LAST)
    if words:
        margin = _ROUGHLY * min(value.high - value.low + 1, Decimal(366))
        if value.low < 0:  # a time before Christ is known the less, the older it is
            margin = max(margin, -value.low * WITHIN)
        return replace(
            value, low=max(_FIRST, value.low - margin), high=min(_LAST, value.high + margin)
        )
    return value
