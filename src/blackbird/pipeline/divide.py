"""A question taken apart for a report: what it joins, what a model would ask, what there is on it.

A model is shown what was found, so that it asks what can be answered; what it asks beside the
matter, in another language or a second time is left out. A small model is not asked: it says the
notes again instead. Last come the documents that were found, each by its title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from blackbird.errors import ModelError
from blackbird.pipeline.dependence import points_back
from blackbird.pipeline.notebook import Asked
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.understand import rewrite
from blackbird.prompts.plan import SCHEMA, plan_messages
from blackbird.protocols import Sampling
from blackbird.text.language import detect_language, language_name
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Evidence, Hit, Plan, Turn

MOST_PARTS = 8
_TOPICS = 4  # documents: what follows the best few is mostly beside the matter
_PLAN_TOKENS = 200
_NEW_WORDS = 0.5  # of a planned question's words may be in nothing that was found
_ALIKE = 0.7  # two questions with this share of their words in common are one
_ASKS = re.compile(r"[?？]\s*$|か[。.]?\s*$")


async def divide(
    plan: Plan, evidence: Sequence[Evidence], hits: Sequence[Hit], parts: Parts, today: date
) -> tuple[Asked, ...]:
    """The question itself, and then its parts. What cannot be planned is left out."""
    model = parts.model
    joined = _joined(plan, today) if evidence else ()
    asked = [*dict.fromkeys([plan.standalone, *joined])]
    if evidence and not model.small:
        notes = [f"{e.passage.title}: {e.text}".removeprefix(": ") for e in evidence]
        known = content_words(" ".join([plan.standalone, *notes]))
        for text in await _planned(plan, notes, parts):
            if _is_of_use(text, asked, known, plan.language):
                asked.append(text)
    topics = islice(_topics(plan, evidence, hits), _TOPICS)
    own = (Asked(plan.standalone, title) for title in topics)
    return (*map(Asked, asked), *own)[:MOST_PARTS]


def _joined(plan: Plan, today: date) -> Iterator[str]:
    """What the question joins, each so that it stands alone."""
    parts = parts_of(plan.standalone)
    for part in parts if len(parts) > 1 else ():
        text = part
        if points_back(part):
            text = rewrite([Turn("user", plan.standalone)], part, today).standalone
        if not points_back(text):
            yield text[:1].upper() + text[1:]


async def _planned(plan: Plan, notes: Sequence[str], parts: Parts) -> list[str]:
    messages = plan_messages(
        plan.standalone, notes, language_name(plan.language), parts.draw_mark()
    )
    sampling = Sampling(max_tokens=_PLAN_TOKENS, schema=SCHEMA, lane="plan")
    try:
        pieces = [piece async for piece in parts.model.stream(messages, sampling)]
        return [str(text).strip() for text in json.loads("".join(pieces))["questions"]]
    except (ModelError, ValueError, LookupError, TypeError):
        return []


def _is_of_use(text: str, asked: Sequence[str], known: frozenset[str], language: str) -> bool:
    """Whether a planned question asks for another thing, of the matter, in the right language."""
    words = content_words(text)
    if not words or not _ASKS.search(text) or detect_language(text, language) != language:
        return False
    if len(words - known) > _NEW_WORDS * len(words):
        return False
    return not any(_alike(words, content_words(other)) for other in asked)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two questions are one; another year or sum makes another question."""
    figures = (frozenset(w for w in words if re.search(r"\d", w)) for words in (a, b))
    return len(a & b) >= _ALIKE * len(a | b) and len(set(figures)) == 1


def _topics(plan: Plan, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> Iterator[str]:
    """Titles of what was found, the best first, that say what a document is about and can be read
    by who asks.
    """
    language = plan.language
    han = "ja" if language == "ja" else "zh"
    told: set[str] = set()
    for passage in [*(e.passage for e in evidence), *(hit.passage for hit in hits)]:
        title = passage.title.strip()
        about = content_words(title) & content_words(f"{passage.text} {plan.standalone}")
        own = detect_language(title, language, han=han) == language
        if about and own and title not in told:
            told.add(title)
            yield title
