"""Whether a sentence says a phrase twice in a row, as small models do when they lose the thread."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_READ = 600  # characters that are looked at
_LEAST = 4
"""Tokens of such a phrase: "the more you" of "the more you ask, the more you know" is shorter."""
_LEAST_WIDE = 6  # where a token is a single character
_APART = 2  # tokens between the two: "the first tram, in the first tram"


def stutters(sentence: str) -> bool:
    """Whether a phrase stands there twice, the second time right behind the first.

    "The old tram of Bram, in the old tram of Bram, runs": yes. A name that comes again later: no.
    """
    tokens = [token.lower() for token in _TOKEN.findall(sentence[:_READ])]
    return any(_again(tokens, at, gap) for at in range(len(tokens)) for gap in range(_APART + 1))


def _again(tokens: list[str], at: int, gap: int) -> bool:
    """Whether a phrase that begins at ``at`` begins again ``gap`` tokens behind its end."""
    first = tokens[at]
    least = _LEAST_WIDE if _WIDE.match(first) else _LEAST
    for size in range(least, (len(tokens) - at - gap) // 2 + 1):
        again = at + size + gap
        if tokens[again] == first and tokens[at : at + size] == tokens[again : again + size]:
            return True
    return False
