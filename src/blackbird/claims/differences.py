"""Whether two sentences are one sentence but for a single thing that is said otherwise.

Only such sentences surely speak of the same. "The capital of France is Paris" and "the capital of
Spain is Madrid" differ in two things, so each may hold.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import takewhile

from blackbird.text.words import content_words

_LONGEST = 600  # characters of a sentence that are compared
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff]"
_NARROW = r"[^\W_\u3040-\u30ff\u3400-\u9fff]"
_TOKEN = re.compile(rf"{_WIDE}|{_NARROW}+(?:[.,'’-]{_NARROW}+)*")
_WIDEST = 14  # tokens of a difference; what is longer is another sentence
_ALIKE = 4  # words that both have, at least


def one_difference(a: str, b: str) -> tuple[str, str] | None:
    """What stands in ``a`` and in ``b`` in the one place where they differ; ``None`` if there is
    no such place, or more than one, or too little around it.

    Linear in the lengths: what both begin and end with is taken off, and little may be left.
    """
    mine, theirs = ([m.span() for m in _TOKEN.finditer(t[:_LONGEST])] for t in (a, b))
    one, two = ([t[s:e].casefold() for s, e in spans] for t, spans in ((a, mine), (b, theirs)))
    head = _shared(one, two)
    tail = _shared(one[head:][::-1], two[head:][::-1])
    left, right = one[head : len(one) - tail], two[head : len(two) - tail]
    if not (0 < len(left) <= _WIDEST and 0 < len(right) <= _WIDEST) or _several(left, right):
        return None
    there = mine[head][0], mine[head + len(left) - 1][1]
    here = theirs[head][0], theirs[head + len(right) - 1][1]
    if len(content_words(a[: there[0]] + " " + a[there[1] :])) < _ALIKE:
        return None
    return a[slice(*there)], b[slice(*here)]


def _shared(one: list[str], two: list[str]) -> int:
    """How many tokens both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _several(left: list[str], right: list[str]) -> bool:
    """Whether the two have a token in common in their middle; names share single characters."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return any(size > 1 or (size == 1 and not re.match(_WIDE, left[at])) for at, _, size in blocks)
