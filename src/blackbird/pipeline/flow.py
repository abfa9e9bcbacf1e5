"""The product on one page.

    question → understand → search → read → rank → answer → verify → repair → deliver

Each step has a file of its own beside this one; here stands only their order. A run is a stream
of events (``events.py``) that ends with ``Delivered``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

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
from blackbird.pipeline.confirm import Confirmed, confirm, on_posts_alone
from blackbird.pipeline.deliver import Findings, deliver
from blackbird.pipeline.gather import gather
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.rank import Ranked, rank
from blackbird.pipeline.repair import misses, repair, settle
from blackbird.pipeline.sides import Sides
from blackbird.pipeline.understand import understand
from blackbird.pipeline.verify import unchecked, verify
from blackbird.text.questions import parts_of
from blackbird.text.recency import asks_for_now, recency
from blackbird.text.sentences import split_sentences
from blackbird.tracing import Trace
from blackbird.types import DraftSentence, Evidence, Hit, Passage, Plan, Question, Sentence


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
    async with aclosing(steps):
        async for event in steps:
            yield event


async def _look_up(
    question: Question, plan: Plan, parts: Parts, trace: Trace
) -> AsyncGenerator[Event]:
    hits: tuple[Hit, ...] = ()
    notes: list[str] = []
    async with aclosing(gather(question, plan.queries, plan, parts)) as steps:
        async for step in steps:
            if isinstance(step, tuple):
                hits = step
                continue
            notes += _said_of(step, plan, parts)
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
    heard = _Heard(evidence, asks=bool(parts.confirming))
    judge = EvidenceJudge(parts.scorer)  # without a second opinion: nobody waits for one here
    sides = Sides(evidence, ranked.alike, judge, plan.language)
    if ranked.evidence and (
        ranked.answers >= ANSWERS.gate(plan.language) or question.check == "off"
    ):
        async for event in _draft_and_verify(question, plan, ranked, sides, parts, trace):
            if heard.settled(event):
                yield event
    elif ranked.evidence:
        notes.append(note("no_answer", plan.language))
    elif not notes:
        notes.append(note("nothing_near", plan.language))
    sure = await confirm(heard.sentences, evidence, question, plan, parts)
    for late in heard.rest(sure):
        yield late
    disputes = (*sides.disputes, *sure.disputes)
    found = Findings(sure.sentences, sure.evidence, disputes, (*notes, *sure.notes))
    trace.last("total")
    yield Delivered(deliver(question, plan, found, parts.model.name, trace.marks()))


@dataclass(slots=True)
class _Heard:
    """The sentences so far; ``asks``: whether others are asked for what posts alone say.

    They may give a sentence another mark: so it waits for that, and those behind it wait, too.
    """

    evidence: tuple[Evidence, ...]
    asks: bool
    sentences: list[Sentence] = field(default_factory=list)
    waiting: int = 0

    def settled(self, event: DraftPiece | SentenceChecked) -> bool:
        """Whether ``event`` may be told as it is."""
        if isinstance(event, DraftPiece):
            return True
        self.sentences.append(event.sentence)
        if self.waiting or (self.asks and on_posts_alone(event.sentence, self.evidence)):
            self.waiting += 1
        return not self.waiting

    def rest(self, sure: Confirmed) -> Iterator[EvidencePicked | SentenceChecked]:
        """What waited, with the marks that it has now."""
        if len(sure.evidence) > len(self.evidence):
            yield EvidencePicked(sure.evidence)
        first = len(self.sentences) - self.waiting
        for number, sentence in enumerate(sure.sentences[first:], start=first):
            yield SentenceChecked(number, sentence)


def _said_of(step: Searched | SourceFailed, plan: Plan, parts: Parts) -> list[str]:
    """What the answer says of a source: that it failed, or that it stood in for the others."""
    if isinstance(step, SourceFailed):
        told = {"source": step.source, "message": step.message}
        name = "partly_searched" if step.partly else "not_searched"
        return [note(name, plan.language, **told)]
    if parts.instead and step.source == parts.instead.name and step.hits:
        return [note("instead", plan.language)]
    return []


def _freshness(question: Question, plan: Plan, parts: Parts) -> Callable[[Passage], float]:
    """How recent a passage is, where the question is about now; the same for all elsewhere."""
    if question.until or not asks_for_now(plan.standalone):
        return lambda _: 0.0
    today = parts.clock.now().date()
    return lambda passage: recency(passage.date, today)


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
    quick = EvidenceJudge(parts.scorer)
    while (drafted := await written.get()) is not None:
        if question.check == "off":
            yield unchecked(drafted)
            continue
        sentence = await verify(
            drafted, ranked.evidence, parts.judge, quick=quick, before=before, said=question.text
        )
        before.append(drafted.text)
        settled = settle(sentence, question.check)
        strictly = parts.model.small and question.check == "strict"
        if strictly and misses(sentence, ranked.evidence, ranked.chances):
            settled = replace(settled, dropped=True, missed=True)
        for done in await sides.hear(settled):
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
