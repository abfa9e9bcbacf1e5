"""One part of a report: the flow for its question, the opposite of what it says, and what is new.

Sentences get the citation ids of the whole report. What was said in an earlier part is not said
again, and disputes are known through all parts.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from blackbird.claims.judge import EvidenceJudge
from blackbird.events import Delivered, EvidencePicked, Searched, SourceFailed
from blackbird.pipeline.flow import run
from blackbird.pipeline.notebook import Notebook, Part
from blackbird.pipeline.opposite import nearness, oppose
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.quoting import other_side
from blackbird.pipeline.repeats import repeats
from blackbird.pipeline.sides import Sides
from blackbird.protocols import Judge
from blackbird.types import Answer, Evidence, Plan, Question, Sentence


async def chapter(
    question: Question, plan: Plan, parts: Parts, book: Notebook
) -> AsyncGenerator[Searched | SourceFailed | Notebook]:
    """Look up ``question``, a part of what ``plan`` asks; yield last ``book`` with this part.

    Raises ``ModelError``.
    """
    notes: list[str] = []
    failed: set[str] = set()
    evidence: tuple[Evidence, ...] = ()
    answer: Answer | None = None
    async with aclosing(run(question, parts)) as events:
        async for event in events:
            match event:
                case Searched():
                    yield event
                case SourceFailed(source, message):
                    failed.add(source)
                    notes.append(
                        note("not_searched", plan.language, source=source, message=message)
                    )
                    yield event
                case EvidencePicked():
                    evidence = event.evidence
                case Delivered():
                    answer = event.answer
    book, numbers = book.with_evidence(evidence)
    drafted = _drafted(answer, evidence, numbers, plan.language)
    # A source that has just failed would cost its time-out for every sentence.
    trusted = replace(parts, sources=tuple(s for s in parts.sources if s.name not in failed))
    judge = EvidenceJudge(parts.scorer)
    book = await oppose(drafted, question, plan, book, trusted, judge)
    yield await _with_part(book, drafted, notes, question, plan, parts, judge)


def _drafted(
    answer: Answer | None, evidence: Sequence[Evidence], numbers: dict[int, int], language: str
) -> list[Sentence]:
    """What the flow delivered, without what it told as another side: that is told by the report,
    which knows more sides.
    """
    if answer is None or answer.kind != "lookup" or answer.abstained:
        return []
    told = {other_side(e, (), language).text for e in evidence}
    return [
        replace(s, citations=tuple(numbers[i] for i in s.citations))
        for s in answer.sentences
        if not (s.repaired and s.text in told)
    ]


async def _with_part(
    book: Notebook,
    drafted: Sequence[Sentence],
    notes: Sequence[str],
    question: Question,
    plan: Plan,
    parts: Parts,
    judge: Judge,
) -> Notebook:
    """``book`` with what is new in ``drafted``, and with both sides of what is disputed."""
    near = await nearness(book.evidence, parts)
    sides = Sides(book.evidence, near, judge, plan.language, book.disputes, book.told)
    reader = None if question.check == "off" else judge
    kept: list[Sentence] = []
    for sentence in drafted:
        if not await _is_said(sentence, [*book.sentences, *kept], reader):
            kept += await sides.hear(sentence)
    part = Part(tuple(kept), tuple(notes), any(not s.dropped for s in drafted))
    return replace(book, parts=(*book.parts, part), disputes=sides.disputes, told=sides.told)


async def _is_said(sentence: Sentence, before: Sequence[Sentence], judge: Judge | None) -> bool:
    """Whether it was said before; of what was dropped, whether it was dropped before."""
    said = [s.text for s in before if s.dropped == sentence.dropped]
    return await repeats(sentence.text, said, None if sentence.dropped else judge)
