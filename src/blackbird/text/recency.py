"""Whether a question is about now, and how recent a date is."""

from __future__ import annotations

import re
from datetime import date, timedelta

_HALF_DAYS = 365.0  # after which a source counts half: offices and prices change within years
_UNDATED = 0.25  # as one that is two years old
_READ = 1000  # characters of a question
_OFFICES = (
    "president|prime minister|premier|chancellor|minister|mayor|governor|king|queen|emperor|pope|"
    "ceo|chief executive|chair(?:man|woman|person)?|director|head|leader|coach|captain|champion|"
    "record holder|owner"
)
_NOW = re.compile(
    r"(?<![\w-])(?:now(?!\s+that)|nowadays|today|tonight|yesterday|current(?:ly)?|at present|"
    r"at the moment|these days|latest|newest|most recent|recent(?:ly)?|as of|"
    r"this (?:week|month|year|morning|evening)|"
    rf"who (?:is|are|leads|runs|heads)(?: the)?(?: \w+){{0,3}} (?:{_OFFICES})|"
    r"ahora|hoy|actual(?:es|mente)?|últim[oa]s?|recientes?|"
    r"jetzt|heute|aktuell\w{0,2}|derzeit|momentan|neuest\w{1,2}|kürzlich|"
    r"maintenant|aujourd['’]hui|actuel\w{0,6}|récem\w{0,5}|récente?s?)(?!\w)|"
    r"今(?!回|後|まで|昔|更)|現在|最新|最近|本日|いま(?!まで)|"
    r"現(?:首相|大統領|市長|知事|社長|会長)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def asks_for_now(question: str) -> bool:
    """Whether what is asked may have changed lately, so that recent sources are to be preferred."""
    return bool(_NOW.search(question[:_READ]))


def recency(written: str | None, today: date) -> float:
    """From 1 for what is of today towards 0; what has no date counts as rather old."""
    last = _last_day(written or "")
    if last is None:
        return _UNDATED
    return float(0.5 ** (max(0, (today - last).days) / _HALF_DAYS))


def _last_day(written: str) -> date | None:
    """The last day of a date as precise as it is."""
    found = _DATE.match(written)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day:
            return date(year or 0, month or 1, day)
        following = date(year or 0, month or 12, 28) + timedelta(days=4)
        return following - timedelta(days=following.day)
    except (ValueError, OverflowError):
        return None
