"""Whether texts have one origin: copies of one story count once, however many print it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WIDE = r"[\u3040-\u30ff\u3400-\u9fff]"
_NARROW = r"[^\W_\u3040-\u30ff\u3400-\u9fff]"
_TOKEN = re.compile(rf"{_WIDE}|{_NARROW}+")
_NUMBER = re.compile(r"[0-9]+")
_RUN = 4  # tokens in a row; two texts of one matter share few such runs, copies nearly all
COPIED = 0.7
"""Of the shorter text's runs: an editor changes a sentence, cuts the end, adds a lead."""
_LONGEST = 20_000  # characters of a text that are compared


def independent(texts: Sequence[str]) -> int:
    """How many of ``texts`` are no copy of one before them.

    Compared are runs of four tokens, as MinHash would; of few texts all can be.
    """
    kept: list[frozenset[tuple[str, ...]]] = []
    for text in texts:
        own = runs_of(text)
        if not any(_copied(own, other) for other in kept):
            kept.append(own)
    return len(kept)


def first_of(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that it is a copy of: its own, if of none.

    Numbers must agree: "5 dead" and "50 dead" are two texts.
    """
    firsts: list[tuple[int, frozenset[tuple[str, ...]], frozenset[str]]] = []
    found: list[int] = []
    for at, text in enumerate(texts):
        runs, numbers = runs_of(text), numbers_in(text)
        copied = (n for n, own, named in firsts if named == numbers and _copied(runs, own))
        place = next(copied, at)
        if place == at:
            firsts.append((at, runs, numbers))
        found.append(place)
    return found


def numbers_in(text: str) -> frozenset[str]:
    """The numbers that two copies have to agree in."""
    return frozenset(_NUMBER.findall(text[:_LONGEST]))


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of four tokens of a text; all of it, if it has fewer."""
    tokens = _TOKEN.findall(text[:_LONGEST].casefold())
    runs = range(max(1, len(tokens) - _RUN + 1))
    return frozenset(tuple(tokens[i : i + _RUN]) for i in runs)


def _copied(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    return len(a & b) >= COPIED * min(len(a), len(b))
