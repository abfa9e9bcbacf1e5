"""Whether a text takes a stretch of words from another one, whatever stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Kana, Chinese characters, and the scripts from Thai to Khmer put no spaces between words.
_SIGN = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
_TOKEN = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})[^\W_])+")
_ENOUGH = 30
_OF_WORD, _OF_SIGN = 5, 3
"""Six words in a row are enough, or ten signs of a script without spaces, or a mixture."""


def lifts(text: str, others: Iterable[str]) -> bool:
    """Whether ``text`` shares a stretch with one of ``others``; of a shorter text, all of it."""
    own = _joined(tokens := _tokens(text))
    stretches = _stretches(tokens)
    return bool(tokens) and any(_shared(own, stretches, _tokens(other)) for other in others)


def _shared(own: str, stretches: set[str], other: list[str]) -> bool:
    theirs = _joined(other)
    return any(s in theirs for s in stretches) or any(s in own for s in _stretches(other))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _joined(tokens: Iterable[str]) -> str:
    return f" {' '.join(tokens)} "


def _stretches(tokens: list[str]) -> set[str]:
    """All shortest runs of tokens that are enough; the whole, if it is not."""
    weights = [_OF_SIGN if re.match(_SIGN, token) else _OF_WORD for token in tokens]
    found: set[str] = set()
    end = weight = 0
    for start in range(len(tokens)):
        while weight < _ENOUGH and end < len(tokens):
            weight += weights[end]
            end += 1
        if weight < _ENOUGH and start > 0:
            break
        found.add(_joined(tokens[start:end]))
        weight -= weights[start]
    return found
