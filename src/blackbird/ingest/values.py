"""Single values of a stranger's JSON: texts, moments, counts, languages, links; all bounded."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from html import unescape
from math import isfinite
from typing import Any

import msgspec

from blackbird.text.moments import micros

MOST_TEXT = 25_000  # characters; no network allows longer posts, and what stands behind is cut
LONGEST_LINK = 2048
MOST_LINKS = 20
RAW = 4096
"""Of an event that cannot be read, so much is kept."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2}(?![a-zA-Z])")
_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "no": "nb"}
_NAMELESS = frozenset({"un", "zx", "qm", "qa"})
_LINK = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f]+", re.IGNORECASE)
_HANDLE = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_MOST_HANDLE = 253
_NOBODYS = (".alt", ".arpa", ".example", ".internal", ".invalid", ".local", ".localhost", ".onion")
_LATEST = 253_402_300_800.0  # seconds; the calendar ends with the year 9999


def read_json(data: bytes) -> Any:
    """The JSON in ``data``. Raises ``ValueError`` for whatever cannot be read."""
    try:
        return msgspec.json.decode(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def text_of(value: Any, most: int = MOST_TEXT) -> str:
    """A text without control characters, at most so long; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    text = value[:most]
    return (text if text.isprintable() else _CONTROL.sub("", text)).strip()


def unescaped(value: Any, most: int = MOST_TEXT) -> str:
    """A text in which ``<``, ``>`` and ``&`` are written as in HTML."""
    return text_of(unescape(value[:most]) if isinstance(value, str) and "&" in value else value)


def moment_of(value: Any) -> int | None:
    """Microseconds since 1970 of a date in ISO 8601 or of seconds; ``None`` for all else.

    A date without a time zone is one of UTC.
    """
    if isinstance(value, str):
        try:
            found = micros(datetime.fromisoformat(value))
            return found if found >= 0 else None
        except (ValueError, OverflowError):
            return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # A number too long for a float is beyond the calendar, too.
        known = isinstance(value, int) or isfinite(value)
        return int(value * 1_000_000) if known and 0 <= value < _LATEST else None
    return None


def count_of(value: Any) -> int:
    """A number of likes; 0 for what is none. Some write it as text."""
    if isinstance(value, str) and len(value) < 16 and value.isascii() and value.isdigit():
        value = int(value)
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    return value if usable else 0


def language_of(value: Any) -> str:
    """ISO 639-1 of a language tag; empty where it names none."""
    return _language(value) if isinstance(value, str) and len(value) <= 35 else ""


@lru_cache(1024)  # a few tags come again and again
def _language(tag: str) -> str:
    found = _LANGUAGE.match(tag)
    code = found[0].lower() if found else ""
    return "" if code in _NAMELESS else _RENAMED.get(code, code)


def handle_of(value: str | None) -> str:
    """A handle in small letters, as AT Protocol allows them; empty for all else.

    Host names alone: no sign of another script that looks like a letter, and nothing that turns
    the direction of a line.
    """
    name = value.lower() if value and len(value) <= _MOST_HANDLE and value.isascii() else ""
    return name if _HANDLE.fullmatch(name) and not name.endswith(_NOBODYS) else ""


def link_of(value: Any) -> str:
    """A web address; empty for all else."""
    usable = isinstance(value, str) and len(value) <= LONGEST_LINK and _LINK.fullmatch(value)
    return value if usable else ""


def links_in(text: str) -> tuple[str, ...]:
    """The web addresses in a text, each once."""
    if "://" not in text:
        return ()
    found = (link.rstrip(".,;:!?'’”»)]}") for link in _LINK.findall(text))
    return tuple(dict.fromkeys(link for link in found if len(link) <= LONGEST_LINK))[:MOST_LINKS]


def raw_of(data: bytes) -> str:
    """The beginning of what cannot be read."""
    return data[:RAW].decode("utf-8", "replace")[:RAW]
