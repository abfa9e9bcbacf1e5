"""Read the dates that feeds write: ISO 8601, those of e-mail, and what people make of both.

A date without a time is its first moment; one without a zone is read in UTC. Moments are
microseconds since 1970, and what lies before that is no date of a post.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

_MOST = 100  # characters; longer texts are no dates
_SECOND = 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_TIME = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9})\d*)?)?"
_ZONE = r"\s*(?P<z>[+-]\s?\d{1,2}:?\d{0,2}|[A-Za-z]{1,5}[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5})?"
_ISO = re.compile(
    r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?|(?P<md>\d{4})|-(?P<doy>\d{3}))?"
    rf"(?:[T\s,]\s*(?:{_TIME}|(?P<hms>\d{{4,6}}))\s?(?P<half>[AaPp]\.?[Mm]\.?)?{_ZONE})?",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\([^()]*\)")  # which dates of e-mail may have: "-0500 (EST)"
_MAIL = re.compile(
    r"(?:[^\W\d_]{2,12}\.?(?:,\s*|\s+))?(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"[\s-]+(?P<mon>[A-Za-z]{3,9})\.?,?"
    rf"[\s-]+(?P<y>\d{{4}}|\d{{2}})(?:,?\s+(?:at\s+)?{_TIME}\s?(?P<half>[AaPp]\.?[Mm]\.?)?{_ZONE})?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<mon>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    rf"(?:,?\s+(?P<y>\d{{4}}))?(?:,?\s+(?:at\s+)?{_TIME}\s?(?P<half>[AaPp]\.?[Mm]\.?)?{_ZONE})?"
    r"(?:\s+(?P<y2>\d{4}))?",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"
    rf"(?:\s*[(（].[)）])?(?:\s*{_TIME}{_ZONE})?"
)
_MONTHS = MappingProxyType(
    {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
)
_HOURS = MappingProxyType(
    {
        **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
        **{"bst": 1.0, "west": 1.0, "cet": 1.0, "met": 1.0, "cest": 2.0, "mest": 2.0},
        **{"eet": 2.0, "eest": 3.0, "msk": 3.0, "ist": 5.5, "sgt": 8.0, "awst": 8.0},
        **{"jst": 9.0, "kst": 9.0, "acst": 9.5, "aest": 10.0, "aedt": 11.0, "nzst": 12.0},
        **{"nzdt": 13.0, "brt": -3.0, "ast": -4.0, "edt": -4.0, "et": -5.0, "est": -5.0},
        **{"cdt": -5.0, "ct": -6.0, "cst": -6.0, "mdt": -6.0, "mt": -7.0, "mst": -7.0},
        **{"pdt": -7.0, "pt": -8.0, "pst": -8.0, "akst": -9.0, "akdt": -8.0, "hst": -10.0},
    }
)
_PATTERNS = (_ISO, _MAIL, _AMERICAN, _JAPANESE)


def moment(text: str) -> int | None:
    """Microseconds since 1970 in UTC; ``None`` for what cannot be read as a date."""
    text = " ".join(text[: _MOST + 1].split())
    if not text or len(text) > _MOST:
        return None
    text = " ".join(_COMMENT.sub(" ", text).split())
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            found = _read(match.groupdict())
            if found is not None:
                return found if found > 0 else None
    return None


def micros(when: datetime) -> int:
    """A moment, exactly; negative before 1970."""
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (zoned - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _read(said: dict[str, str | None]) -> int | None:
    day, seconds, zone = _day(said), _seconds(said), _zone(said.get("z"))
    if day is None or seconds is None:
        return None
    micro = int(((said.get("f") or "") + "000000")[:6])
    return ((day.toordinal() - _EPOCH) * 86400 + seconds - zone) * _SECOND + micro


def _day(said: dict[str, str | None]) -> date | None:
    year = said.get("y") or said.get("y2")
    if not year:
        return None
    years = int(year)
    if len(year) == 2:
        years += 2000 if years < 70 else 1900
    month, day = said.get("m"), said.get("d")
    if both := said.get("md"):
        month, day = both[:2], both[2:]
    if name := said.get("mon"):
        month = str(_MONTHS.get(name[:3].lower(), 0))
    try:
        first = date(years, int(month or 1), int(day or 1))
        if ordinal := said.get("doy"):
            last = date(years, 12, 31).timetuple().tm_yday
            return first + timedelta(days=int(ordinal) - 1) if 0 < int(ordinal) <= last else None
    except ValueError:
        return None
    return first


def _seconds(said: dict[str, str | None]) -> int | None:
    hour, minute, second = (int(said.get(name) or 0) for name in ("h", "mi", "s"))
    if together := said.get("hms"):
        hour, minute, second = (int(together[at : at + 2] or 0) for at in (0, 2, 4))
    if half := said.get("half"):
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60:  # 24:00 and leap seconds are in use
        return None
    return hour * 3600 + minute * 60 + second


def _zone(said: str | None) -> int:
    """Seconds east of Greenwich. A name that nobody knows is taken for Greenwich."""
    name = (said or "").lower().replace(" ", "")
    sign = max(name.find("+"), name.find("-"))
    if sign < 0:
        return int(_HOURS.get(name, 0.0) * 3600)
    digits = name[sign + 1 :]
    hours, _, minutes = digits.partition(":")
    if not minutes and len(digits) > 2:
        hours, minutes = digits[:-2], digits[-2:]
    seconds = int(hours) * 3600 + int(minutes or 0) * 60
    return -seconds if name[sign] == "-" else seconds
