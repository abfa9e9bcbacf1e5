"""Read years that stand by themselves: ``in 2017``, ``(2017)``, but not ``2017 people``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from blackbird.claims.values.days import years_between
from blackbird.claims.values.number_words import NOT_PLURAL
from blackbird.claims.values.units import CURRENCIES, MEASURES
from blackbird.claims.values.value import Value

_YEARS = re.compile(
    r"(?<![\w.,/$€£¥+-])(?P<year>1\d{3}|20\d{2})(?: ?[-–~] ?(?P<until>[12]\d{3}|\d{2}))?"
    r"(?![\w/-]|[.,]\d| ?%)"
)
_WORD_BEFORE = re.compile(r"((?:(?:earlier|later) )?[^\W\d_]+)[.]?[ (]{0,2}\Z")
_WORD_AFTER = re.compile(r" ([^\W\d_]+)")
_RANGE_AFTER = re.compile(r"(?: (?:and|to|or) |[-–])[12]\d{3} ([^\W\d_]+)")
_YEAR_LEADS = frozenset(
    "in since until till during year late early mid spring summer autumn fall winter circa c en "
    "desde hasta año im seit bis jahr depuis année dal nel em born died founded "
    "established".split()
) | {"earlier than", "later than"}
# The Schools Act of 1996 recognises, the great fire of 1871 destroys: no count of what follows.
_DATED = re.compile(
    r"\b(?:acts?|laws?|bill|code|statute|decree|edict|ordinance|directive|regulation|constitution|"
    r"charter|declaration|treaty|peace|accords?|agreement|convention|protocol|pact|compromise|"
    r"battle|war|siege|revolution|revolt|rebellion|uprising|mutiny|coup|massacre|conference|"
    r"congress|summit|elections?|referendum|census|reforms?|fire|flood|earthquake|eruption|storm|"
    r"hurricane|famine|plague|epidemic|pandemic|crisis|crash|panic|depression|olympics|games|"
    r"world cup|exhibition|strike) of \Z",
    re.IGNORECASE,
)
_EITHER_LEADS = frozenset("of by from between before after through".split())
_COUNT_LEADS = frozenset(
    "over nearly almost than some approximately least most exactly only no".split()
)
_JOINTS = frozenset("the and or to".split())
_MODERN = range(1900, 2100)
_SCALE_WORDS = frozenset(
    "hundred thousand million billion trillion people percent square sq cubic".split()
)
_NOT_NOUNS = frozenset(
    "and or to in on at by of for from with as was were is are has had when while he she it they "
    "but until after before the a an his her its their that which who during".split()
)


def years(text: str) -> Iterator[Value]:
    """All years by themselves, and spans of years, of a ``plain`` text."""
    for match in _YEARS.finditer(text):
        reading = _reading(text, match)
        if reading == "number":
            continue
        year, until = int(match["year"]), match["until"] or match["year"]
        last = int(match["year"][: 4 - len(until)] + until)
        if last < year:
            continue
        low, high = map(Decimal, years_between(year, last))
        value = Value("date", (low + high) / 2, low, high, "", match[0], *match.span())
        if last > year:
            yield replace(value, reach=(low, high))
        elif reading == "year":
            yield value
        else:
            yield replace(value, also=Decimal(year), sure=reading == "either")


def _reading(
    text: str, match: re.Match[str]
) -> Literal["year", "either", "perhaps a year", "number"]:
    """What a number that may be a year is read as."""
    before = _WORD_BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    after = _WORD_AFTER.match(text, match.end())
    word = before[1] if before else ""
    lead, noun = word.lower(), after[1] if after else ""
    if noun.lower() in _SCALE_WORDS or lead in _COUNT_LEADS:
        return "number"
    ranged = _RANGE_AFTER.match(text, match.end())  # between 1500 and 2000 people
    if ranged and lead not in _YEAR_LEADS and _is_counted_in(ranged[1].lower()):
        return "number"
    if lead in _YEAR_LEADS:
        return "year"
    if lead == "of" and _DATED.search(text, max(0, match.start() - 24), match.start()):
        return "either"
    plural = noun.islower() and noun.endswith("s") and len(noun) > 2 and noun not in NOT_PLURAL
    if plural or _is_counted_in(noun.lower()):
        return "number"
    counted = noun.islower() and noun.isascii() and noun not in _NOT_NOUNS | NOT_PLURAL
    if lead in _EITHER_LEADS:  # the summer of 1990, a population of 1500
        return "number" if counted else "either"
    if lead in _JOINTS:
        is_year = not counted or (lead == "the" and int(match["year"]) in _MODERN)
        return "year" if is_year else "perhaps a year"
    named = word.isascii() and bool(word)  # flight 1549, Tokyo 2020
    is_year = not counted and (not named or text[match.start() - 1] == "(")
    return "year" if is_year else "perhaps a year"


def _is_counted_in(noun: str) -> bool:
    return noun in _SCALE_WORDS or noun in MEASURES or noun in CURRENCIES
