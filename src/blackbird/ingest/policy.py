"""Which posts get a vector, as their owner says it in one line: ``posts_vectors``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

_NONE = frozenset({"", "no", "off", "none", "false", "0"})
_ADDRESS = re.compile(r"https?://\S+|@\S+")
_SCATTER = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: neighbours land far apart
_WHOLE = 2**64
_MOST_A_SECOND = 10_000.0
_MOST_KEPT = 10_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """What a post must be, how many a second get a vector, and how many are kept.

    ``sources``: names or kinds of feeds; ``languages``: as authors say them; empty: any.
    ``length``: characters of words, addresses and names of accounts not counted. ``share``: of the
    posts that are all this, 0 to 1. ``keep``: vectors in all, the newest.
    """

    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    length: int = 20
    likes: int = 0
    replies: bool = False
    share: float = 1.0
    per_second: float = 20.0
    keep: int = 300_000

    def picks(self, key: int, text: str) -> bool:
        """Whether a post with these words is one of them, as far as these and its number say."""
        if (key * _SCATTER) % _WHOLE >= self.share * _WHOLE:
            return False
        return len(" ".join(_ADDRESS.sub(" ", text).split())) >= self.length


def read_policy(text: str) -> Policy | None:
    """The policy that a setting says, what it does not name as usual; None: no post gets a vector.

    ``name=value``, with commas between them; several values with a plus. Raises ``ValueError``.
    """
    if text.strip().lower() in _NONE:
        return None
    policy = Policy()
    for item in filter(None, map(str.strip, text.split(","))):
        name, equals, value = (part.strip() for part in item.partition("="))
        if not equals or name not in _READ:
            raise ValueError(f"{item!r} is not one of {', '.join(_READ)}, with = and a value")
        try:
            policy = replace(policy, **{name: _READ[name](value)})
        except ValueError as error:
            raise ValueError(f"{name} cannot be {value!r}") from error
    return policy


def _names(value: str) -> tuple[str, ...]:
    found = tuple(filter(None, map(str.strip, value.split("+"))))
    if not found:
        raise ValueError(value)
    return () if found == ("all",) else found


def _switch(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError(value)
    return value.lower() == "yes"


def _number(most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit()) or int(value) > most:
            raise ValueError(value)
        return int(value)

    return read


def _share(value: str) -> float:
    percent = value.endswith("%")
    share = float(value.removesuffix("%")) / (100 if percent else 1)
    if not 0 <= share <= 1:  # what is no number is not, either
        raise ValueError(value)
    return share


def _rate(value: str) -> float:
    rate = float(value)
    if not 0 < rate <= _MOST_A_SECOND:
        raise ValueError(value)
    return rate


_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "sources": _names,
        "languages": lambda value: _names(value.lower()),
        "length": _number(10_000),
        "likes": _number(10**9),
        "replies": _switch,
        "share": _share,
        "per_second": _rate,
        "keep": _number(_MOST_KEPT),
    }
)
