"""Cut a document into passages at paragraph and sentence borders.

Sizes are weighted characters: a wide character (kana, Han, hangul, full-width) counts 2.2, since
multilingual tokenizers spend about that many times more tokens on it. The default target of 900
is about 200 to 250 tokens, which a 512-token encoder reads whole with its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from blackbird.errors import BadInput
from blackbird.text.sentences import split_sentences
from blackbird.types import Span

WIDE_WEIGHT = 2.2
_WIDE = re.compile(
    r"[\u1100-\u11ff\u3000-\u30ff\u3130-\u318f\u31f0-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
)
_SPACE = re.compile(r"\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]{0,64}\n")
_HEADING_MARK = re.compile(r"#{1,6}\s")
_LIST_MARK = re.compile(r"[-*+•・|>]|\d{1,3}[.)]\s")
_HEADING_MOST = 80  # weighted characters of a line without a stop that is taken for a heading
_TAIL = 0.25  # a last passage below this share of the target joins the one before


def weight(text: str) -> float:
    """Length of ``text`` in weighted characters."""
    wide = 0 if text.isascii() else len(text) - len(_WIDE.sub("", text))
    return len(text) + (WIDE_WEIGHT - 1) * wide


def chunk(text: str, *, target: int = 900, limit: int = 1200) -> list[Span]:
    """Cut ``text`` into passages of about ``target`` and at most ``limit`` weighted characters.

    A text within the limit is one passage. A heading stays with what follows it. A sentence
    longer than the limit is cut, at a space where there is one. The passages cover all that is
    not white space, in order. Raises ``BadInput`` if not ``3 <= target <= limit``.
    """
    if not 3 <= target <= limit:
        raise BadInput(
            f"A passage cannot aim at {target} characters with a limit of {limit}.",
            "Choose 3 <= target <= limit.",
        )
    pieces = _pieces(text, limit)
    if not pieces:
        return []
    start, end = pieces[0].start, pieces[-1].end
    if weight(text[start:end]) <= limit:
        return [Span(text[start:end], start, end)]
    passages = _join_tail(text, list(_pack(pieces, target, limit)), target, limit)
    return [Span(text[start:end], start, end) for start, end in passages]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long."""

    start: int
    end: int
    weight: float
    gap: int
    """White space up to the next piece."""
    paragraph: bool
    """Whether it begins a paragraph."""
    heading: bool


def _pieces(text: str, limit: int) -> list[_Piece]:
    sentences = split_sentences(text)
    begins = [True] + [
        _BLANK_LINE.search(text, a.end, b.start) is not None for a, b in pairwise(sentences)
    ]
    cut: list[tuple[int, int, bool, bool]] = []
    for n, sentence in enumerate(sentences):
        alone = begins[n] and (n + 1 == len(sentences) or begins[n + 1])
        heading = _is_heading(sentence.text, alone=alone)
        for k, (start, end) in enumerate(_parts(sentence, limit)):
            cut.append((start, end, begins[n] and k == 0, heading))
    following = [start for start, _, _, _ in cut[1:]] + [end for _, end, _, _ in cut[-1:]]
    return [
        _Piece(start, end, weight(text[start:end]), after - end, paragraph, heading)
        for (start, end, paragraph, heading), after in zip(cut, following, strict=True)
    ]


def _is_heading(sentence: str, *, alone: bool) -> bool:
    """A marked heading, or a short paragraph of its own without a stop at its end."""
    if _HEADING_MARK.match(sentence):
        return True
    return (
        alone
        and "\n" not in sentence
        and weight(sentence) <= _HEADING_MOST
        and not _LIST_MARK.match(sentence)
        and (sentence[-1].isalnum() or sentence.endswith((":", "：")))
    )


def _parts(sentence: Span, limit: int) -> list[tuple[int, int]]:
    """Parts of a sentence within the limit, cut at a space of their last fifth if there is one."""
    if weight(sentence.text) <= limit:
        return [(sentence.start, sentence.end)]
    text, parts, start = sentence.text, [], 0
    while start < len(text):
        end = _reach(text, start, limit)
        if end < len(text) and not text[end].isspace():
            spaces = [n for n in range(start + (end - start) * 4 // 5, end) if text[n].isspace()]
            end = spaces[-1] if spaces else end
        part = text[start:end]
        parts.append((sentence.start + start, sentence.start + start + len(part.rstrip())))
        start = cast(re.Match[str], _SPACE.match(text, end)).end()
    return parts


def _reach(text: str, start: int, limit: int) -> int:
    size = 0.0
    for at in range(start, len(text)):
        size += WIDE_WEIGHT if _WIDE.match(text, at) else 1
        if size > limit:
            return at
    return len(text)


def _pack(pieces: Sequence[_Piece], target: int, limit: int) -> Iterator[tuple[int, int]]:
    """Offsets of passages, each of as many pieces as come nearest to the target."""
    first, size = 0, 0.0  # the passage so far, and its weight with the space after it
    for n, piece in enumerate(pieces):
        while first < n and _is_full(pieces[n - 1], size, piece, target, limit):
            last = n
            while last > first and pieces[last - 1].heading:
                last -= 1
            last = last if last > first else n  # headings alone that do not fit with what follows
            yield pieces[first].start, pieces[last - 1].end
            first, size = last, sum(kept.weight + kept.gap for kept in pieces[last:n])
        size += piece.weight + piece.gap
    yield pieces[first].start, pieces[-1].end


def _is_full(last: _Piece, size: float, piece: _Piece, target: int, limit: int) -> bool:
    if size + piece.weight > limit:
        return True
    if last.heading:
        return False  # what follows it still fits
    if size >= target:
        return True
    return (
        piece.paragraph and size >= target / 2 and (piece.heading or size + piece.weight > target)
    )


def _join_tail(
    text: str, passages: list[tuple[int, int]], target: int, limit: int
) -> list[tuple[int, int]]:
    start, (last, end) = passages[-2:][0][0], passages[-1]
    tail = weight(text[last:end])
    if tail < _TAIL * target and weight(text[start:end]) <= limit:
        return [*passages[:-2], (start, end)]
    return passages
