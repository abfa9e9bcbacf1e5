"""Cut an English sentence into clauses that each say one thing, or leave it whole.

A cut is made only where the surface proves it: both sides have a subject and a finite verb, or
the subject can be carried over. What is conditional, causal, reported or compared stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import (
    Word,
    after_fronted,
    is_finite,
    may_be_past,
    parse,
    tokens,
)
from blackbird.claims.english.predicates import shared_subject
from blackbird.claims.english.relative import relative
from blackbird.claims.english.scope import embeds, reaches_back, stand_apart
from blackbird.text.words import content_words

_MOST = 1200  # characters; a longer sentence is no prose
_BREAKS = frozenset('()[]"“”«»‘—…')  # unbalanced, since balanced ones are inside one token
_BINDING_PAIRS = frozenset((("not", "only"), ("long", "as"), ("soon", "as")))
_JOINS = frozenset("and but while whereas yet".split())


def clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of ``sentence``, each a sentence; the sentence alone if it must stay whole."""
    if len(sentence) > _MOST:
        return (sentence,)
    body = sentence.rstrip(".!")
    stop = sentence[len(body) :] or "."
    words = tokens(body)
    if not _divisible(words):
        return (sentence,)
    parts = _divide(body)
    kept = content_words(" ".join(parts))
    lost = content_words(body) - kept - content_words(" ".join(w.CONNECTIVE))
    if len(parts) == 1 or lost:
        return (sentence,)
    return tuple(part[0].upper() + part[1:] + stop for part in parts)


def _divisible(words: Sequence[Word]) -> bool:
    if not words or words[0].low in w.FRONTING:
        return False
    if any(b.low in w.BINDING and a.low != "i" for a, b in pairwise([words[0], *words])):
        return False  # "I think" binds nothing that stands before it
    if any(word.text in _BREAKS or word.text in (":", "?", "–") for word in words):
        return False
    return not any((a.low, b.low) in _BINDING_PAIRS for a, b in pairwise(words))


def _divide(text: str) -> list[str]:
    words = tokens(text)
    for cut in (_semicolons, _own_subjects, relative, shared_subject):
        parts = cut(text, words)
        if parts:
            return [piece for part in parts for piece in _divide(part)]
    return [text]


def _semicolons(text: str, words: Sequence[Word]) -> list[str]:
    """``A; B`` where each has its subject and its verb."""
    marks = [n for n, word in enumerate(words) if word.text == ";"]
    if not marks:
        return []
    bounds = [-1, *marks, len(words)]
    parts = [_without_connective(words[before + 1 : after]) for before, after in pairwise(bounds)]
    if not all(_is_sentence(part) for part in parts) or not stand_apart(parts):
        return []
    return [text[part[0].start : part[-1].end] for part in parts]


def _without_connective(words: Sequence[Word]) -> Sequence[Word]:
    if words and words[0].low in w.CONNECTIVE:
        words = words[1:]
    return words[1:] if words and words[0].text == "," else words


def _own_subjects(text: str, words: Sequence[Word]) -> list[str]:
    """``A, and B`` where ``B`` has its own subject and verb."""
    for at, word in enumerate(words[:-2]):
        if word.low not in _JOINS or at < 2:
            continue
        comma = words[at - 1].text == ","
        left, right = words[: at - comma], words[at + 1 :]
        if (comma or _begins_with_pronoun(word, right)) and _may_part(left, right):
            return [text[: left[-1].end], text[right[0].start :]]
    return []


def _begins_with_pronoun(join: Word, right: Sequence[Word]) -> bool:
    if join.low not in ("and", "but") or right[0].low not in ("he", "she", "it", "they", "there"):
        return False
    return right[0].low == "they" or is_finite(right, 1) or may_be_past(right, 1)


def _may_part(left: Sequence[Word], right: Sequence[Word]) -> bool:
    begin = after_fronted(left)
    main = parse(left[begin:])
    if main is None or embeds(left[begin:], main.verb):
        return False
    if any(word.low in w.GOVERNING for word in left) or _is_of_it(left, right):
        return False
    if not stand_apart((left, right)) or reaches_back([*left, *right]):
        return False
    start = after_fronted(right)
    found = parse(right[start:])
    if found is None:
        return False
    verb = start + found.verb
    listed = any(word.text == "," for word in left[begin:])
    if is_finite(right, verb) or not listed:
        return True
    return any(word.low in w.OBJECT_PRONOUN for word in right[verb + 1 : verb + 2])


def _is_of_it(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether what ``right`` speaks of may be a part of ``left``'s: "the admission" is whose?"""
    if len(right) < 2 or right[0].low != "the" or not right[1].text.islower():
        return False
    return all(word.low != right[1].low for word in left)


def _is_sentence(words: Sequence[Word]) -> bool:
    return bool(words) and parse(words[after_fronted(words) :]) is not None
