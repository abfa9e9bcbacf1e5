"""Read a stranger's JSON: rows, plain words, days, numbers; what is amiss is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from math import isfinite
from typing import Any

from blackbird.protocols import Found

_ROWS = 100
_URL = 8192  # characters of an address
_TAG = re.compile(r"<[^<>]{0,200}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![0-9])")


def rows(data: Any, *path: str) -> list[Mapping[str, Any]]:
    """The objects in the list at ``path``; none if there is no such list."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    found = data if isinstance(data, list) else []
    return [row for row in found[:_ROWS] if isinstance(row, Mapping)]


def listed(
    data: Any, *path: str, url: str = "url", title: str = "title", date: str = "", score: str = ""
) -> list[Found]:
    """The pages in the list at ``path``, by the names under which an engine tells what it knows."""
    return [
        Found(
            _address(row.get(url)),
            words(row.get(title)),
            day(row.get(date)),
            number(row.get(score)),
        )
        for row in rows(data, *path)
    ]


def _address(value: Any) -> str:
    """As it stands: "&region=" and "&copy=" are no HTML; "&amp;" is, which some leave in it."""
    plain = value[: 2 * _URL].replace("&amp;", "&") if isinstance(value, str) else ""
    return " ".join(_CONTROL.sub(" ", plain).split())[:_URL]


def words(value: Any, most: int = 300) -> str:
    """A text in one line, without tags and at most so long; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    plain = unescape(_TAG.sub("", value[: 20 * most]))
    return " ".join(_CONTROL.sub(" ", plain).split())[:most]


def day(value: Any) -> str | None:
    """The day of a date as engines write them (ISO 8601, or that of e-mail); else ``None``."""
    text = words(value, 40)
    try:
        if found := _DAY.match(text):
            year, month, number = map(int, found.groups())
            return datetime(year, month, number, tzinfo=UTC).date().isoformat()
        return parsedate_to_datetime(text).date().isoformat() if text else None
    except (ValueError, TypeError, OverflowError):
        return None


def number(value: Any) -> float | None:
    """A finite number; else ``None``."""
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    try:
        return float(value) if real and isfinite(value) else None
    except OverflowError:
        return None
