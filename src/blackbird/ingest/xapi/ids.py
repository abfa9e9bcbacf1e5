"""Ids of posts on X carry the moment at which they were given out, to the millisecond.

So they order what is said about a post, and they can be made from a moment.
https://docs.x.com/fundamentals/x-ids
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_ID = re.compile(r"[1-9]\d{0,18}")
_NAME = re.compile(r"\w{1,20}", re.ASCII)
_BEGAN_MS = 1_288_834_974_657  # 4 November 2010
_BITS = 22  # below the milliseconds: the machine that gave the id out, and a count


def id_of(value: Any) -> str:
    """The id of a post or an account; empty for what is none. Some write it as a number."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return str(value)
    usable = isinstance(value, str) and _ID.fullmatch(value) and int(value) < 2**63
    return value if usable else ""


def ids_of(value: Any) -> list[str]:
    """The ids in a list, in its order."""
    found = value[:100] if isinstance(value, list) else []
    return [id for id in map(id_of, found) if id]


def micros_of(id: str) -> int:
    """When an id was given out, in microseconds; never less for a greater id.

    Ids from before November 2010 carry no moment: theirs come out as the first ones.
    """
    number = int(id)
    below = (number & ((1 << _BITS) - 1)) * 1000 >> _BITS
    return ((number >> _BITS) + _BEGAN_MS) * 1000 + below


def id_at(micros: int) -> str:
    """The least id that could be given out at a moment."""
    return str(max(1, (micros // 1000 - _BEGAN_MS) << _BITS))


def first_of(id: str, history: Sequence[str]) -> str:
    """What all versions of a post are known by: the id of the first."""
    return min((id, *history), key=int)


def uri_of(id: str) -> str:
    """The address of a post that stays when its author takes another name."""
    return f"https://x.com/i/status/{id}"


def url_of(id: str, username: str) -> str:
    """Where people open it."""
    return f"https://x.com/{username}/status/{id}" if username else uri_of(id)


def username_of(value: Any) -> str:
    """A name as X allows it; empty for all else."""
    return value if isinstance(value, str) and _NAME.fullmatch(value) else ""
