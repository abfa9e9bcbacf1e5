"""Which phrase of a conversation a question leaves unsaid: signs of it, weighed.

No model is asked: the signs are where a phrase stands, how often it was said, and whether it fits
the word that points back. ``salience_weights.py`` holds what each counts, learnt from conversations
by ``python -m blackbird.training.rewriting``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.pointers import Pointer, pointer_in
from blackbird.text.topics import JOINS, Phrase, is_plain, phrases_in, words_of
from blackbird.types import Turn

_TURNS = 8  # of the user's that are read, besides the first
_TURN_READ = 500  # characters of each
_LAST_ANSWER_READ, _OLDER_ANSWER_READ = 1000, 250
_LONG = 140  # characters; what is longer and asks nothing is an answer
_OWN = frozenset("my your his her its their our this that these those".split())
_AUXILIARY = frozenset("is are was were do does did have has had can could will would be".split())


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said before, in small letters; ``answers`` has the last two, each beside it."""

    turns: tuple[str, ...]
    users: tuple[int, ...]
    answers: tuple[int, ...]
    chained: tuple[bool, ...]
    """For each of ``users``, whether that turn points back itself."""
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the conversation and the turn it was last said in."""

    phrase: Phrase
    turn: int
    words: tuple[str, ...]


def read_talk(history: Sequence[Turn]) -> tuple[Talk, tuple[Found, ...]]:
    """The conversation, cut to what is read of it, and its phrases, each once, latest first."""
    answers = answers_in(history)
    users = [n for n in range(len(history)) if n not in answers]
    users = list(dict.fromkeys([*users[:1], *users[-_TURNS:]]))
    kept = sorted(answers)[-2:]
    texts = {n: history[n].content[:_TURN_READ] for n in users}
    for n in kept:
        last = n == len(history) - 1
        texts[n] = history[n].content[: _LAST_ANSWER_READ if last else _OLDER_ANSWER_READ]
    order = sorted(texts)
    place = {n: at for at, n in enumerate(order)}
    turns = tuple(texts[n].lower() for n in order)
    talk = Talk(
        turns,
        tuple(place[n] for n in users),
        tuple(place[n] for n in kept),
        tuple(pointer_in(texts[n]) is not None for n in users),
        frozenset(word for turn in turns for word in words_of(turn)),
    )
    found: dict[str, Found] = {}
    for n in reversed(order):
        for phrase in phrases_in(texts[n]):
            key = phrase.text.lower()
            found.setdefault(key, Found(phrase, place[n], tuple(words_of(phrase.text))))
    return talk, tuple(found.values())


def answers_in(history: Sequence[Turn]) -> frozenset[int]:
    """Places of the turns that the user did not write.

    Strings carry no role, so that their form decides.
    """
    told = frozenset(n for n, turn in enumerate(history) if turn.role != "user")
    if told:
        return told
    long = [len(t.content) > _LONG and not t.content.rstrip().endswith("?") for t in history]
    odd = long[1::2]
    if odd and sum(odd) >= len(odd) / 2:
        return frozenset(range(1, len(history), 2))
    return frozenset(n for n, is_long in enumerate(long) if is_long and n)


def of_question(text: str, talk: Talk) -> dict[str, float]:
    """Signs of the question alone, the same for all phrases."""
    words = words_of(text)
    naming = [word for word in words if not is_plain(word)]
    pointer = pointer_in(text)
    low = text.lower()
    last = talk.turns[talk.users[-1]]
    return {
        "q words": len(words) / 8,
        "q naming": len(naming) / 4,
        "q names one": len(naming) <= 1,
        "q names two": len(naming) == 2,
        "q points": pointer is not None,
        "q leans": depends_on_history(text),
        "q about": bool(re.match(r"\W*(?:and |so |but |ok(?:ay)?,? )*(?:what|how) about", low)),
        "q why": "why" in words,
        "q more": not {"more", "other", "else"}.isdisjoint(words),
        "q asks": low.rstrip().endswith("?"),
        "q sentences": bool(re.search(r"[.!?,] \w", low)),
        "q capital": bool(re.search(r"\b[A-Z]", text[1:])),
        "q known": sum(word in talk.said for word in naming) / max(1, len(naming)),
        "q of last turn": sum(word in last for word in naming) / 3,
        "turns": len(talk.users) / 8,
        "answers": bool(talk.answers),
    }


def of_phrase(found: Found, talk: Talk, text: str) -> dict[str, float]:
    """Signs of one phrase beside the question ``text``."""
    pointer = pointer_in(text)
    place = _place(found, talk)
    leaning = {f"{name}, points": value * (pointer is not None) for name, value in place.items()}
    fit = _fit(found, pointer, frozenset(words_of(text)))
    return {**_form(found.phrase, found.words), **place, **leaning, **fit}


def _form(phrase: Phrase, words: tuple[str, ...]) -> dict[str, float]:
    capitals = [part[0].isupper() for part in re.findall(r"[^\W_]+", phrase.text)]
    return {
        "words": len(words) / 3,
        "one word": len(words) == 1,
        "two words": len(words) == 2,
        "long": len(words) > 3,
        "letters": len(phrase.text) / 20,
        "capitals": sum(capitals) / len(capitals),
        "name": all(capitals) and not phrase.opens,
        "behind the": phrase.before == "the",
        "behind a": phrase.before in ("a", "an"),
        "behind own": phrase.before in _OWN,
        "behind of": phrase.before == "of",
        "behind preposition": phrase.before in JOINS or phrase.before in ("about", "by", "from"),
        "behind verb": phrase.before in _AUXILIARY,
        "behind nothing": not phrase.before,
        "before verb": phrase.after in _AUXILIARY,
        "before preposition": phrase.after in JOINS,
        "before nothing": not phrase.after,
        "plural": _plural(words[-1]),
        "ing last": words[-1].endswith("ing"),
        "ing first": words[0].endswith("ing"),
        "participle": words[-1].endswith(("ed", "ly")),
        "opens": phrase.opens,
        "full": phrase.shape == "full",
        "head": phrase.shape == "head",
        "joint": phrase.shape == "joint",
        "digits": any(sign.isdigit() for sign in phrase.text),
    }


def _place(found: Found, talk: Talk) -> dict[str, float]:
    low = found.phrase.text.lower()
    said = [at for at, turn in enumerate(talk.users) if low in talk.turns[turn]]
    answered = sum(low in talk.turns[turn] for turn in talk.answers)
    last = said[-1] if said else -1
    since = talk.chained[last + 1 :]
    return {
        "first turn": low in talk.turns[0],
        "last turn": last == len(talk.users) - 1,
        "of answer": found.turn in talk.answers,
        "of last said": found.turn == len(talk.turns) - 1,
        "distance": math.log1p(len(talk.users) - 1 - last),
        "times": math.log1p(len(said)),
        "share": len(said) / len(talk.users),
        "answered": math.log1p(answered),
        "in last answer": math.log1p(
            talk.turns[talk.answers[-1]].count(low) if talk.answers else 0
        ),
        "late": found.phrase.start / 300,
        "chained": bool(said) and bool(since) and all(since),
        "held": bool(said) and all(since),
    }


def _fit(found: Found, pointer: Pointer | None, asked: frozenset[str]) -> dict[str, float]:
    words = found.words
    kind = pointer.kind if pointer else ""
    plural = _plural(words[-1])
    return {
        "shared": sum(word in asked for word in words) / len(words),
        "shared last": words[-1] in asked,
        "shared first": words[0] in asked,
        "they, many": kind == "they" and plural,
        "they, one": kind == "they" and not plural,
        "it, many": kind == "it" and plural,
    }


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def chance(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Expected share of a phrase's words that the question leaves unsaid, from 0 to 1."""
    total = weights.get("", 0.0) + sum(weights.get(k, 0.0) * v for k, v in signs.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
