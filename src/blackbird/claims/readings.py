"""What of the evidence is read beside a claim: all of it if it is short, else well-chosen parts.

A reading is as long as the judge can take at once. From long evidence come windows of sentences
in a row, and one reading of sentences picked from everywhere: those that together cover the most
of what the claim says, so that a claim can rest on two sentences far apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blackbird.text.sentences import split_sentences
from blackbird.text.tokens import estimate_tokens
from blackbird.text.words import content_words

ROOM = 150
"""Tokens of a reading, estimated; the judge reads these and the claim at once."""
_LONGEST = 400  # characters; what runs on without an end is cut
_WINDOWS = 4
_PICKED = 6
_ENOUGH = 0.35  # a sentence bears the claim if it has so much of what the best one has


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of the evidence and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to be read beside the claim, and the parts that it was made of."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The parts in their order."""
        return " ".join(part.text for part in self.parts)


def readings(claim: str, evidence: str) -> list[Reading]:
    """At least one reading of evidence that is not empty; the picked one comes first."""
    parts = list(_parts(evidence))
    sizes = [estimate_tokens(part.text) for part in parts]
    if sum(sizes) <= ROOM:
        return [Reading(tuple(parts))] if parts else []
    worth = _Worth(claim, parts)
    windows = list(_windows(sizes))
    best = sorted(windows, key=lambda w: (-worth.of(range(*w)), w))[:_WINDOWS]
    picked = Reading(tuple(parts[i] for i in worth.picked(sizes)))
    chosen = [picked, *(Reading(tuple(parts[a:b])) for a, b in best)]
    return [reading for reading in dict.fromkeys(chosen) if reading.parts]


def bearing(claim: str, reading: Reading) -> tuple[tuple[int, int], ...]:
    """Where the sentences stand on which a verdict over ``reading`` rests, at least one."""
    worth = _Worth(claim, reading.parts)
    values = [worth.of([i]) for i in range(len(reading.parts))]
    limit = _ENOUGH * max(values, default=0.0)
    chosen = [p for p, v in zip(reading.parts, values, strict=True) if v >= limit]
    return tuple((part.start, part.end) for part in chosen)


class _Worth:
    """How much of a claim's words sentences have; rare words count more."""

    def __init__(self, claim: str, parts: Sequence[Part]) -> None:
        wanted = content_words(claim)
        self._words = [content_words(part.text) & wanted for part in parts]
        found = Counter(word for words in self._words for word in words)
        self._weight = {w: math.log(1 + len(parts) / found[w]) for w in wanted if w in found}

    def of(self, members: Sequence[int]) -> float:
        """Weight of the claim's words that stand in these sentences."""
        return self._sum(frozenset().union(*(self._words[i] for i in members)))

    def picked(self, sizes: Sequence[int]) -> list[int]:
        """Sentences that together have the most, one after the other, while there is room."""
        chosen: list[int] = []
        covered: frozenset[str] = frozenset()
        left = ROOM
        candidates = sorted(range(len(sizes)), key=lambda i: -self._sum(self._words[i]))[:60]
        while len(chosen) < _PICKED:
            fitting = [i for i in candidates if i not in chosen and sizes[i] <= left]
            if not fitting:
                break
            # A word that is covered already still counts a little: it may be said better there.
            gain = {
                i: self._sum(self._words[i] - covered) + 0.3 * self._sum(self._words[i] & covered)
                for i in fitting
            }
            best = max(fitting, key=lambda i: (gain[i], -i))
            if not gain[best]:
                break
            chosen.append(best)
            covered |= self._words[best]
            left -= sizes[best]
        return sorted(chosen)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight[word] for word in words)


def _windows(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of sentences in a row that fill the room, each beginning halfway through the last."""
    start = 0
    while True:
        end, room = start, ROOM
        while end < len(sizes) and (end == start or sizes[end] <= room):
            room -= sizes[end]
            end += 1
        yield start, end
        if end == len(sizes):
            return
        start = max(start + 1, (start + end) // 2)


def _parts(evidence: str) -> Iterator[Part]:
    for span in split_sentences(evidence):
        start = span.start
        while start < span.end:
            end = min(start + _LONGEST, span.end)
            space = evidence.rfind(" ", start + _LONGEST // 2, end)
            if end < span.end and space != -1:
                end = space + 1  # not in the middle of a number
            yield Part(evidence[start:end], start, end)
            start = end
