"""Query rewriting: what kind of request it is, its stand-alone form, what to search for."""

from __future__ import annotations

import json
from collections.abc import Sequence

from blackbird.errors import ModelError
from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.kinds import kind_of
from blackbird.prompts.rewrite import SCHEMA, rewrite_messages
from blackbird.protocols import LanguageModel, Sampling
from blackbird.text.language import detect_language
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Plan, Question, Turn

_REWRITE_TOKENS = 96


async def understand(question: Question, model: LanguageModel) -> Plan:
    """The plan for ``question``. Calls the model only when the conversation is needed.

    A rewriting that fails, or that invents a word, leaves the question as it was: never worse
    than doing nothing.
    """
    text = question.text.strip()
    language = detect_language(text)
    kind = "lookup" if question.passages is not None else kind_of(text)
    if kind != "lookup":
        return Plan(kind, text, (), language)
    try:
        standalone = await rewrite(question.history, text, model)
    except ModelError:
        standalone = text
    changed = standalone != text
    return Plan(kind, standalone, queries_for(standalone, text), language, rewritten=changed)


def queries_for(standalone: str, text: str) -> tuple[str, ...]:
    """What to search for: the question, each of its parts that says what it is about, and the
    question as it was typed, since a rewriting can lose what mattered.
    """
    parts = [part for part in parts_of(standalone) if not depends_on_history(part)]
    return tuple(dict.fromkeys([standalone, *parts, text]))


async def rewrite(history: Sequence[Turn], text: str, model: LanguageModel) -> str:
    """``text`` so that it stands alone; unchanged when there is nothing to resolve.

    Raises ``ModelError``; a reply that is of no use leaves ``text`` as it was.
    """
    if not history or not depends_on_history(text):
        return text
    sampling = Sampling(max_tokens=_REWRITE_TOKENS, schema=SCHEMA, lane="plan")
    try:
        pieces = [p async for p in model.stream(rewrite_messages(history, text), sampling)]
        rewritten = str(json.loads("".join(pieces))["question"]).strip()
    except (ValueError, KeyError, TypeError):
        return text
    return rewritten if is_faithful(rewritten, text, history) else text


def is_faithful(rewritten: str, text: str, history: Sequence[Turn]) -> bool:
    """Whether ``rewritten`` keeps what ``text`` asks and adds only words of the conversation."""
    said = content_words(" ".join([*(t.content for t in history), text]))
    kept, new = content_words(text), content_words(rewritten)
    if not new or len(rewritten) > 2 * len(text) + 200:
        return False
    lost = kept - new
    return new <= said and len(lost) <= len(kept) / 3
