"""From an answer to claims that stand alone, each true or false by itself.

A sentence is cut where its clauses are certainly independent, a pronoun at the head of a clause
becomes what the clause before was about, and what asserts nothing is left out. When unsure, a
sentence stays as it is: a wrong cut is worse than none. Rules for English and Japanese; in other
languages a sentence is one claim. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from blackbird.claims import english, japanese
from blackbird.claims.assertion import asserts, without_lead
from blackbird.types import Claim

_BEFORE = 6  # sentences; a pronoun seldom reaches further back
_MARK = re.compile(r"\s?\[\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}\](?=[\s.,;:!?。、！？\[]|\Z)")
_BULLET = re.compile(r"(?:[-*•・]\s+|\d{1,3}[.)]\s+(?=\D))")
_HEADING = re.compile(r"#{1,6}\s")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_WIDE = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
# "Thanks!", "はい。": says nothing, and of nothing else.
_COURTESY = re.compile(r"(?:[A-Za-z']{0,20}|[\u3041-\u3096]{0,20})[\s.!。！]{0,8}")
_STOP = re.compile(r"[。．.!！][\s」』）)]{0,8}\Z")
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|them)\b|\A(?:[^,]{1,40}, )?(?:his|her|its|their)\b|"
    r"\bthere\b(?! (?:is|are|was|were|has|have|had|will|can|may)\b)|"
    r"\A(?:彼|それ|同[社氏国市]|その)",
    re.IGNORECASE,
)


T = TypeVar("T")


class _Rules(Protocol[T]):
    """What a language's module gives."""

    def clauses(self, text: str, /) -> Sequence[str]: ...

    def stand_alone(self, text: str, topic: T | None, /) -> tuple[str, T | None]: ...


@dataclass(frozen=True, slots=True)
class _Topics:
    """What the text was about so far, in each language that has rules."""

    english: english.Topic | None = None
    japanese: japanese.Topic | None = None


def split_claims(sentence: str, before: Sequence[str] = (), said: str = "") -> tuple[Claim, ...]:
    """The claims of ``sentence``: none for a question, a greeting, an opinion or a fragment.

    ``before``: the sentences of the same answer before this one, oldest first; ``said``: the
    user's own words, which are no claim when an answer repeats them.
    """
    topics = _Topics()
    for earlier in before[-_BEFORE:]:
        _, topics = _split(earlier, topics, "")
    claims, _ = _split(sentence, topics, said)
    return claims


def _split(sentence: str, topics: _Topics, said: str) -> tuple[tuple[Claim, ...], _Topics]:
    """The claims of ``sentence``, and what the next one finds."""
    text = _plain(sentence)
    if _HEADING.match(text):
        return (), _Topics()
    if _COURTESY.fullmatch(text) and not asserts(text, said):
        return (), topics
    text = without_lead(text)
    if _KANA.search(text):
        claims, about = _with_rules(japanese, text, topics.japanese, said)
        label = "は" not in text and not _STOP.search(text)  # a bold line, an item, a row
        return claims, _Topics(japanese=None if label else about)
    if _WIDE.search(text):
        return (Claim(text),) if asserts(text, said) else (), _Topics()
    claims, topic = _with_rules(english, text, topics.english, said)
    return claims, _Topics(english=topic)


def _with_rules(
    rules: _Rules[T], text: str, topic: T | None, said: str
) -> tuple[tuple[Claim, ...], T | None]:
    # First the whole sentence: its first pronoun is the subject of more than one clause.
    whole, first = rules.stand_alone(text, topic)
    topic = (first or topic) if whole != text else topic  # it knows now whether it is he or she
    clauses, last = rules.clauses(whole), topic
    claims = []
    for clause in clauses:
        if not asserts(clause, said):
            topic = None  # a question or an announcement may turn to something else
            continue
        claim, topic = rules.stand_alone(clause, topic)
        claims.append(Claim(claim))
    if len(claims) > 1 and _leans(claims) and asserts(whole, said):
        claim, topic = rules.stand_alone(whole, last)
        return (Claim(claim),), topic
    return tuple(claims), topic


def _leans(claims: Sequence[Claim]) -> bool:
    """Whether a clause says "it" of what only a clause before it names."""
    first, *later = [{word.lower() for word in _PRONOUN.findall(c.text)} for c in claims]
    return any(words - first for words in later)


def _plain(sentence: str) -> str:
    """The sentence without citation marks and what Markdown puts around it."""
    text = _BOLD.sub(r"\1", _MARK.sub("", sentence.strip())).strip()
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
