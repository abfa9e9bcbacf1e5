"""The word of a question that points back to something said before, and stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["it", "they", "person", "there"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A span that a phrase can take the place of; ``owner``: it says whose."""

    start: int
    end: int
    kind: Kind
    owner: bool = False


_READ = 1000
# "It is true that", "it seems", "make it", "there is" stand for nothing.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("person", re.compile(r"\b(?:(his|her(?= \w))|he|him|she|her)\b(?!['’])", re.IGNORECASE)),
    (
        "it",
        re.compile(
            r"\b(?:(its)\b(?= \w)|it\b(?!['’])(?! (?:(?:is |was )?(?:true|possible|better|"
            r"safe|important|hard|easy|necessary|okay|worth)|cost|costs|take|takes|seems?)\b))",
            re.IGNORECASE,
        ),
    ),
    ("they", re.compile(r"\b(?:(their)|they|them)\b(?!['’])", re.IGNORECASE)),
    ("there", re.compile(r"(?<!is )(?<!are )\bthere\b(?= ?[?.!]?\s*$)(?!['’])()?", re.IGNORECASE)),
)


def pointer_in(text: str) -> Pointer | None:
    """The first word of ``text`` that a phrase can take the place of."""
    for kind, pattern in _KINDS:
        if match := pattern.search(text, 0, _READ):
            return Pointer(match.start(), match.end(), kind, bool(match[1]))
    return None
