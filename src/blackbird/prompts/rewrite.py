"""The prompt that makes a question of a conversation stand alone."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.prompts.quote import quote
from blackbird.types import Turn

VERSION = 1

_INSTRUCTION = (
    "Rewrite the last question so that it can be understood without the conversation. "
    "Replace words like it, they, that, there by what they stand for. "
    "Change nothing else. Keep the language of the question."
)
_EXAMPLES = (
    (
        "User: Who wrote Faust?\nAssistant: Goethe wrote Faust.\nLast question: When was he born?",
        "When was Goethe born?",
    ),
    (
        "User: 富士山の高さは？\nAssistant: 3776メートルです。\n"
        "Last question: どの県にありますか？",
        "富士山はどの県にありますか？",
    ),
)
_TURNS = 6  # older turns are seldom meant, and each costs a third of a second to read
_TURN_CHARACTERS = 240

SCHEMA = {
    "type": "object",
    "properties": {"question": {"type": "string", "minLength": 3, "maxLength": 300}},
    "required": ["question"],
    "additionalProperties": False,
}


def rewrite_messages(history: Sequence[Turn], question: str) -> list[Turn]:
    """The conversation that makes the model rewrite ``question``; the reply fits ``SCHEMA``."""
    messages = [Turn("system", _INSTRUCTION)]
    for asked, rewritten in _EXAMPLES:
        messages += [Turn("user", asked), Turn("assistant", f'{{"question": "{rewritten}"}}')]
    lines = [
        f"{'User' if t.role == 'user' else 'Assistant'}: {quote(t.content, _TURN_CHARACTERS)}"
        for t in history[-_TURNS:]
    ]
    lines.append(f"Last question: {quote(question, 1000)}")
    return [*messages, Turn("user", "\n".join(lines))]
