"""Whether evidence speaks of what a claim speaks of: only then can it refute it.

The judge learnt from pairs that speak of one thing. Given two that do not, it calls what differs a
contradiction: "the founders of OpenAI were …" would refute who made a programming language.
"""

from __future__ import annotations

import re

from blackbird.text.words import content_words

_SHARED = 0.4
"""Of a claim's words. One that is false in a single thing shares most of the others."""
_LEAST = 2
"""Words: "language" alone is no matter. Of a claim of two words ("the tower is short") one is."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def speaks_of(claim: str, text: str) -> bool | None:
    """Whether ``text``, a passage with its title, is about the matter of ``claim``.

    ``None`` where words cannot tell: the two are of different scripts, or the claim has no words.
    """
    words = content_words(claim)
    if not words or _wide(claim) != _wide(text):
        return None
    shared = len(words & content_words(text))
    least = min(_LEAST, max(1, len(words) - 1))
    return shared >= least and shared >= _SHARED * len(words)


def _wide(text: str) -> bool:
    return _WIDE.search(text) is not None
