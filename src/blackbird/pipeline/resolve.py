"""A question that leans on the conversation, made to stand alone; no model is asked.

English: the phrase that its signs favour (``salience.py``) takes the place of the word that points
back, or stands behind the question in brackets. Each needs a chance of its own: a phrase of which
less than about .37 of the words is meant costs more words than it brings, and less is lost where a
pronoun goes. Japanese: rules alone. Other languages are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.pointers import Pointer, pointer_in
from blackbird.pipeline.pointing_japanese import complete
from blackbird.pipeline.salience import Found, chance, of_phrase, of_question, read_talk
from blackbird.pipeline.salience_weights import WEIGHTS
from blackbird.text.language import detect_language
from blackbird.types import Turn

IN_PLACE = 0.3
"""Least chance of a phrase that takes the place of a pronoun."""
BEHIND = 0.45
"""Least chance of a phrase that is put behind."""
SEARCHED = 0.3
"""Least chance of a phrase that is only searched for."""
_LONGEST = 80  # characters of a phrase
_READ = 2000  # characters; a longer question says what it is about
_END = re.compile(r"[\s?.!]*\Z")


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
        if len(found.phrase.text) <= _LONGEST and found.phrase.text.lower() not in low
    ]
    pointer = pointer_in(text)
    if pointer and (best := _best(weighed, IN_PLACE)):
        resolved = _in_place(text, pointer, best)
        return Resolved(resolved, resolved)
    guess = _best(weighed, SEARCHED)
    sure = _best(weighed, BEHIND)
    return Resolved(_behind(text, sure), _behind(text, guess))


def _best(weighed: Sequence[tuple[Found, float]], least: float) -> Found | None:
    """The phrase that is expected to bring most words beyond those that it costs."""
    worth: Callable[[tuple[Found, float]], float] = lambda w: (w[1] - least) * len(w[0].words)
    best = max(weighed, key=worth, default=None)
    return best[0] if best and best[1] > least else None


def _in_place(text: str, pointer: Pointer, found: Found) -> str:
    phrase = found.phrase.text
    article = "the " if found.phrase.before == "the" and not pointer.owner else ""
    owner = ("'" if phrase.endswith("s") else "'s") if pointer.owner else ""
    return f"{text[: pointer.start]}{article}{phrase}{owner}{text[pointer.end :]}"


def _behind(text: str, found: Found | None) -> str:
    if found is None:
        return text
    end = _END.search(text)
    at = end.start() if end else len(text)
    return f"{text[:at]} ({found.phrase.text}){text[at:]}"
