"""Corruptions that tables describe: a pattern, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

Replacement = str | Callable[[re.Match[str]], str]
"""As in ``re.sub``: a template, or what makes the new text."""
Rules = tuple[tuple[re.Pattern[str], Replacement], ...]
Maker = Callable[[str, Sequence[str], Random], str | None]
"""From a sentence, and names that may stand in it, to one that no longer follows from it."""
_New = TypeVar("_New", bound=Replacement)

END_JA = r"(?=[。．!！]?\Z)"
"""Behind a pattern with which a Japanese sentence ends."""

# Spoken with a vowel first: "an old", "an 8-day", but "a unit", "a UK plan", "a one-way".
_VOWEL = re.compile(r"(?!u(?:ni(?!n)|s[aeu]|[ks]\b)|eu|one\b)[aeiou]|8|1[18](?!\d)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![\w'’-])([Aa])n?( )\Z")


def compiled(
    pairs: Iterable[tuple[str, _New]], before: str = "", after: str = ""
) -> tuple[tuple[re.Pattern[str], _New], ...]:
    """The rules of a table, each with the same conditions around its pattern."""
    return tuple((re.compile(f"{before}(?:{old}){after}"), new) for old, new in pairs)


def placed(sentence: str, start: int, end: int, new: str) -> str:
    """The sentence with ``new`` from ``start`` to ``end``: its case, and the article before it."""
    if sentence[start : start + 1].isupper():
        new = new[:1].upper() + new[1:]
    lead = sentence[:start]
    if new[:1].isascii() and (article := _ARTICLE.search(lead, max(0, start - 4))):
        lead = lead[: article.start()] + article[1] + ("n " if _VOWEL.match(new) else " ")
    return lead + new + sentence[end:]


def applied(sentence: str, rules: Rules, random: Random, seen: str | None = None) -> str | None:
    """The sentence after one rule, at random among those that apply, at one place.

    ``seen`` is the sentence as the rules see it: as long, with what they must leave alone masked.
    """
    view = sentence if seen is None else seen
    found = [(new, list(pattern.finditer(view))) for pattern, new in rules]
    fitting = [(new, matches) for new, matches in found if matches]
    if not fitting:
        return None
    new, matches = random.choice(fitting)
    match = random.choice(matches)
    text = match.expand(new) if isinstance(new, str) else new(match)
    return placed(sentence, match.start(), match.end(), text)


def by_rules(rules: Rules, seen: Callable[[str], str | None] = str) -> Maker:
    """A maker that applies one of the rules; no rule where ``seen`` gives nothing to see."""

    def make(sentence: str, _others: Sequence[str], random: Random) -> str | None:
        view = seen(sentence)
        return None if view is None else applied(sentence, rules, random, view)

    return make
