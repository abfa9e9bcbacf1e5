"""Whether a sentence asserts anything: questions, greetings, offers and opinions do not.

When unsure, a sentence is a claim: a fact that nobody checks is worse than a greeting that is
checked. An opinion that is told of somebody ("Critics called it the best film") is an assertion.
"""

from __future__ import annotations

from blackbird.claims.assertion import english, japanese
from blackbird.claims.assertion.echo import echoes
from blackbird.claims.assertion.questions import asks
from blackbird.text.words import content_words

__all__ = ["asserts", "without_lead"]

_TALK = 400  # characters; nothing longer is a mere courtesy
_LEADS = 4  # "Yes, sure, of course, the tower is tall."


def without_lead(sentence: str) -> str:
    """``sentence`` without what an answer puts in front: ``Sure, ``, ``Based on the text, ``."""
    for _ in range(_LEADS):
        end = 0 if _is_talk(sentence) else english.lead(sentence) or japanese.lead(sentence)
        if not end:
            break
        rest = sentence[end:]
        if english.presupposes(sentence):
            rest = rest.rstrip(" ?") + "."
        sentence = rest[:1].upper() + rest[1:]
    return sentence


def asserts(sentence: str, said: str = "") -> bool:
    """Whether ``sentence`` says something that can be true or false, and not merely ``said``."""
    text = sentence.strip()
    if not content_words(text) and not any(c.isdigit() for c in text):
        return False
    if text.endswith((":", "：")) and not english.tells(text):
        return False  # announces what follows
    return not (asks(text) or _is_talk(text) or echoes(text, said))


def _is_talk(text: str) -> bool:
    return len(text) <= _TALK and (english.is_talk(text) or japanese.is_talk(text))
