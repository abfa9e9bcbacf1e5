"""What an English clause is about: its subject, and which pronouns can stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import (
    Word,
    after_fronted,
    has_object,
    is_finite,
    may_be_past,
    parse,
    tokens,
)

_PLURAL_VERBS = frozenset("are were have aren't weren't haven't".split())
_COPULA = w.BE | {"became", "becomes"}
_MOST = 10  # words of a subject that is worth repeating


@dataclass(frozen=True, slots=True)
class Topic:
    """``kind``: he, she, person, thing or unknown. Rivals are what a pronoun may mean instead."""

    text: str
    kind: str
    plural: bool
    person_rival: bool = False
    one_rival: bool = False
    many_rival: bool = False

    def fits(self, pronoun: str) -> bool:
        """Whether ``pronoun`` (he, she, it, they) can stand for this and for nothing else."""
        if pronoun == "they":
            return self.plural and not self.many_rival
        if self.plural:
            return False
        if pronoun == "it":
            return self.kind == "thing" and not self.one_rival
        return self.kind in (pronoun, "person", "unknown") and not self.person_rival


def topic_of(clause: str, known: Topic | None = None) -> Topic | None:
    """The topic that ``clause`` leaves for the next one; ``known`` tells more of the same one."""
    words = tokens(clause.rstrip(".!"))
    words = words[after_fronted(words) :]
    found = parse(words)
    if found is None:
        return None
    subject, verb = words[found.subject : found.verb], found.verb
    first = subject[0].low
    if first in w.SUBJECT_PRONOUN | w.DETERMINER - {"the"} or len(subject) > _MOST:
        return None
    text = clause[subject[0].start : subject[-1].end]
    plural = _is_plural(subject, words[verb].low)
    kind = known.kind if known and known.text.lower() == text.lower() else "unknown"
    if kind == "unknown":
        kind = _kind(subject, words, verb)
    head = _object_head(words, verb)
    many = head is not None and head.endswith("s") and not head.endswith("ss")
    another = any("'" in word.low for word in subject) or _names_another(words, verb)
    return Topic(text, kind, plural, another, head is not None and not many, many)


def _is_plural(subject: Sequence[Word], verb: str) -> bool:
    if verb in _PLURAL_VERBS or any(word.low == "and" for word in subject):
        return True
    if verb in w.BE | {"has", "hasn't", "does"} | w.PRESENT:
        return False
    last = subject[-1]
    many = last.low.endswith("s") and not last.low.endswith(("ss", "us", "is"))
    return many and (not last.is_name or subject[0].low == "the")


def _kind(subject: Sequence[Word], words: Sequence[Word], verb: int) -> str:
    head = next((word for word in reversed(subject) if word.is_word), subject[-1]).low
    said = _predicate(words, verb)
    if subject[0].low in w.TITLE or head in w.PERSON or said == "person":
        return "person"
    common = subject[0].low == "the" and not subject[-1].is_name
    return "thing" if common or head in w.THING_NAME or said == "thing" else "unknown"


def _predicate(words: Sequence[Word], verb: int) -> str:
    """What the verb and its complement tell of the subject."""
    low = words[verb].low
    if low in w.PERSON_VERB | w.THING_VERB:
        return "person" if low in w.PERSON_VERB else "thing"
    if low not in _COPULA or verb + 1 == len(words):
        return "unknown"
    after = verb + 1
    while after < len(words) - 1 and words[after].low in w.ADVERB:
        after += 1
    if words[after].low == "born":
        return "person"
    if words[after].low in w.THING_PASSIVE:
        return "thing"
    if words[after].low not in ("a", "an", "the", "one"):
        return "unknown"
    for word in words[after + 1 :]:
        if word.low in w.PERSON:
            return "person"
        if word.low in w.PREPOSITION or not word.is_word:
            break
    return "thing"


def _object_head(words: Sequence[Word], verb: int) -> str | None:
    """Last word of the object of an active verb, which "it" or "they" may mean too."""
    if words[verb].low in _COPULA or not has_object(words, verb):
        return None
    end = verb + 1
    while end < len(words) and words[end].is_word and words[end].low not in w.PREPOSITION:
        end += 1
    head = words[end - 1].low
    return None if head in w.OBJECT_PRONOUN or head[0].isdigit() else head


def _names_another(words: Sequence[Word], verb: int) -> bool:
    """Whether somebody else may be named behind the verb."""
    at = verb + 1
    while at < len(words):
        if not words[at].is_name or words[at].low in w.CALENDAR | w.SUBJECT_PRONOUN:
            at += 1
            continue
        end = at
        while end < len(words) and words[end].is_name:
            end += 1
        if _may_be_person(words, at, end):
            return True
        at = end
    return False


def _may_be_person(words: Sequence[Word], at: int, end: int) -> bool:
    before = words[at - 1].low
    if before in w.PLACE_PREPOSITION | w.DETERMINER | w.PARTICIPLE:
        return False
    if before == "of" and (end - at < 2 or words[at - 2].is_name):
        return False
    if end == len(words) or not words[end].is_word or words[end].text[0].isdigit():
        return True
    following = words[end].low
    known = following in w.PREPOSITION or following in ("and", "or", "but")
    return known or is_finite(words, end) or may_be_past(words, end)
