"""The product on one page.

    question → understand → search → read → rank → answer → verify → repair → deliver

Each step has a file of its own beside this one; here stands only their order. A run is a stream
of events (``events.py``) that ends with ``Delivered``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

from blackbird.claims.calibration import ANSWERS
from blackbird.claims.judge import EvidenceJudge
from blackbird.events import (
    Delivered,
    DraftPiece,
    Event,
    EvidencePicked,
    Planned,
    Searched,
    SentenceChecked,
    SourceFailed,
)
from blackbird.pipeline.answer import draft, reply
from blackbird.pipeline.deliver import Findings, deliver
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.rank import Ranked, rank
from blackbird.pipeline.read import read_given
from blackbird.pipeline.repair import repair, settle
from blackbird.pipeline.search import search
from blackbird.pipeline.sides import Sides
from blackbird.pipeline.understand import understand
from blackbird.pipeline.verify import unchecked, verify
from blackbird.text.questions import parts_of
from blackbird.text.recency import asks_for_now, recency
from blackbird.text.sentences import split_sentences
from blackbird.tracing import Trace
from blackbird.types import DraftSentence, Hit, Passage, Plan, Query, Question, Sentence


async def run(question: Question, parts: Parts) -> AsyncGenerator[Event]:
    """Answer ``question``. Raises ``ModelError`` when the language model fails."""
    trace = Trace(parts.clock.monotonic)
    today = parts.clock.now().astimezone().date()
    plan = await understand(question, today, parts.model)
    trace.last("understand")
    yield Planned(plan)
    if plan.kind == "lookup":
        steps = _look_up(question, plan, parts, trace)
    else:
        steps = _reply(question, plan, parts, trace)
    async for event in steps:
        yield event


async def _look_up(
    question: Question, plan: Plan, parts: Parts, trace: Trace
) -> AsyncGenerator[Event]:
    hits: tuple[Hit, ...] = ()
    notes: list[str] = []
    async for step in _gather(question, plan, parts):
        if isinstance(step, tuple):
            hits = step
            continue
        if isinstance(step, SourceFailed):
            told = {"source": step.source, "message": step.message}
            notes.append(note("not_searched", plan.language, **told))
        elif parts.instead and step.source == parts.instead.name and step.hits:
            notes.append(note("instead", plan.language))
        yield step
    trace.last("search")
    ranked = await rank(
        plan.standalone,
        hits,
        parts.embedder,
        parts.scorer,
        budget_tokens=parts.evidence_tokens,
        parts=parts_of(plan.standalone),
        fresh=_freshness(question, plan, parts),
    )
    trace.last("first_evidence")
    evidence = (*ranked.evidence, *ranked.rivals)
    yield EvidencePicked(evidence)
    sentences: list[Sentence] = []
    judge = EvidenceJudge(parts.scorer)  # without a second opinion: nobody waits for one here
    sides = Sides(evidence, ranked.alike, judge, plan.language)
    if ranked.evidence and (
        ranked.answers >= ANSWERS.gate(plan.language) or question.check == "off"
    ):
        async for event in _draft_and_verify(question, plan, ranked, sides, parts, trace):
            if isinstance(event, SentenceChecked):
                sentences.append(event.sentence)
            yield event
    elif ranked.evidence:
        notes.append(note("no_answer", plan.language))
    elif not notes:
        notes.append(note("nothing_near", plan.language))
    found = Findings(tuple(sentences), evidence, sides.disputes, tuple(notes))
    trace.last("total")
    yield Delivered(deliver(question, plan, found, parts.model.name, trace.marks()))


def _freshness(question: Question, plan: Plan, parts: Parts) -> Callable[[Passage], float]:
    """How recent a passage is, where the question is about now; the same for all elsewhere."""
    if question.until or not asks_for_now(plan.standalone):
        return lambda _: 0.0
    today = parts.clock.now().date()
    return lambda passage: recency(passage.date, today)


async def _gather(
    question: Question, plan: Plan, parts: Parts
) -> AsyncGenerator[Searched | SourceFailed | tuple[Hit, ...]]:
    """Given passages, or what the sources find."""
    if question.passages is not None:
        yield read_given(question.passages, now=parts.clock.now().isoformat(timespec="seconds"))
        return
    queries = [
        Query(text, parts.hits, question.since, question.until, plan.language)
        for text in plan.queries
    ]
    steps = search(
        queries,
        parts.sources,
        timeout_s=parts.search_timeout_s,
        clock=parts.clock,
        instead=parts.instead,
    )
    async for step in steps:
        yield step


async def _draft_and_verify(
    question: Question, plan: Plan, ranked: Ranked, sides: Sides, parts: Parts, trace: Trace
) -> AsyncGenerator[DraftPiece | SentenceChecked]:
    """Check each sentence while the next one is written; events come out in their order."""
    written: asyncio.Queue[DraftSentence | None] = asyncio.Queue()
    events: asyncio.Queue[DraftPiece | SentenceChecked | None] = asyncio.Queue()
    limit = question.max_tokens or parts.answer_tokens

    async def write() -> None:
        try:
            pieces = draft(
                plan, ranked.evidence, parts.model, max_tokens=limit, mark=parts.draw_mark()
            )
            async for piece in pieces:
                if isinstance(piece, DraftSentence):
                    written.put_nowait(piece)
                    continue
                trace.first("first_token")
                trace.last("last_token")
                events.put_nowait(DraftPiece(piece))
        finally:
            written.put_nowait(None)

    async def check() -> None:
        try:
            number = 0
            async for sentence in _checked(written, question, plan, ranked, sides, parts):
                trace.last("last_verdict")
                events.put_nowait(SentenceChecked(number, sentence))
                number += 1
        finally:
            events.put_nowait(None)

    tasks = (asyncio.create_task(write()), asyncio.create_task(check()))
    try:
        while (event := await events.get()) is not None:
            yield event
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _checked(
    written: asyncio.Queue[DraftSentence | None],
    question: Question,
    plan: Plan,
    ranked: Ranked,
    sides: Sides,
    parts: Parts,
) -> AsyncGenerator[Sentence]:
    """What becomes of each drafted sentence, and what is said against it; with strict checking
    also what was left unsaid.
    """
    before: list[str] = []
    delivered: list[Sentence] = []
    while (drafted := await written.get()) is not None:
        if question.check == "off":
            yield unchecked(drafted)
            continue
        sentence = await verify(
            drafted, ranked.evidence, parts.judge, before=before, said=question.text
        )
        before.append(drafted.text)
        for done in await sides.hear(settle(sentence, question.check)):
            delivered.append(done)
            yield done
    if question.check == "strict":
        scorer = None if parts.model.small else parts.scorer
        for quotation in await repair(plan, ranked.evidence, ranked.chances, delivered, scorer):
            for done in await sides.hear(quotation):
                yield done


async def _reply(
    question: Question, plan: Plan, parts: Parts, trace: Trace
) -> AsyncGenerator[Event]:
    pieces: list[str] = []
    limit = question.max_tokens or 2 * parts.answer_tokens
    async for piece in reply(plan, question.history, parts.model, max_tokens=limit):
        trace.first("first_token")
        trace.last("last_token")
        pieces.append(piece)
        yield DraftPiece(piece)
    sentences = tuple(
        Sentence(span.text, "not_checked", 0.0) for span in split_sentences("".join(pieces))
    )
    for index, sentence in enumerate(sentences):
        yield SentenceChecked(index, sentence)
    found = Findings(sentences, notes=(note("no_evidence", plan.language),))
    trace.last("total")
    yield Delivered(deliver(question, plan, found, parts.model.name, trace.marks()))
