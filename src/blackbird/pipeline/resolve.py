"""A question that leans on the conversation, made to stand alone; no model is asked.

English: the phrase that its signs favour (``salience.py``) takes the place of the word that points
back, or stands behind the question in brackets. Each needs a chance of its own: a phrase of which
less than about .37 of the words is meant costs more words than it brings, and less is lost where a
pronoun goes. Japanese: rules alone. Other languages are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.pointers import Pointer, pointer_in
from blackbird.pipeline.pointing_japanese import complete
from blackbird.pipeline.salience import Found, Talk, chance, of_phrase, of_question, read_talk
from blackbird.pipeline.salience_weights import WEIGHTS
from blackbird.text.language import detect_language
from blackbird.text.topics import words_of
from blackbird.types import Turn

IN_PLACE = 0.25
"""Least chance of a phrase that takes the place of a pronoun."""
BEHIND = 0.45
"""Least chance of a phrase that is put behind."""
SEARCHED = 0.3
"""Least chance of a phrase that is only searched for."""
_BELONGS = frozenset(("of", "in", "at", "for", "to", "on", "with", "by", "from", "and"))
"""What a name stands behind that only tells where, or whose: "the tram of Aldenport"."""
_LONGEST = 80  # characters of a phrase
_READ = 2000  # characters; a longer question says what it is about


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question to answer, and the same with a guess, which is only searched for."""

    text: str
    searched: str


def resolve(history: Sequence[Turn], text: str) -> Resolved:
    """``text`` so that it stands alone; unchanged when nothing says what it leaves out."""
    if not history or len(text) > _READ or not depends_on_history(text):
        return Resolved(text, text)
    language = detect_language(text)
    if language == "ja":
        completed = complete(history, text)
        return Resolved(completed, completed)
    return _english(history, text) if language == "en" else Resolved(text, text)


def _english(history: Sequence[Turn], text: str) -> Resolved:
    talk, phrases = read_talk(history)
    if not talk.users:
        return Resolved(text, text)
    asked = of_question(text, talk)
    low = text.lower()
    weighed = [
        (found, chance({**asked, **of_phrase(found, talk, text)}, WEIGHTS))
        for found in phrases
        if _names(found.phrase.text) and found.phrase.text.lower() not in low
    ]
    pointer = pointer_in(text)
    if pointer and (best := _meant(talk, weighed, pointer)):
        resolved = _in_place(text, pointer, best)
        return Resolved(resolved, resolved)
    guess = _best(weighed, SEARCHED)
    sure = _best(weighed, BEHIND)
    return Resolved(_behind(text, sure), _behind(text, guess))


def _names(phrase: str) -> bool:
    """Whether it is long enough to be searched for, and no longer than a phrase is."""
    return len(phrase) <= _LONGEST and (len(phrase) > 2 or (len(phrase) > 1 and phrase.isupper()))


def _meant(talk: Talk, weighed: Sequence[tuple[Found, float]], pointer: Pointer) -> Found | None:
    """What ``pointer`` stands for. Only a name stands for a person, and first who was asked for:
    too few conversations of the kind say so for weights to learn it.
    """
    if pointer.kind != "person":
        named = _named(talk, weighed) if pointer.kind == "it" else None
        return named or _best(weighed, IN_PLACE)
    names = [(found, odds) for found, odds in weighed if found.phrase.text.istitle()]
    return _asked_for(talk, names) or _best(names, IN_PLACE)


def _asked_for(talk: Talk, names: Sequence[tuple[Found, float]]) -> Found | None:
    """The name that the last turn tells, if the one before asked who."""
    *_, asked, told = ["", *talk.turns]
    if "who" not in words_of(asked) or told.rstrip().endswith("?"):
        return None
    last = len(talk.turns) - 1
    new = (f for f, _ in names if f.turn == last and f.phrase.text.lower() not in asked)
    return min(new, key=lambda found: found.phrase.start, default=None)


def _named(talk: Talk, weighed: Sequence[tuple[Found, float]]) -> Found | None:
    """The name in what the user last asked about by name, if there is a single one: "it" is the
    tower that was asked about, not who built it.
    """
    asked = [turn for turn, points in zip(talk.users, talk.chained, strict=True) if not points]
    if not asked:
        return None
    names = [
        found
        for found, _ in weighed
        if found.phrase.shape == "full"
        and found.phrase.before not in _BELONGS
        and all(word[0].isupper() for word in found.phrase.text.split())
        and found.phrase.text.lower() in talk.turns[asked[-1]]
    ]
    return names[0] if len(names) == 1 else None


def _best(weighed: Sequence[tuple[Found, float]], least: float) -> Found | None:
    """The phrase that is expected to bring most words beyond those that it costs."""
    best = max(weighed, key=lambda w: (w[1] - least) * len(w[0].words), default=None)
    return best[0] if best and best[1] > least else None


def _in_place(text: str, pointer: Pointer, found: Found) -> str:
    phrase = found.phrase.text
    article = "the " if found.phrase.before == "the" and not pointer.owner else ""
    owner = ("'" if phrase.endswith("s") else "'s") if pointer.owner else ""
    return f"{text[: pointer.start]}{article}{phrase}{owner}{text[pointer.end :]}"


def _behind(text: str, found: Found | None) -> str:
    if found is None:
        return text
    at = len(text.rstrip(" \t\n?.!"))
    return f"{text[:at]} ({found.phrase.text}){text[at:]}"
