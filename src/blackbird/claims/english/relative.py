"""Relative clauses after a comma: ``The tower, which opened in 1889, is 330 m tall``."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, is_finite, may_be_past, parse

_MOST = 8  # words of what the relative clause belongs to
_OF_NOUN = frozenset("in on at near awarded part home now".split())
"""After "which is" these speak of the noun."""


def relative(text: str, words: Sequence[Word]) -> list[str]:
    """The sentence without its relative clause, and that clause with what it belongs to."""
    for at in range(1, len(words) - 3):
        if words[at].text == "," and words[at + 1].low in ("who", "which"):
            verb = _first_verb(words, at + 2)
            if verb is None:
                return []
            close = _close(words, verb)
            if close is None:
                return _at_end(text, words, at, verb)
            return _inside(text, words, at, verb, close)
    return []


def _first_verb(words: Sequence[Word], at: int) -> int | None:
    """The verb whose subject is the relative pronoun."""
    while at < len(words) - 1 and words[at].low in w.ADVERB:
        at += 1
    verb = is_finite(words, at) or may_be_past(words, at) or words[at].low in w.PRESENT
    return at if verb else None


def _close(words: Sequence[Word], verb: int) -> int | None:
    """The comma after which the main clause goes on with its verb."""
    for at in range(verb + 1, len(words) - 2):
        if words[at].text == ",":
            after = at + 1
            while after < len(words) - 1 and words[after].low in w.ADVERB:
                after += 1
            if is_finite(words, after) or may_be_past(words, after):
                return at
    return None


def _inside(text: str, words: Sequence[Word], at: int, verb: int, close: int) -> list[str]:
    if not _is_definite(words[:at]):
        return []
    if any(_breaks(words, n) for n in range(verb, close)):
        return []
    noun = text[words[0].start : words[at - 1].end]
    clause = text[words[at + 2].start : words[close - 1].end]
    return [f"{noun} {clause}", f"{noun} {text[words[close + 1].start :]}"]


def _breaks(words: Sequence[Word], n: int) -> bool:
    """Whether something else begins here; the comma in ``May 4, 1889`` is none of it."""
    if words[n].text != ",":
        return words[n].low in w.RELATIVE
    return not (words[n - 1].text[0].isdigit() and words[n + 1].text[0].isdigit())


def _at_end(text: str, words: Sequence[Word], at: int, verb: int) -> list[str]:
    if any(word.text == "," for word in words[verb:]) or parse(words[:at]) is None:
        return []
    if words[at + 1].low == "which" and not _says_of_noun(words, verb):
        return []
    first = _noun_before(words, at)
    if first is None:
        return []
    noun = text[words[first].start : words[at - 1].end]
    return [text[: words[at - 1].end], f"{noun} {text[words[at + 2].start :]}"]


def _says_of_noun(words: Sequence[Word], verb: int) -> bool:
    """Whether "which" means the noun before it; else it may mean all that was said."""
    after = verb + 1
    while after < len(words) and words[after].low in w.ADVERB:
        after += 1
    if after == len(words):
        return False
    low = words[after].low
    if words[verb].low in ("has", "have", "had"):
        return words[after].text[0].isdigit()
    if words[verb].low not in w.BE:
        return False
    if low in ("a", "an", "the"):
        return _head(words, after + 1) in w.THING_NAME | w.PLACE
    return words[after].text[0].isdigit() or low in w.PASSIVE | w.THING_PASSIVE | _OF_NOUN


def _head(words: Sequence[Word], at: int) -> str:
    """Last word of the noun that begins at ``at``."""
    end = at
    while end < len(words) and words[end].is_word and words[end].low not in w.PREPOSITION:
        end += 1
    return words[end - 1].low


def _noun_before(words: Sequence[Word], at: int) -> int | None:
    """Begin of the definite noun that ends at ``at``, if nothing else can be meant."""
    first = at
    while first > 0 and at - first < _MOST and _in_noun(words, first - 1, at):
        first -= 1
    if first < 2 or first == at or not _is_definite(words[first:at]):
        return None
    before = first - 1
    if words[before].low in w.PREPOSITION and words[before].low != "of":
        before -= 1
    verb = is_finite(words, before) or may_be_past(words, before)
    return first if verb or words[before].low in w.PARTICIPLE else None


def _in_noun(words: Sequence[Word], n: int, at: int) -> bool:
    word = words[n]
    if not word.is_word or word.low in ("and", "or"):
        return False
    if word.low in w.PREPOSITION:
        return word.low == "of" and n + 1 < at and words[n + 1].is_name and words[n - 1].is_name
    return not (is_finite(words, n) or may_be_past(words, n) or word.low in w.PARTICIPLE)


def _is_definite(words: Sequence[Word]) -> bool:
    """A name, or "the" and a noun, without anything that could be meant instead of it."""
    if len(words) > _MOST or not all(word.is_word for word in words):
        return False
    if not all(_in_noun(words, n, len(words)) for n in range(len(words))):
        return False
    if words[0].low == "the":
        return len(words) > 1
    return (
        words[0].is_name
        and words[0].low not in w.DETERMINER | w.SUBJECT_PRONOUN
        and all(word.is_name or word.low == "of" or word.text[0].isdigit() for word in words)
    )
