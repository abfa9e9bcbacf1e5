"""Cuts text into search terms, the same way for what is stored and for what is asked.

Words are runs of letters, marks and numbers; scripts that are written without spaces between
words become overlapping pairs of characters, since no dictionary is needed for those, and
Chinese characters are terms by themselves, too, since each has a meaning. (Hits@1 on JSQuAD,
by words alone: pairs .887, single characters .862, pairs and Chinese characters .892.) Hangul
has spaces, but glues particles to its nouns.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

LONGEST = 64  # characters of a term; what is longer is no word, and its beginning tells it apart

_RUN = re.compile(r"(?:[^\W_]|[^\x00-\x7f])+")
"""Letters and numbers, and anything beyond ASCII, which ``_clean`` looks at more closely."""

_ASCII_RUN = re.compile(r"[a-z0-9]+")

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSPACED = (
    f"{_HAN}"
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u1780-\u17ff"  # Khmer
    "\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\U0001b000-\U0001b16f"  # kana
)
_PIECE = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_EACH_HAN = re.compile(f"[{_HAN}]")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def tokenize(text: str) -> list[str]:
    """Search terms of a text, lower-cased, in Unicode's compatibility form.

    No term is empty, none holds white space.
    """
    if text.isascii():  # the same, ten times as quick
        return [run[:LONGEST] for run in _ASCII_RUN.findall(text.lower())]
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    terms: list[str] = []
    for run in _RUN.findall(folded):
        for word in _clean(run):
            if word.isascii() or not _HAS_UNSPACED.search(word):
                terms.append(word[:LONGEST])
                continue
            for piece in _PIECE.findall(word):
                if _HAS_UNSPACED.match(piece):
                    terms.extend(_pairs(piece))
                else:
                    terms.append(piece[:LONGEST])
    return terms


def _clean(run: str) -> list[str]:
    """Split a run at its characters that are no letter, mark or number."""
    if run.isalnum():  # true of nearly all words, and quick
        return [run]
    return "".join(c if category(c)[0] in "LMN" else " " for c in run).split()


def _pairs(piece: str) -> list[str]:
    if len(piece) == 1:
        return [piece]
    return [piece[i : i + 2] for i in range(len(piece) - 1)] + _EACH_HAN.findall(piece)
