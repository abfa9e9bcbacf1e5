"""Make an English clause stand alone: its pronoun becomes what the clause before was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from blackbird.claims.english import words as w
from blackbird.claims.english.empty import is_empty
from blackbird.claims.english.parse import (
    Word,
    after_fronted,
    is_finite,
    may_be_past,
    parse,
    tokens,
)
from blackbird.claims.english.rivals import rivals_in
from blackbird.claims.english.topic import Topic, topic_of

_SUBJECTS = {"he": "he", "she": "she", "it": "it", "they": "they", "these": "they"}
_POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they"}
_OBJECTS = {"him": "he", "her": "she", "it": "it", "them": "they"}
_POSSESSOR_MOST = 4  # words that can bear "'s"
_MOST = 1200  # characters


def stand_alone(clause: str, topic: Topic | None) -> tuple[str, Topic | None]:
    """``clause`` with its pronoun resolved where one thing only can be meant, and its own topic."""
    if len(clause) > _MOST:
        return clause, None
    words = tokens(clause)
    start = _begin(words)
    if start == len(words):
        return clause, topic
    resolved, pronoun = clause, ""
    if topic is not None:
        beside = topic.beside(rivals_in(words[:start]))
        resolved, pronoun = _resolve(clause, words, start, beside)
    if topic is not None and pronoun in ("he", "she"):
        topic = replace(topic, kind=pronoun)
    return resolved, topic_of(resolved, topic)


def _begin(words: Sequence[Word]) -> int:
    at = after_fronted(words)
    while at < len(words) and words[at].low in w.ADVERB | {","}:
        at += 1
    return at


def _resolve(clause: str, words: Sequence[Word], at: int, topic: Topic) -> tuple[str, str]:
    low = words[at].low
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or any(word.low in w.BINDING for word in words[:at]):
        return clause, ""
    pronoun = _SUBJECTS.get(low, "")
    if pronoun and topic.fits(pronoun) and _has_verb(words, at):
        if low == "it" and is_empty(words, at):
            return clause, ""
        return _put(clause, words[at], topic.text, first=at == 0), pronoun
    owner = _POSSESSIVES.get(low, "")
    if owner and topic.fits(owner) and following.is_word and not is_finite(words, at + 1):
        if len(topic.text.split()) > _POSSESSOR_MOST or " of " in topic.text:
            return clause, ""
        mark = "'" if topic.plural and topic.text.endswith("s") else "'s"
        return _put(clause, words[at], topic.text + mark, first=at == 0), owner
    return _object(clause, words, at, topic)


def _has_verb(words: Sequence[Word], pronoun: int) -> bool:
    at = pronoun + 1
    while at < len(words) - 1 and words[at].low in w.ADVERB:
        at += 1
    if words[pronoun].low == "these":
        return words[at].low in w.AUXILIARY | w.PAST  # what else may be a noun: "these works"
    return is_finite(words, at) or may_be_past(words, at) or words[at].low in w.MAYBE_NOUN


def _object(clause: str, words: Sequence[Word], at: int, topic: Topic) -> tuple[str, str]:
    """The pronoun right behind the verb: ``Java replaced it``."""
    found = parse(words[at:])
    if found is None or words[at].low in w.SUBJECT_PRONOUN | w.DETERMINER - {"the"}:
        return clause, ""
    n = at + found.verb + 1
    pronoun = _OBJECTS.get(words[n].low, "") if n < len(words) else ""
    if not pronoun or not topic.fits(pronoun) or topic.text in clause:
        return clause, ""
    following = words[n + 1] if n + 1 < len(words) else None
    free = following is None or not following.is_word
    if not free and words[n + 1].low not in w.PREPOSITION | w.ADVERB:
        return clause, ""  # "her mother", "it is"
    return _put(clause, words[n], topic.text, first=False), ""


def _put(clause: str, word: Word, text: str, *, first: bool) -> str:
    if not first and text.startswith("The "):
        text = "the" + text[3:]
    elif first:
        text = text[0].upper() + text[1:]
    return clause[: word.start] + text + clause[word.end :]
