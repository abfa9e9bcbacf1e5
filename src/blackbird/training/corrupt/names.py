"""Names in a sentence: one replaced, or two exchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.text.names import names_in


def other_name(sentence: str, others: Sequence[str], random: Random) -> str | None:
    """The sentence with a name replaced by another, written alike, that it does not hold."""
    spans = names_in(sentence)
    random.shuffle(spans)
    for start, end in spans:
        old = sentence[start:end]
        alike = [n for n in others if _alike(n, old) and n not in sentence and old not in n]
        if alike:
            new = random.choice(alike)
            rest = sentence[end:].replace(old, new)  # every mention after the first, too
            return sentence[:start] + new + rest
    return None


_JOINED = re.compile(r"(?:[\s,、・と「」『』\"“”]|and|or|および|及び|や)*")


def swapped(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with two names exchanged that are no mere list."""
    spans = names_in(sentence)
    pairs = [
        (a, b)
        for at, a in enumerate(spans)
        for b in spans[at + 1 :]
        if a[1] < b[0]
        and sentence[slice(*a)] != sentence[slice(*b)]
        and not _JOINED.fullmatch(_without(sentence, a[1], b[0], spans))
        and not _apposed(sentence, a, b)
    ]
    if not pairs:
        return None
    a, b = random.choice(pairs)
    one, two = sentence[slice(*a)], sentence[slice(*b)]
    return sentence[: a[0]] + two + sentence[a[1] : b[0]] + one + sentence[b[1] :]


def _without(sentence: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """That part of the sentence with the names in it left out: a list may have many."""
    rest, at = "", start
    for first, last in spans:
        if start <= first and last <= end:
            rest, at = rest + sentence[at:first], last
    return rest + sentence[at:end]


def _apposed(sentence: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether the second name only says the first again: in brackets, or "also known as"."""
    between = sentence[a[1] : b[0]]
    return bool(re.search(r"[(（]|known as|called|or |すなわち|または", between)) or (
        re.fullmatch(r"\s*(?:is|was|are|were|equals|＝|=)\s*", between) is not None
    )


def _alike(one: str, two: str) -> bool:
    """Written in the same way: script, number of words, ending."""
    if one.isascii() != two.isascii():
        return False
    if one.isascii():
        return min(one.count(" "), 2) == min(two.count(" "), 2)
    katakana = [bool(re.match(r"[ァ-ヴー]", text)) for text in (one, two)]
    return katakana == [True, True] or (katakana == [False, False] and one[-1] == two[-1])
