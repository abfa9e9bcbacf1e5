"""Query rewriting: what kind of request it is, its stand-alone form, what to search for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from blackbird.errors import ModelError
from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.kinds import kind_of
from blackbird.prompts.rewrite import SCHEMA, rewrite_messages
from blackbird.protocols import LanguageModel, Sampling
from blackbird.text.language import detect_language
from blackbird.text.questions import parts_of
from blackbird.text.times import with_dates
from blackbird.text.words import content_words
from blackbird.types import Plan, Question, Turn

_REWRITE_TOKENS = 96


async def understand(question: Question, model: LanguageModel, today: date) -> Plan:
    """The plan for ``question``. Calls the model only when the conversation is needed.

    ``today`` is what "last year" is counted from.

    A rewriting that fails, or that invents a word, leaves the question as it was: never worse
    than doing nothing.
    """
    text = question.text.strip()
    language = detect_language(text)
    kind = "lookup" if question.passages is not None else kind_of(text)
    if kind != "lookup":
        return Plan(kind, text, (), language)
    try:
        standalone = await rewrite(question.history, text, model, today)
    except ModelError:
        standalone = with_dates(text, today, language)
    changed = standalone != text
    queries = queries_for(standalone, text, today)
    return Plan(kind, standalone, queries, language, rewritten=changed)


def queries_for(standalone: str, text: str, today: date) -> tuple[str, ...]:
    """What to search for: the question, with a date also where it says "today", each of its parts
    that says what it is about, and the question as it was typed, since a rewriting can lose what
    mattered.
    """
    dated = with_dates(standalone, today, detect_language(standalone), nowadays=True)
    parts = [part for part in parts_of(standalone) if not depends_on_history(part)]
    return tuple(dict.fromkeys([standalone, dated, *parts, text]))


async def rewrite(history: Sequence[Turn], text: str, model: LanguageModel, today: date) -> str:
    """``text`` so that it stands alone, in the conversation and in time; unchanged when there is
    nothing to resolve.

    Raises ``ModelError``; a reply that is of no use leaves ``text`` as it was.
    """
    resolved = await _of_conversation(history, text, model)
    return with_dates(resolved, today, detect_language(resolved))


async def _of_conversation(history: Sequence[Turn], text: str, model: LanguageModel) -> str:
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
