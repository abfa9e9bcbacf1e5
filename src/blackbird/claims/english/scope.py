"""What may hold for more than the clause it stands in: then a sentence is left whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, after_fronted, is_finite, may_be_past, parse

_IN_DATE = w.PREPOSITION | w.CALENDAR | frozenset("the early late mid and century bc ad ,".split())
_CONDITION = frozenset("when whenever wherever".split())
_MODIFIER = w.ADVERB | frozenset(
    "almost nearly just even also perhaps maybe both quite ever rather further".split()
)
_ELLIPTIC = w.ADVERB | w.NEGATION | frozenset("too either neither so well as both all do".split())
_NUMBER = frozenset("one two three four five six seven eight nine ten none more fewer".split())
_OF_BEFORE = frozenset("both each all others neither some one none most many few".split())
_INVERTED = frozenset("so neither nor likewise".split())
_WHERE = frozenset("in at on during for under with without among within".split())


def stand_apart(parts: Sequence[Sequence[Word]]) -> bool:
    """Whether nothing in these clauses, each with its own subject, may hold for another one."""
    if any(_leads(part) for part in parts[:-1]) or not _fronts_hold(parts):
        return False
    return not any(is_elliptic(part) or _is_of_before(part) for part in parts[1:])


def embeds(words: Sequence[Word], verb: int) -> bool:
    """Whether another clause is in this one: ``Studies show it is safe``."""
    at = verb + 1
    while at < len(words) and words[at].low in w.AUXILIARY | w.ADVERB | w.NEGATION:
        at += 1
    for n in range(at, len(words)):
        if words[n].low in ("and", "but", "or", ","):
            return False
        if is_finite(words, n):
            return True
    return False


def reaches_back(words: Sequence[Word]) -> bool:
    """Whether a comparison, condition or place in ``words`` may be one for all that is joined."""
    if any(word.low in _CONDITION for word in words):
        return True
    return any(
        (a.low == "than" and not b.text[0].isdigit()) or (a.text == "," and b.low in _WHERE)
        for a, b in pairwise(words)
    )


def ends_with_frame(before: Sequence[Word], last: Sequence[Word]) -> bool:
    """Whether the place or case at the end may be that of ``before`` too: ``in mice``."""
    frames = [n for n, word in enumerate(last) if word.low in _WHERE]
    if len(frames) <= sum(word.low in _WHERE for word in before):
        return False
    return all(word.is_word and not word.is_name for word in last[frames[-1] :]) and not any(
        word.text[0].isdigit() for word in last[frames[-1] :]
    )


def is_modifier(words: Sequence[Word], at: int) -> bool:
    """Whether the word is an adverb: ``rarely``, ``almost``; not ``the family``."""
    word = words[at]
    if word.low in _MODIFIER:
        return True
    if not word.low.endswith("ly") or (word.is_name and at):
        return False
    return not at or words[at - 1].low not in w.DETERMINER


def is_elliptic(words: Sequence[Word]) -> bool:
    """Whether the verb stands for one before: ``bats do not``, ``oxygen has eight``."""
    words = words[after_fronted(words) :]
    found = parse(words)
    if found is None or words[found.verb].low not in w.AUXILIARY:
        return False
    rest = [word for word in words[found.verb + 1 :] if word.low not in _ELLIPTIC]
    if words[found.verb].low not in ("has", "have", "had"):
        return not rest
    return all(word.low in _NUMBER or word.text.isdigit() for word in rest)


def _leads(words: Sequence[Word]) -> bool:
    """Whether an adverb in front may be one of the next clause too."""
    if len(words) < 2 or not is_modifier(words, 0):
        return False
    return not (is_finite(words, 1) or may_be_past(words, 1)) or words[0].low in _MODIFIER


def _fronts_hold(parts: Sequence[Sequence[Word]]) -> bool:
    """What is put in front holds for what follows too, but for a date before another date."""
    fronts = [part[: after_fronted(part)] for part in parts]
    first = next((n for n, front in enumerate(fronts) if front), len(fronts))
    return first >= len(fronts) - 1 or all(_is_date(front) for front in fronts[first:])


def _is_date(front: Sequence[Word]) -> bool:
    dated = [word for word in front if word.text[0].isdigit() or word.low in w.CALENDAR]
    return bool(dated) and all(word in dated or word.low in _IN_DATE for word in front)


def _is_of_before(words: Sequence[Word]) -> bool:
    """Whether the subject is some of what the clause before names: ``both are old``."""
    words = words[after_fronted(words) :]
    if len(words) < 2:
        return False
    if words[0].low == "the" and len(words) > 2:
        return words[1].low in w.OF_SEVERAL and is_finite(words, 2)
    return words[0].low in _OF_BEFORE | _INVERTED and is_finite(words, 1)
