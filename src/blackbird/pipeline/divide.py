"""A question taken apart for a report: what it joins, and what the model would ask, too.

The model is shown what was found, so that it asks what can be answered. What it asks beside the
matter, in another language or a second time is left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from blackbird.errors import ModelError
from blackbird.pipeline.parts import Parts
from blackbird.prompts.plan import SCHEMA, plan_messages
from blackbird.protocols import Sampling
from blackbird.text.language import detect_language, language_name
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Evidence, Plan

MOST_PARTS = 6
_PLAN_TOKENS = 200
_NEW_WORDS = 0.5  # of a planned question's words may be in nothing that was found
_ALIKE = 0.7  # two questions with this share of their words in common are one


async def divide(plan: Plan, evidence: Sequence[Evidence], parts: Parts) -> tuple[str, ...]:
    """The question itself, and then its parts. A plan that fails leaves those it joins."""
    asked = dict.fromkeys([plan.standalone, *parts_of(plan.standalone)])
    if not evidence:
        return tuple(asked)
    notes = [f"{e.passage.title}: {e.text}" if e.passage.title else e.text for e in evidence]
    known = content_words(" ".join([plan.standalone, *notes]))
    for text in await _planned(plan, notes, parts):
        if _is_of_use(text, list(asked), known, plan.language):
            asked[text] = None
    return tuple(asked)[:MOST_PARTS]


async def _planned(plan: Plan, notes: Sequence[str], parts: Parts) -> list[str]:
    messages = plan_messages(plan.standalone, notes, language_name(plan.language))
    sampling = Sampling(max_tokens=_PLAN_TOKENS, schema=SCHEMA, lane="plan")
    try:
        pieces = [piece async for piece in parts.model.stream(messages, sampling)]
        return [str(text).strip() for text in json.loads("".join(pieces))["questions"]]
    except (ModelError, ValueError, LookupError, TypeError):
        return []


def _is_of_use(text: str, asked: Sequence[str], known: frozenset[str], language: str) -> bool:
    """Whether a planned question asks for another thing, of the matter, in the right language."""
    words = content_words(text)
    if not words or detect_language(text, language) != language:
        return False
    if len(words - known) > _NEW_WORDS * len(words):
        return False
    others = (content_words(other) for other in asked)
    return all(len(words & o) < _ALIKE * len(words | o) for o in others)
