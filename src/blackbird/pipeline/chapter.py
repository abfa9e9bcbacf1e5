"""One part of a report: the flow for its question, or a document; the opposite; and what is new.

Sentences get the citation ids of the whole report. What was said in an earlier part is not said
again, and disputes are known through all parts.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from blackbird.claims.calibration import ANSWERS, logit
from blackbird.claims.judge import EvidenceJudge
from blackbird.events import Delivered, EvidencePicked, Searched, SourceFailed
from blackbird.pipeline.flow import run
from blackbird.pipeline.notebook import Notebook, Part
from blackbird.pipeline.opposite import hits_for, nearness, oppose
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.quoting import other_side, quotation
from blackbird.pipeline.rank import rank
from blackbird.pipeline.repeats import repeats
from blackbird.pipeline.sides import Sides
from blackbird.protocols import Judge
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Answer, Evidence, Plan, Question, Sentence

_QUOTED = 4  # sentences of one document
_BEHIND = 2.0  # log odds: what is seven times less likely than the best


@dataclass(slots=True)
class _Found:
    """What was found for a part before it is compared with the rest of the report."""

    evidence: tuple[Evidence, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """Their citation ids are those of ``evidence``."""
    notes: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)


async def chapter(
    question: Question, about: str, plan: Plan, parts: Parts, book: Notebook
) -> AsyncGenerator[Searched | SourceFailed | Notebook]:
    """Look up ``question``, or what the document with the title ``about`` says to it; yield last
    ``book`` with this part. ``plan`` is that of the report.

    Raises ``ModelError``.
    """
    found = _Found()
    if about:
        await _quoted(question, about, plan, parts, book.likely, found)
    else:
        async with aclosing(_looked_up(question, plan, parts, found)) as events:
            async for event in events:
                yield event
    book, numbers = book.with_evidence(found.evidence)
    drafted = [
        replace(s, citations=tuple(numbers[i] for i in s.citations)) for s in found.sentences
    ]
    # A source that has just failed would cost its time-out for every sentence.
    sources = tuple(s for s in parts.sources if s.name not in found.failed)
    judge = EvidenceJudge(parts.scorer)
    book = await oppose(drafted, question, plan, book, replace(parts, sources=sources), judge)
    kept, book = await _new(drafted, question, plan, book, parts, judge)
    part = Part(kept, tuple(found.notes), any(not s.dropped for s in drafted))
    yield replace(book, parts=(*book.parts, part))


async def _looked_up(
    question: Question, plan: Plan, parts: Parts, found: _Found
) -> AsyncGenerator[Searched | SourceFailed]:
    async with aclosing(run(question, parts)) as events:
        async for event in events:
            match event:
                case Searched():
                    yield event
                case SourceFailed(source, message):
                    told = {"source": source, "message": message}
                    found.failed.add(source)
                    found.notes.append(note("not_searched", plan.language, **told))
                    yield event
                case EvidencePicked():
                    found.evidence = event.evidence
                case Delivered():
                    found.sentences = _drafted(event.answer, found.evidence, plan.language)


def _drafted(answer: Answer, evidence: Sequence[Evidence], language: str) -> tuple[Sentence, ...]:
    """What the flow delivered, without what it told as another side: that is told by the report,
    which knows more sides.
    """
    if answer.kind != "lookup" or answer.abstained:
        return ()
    told = {other_side(e, (), language).text for e in evidence}
    return tuple(s for s in answer.sentences if not (s.repaired and s.text in told))


async def _quoted(
    question: Question, about: str, plan: Plan, parts: Parts, likely: float, found: _Found
) -> None:
    """What of one document answers, in its order. Beside the matter is what answers much less
    likely than the best of all, ``likely``, and what has no word of the question, unless the title
    has one.
    """
    hits = await hits_for(question, (f"{about} {question.text}",), plan, parts)
    ranked = await rank(
        question.text,
        [hit for hit in hits if hit.passage.title.strip() == about],
        parts.embedder,
        parts.scorer,
        budget_tokens=parts.evidence_tokens,
        parts=parts_of(question.text),
    )
    gate = ANSWERS.gate(plan.language)
    pairs = zip(ranked.evidence, ranked.chances, strict=True)
    asked = content_words(question.text)
    near = content_words(about) & asked
    read = [(e, max(own)) for e, own in pairs if own and (near or content_words(e.text) & asked)]
    best = [e for e, p in read if p >= gate and logit(p) >= logit(likely) - _BEHIND]
    found.evidence = tuple(best[:_QUOTED])
    in_order = sorted(found.evidence, key=lambda e: (e.passage.sha256, e.start))
    found.sentences = tuple(quotation(e, plan.language) for e in in_order)


async def _new(
    drafted: Sequence[Sentence],
    question: Question,
    plan: Plan,
    book: Notebook,
    parts: Parts,
    judge: Judge,
) -> tuple[tuple[Sentence, ...], Notebook]:
    """What is new in ``drafted``, with both sides of what is disputed; and ``book`` that knows."""
    near = await nearness(book.evidence, parts)
    sides = Sides(book.evidence, near, judge, plan.language, book.disputes, book.told)
    reader = None if question.check == "off" else judge
    kept: list[Sentence] = []
    for sentence in drafted:
        before = [s for s in (*book.sentences, *kept) if s.dropped == sentence.dropped]
        if parts.model.small and sentence.repaired:
            # What a small model writes is muddled at times; it does not stand for a quotation.
            before = [s for s in before if _is_quoted(s, book)]
        own = None if sentence.dropped else reader
        if not await repeats(sentence.text, [s.text for s in before], own):
            kept += await sides.hear(sentence)
    return tuple(kept), replace(book, disputes=sides.disputes, told=sides.told)


def _is_quoted(sentence: Sentence, book: Notebook) -> bool:
    """Whether it says what its evidence says, word for word."""
    cited = (e.text for e in book.evidence if e.id in sentence.citations)
    return sentence.repaired or any(sentence.text in text for text in cited)
