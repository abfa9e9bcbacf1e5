"""A report, on one page: the question taken apart, each part looked up, the opposite looked for.

    question → understand → divide → for each part: the flow → the opposite → deliver

Each part goes through the same steps as every question (``flow.py``), with more evidence. What is
finished is written into a notebook, so that a report that was ended goes on. A run ends with
``Delivered`` as every other.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from blackbird.claims.judge import EvidenceJudge
from blackbird.errors import ModelError
from blackbird.events import (
    Delivered,
    Event,
    EvidencePicked,
    Planned,
    Searched,
    SectionBegun,
    SentenceChecked,
    SourceFailed,
)
from blackbird.pipeline.deliver import Findings, deliver
from blackbird.pipeline.flow import run
from blackbird.pipeline.notebook import Notebook, Part, as_json, from_json
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note, overview
from blackbird.pipeline.rank import rank
from blackbird.pipeline.read import read_given
from blackbird.pipeline.search import search
from blackbird.pipeline.sides import Sides
from blackbird.pipeline.understand import understand
from blackbird.prompts.plan import SCHEMA, plan_messages
from blackbird.protocols import Clock, Drawer, Sampling
from blackbird.text.language import detect_language, language_name
from blackbird.text.questions import parts_of
from blackbird.text.tokens import estimate_tokens
from blackbird.text.words import content_words
from blackbird.tracing import Trace
from blackbird.types import Hit, Plan, Query, Question, Section, Sentence

MOST_PARTS = 6
_WIDER = 2  # times as many passages and as much evidence as for a plain question
_PLAN_TOKENS = 200
_NEW_WORDS = 0.5  # of a planned question's words may be in nothing that was found
_ALIKE = 0.7  # two questions with this share of their words in common are one
_OPPOSED = 6  # sentences of a part whose opposite is looked for; each is a search


@dataclass(slots=True)
class _Budget:
    """Time and words that a report may take."""

    clock: Clock
    until: float
    tokens: int
    written: int = 0

    def spent(self) -> bool:
        """Whether no other part may begin."""
        return self.clock.monotonic() >= self.until or self.written >= self.tokens

    def count(self, sentences: Sequence[Sentence]) -> None:
        """Take what a part says off the budget."""
        self.written += sum(estimate_tokens(s.text) for s in sentences)


async def report(question: Question, parts: Parts, drawer: Drawer) -> AsyncGenerator[Event]:
    """Answer ``question`` at length; ``drawer`` keeps what is finished. Raises ``ModelError``."""
    trace = Trace(parts.clock.monotonic)
    plan = await understand(question, parts.model, parts.clock.now().astimezone().date())
    if plan.kind != "lookup":
        async with aclosing(run(question, parts)) as events:
            async for event in events:
                yield event
        return
    yield Planned(plan)
    wide = replace(parts, hits=_WIDER * parts.hits, evidence_tokens=_WIDER * parts.evidence_tokens)
    saved = from_json(await asyncio.to_thread(drawer.read))
    book = saved or Notebook(await _divide(question, plan, wide))
    sides = Sides(book.evidence, (), EvidenceJudge(parts.scorer), plan.language)
    until = parts.clock.monotonic() + parts.deep_seconds
    budget = _Budget(parts.clock, until, parts.deep_tokens)
    sentences: list[Sentence] = []
    sections: list[Section] = []
    for number, asked in enumerate(book.asked):
        fresh = number >= len(book.parts)
        if fresh and budget.spent():
            break
        title = overview(plan.language) if number == 0 else asked
        yield SectionBegun(number + 1, len(book.asked), title)
        if fresh:
            work = _Work(replace(question, text=asked, history=(), deep=False), plan, wide, book)
            async with aclosing(work.steps()) as steps:
                async for step in steps:
                    yield step
            book.parts.append(await _weighed(work, sides, sentences))
            await asyncio.to_thread(drawer.write, as_json(book))
        else:
            for sentence in book.parts[number].sentences:
                await sides.hear(sentence)  # what is disputed is known again
        done = book.parts[number]
        budget.count(done.sentences)
        yield EvidencePicked(tuple(book.evidence))
        for sentence in done.sentences:
            yield SentenceChecked(len(sentences), sentence)
            sentences.append(sentence)
        if any(not s.dropped for s in done.sentences):
            sections.append(Section(title, len(sentences) - len(done.sentences), len(sentences)))
    found = Findings(
        tuple(sentences), tuple(book.evidence), sides.disputes, _notes(book, plan), tuple(sections)
    )
    await asyncio.to_thread(drawer.clear)
    trace.last("total")
    yield Delivered(deliver(question, plan, found, parts.model.name, trace.marks()))


class _Work:
    """One part of a report: the flow for its question, then the opposite of what it says."""

    def __init__(self, question: Question, plan: Plan, parts: Parts, book: Notebook) -> None:
        self._question = question
        self._plan = plan
        self._parts = parts
        self._book = book
        self.sentences: list[Sentence] = []
        self.notes: tuple[str, ...] = ()

    async def steps(self) -> AsyncGenerator[Searched | SourceFailed]:
        """What is searched meanwhile. Raises ``ModelError``."""
        numbers: dict[int, int] = {}
        async with aclosing(run(self._question, self._parts)) as events:
            async for event in events:
                if isinstance(event, Searched):
                    yield event
                elif isinstance(event, SourceFailed):
                    told = {"source": event.source, "message": event.message}
                    self.notes = (*self.notes, note("not_searched", self._plan.language, **told))
                    yield event
                elif isinstance(event, EvidencePicked):
                    numbers = {e.id: self._book.number(e) for e in event.evidence}
                elif isinstance(event, Delivered):
                    answer = event.answer
                    if answer.kind == "lookup" and not answer.abstained:
                        self.sentences = [_numbered(s, numbers) for s in answer.sentences]
        claims = [s for s in self.sentences if s.verdict == "supported" and not s.dropped]
        for claim in claims[:_OPPOSED]:
            await self._oppose(claim.text)

    async def _oppose(self, claim: str) -> None:
        """Write down what lies nearest to ``claim``: what contradicts it is among that."""
        parts = self._parts
        hits = await _hits(replace(self._question, text=claim), (claim,), self._plan, parts)
        near = await rank(claim, hits, parts.embedder, None, budget_tokens=parts.evidence_tokens)
        for evidence in near.evidence:
            self._book.number(evidence)


async def _weighed(work: _Work, sides: Sides, before: Sequence[Sentence]) -> Part:
    """What stays of a part: nothing that was said before, and both sides of what is disputed."""
    said = {s.text.casefold() for s in before}
    kept: list[Sentence] = []
    for sentence in work.sentences:
        for heard in await sides.hear(sentence):
            if heard.text.casefold() not in said:
                said.add(heard.text.casefold())
                kept.append(heard)
    return Part(tuple(kept), work.notes)


async def _divide(question: Question, plan: Plan, parts: Parts) -> tuple[str, ...]:
    """The question itself, what it joins, and what the model would ask, given what there is."""
    asked = dict.fromkeys([plan.standalone, *parts_of(plan.standalone)])
    hits = await _hits(question, plan.queries, plan, parts)
    ranked = await rank(
        plan.standalone, hits, parts.embedder, None, budget_tokens=parts.evidence_tokens
    )
    if not ranked.evidence:
        return tuple(asked)
    notes = [f"{e.passage.title}: {e.text}" if e.passage.title else e.text for e in ranked.evidence]
    messages = plan_messages(plan.standalone, notes, language_name(plan.language))
    sampling = Sampling(max_tokens=_PLAN_TOKENS, schema=SCHEMA, lane="plan")
    try:
        pieces = [piece async for piece in parts.model.stream(messages, sampling)]
        planned = [str(text).strip() for text in json.loads("".join(pieces))["questions"]]
    except (ModelError, ValueError, LookupError, TypeError):
        planned = []
    known = content_words(" ".join([plan.standalone, *notes]))
    for text in planned:
        if _is_of_use(text, list(asked), known, plan.language):
            asked[text] = None
    return tuple(asked)[:MOST_PARTS]


def _is_of_use(text: str, asked: Sequence[str], known: frozenset[str], language: str) -> bool:
    """Whether a planned question asks for another thing, of the matter, in the right language."""
    words = content_words(text)
    if not words or detect_language(text, language) != language:
        return False
    if len(words - known) > _NEW_WORDS * len(words):
        return False
    others = (content_words(other) for other in asked)
    return all(len(words & o) < _ALIKE * len(words | o) for o in others)


async def _hits(
    question: Question, queries: Sequence[str], plan: Plan, parts: Parts
) -> tuple[Hit, ...]:
    if question.passages is not None:
        return read_given(question.passages, now=parts.clock.now().isoformat(timespec="seconds"))
    wanted = [
        Query(text, parts.hits, question.since, question.until, plan.language) for text in queries
    ]
    steps = search(wanted, parts.sources, timeout_s=parts.search_timeout_s, clock=parts.clock)
    hits: tuple[Hit, ...] = ()
    async for step in steps:
        if isinstance(step, tuple):
            hits = step
    return hits


def _numbered(sentence: Sentence, numbers: dict[int, int]) -> Sentence:
    return replace(sentence, citations=tuple(numbers[i] for i in sentence.citations))


def _notes(book: Notebook, plan: Plan) -> tuple[str, ...]:
    """What stayed open, and what each part had to say beside its answer, once."""
    told: dict[str, None] = {}
    for asked, part in zip(book.asked, book.parts, strict=False):
        if not any(not s.dropped for s in part.sentences) and asked != plan.standalone:
            told[note("open", plan.language, asked=asked)] = None
    if len(book.parts) < len(book.asked):
        told[note("budget", plan.language, n=len(book.parts), of=len(book.asked))] = None
    told.update(dict.fromkeys(n for part in book.parts for n in part.notes))
    return tuple(told)
