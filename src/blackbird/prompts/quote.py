"""The one way that text from outside gets into a prompt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Marks of chat templates (Qwen, Llama, SmolLM, Gemma …): text that imitates them is data.
_TEMPLATE = re.compile(r"<\|[^|<>]{0,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>")
_CITATION = re.compile(r"\[(\d{1,4})\]")
_SPACE = re.compile(r"\s+")
# Cc control, Cf invisible (joiners, tags, direction marks), Cs surrogates, Co private use.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co"))


def quote(text: str, limit: int = 4000) -> str:
    """One line of plain text: no template marks, no invisible characters, no mark like ``[1]``.

    ``limit`` is in characters; a longer text ends in an ellipsis.
    """
    seen = "".join(
        c if c in "\n\t " or unicodedata.category(c) not in _UNSEEN else " "
        for c in text[: 2 * limit]
    )
    plain = _CITATION.sub(r"(\1)", _TEMPLATE.sub(" ", seen))
    line = _SPACE.sub(" ", plain).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def fenced(lines: Iterable[str], mark: str) -> str:
    """Lines of outside text between two of ``mark``, which is drawn anew for each request.

    Who wrote the text cannot know the mark, so nothing in it can close the fence.
    """
    return "\n".join([f"<{mark}>", *(line.replace(mark, " ") for line in lines), f"</{mark}>"])
