"""The prompts that need no evidence: a task on text that the user gave, and small talk."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.types import Turn

VERSION = 1

_TASK = "You are Blackbird, an assistant. Do what the user asks with the text that the user gave."
_TALK = (
    "You are Blackbird, an assistant that looks for what is true in documents and cites it. "
    "Reply to small talk in one short friendly sentence. State no facts."
)


def task_messages(history: Sequence[Turn], request: str) -> list[Turn]:
    """The conversation for a task. The request itself says in which language (a translation)."""
    return [Turn("system", _TASK), *history, Turn("user", request)]


def talk_messages(history: Sequence[Turn], request: str, language: str) -> list[Turn]:
    """The conversation for small talk; ``language`` is a name such as Japanese."""
    return [Turn("system", _TALK), *history, Turn("user", f"{request}\n\n(Reply in {language}.)")]
