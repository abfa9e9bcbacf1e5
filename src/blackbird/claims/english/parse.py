"""Tokens of an English sentence, and its subject and finite verb where the surface shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.claims.english import words as w

# A quotation or a bracket is one token: nothing in it is looked at, nothing is cut inside it.
_TOKEN = re.compile(
    r"\"[^\"]{0,400}\"|“[^“”]{0,400}”|«[^«»]{0,400}»|\([^()]{0,400}\)|\[[^\[\]]{0,400}\]|"
    r"\d+(?:[.,]\d+)*(?:[^\W\d_]+)?|[^\W_]+(?:['’.-][^\W_]+)*|[^\w\s]|_"
)
_FRONTED_MOST = 8
_SUBJECT_MOST = 12  # words; beyond that the first verb found is hardly the main one


@dataclass(frozen=True, slots=True)
class Word:
    """A token: ``text`` as written, ``low`` in lower case, offsets in the sentence."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Written with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the subject and the finite verb stand, as indices of tokens."""

    subject: int
    verb: int


def tokens(text: str) -> list[Word]:
    """The tokens of ``text``; quoted and bracketed text is one each."""
    return [
        Word(m[0], m[0].lower().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text)
    ]


def parse(words: Sequence[Word]) -> Clause | None:
    """Subject and finite verb of a clause that begins with its subject; None where unsure."""
    start = 0
    while start < len(words) and words[start].low in w.ADVERB | {","}:
        start += 1
    if start == len(words) or not begins_subject(words, start):
        return None
    maybe: int | None = start + 1 if _is_pronoun_and_verb(words, start) else None
    for at in range(start + 1, min(len(words), start + _SUBJECT_MOST)):
        if words[at].low in w.RELATIVE or words[at].low in (",", ";", ":", "to"):
            break
        if is_finite(words, at):
            return Clause(start, at)
        if maybe is None and (may_be_past(words, at) or words[at].low in w.MAYBE_NOUN):
            maybe = at
        elif words[at].low in ("and", "but") and maybe is not None:
            break
    return None if maybe is None else Clause(start, maybe)


def _is_pronoun_and_verb(words: Sequence[Word], at: int) -> bool:
    """``They live``: after these pronouns a plain word is a verb."""
    if words[at].low not in ("i", "we", "you", "they") or at + 1 == len(words):
        return False
    after = words[at + 1]
    plain = after.is_word and after.text == after.low
    return plain and after.low not in w.PREPOSITION | w.ADVERB | {"and", "or", "but", "all", "both"}


def begins_subject(words: Sequence[Word], at: int) -> bool:
    """Whether a noun phrase may begin here."""
    word = words[at]
    if not word.is_word or word.low in w.PREPOSITION | w.FRONTING:
        return not word.is_word and word.text[0] in '"“«'
    if word.low in w.AUXILIARY | w.PAST | w.RELATIVE | w.ADVERB:
        return False
    return not may_be_past(words, at)


def is_finite(words: Sequence[Word], at: int) -> bool:
    """Whether the token is a finite verb, whatever stands around it."""
    word = words[at]
    if word.text != word.text.lower():
        return False
    low = word.low
    if low in w.AUXILIARY or low in w.PAST:
        return True
    if low not in w.PRESENT:
        return False
    return low not in w.MAYBE_NOUN or _opens_object(words, at + 1)


def may_be_past(words: Sequence[Word], at: int) -> bool:
    """Whether the token is a past tense or a participle."""
    word = words[at]
    if word.text != word.text.lower() or word.low in w.NOT_PAST - {"led"}:
        return False
    return word.low in w.PAST_OR_PARTICIPLE or (word.low.endswith("ed") and len(word.low) > 3)


def after_fronted(words: Sequence[Word]) -> int:
    """Where the subject begins after a phrase put in front: ``In 1990``, ``In the south,``."""
    if not words or words[0].low not in w.PREPOSITION:
        return 0
    for at in range(1, min(len(words) - 1, _FRONTED_MOST)):
        if words[at].text == ",":
            return at + 1
        if is_finite(words, at):
            return 0
        if words[at].text.isdigit() and begins_subject(words, at + 1):
            return at + 1
    return 0


def has_object(words: Sequence[Word], at: int) -> bool:
    """Whether what follows the verb at ``at`` is its object: then it is active."""
    return _opens_object(words, at + 1)


def _opens_object(words: Sequence[Word], at: int) -> bool:
    if at >= len(words):
        return False
    word = words[at]
    return (
        word.low in w.DETERMINER
        or word.low in w.OBJECT_PRONOUN
        or word.is_name
        or word.text[0] in '"“«'
        or word.text[0].isdigit()
    )
