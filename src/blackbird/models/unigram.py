"""Cuts text into the pieces of a SentencePiece unigram vocabulary, as XLM-R does.

The general libraries for this hold 250,000 pieces in a tree of hash maps: 280 MB and a second at
start-up, more than the encoder itself. A plain dictionary of pieces needs about 50 MB, and the
words of a text repeat, so a small cache of words makes up for the interpreter.

Method: Kudo, "Subword Regularization" (2018), https://arxiv.org/abs/1804.10959, section 3.2:
the segmentation with the highest sum of piece scores, found by dynamic programming.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from blackbird.errors import ModelCorrupt

START, END, UNKNOWN = 0, 2, 3  # ids of <s>, </s> and <unk> in XLM-R's vocabulary
_HINT = 'Remove the model with "blackbird models remove" and pull it again.'
META = "\u2581"  # what SentencePiece writes for a space
CACHED_WORDS = 16_384  # about 6 MB; a book has fewer different words
LONGEST_CACHED = 24  # characters: longer ones are seldom met twice

# XLM-R normalises by SentencePiece's "nmt_nfkc": NFKC, some controls dropped, some read as a
# space, and the fullwidth tilde kept, which stands for "to" between numbers in Japanese.
_TILDE, _KEPT_TILDE = "\uff5e", "\U0010fffd"
_DROPPED = [*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F]
_SPACES = [0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD]
_REPLACED: dict[int, str] = {
    **dict.fromkeys(_DROPPED, ""),
    **dict.fromkeys(_SPACES, " "),
    ord(_TILDE): _KEPT_TILDE,
}


def normalize(text: str) -> str:
    """The text as the vocabulary knows it; surrogates that stand alone become question marks."""
    if text.isascii():
        return text.translate(_REPLACED)
    sound = text.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", sound.translate(_REPLACED)).replace(_KEPT_TILDE, _TILDE)


class UnigramTokenizer:
    """Turns text into the ids of its pieces. Safe to use from several threads."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        # SentencePiece gives control symbols a score of zero: they never stand for text, so
        # that "</s>" in a text is four characters and not the end of it.
        self._scores = array("d", scores)
        self._ids = {
            piece: index
            for index, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if piece and score < 0
        }
        if not self._ids:
            raise ModelCorrupt("The vocabulary is empty.", _HINT)
        self._longest: dict[str, int] = {}
        for piece in sorted(self._ids, key=len):
            self._longest[piece[0]] = len(piece)
        self.longest_piece = max(self._longest.values())
        self._unknown_score = min(score for score in scores if score < 0) - 10
        self._cached = lru_cache(CACHED_WORDS)(self._segment)

    @classmethod
    def open(cls, path: Path) -> UnigramTokenizer:
        """Read a vocabulary file: ``piece TAB score`` a line. Raises ``ModelCorrupt``."""
        try:
            fields = path.read_text("utf-8").removesuffix("\n").replace("\n", "\t").split("\t")
            return cls(fields[0::2], array("d", map(float, fields[1::2])))
        except ValueError:
            raise ModelCorrupt(f"The vocabulary {path.name} cannot be read.", _HINT) from None

    def encode(self, text: str, limit: int) -> list[int]:
        """Ids of the text between the marks of its start and end, ``limit`` of them at most."""
        ids = [START]
        # No piece is longer than ``longest_piece``: what lies beyond cannot be reached.
        for word in normalize(text[: limit * self.longest_piece]).split():
            pieces = self._cached if len(word) <= LONGEST_CACHED else self._segment
            ids.extend(pieces(META + word))
            if len(ids) >= limit:
                break
        del ids[limit - 1 :]
        ids.append(END)
        return ids

    def _segment(self, word: str) -> tuple[int, ...]:
        """Ids of the best segmentation of one word; unknown characters in a row are one id."""
        size = len(word)
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        known, longest, scores = self._ids.get, self._longest.get, self._scores
        for start in range(size):
            base = best[start]
            stop = min(size, start + longest(word[start], 0))
            for end in range(start + 1, stop + 1):
                piece = known(word[start:end])
                if piece is not None and base + scores[piece] > best[end]:
                    best[end] = base + scores[piece]
                    back[end] = (start, piece)
            if base + self._unknown_score > best[start + 1]:
                best[start + 1] = base + self._unknown_score
                back[start + 1] = (start, UNKNOWN)
        return _walk_back(back)


def _walk_back(back: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    ids: list[int] = []
    at = len(back) - 1
    while at > 0:
        at, piece = back[at]
        if piece != UNKNOWN or not ids or ids[-1] != UNKNOWN:
            ids.append(piece)
    return tuple(reversed(ids))
