"""What an English clause is about: its subject, and which pronouns can stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, after_fronted, parse, tokens
from blackbird.claims.english.rivals import (
    COPULA,
    Rivals,
    is_plural_noun,
    rivals_behind,
    rivals_in,
)
from blackbird.text import abbreviations

_PLURAL_VERBS = frozenset("are were have aren't weren't haven't".split())
_PERSONS = frozenset("he she person".split())
_MOST = 10  # words of a subject that is worth repeating


@dataclass(frozen=True, slots=True)
class Topic:
    """``kind``: he, she, person, thing or unknown. Rivals are what a pronoun may mean instead."""

    text: str
    kind: str
    plural: bool
    rivals: Rivals

    def fits(self, pronoun: str) -> bool:
        """Whether ``pronoun`` (he, she, it, they) can stand for this and for nothing else."""
        if pronoun == "they":
            return self.plural and not self.rivals.many
        if self.plural:
            return False
        if pronoun == "it":
            return self.kind == "thing" and not self.rivals.one
        return self.kind in (pronoun, "person") and not self.rivals.person

    def beside(self, rivals: Rivals) -> Topic:
        """The same where ``rivals`` are named too."""
        return replace(self, rivals=self.rivals | rivals)

    def as_rival(self) -> Rivals:
        """What it is to the next topic."""
        if self.plural:
            return Rivals(many=True)
        return Rivals(person=self.kind != "thing", one=self.kind not in _PERSONS)


def topic_of(clause: str, known: Topic | None = None) -> Topic | None:
    """The topic that ``clause`` leaves for the next one; ``known`` is the one before it."""
    words = tokens(clause.rstrip(".!"))
    start = after_fronted(words)
    front, words = words[:start], words[start:]
    found = parse(words)
    if found is None:
        return None
    end = found.verb
    while end > found.subject + 1 and _is_adverb(words[end - 1]):
        end -= 1
    subject, verb = words[found.subject : end], found.verb
    if not _can_be_repeated(subject):
        return None
    text = clause[subject[0].start : subject[-1].end]
    noun = _noun_end(subject)
    kind = _kind(subject[:noun], words, verb)
    rivals = rivals_in(front) | rivals_in(subject[noun:]) | rivals_behind(words, verb)
    if any("'" in word.low for word in subject):
        rivals = Rivals(person=True, one=True, many=True)  # whose it is may be meant
    if known and known.text.lower() == text.lower():
        kind = known.kind if known.kind != "unknown" else kind
        rivals |= Rivals(person=known.rivals.person and kind not in ("he", "she"))
    elif known:
        rivals |= known.as_rival()
    return Topic(text, kind, _is_plural(subject, words[verb].low), rivals)


def _is_adverb(word: Word) -> bool:
    return word.low in w.ADVERB | w.NEGATION or (word.low.endswith("ly") and not word.is_name)


def _can_be_repeated(subject: Sequence[Word]) -> bool:
    """Whether the subject says by itself what it is, and was read in full."""
    first = subject[0].low
    if first in w.SUBJECT_PRONOUN | w.INDEFINITE | w.DETERMINER - {"the"} or len(subject) > _MOST:
        return False
    if len(subject) == 2 and first == "the" and subject[1].low in w.OF_SEVERAL:
        return False
    for n, word in enumerate(subject):
        short = word.text == "." and _is_short_form(subject[n - 1])
        if not (word.is_word or word.text[0] in "(&-'’" or short):
            return False  # the end of another sentence, or a quotation
    return True


def _is_short_form(word: Word) -> bool:
    """``E.`` and ``Dr.`` belong to what follows; ``p.m.`` does not."""
    return word.is_name and (len(word.text) == 1 or word.low in abbreviations.TITLES)


def _noun_end(subject: Sequence[Word]) -> int:
    """Where the noun of the subject ends and what is said of it begins: ``the king | of it``."""
    for n, word in enumerate(subject[1:-1], 1):
        name = word.low in ("of", "the", "and") and subject[n - 1].is_name
        if word.low in w.PREPOSITION and not (name and subject[n + 1].is_name):
            return n
    return len(subject)


def _is_plural(subject: Sequence[Word], verb: str) -> bool:
    if verb in _PLURAL_VERBS or any(word.low == "and" for word in subject):
        return True
    if verb in w.BE | {"has", "hasn't", "does"} | w.PRESENT:
        return False
    last = subject[-1]
    return is_plural_noun(last) and (not last.is_name or subject[0].low == "the")


def _kind(noun: Sequence[Word], words: Sequence[Word], verb: int) -> str:
    head = next((word for word in reversed(noun) if word.is_word), noun[-1])
    said = _predicate(words, verb)
    titled, named = noun[0].low in w.TITLE, noun[-1].is_name
    if titled or (head.low in w.PERSON and (noun[0].low == "the" or not head.is_name)):
        # "The Prince is a book", "King Lear is a play", but "the prince was a Saxon".
        person = _person(noun[0].low if titled else head.low)
        return "unknown" if named and said == "thing" else person
    if said in _PERSONS:
        return said
    if words[verb].low in w.PERSON_VERB and noun[0].low != "the":
        return "person"
    common = noun[0].low == "the" and not named
    return "thing" if common or head.low in w.THING_NAME or said == "thing" else "unknown"


def _person(noun: str) -> str:
    if noun in w.FEMALE:
        return "she"
    return "he" if noun in w.MALE else "person"


def _predicate(words: Sequence[Word], verb: int) -> str:
    """What the verb and its complement tell of the subject."""
    low = words[verb].low
    if low in w.THING_VERB:
        return "thing"
    if low not in COPULA or verb + 1 == len(words):
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
            return _person(word.low)
        if word.low in w.PREPOSITION or not word.is_word:
            break
    return "thing"
