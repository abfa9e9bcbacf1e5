"""A question that leans on the conversation, made to stand alone by a larger language model.

What comes back is taken only if it still asks what was asked: all that the question says is in it,
and what is added was said before. Small models copy the question or ask another one; for them,
and wherever this fails, the rules decide (``resolve.py``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import replace

from blackbird.errors import ModelError
from blackbird.pipeline.salience import answers_in
from blackbird.prompts.rewrite import rewrite_messages
from blackbird.protocols import LanguageModel, Sampling
from blackbird.text.language import detect_language
from blackbird.text.words import content_words
from blackbird.types import Turn

_SECONDS = 8.0
_LONGEST = 240  # characters; a longer question says what it is about
_TOKENS = 80
_KEPT, _KNOWN = 0.8, 0.8
"""Shares: of the question's words that stay, of the added ones that were said before."""


async def reword(history: Sequence[Turn], text: str, model: LanguageModel) -> str | None:
    """``text`` as it can be understood without ``history``; ``None`` if the model has nothing to
    add, or nothing that can be trusted. Japanese goes by rules, which know it better.
    """
    if not model.rewrites or not history or len(text) > _LONGEST or detect_language(text) == "ja":
        return None
    pieces: list[str] = []
    sampling = Sampling(max_tokens=_TOKENS, stop=("\n",), lane="plan")
    with suppress(ModelError, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            messages = rewrite_messages(_with_roles(history), text)
            async with aclosing(model.stream(messages, sampling)) as said:
                async for piece in said:
                    pieces.append(piece)
        reworded = "".join(pieces).strip()
        return reworded if trusted(history, text, reworded) else None
    return None


def _with_roles(history: Sequence[Turn]) -> list[Turn]:
    """``history`` with who said what, where it came without: an answer must not read as asked."""
    answers = answers_in(history)
    return [replace(t, role="assistant") if n in answers else t for n, t in enumerate(history)]


def trusted(history: Sequence[Turn], text: str, reworded: str) -> bool:
    """Whether ``reworded`` asks what ``text`` asks, and adds only what was said before."""
    before, after = content_words(text), content_words(reworded)
    added = after - before
    if not added or "\n" in reworded:
        return False
    said = content_words(" ".join(turn.content for turn in history))
    return _share(before & after, before) >= _KEPT and _share(added & said, added) >= _KNOWN


def _share(some: frozenset[str], of: frozenset[str]) -> float:
    return len(some) / len(of) if of else 1.0
