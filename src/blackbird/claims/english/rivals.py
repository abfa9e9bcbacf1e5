"""What else an English clause names, which a pronoun in the next one may mean instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, is_finite, may_be_past

COPULA = w.BE | {"became", "becomes"}
_APART = w.PREPOSITION | w.RELATIVE | w.ADVERB | w.NEGATION | w.PARTICIPLE | {"and", "or", "but"}
_WHERE = w.PLACE_PREPOSITION - {"to", "from"}
_OWNED = frozenset("his her their its".split())


@dataclass(frozen=True, slots=True)
class Rivals:
    """Whether somebody, one thing, or several things are named beside the subject."""

    person: bool = False
    one: bool = False
    many: bool = False

    def __or__(self, other: Rivals) -> Rivals:
        return Rivals(self.person or other.person, self.one or other.one, self.many or other.many)


def rivals_behind(words: Sequence[Word], verb: int) -> Rivals:
    """What is named behind the verb; what a copula says of the subject is the subject."""
    found = Rivals()
    for first, end in _groups(words, verb + 1, len(words)):
        if not _says_of_subject(words, verb, first):
            found |= _rival(words, first, end)
    return found


def rivals_in(words: Sequence[Word]) -> Rivals:
    """What is named in a phrase: in front of a clause, or behind the noun of its subject."""
    found = Rivals()
    for first, end in _groups(words, 0, len(words)):
        of_name = words[first - 1].low == "of" and words[end - 1].is_name if first else False
        owner = any("'" in word.low for word in words[first:end])
        found |= _rival(words, first, end) | Rivals(person=of_name or owner)
    return found


def _groups(words: Sequence[Word], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each noun with what stands before it; a quotation is one too."""
    first = start
    while first < stop:
        end = first
        while end < stop and _in_group(words, end):
            end += 1
        quoted = end == first and words[first].text[0] in '"“«'
        if end > first or quoted:
            yield first, max(end, first + 1)
        first = max(end, first) + 1


def _in_group(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if not word.is_word or word.low in _APART or (word.low.endswith("ly") and not word.is_name):
        return False
    return not (is_finite(words, at) or may_be_past(words, at))


def _says_of_subject(words: Sequence[Word], verb: int, first: int) -> bool:
    if words[verb].low not in COPULA:
        return False
    between = range(verb + 1, first)
    return all(words[n].low in w.ADVERB | w.NEGATION | w.NAMING for n in between)


def _rival(words: Sequence[Word], first: int, end: int) -> Rivals:
    head, before = words[end - 1], words[first - 1].low if first else ""
    if head.low in w.OBJECT_PRONOUN:
        return Rivals(head.low in ("him", "her"), head.low == "it", head.low == "them")
    if head.low in w.CALENDAR | w.TIME_OR_PLACE | w.DETERMINER | w.SUBJECT_PRONOUN:
        return Rivals()
    if any(word.text[0].isdigit() for word in words[first:end]) and not is_plural_noun(head):
        return Rivals()
    if head.is_name:
        return _rival_name(words, first, end, before)
    many = is_plural_noun(head)
    collective = head.low in w.COLLECTIVE
    person = not many and _is_person_noun(words, first, end, before)
    return Rivals(person, not many and head.low not in w.PERSON, many or collective)


def _rival_name(words: Sequence[Word], first: int, end: int, before: str) -> Rivals:
    begin = end - 1
    while begin > first and words[begin - 1].is_name:
        begin -= 1
    person = words[first].low in w.TITLE or _may_be_person(words, begin, end)
    if before in ("in", "at"):
        return Rivals(person)
    several = words[first].low == "the" or is_plural_noun(words[end - 1])
    joined = end < len(words) and words[end].low == "and"
    return Rivals(person, words[first].low not in w.TITLE, several or joined)


def is_plural_noun(word: Word) -> bool:
    """Whether the form of a noun is a plural."""
    low = word.low
    return low in w.PLURAL or (low.endswith("s") and not low.endswith(("ss", "us", "is")))


def _is_person_noun(words: Sequence[Word], first: int, end: int, before: str) -> bool:
    head = words[end - 1].low
    if head in w.PERSON:
        return True
    if head in w.THING_NAME | w.THING | w.PLACE or before in _WHERE:
        return False
    return words[first].low in w.DETERMINER | _OWNED


def _may_be_person(words: Sequence[Word], at: int, end: int) -> bool:
    before = words[at - 1].low if at else ""
    if before in w.PLACE_PREPOSITION | w.DETERMINER | w.PARTICIPLE:
        return False
    if before == "of" and (end - at < 2 or words[at - 2].is_name):
        return False
    if end == len(words) or not words[end].is_word or words[end].text[0].isdigit():
        return True
    following = words[end].low
    known = following in w.PREPOSITION or following in ("and", "or", "but")
    return known or is_finite(words, end) or may_be_past(words, end)
