"""What kind of thing a question asks for, where its words tell, and whether a text has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Expected = Literal["date", "number"]

_DATE = re.compile(
    r"\b(?:(?:what|which) (?:year|date|day|month|century|decade)|qué (?:año|día|fecha)|"
    r"quelle (?:année|date)|welche[sm] jahr)\b|いつ(?![もか])|何年|何月|何日|何世紀|何時代|"
    # Inside a sentence these begin a clause: "what happened when the wall fell?"
    r"(?:^|\b(?:and|or|since|until|by|y|et|und|seit|bis|depuis|desde) )\W*"
    r"(?:when|cuándo|quand|wann|quando)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow (?:much|many|long|tall|far|old|large|big|high|deep|wide|often|fast|heavy)\b|"
    r"\bwhat (?:percentage|percent|number|amount|ratio|proportion|share)\b|"
    r"\b(?:cuánt[oa]s?|combien|wie ?viele?|wie (?:hoch|lang|alt|groß|weit|oft)|quant[oaie])\b|"
    r"いくら|いくつ(?!か)|何(?:人|個|本|台|円|ドル|回|種|つ|校|社|[％%]|メートル|キロ|パーセント|倍|席|名|冊|歳)|"
    r"どのくらい|どれくらい|どれほど",
    re.IGNORECASE,
)
_HAS: Mapping[Expected, re.Pattern[str]] = MappingProxyType(
    {
        "date": re.compile(
            r"\d|[年月日春夏秋冬]|世紀|時代|"
            r"\b(?:century|centuries|decade|january|february|march|april|may|june|july|august|"
            r"september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
            r"spring|summer|autumn|winter|today|yesterday|until|after|before|during|since|siglo|"
            r"siècle|jahrhundert|antes|después|avant|après|vor|nach)\b",
            re.IGNORECASE,
        ),
        "number": re.compile(
            r"\d|[一二三四五六七八九十百千万億数]|"
            r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
            r"hundreds?|thousands?|millions?|billions?|half|quarter|dozens?|none|no|single|both|"
            r"couple|several|un[oa]?|dos|tres|cien|mil|deux|trois|cent|mille|eine?|zwei|drei|"
            r"hundert|tausend)\b",
            re.IGNORECASE,
        ),
    }
)
_READ = 1000  # characters of a question that are looked at


def expected(question: str) -> Expected | None:
    """What an answer has to hold: a date, a number, or nothing that could be told."""
    text = question[:_READ]
    date, number = _DATE.search(text), _NUMBER.search(text)
    if date and number:  # "how many had left when it closed, and in which year?"
        return "date" if date.start() < number.start() else "number"
    return "date" if date else "number" if number else None


def holds_expected(text: str, kind: Expected | None) -> bool:
    """Whether ``text`` holds anything of the kind; ``None`` asks for nothing."""
    return kind is None or _HAS[kind].search(text) is not None
