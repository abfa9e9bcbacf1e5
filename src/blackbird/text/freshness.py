"""How long a page may be used again without asking its server, after RFC 9111."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LONGEST_S = 7 * 86_400.0  # whatever a server says: a page that is cited should be looked at again
_MAX_AGE = re.compile(r'max-age\s{0,9}=\s{0,9}"?(\d{1,12})')
_NEVER = frozenset({"no-store", "no-cache"})


def fresh_for(headers: Mapping[str, str]) -> float:
    """Seconds from now, by headers with names in lower case; 0 if the server has to be asked."""
    control = headers.get("cache-control", "").lower()
    if _NEVER & {part.partition("=")[0].strip() for part in control.split(",")}:
        return 0.0
    age = headers.get("age", "").strip()
    passed = float(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0.0
    said = _MAX_AGE.search(control)
    whole = float(said[1]) if said else _until(headers)
    return min(LONGEST_S, max(0.0, whole - passed))


def _until(headers: Mapping[str, str]) -> float:
    """From ``Date`` to ``Expires``; both are the server's own clock."""
    try:
        begin = parsedate_to_datetime(headers["date"])
        return (parsedate_to_datetime(headers["expires"]) - begin).total_seconds()
    except (KeyError, ValueError, TypeError, OverflowError):
        return 0.0
