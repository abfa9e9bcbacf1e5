"""Whether two sentences are one sentence but for a single thing that is said otherwise.

Only such sentences surely speak of the same. "The capital of France is Paris" and "the capital of
Spain is Madrid" differ in two things, so each may hold.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from blackbird.text.words import content_words

_LONGEST = 600  # characters of a sentence that are compared; the time grows with their square
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:[.,'’-][^\W_]+)*")
_BETWEEN = 2  # tokens that two differences may have in common between them and still be one
_WIDEST = 14  # tokens of a difference; what is longer is another sentence
_ALIKE = 4  # words that both have, at least


def one_difference(a: str, b: str) -> tuple[str, str] | None:
    """What stands in ``a`` and in ``b`` in the one place where they differ; ``None`` if there is
    no such place, or more than one, or too little around it.
    """
    mine, theirs = ([m.span() for m in _TOKEN.finditer(t[:_LONGEST])] for t in (a, b))
    regions = _regions([a[s:e].casefold() for s, e in mine], [b[s:e].casefold() for s, e in theirs])
    if len(regions) != 1:
        return None
    (a1, a2, b1, b2) = regions[0]
    if not (0 < a2 - a1 <= _WIDEST and 0 < b2 - b1 <= _WIDEST):
        return None
    there, here = (mine[a1][0], mine[a2 - 1][1]), (theirs[b1][0], theirs[b2 - 1][1])
    around = content_words(a[: there[0]] + " " + a[there[1] :])
    if len(around) < _ALIKE:
        return None
    return a[slice(*there)], b[slice(*here)]


def _regions(mine: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    """Where the two differ, as places in both; what is nearly side by side is one."""
    found: list[tuple[int, int, int, int]] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and min(a1 - found[-1][1], b1 - found[-1][3]) <= _BETWEEN:
            found[-1] = (found[-1][0], a2, found[-1][2], b2)
        else:
            found.append((a1, a2, b1, b2))
    return found
