"""A report, on one page: the question taken apart, each part looked up, the opposite looked for.

    question → understand → divide → for each part: the flow → the opposite → deliver

Each part goes through the same steps as every question (``flow.py``), with more evidence. What is
finished is written into a notebook, so that a report that was ended goes on. A run ends with
``Delivered`` as every other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from blackbird.errors import StorageError
from blackbird.events import (
    Delivered,
    Event,
    EvidencePicked,
    Planned,
    SectionBegun,
    SentenceChecked,
)
from blackbird.pipeline.chapter import chapter
from blackbird.pipeline.confirm import of_posts
from blackbird.pipeline.deliver import Findings, deliver
from blackbird.pipeline.divide import divide
from blackbird.pipeline.flow import run
from blackbird.pipeline.notebook import Asked, Notebook, as_json, from_json
from blackbird.pipeline.opposite import hits_for
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note, overview
from blackbird.pipeline.rank import rank
from blackbird.pipeline.understand import understand
from blackbird.protocols import Clock, Drawer
from blackbird.text.questions import parts_of
from blackbird.text.tokens import estimate_tokens
from blackbird.tracing import Trace
from blackbird.types import Plan, Question, Section, Sentence

_WIDER = 2  # times as many passages and as much evidence as for a plain question


@dataclass(slots=True)
class _Budget:
    """Time and words that a report may take."""

    clock: Clock
    until: float
    tokens: int
    written: int = 0

    @property
    def spent(self) -> str:
        """What no other part may begin for want of: ``time``, ``length`` or nothing."""
        if self.written >= self.tokens:
            return "length"
        return "time" if self.clock.monotonic() >= self.until else ""

    def count(self, sentences: Sequence[Sentence]) -> None:
        """Take what a part says off the budget."""
        self.written += sum(estimate_tokens(s.text) for s in sentences if not s.dropped)


async def report(question: Question, parts: Parts, drawer: Drawer) -> AsyncGenerator[Event]:
    """Answer ``question`` at length; ``drawer`` keeps what is finished. Raises ``ModelError``."""
    trace = Trace(parts.clock.monotonic)
    today = parts.clock.now().astimezone().date()
    plan = await understand(question, today, parts.model)
    trace.last("understand")
    if plan.kind != "lookup":
        async with aclosing(run(question, parts)) as events:
            async for event in events:
                yield event
        return
    yield Planned(plan)
    writing = _Writing(question, plan, parts, drawer)
    for number, asked in enumerate(await writing.open()):
        if not writing.goes_on(number):
            break
        async with aclosing(writing.part(number, asked)) as told:
            async for event in told:
                yield event
        trace.first("first_evidence")
        trace.last("last_verdict")
    found = await writing.close()
    trace.last("total")
    yield Delivered(deliver(question, plan, found, parts.model.name, trace.marks()))


class _Writing:
    """One report while it is written."""

    def __init__(self, question: Question, plan: Plan, parts: Parts, drawer: Drawer) -> None:
        self._question = question
        self._plan = plan
        self._parts = replace(
            parts, hits=_WIDER * parts.hits, evidence_tokens=_WIDER * parts.evidence_tokens
        )
        self._drawer = drawer
        until = parts.clock.monotonic() + parts.deep_seconds
        most = question.max_tokens or parts.deep_tokens
        self._budget = _Budget(parts.clock, until, min(parts.deep_tokens, most))
        self._book = Notebook(())
        self._resumed = 0
        self._spent = ""
        self._kept = True
        self._sections: list[Section] = []

    async def open(self) -> tuple[Asked, ...]:
        """What is asked, part by part: as it was planned, where such a report was ended."""
        saved = from_json(await asyncio.to_thread(self._drawer.read))
        if saved and saved.asked[0] == Asked(self._plan.standalone):
            self._book, self._resumed = saved, len(saved.parts)
            return saved.asked
        plan, parts = self._plan, self._parts
        hits = await hits_for(self._question, plan.queries, plan, parts)
        near = await rank(
            plan.standalone,
            hits,
            parts.embedder,
            parts.scorer,
            budget_tokens=parts.evidence_tokens,
            parts=parts_of(plan.standalone),
        )
        today = parts.clock.now().astimezone().date()
        asked = await divide(plan, near.evidence, hits, parts, today)
        if self._question.check == "off":  # who wants no check wants no quotations
            asked = tuple(a for a in asked if not a.about)
        begun = parts.clock.now().isoformat(timespec="minutes")
        # The plan rests on this evidence: it belongs to what is written down.
        self._book, _ = Notebook(asked, begun, near.answers).with_evidence(near.evidence)
        return asked

    def goes_on(self, number: int) -> bool:
        """Whether this part may be told: it is finished, or it is the first, or there is room."""
        if number and number >= len(self._book.parts):
            self._spent = self._budget.spent
        return not self._spent

    async def part(self, number: int, asked: Asked) -> AsyncGenerator[Event]:
        """Look up one part, unless that is done, and tell it. Raises ``ModelError``."""
        title = asked.title if number else overview(self._plan.language)
        yield SectionBegun(number + 1, len(self._book.asked), title)
        if number >= len(self._book.parts):
            own = replace(self._question, text=asked.text, history=(), max_tokens=None, deep=False)
            steps = chapter(own, asked.about, self._plan, self._parts, self._book)
            async with aclosing(steps):
                async for step in steps:
                    if isinstance(step, Notebook):
                        self._book = step
                    else:
                        yield step
            await self._keep()
        yield EvidencePicked(self._book.evidence)
        said = self._book.parts[number].sentences
        first = sum(len(part.sentences) for part in self._book.parts[:number])
        for index, sentence in enumerate(said, start=first):
            yield SentenceChecked(index, sentence)
        self._budget.count(said)
        if any(not s.dropped for s in said):
            self._sections.append(Section(title, first, first + len(said)))

    async def close(self) -> Findings:
        """All that was found. What is kept goes, unless who asks again has time for the rest."""
        if self._spent != "time":
            await asyncio.to_thread(self._drawer.clear)
        book = self._book
        return Findings(
            book.sentences,
            book.evidence,
            book.disputes,
            (*self._notes(), *of_posts(book.sentences, book.evidence, self._plan, self._parts)),
            tuple(self._sections),
        )

    async def _keep(self) -> None:
        """A report does not end because it cannot be kept; that is said."""
        try:
            await asyncio.to_thread(self._drawer.write, as_json(self._book), self._book.quoted)
        except StorageError:
            self._kept = False

    def _notes(self) -> tuple[str, ...]:
        """What stayed open, and what each part had to say beside its answer, once."""
        book, language = self._book, self._plan.language
        told: dict[str, None] = {}
        failures = [n for part in book.parts for n in part.notes]
        if not book.sentences and (book.evidence or not failures):
            told[note("no_answer" if book.evidence else "nothing_near", language)] = None
            if titles := [f"“{a.about}”" for a in book.asked if a.about]:
                told[note("tried", language, titles=", ".join(titles))] = None
        for asked, part in zip(book.asked[1:], book.parts[1:], strict=False):
            if not part.answered and not asked.about:
                told[note("open", language, asked=asked.text)] = None
        if self._spent:
            n, of = len(book.parts), len(book.asked)
            told[note(f"out_of_{self._spent}", language, n=n, of=of)] = None
        if self._resumed:
            told[note("resumed", language, n=self._resumed, begun=book.begun)] = None
        if not self._kept:
            told[note("not_kept", language)] = None
        told.update(dict.fromkeys(failures))
        return tuple(told)
