"""Corruptions that tables describe: patterns with what stands for them, and pairs of opposites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random

Rules = tuple[tuple[re.Pattern[str], str], ...]
Maker = Callable[[str, Sequence[str], Random], str | None]
"""From a sentence, and names that may stand in it, to one that no longer follows from it."""


def applied(sentence: str, rules: Rules, random: Random) -> str | None:
    """The sentence after one rule, at random among those that apply, at one place."""
    fitting = [(pattern, new) for pattern, new in rules if pattern.search(sentence)]
    if not fitting:
        return None
    pattern, new = random.choice(fitting)
    match = random.choice(list(pattern.finditer(sentence)))
    return sentence[: match.start()] + match.expand(new) + sentence[match.end() :]


def by_rules(rules: Rules) -> Maker:
    """A maker that applies one of the rules."""
    return lambda sentence, _others, random: applied(sentence, rules, random)


def by_opposites(pairs: Iterable[tuple[str, str]], bound: str = "") -> Maker:
    """A maker that puts one word for its opposite; ``bound`` is what must stand around a word."""
    kept = tuple(pairs)
    other = {one: two for one, two in kept} | {two: one for one, two in kept}
    words = "|".join(sorted(other, key=len, reverse=True))
    pattern = re.compile(f"{bound}(?:{words}){bound}")

    def make(sentence: str, _others: Sequence[str], random: Random) -> str | None:
        found = list(pattern.finditer(sentence))
        if not found:
            return None
        match = random.choice(found)
        return sentence[: match.start()] + other[match.group()] + sentence[match.end() :]

    return make
