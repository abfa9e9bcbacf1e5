"""The prompt that makes the last question of a conversation stand alone."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.prompts.quote import quote
from blackbird.types import Turn

VERSION = 2

_INSTRUCTION = (
    "Rewrite the last question of a conversation so that somebody who has not read the "
    "conversation understands it. Keep its words and its language. Put what is meant in the place "
    "of words like it, they, he, that, there, and add the topic if the question leaves it out. If "
    "the question is clear by itself, repeat it. Write only the question."
)
_ASKS = 6  # questions that are told: the latest ones, and what the conversation began with
_ASKED, _ANSWERED = 300, 200  # characters of a turn
_Talk = tuple[tuple[str, ...], str, str]

# Question and answer in turn; the last question; what it means.
_EXAMPLES: tuple[_Talk, ...] = (
    (
        (
            "Who designed the Sydney Opera House?",
            "The Danish architect Jørn Utzon won the competition in 1957.",
        ),
        "When did he die?",
        "When did Jørn Utzon die?",
    ),
    (
        (
            "What is ibuprofen used for?",
            "It relieves pain, fever and inflammation.",
            "How fast does it work?",
            "Usually within thirty minutes.",
        ),
        "What are the side effects?",
        "What are the side effects of ibuprofen?",
    ),
    (
        (
            "Tell me about the history of the bicycle.",
            "The draisine of 1817 had two wheels and no pedals.",
        ),
        "When were pneumatic tires invented?",
        "When were pneumatic tires for bicycles invented?",
    ),
    (
        ("What is the tallest mountain in Africa?", "Kilimanjaro, in Tanzania."),
        "What about in Europe?",
        "What is the tallest mountain in Europe?",
    ),
    (
        (
            "How do I train for a marathon?",
            "Increase your weekly distance slowly and rest well.",
        ),
        "What is the capital of Peru?",
        "What is the capital of Peru?",
    ),
    (
        ("Why did the Titanic sink?", "It hit an iceberg on its first voyage."),
        "How many people survived that?",
        "How many people survived the sinking of the Titanic?",
    ),
)


def rewrite_messages(history: Sequence[Turn], text: str) -> list[Turn]:
    """The conversation that makes the model write ``text`` so that it stands alone."""
    made = [Turn("system", _INSTRUCTION)]
    for turns, asked, meant in _EXAMPLES:
        said = [Turn("assistant" if n % 2 else "user", turn) for n, turn in enumerate(turns)]
        made += [Turn("user", _told(said, asked)), Turn("assistant", meant)]
    return [*made, Turn("user", _told(_chosen(history), text))]


def _chosen(history: Sequence[Turn]) -> list[Turn]:
    """The latest questions, and the one that named the topic, however long ago that was.

    Of the answers the last alone: each costs a second and more where two cores read the prompt.
    """
    asks = [turn for turn in history if turn.role == "user"]
    told = asks if len(asks) <= _ASKS else [asks[0], *asks[1 - _ASKS :]]
    return [*told, *(turn for turn in history[-1:] if turn.role != "user")]


def _told(history: Sequence[Turn], text: str) -> str:
    lines = [
        f"Question: {quote(turn.content, _ASKED)}"
        if turn.role == "user"
        else f"Answer: {quote(turn.content, _ANSWERED)}"
        for turn in history
    ]
    return "\n".join([*lines, "", f"Last question: {quote(text, _ASKED)}"])
