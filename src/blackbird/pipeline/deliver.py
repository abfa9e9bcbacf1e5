"""Attribution: the only place where a draft's checked sentences become an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.pipeline.phrases import abstention, nearest, note
from blackbird.prompts.quote import quote
from blackbird.types import (
    Answer,
    Checking,
    Citation,
    Dispute,
    Evidence,
    Plan,
    Question,
    Section,
    Sentence,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a run brought together before delivery."""

    sentences: tuple[Sentence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def deliver(
    question: Question, plan: Plan, found: Findings, model: str, timings: dict[str, float]
) -> Answer:
    """The answer: what holds with its proofs, or that nothing could be established."""
    kept = tuple(s for s in found.sentences if not s.dropped)
    abstained = plan.kind == "lookup" and not any(_holds(s, question.check) for s in kept)
    notes = [*found.notes, *_notes(found.sentences, abstained, plan.language)]
    if abstained:
        shown = found.evidence[:1]
        text = _abstain(plan.language, shown)
        cited = {e.id for e in shown}
        disputes: tuple[Dispute, ...] = ()
    else:
        gap = _gap(kept, plan.language)
        text = _report(found, gap) if found.sections else _join(kept, gap)
        disputes = found.disputes
        cited = {i for d in disputes for i in (*d.supported_by, *d.refuted_by)}
    cited |= {i for s in found.sentences for i in s.citations}  # also what refutes one left out
    return Answer(
        question=question.text,
        standalone=plan.standalone,
        kind=plan.kind,
        language=plan.language,
        queries=plan.queries,
        text=text,
        abstained=abstained,
        sentences=found.sentences,
        citations=tuple(citation_of(e) for e in found.evidence if e.id in cited),
        disputes=disputes,
        notes=tuple(notes),
        model=model,
        timings_ms=timings,
        sections=() if abstained else found.sections,
    )


def marked(sentence: Sentence) -> str:
    """The sentence with its citation marks: ``It opened in 1889. [1][3]``."""
    marks = "".join(f"[{i}]" for i in sentence.citations)
    return f"{sentence.text} {marks}" if marks else sentence.text


def citation_of(evidence: Evidence) -> Citation:
    """The proof behind the mark of ``evidence``."""
    passage = evidence.passage
    return Citation(
        id=evidence.id,
        url=passage.url,
        title=passage.title,
        quote=evidence.text,
        start=evidence.start,
        end=evidence.end,
        date=passage.date,
        fetched_at=passage.fetched_at,
        sha256=passage.sha256,
        source=passage.source,
        redistribute=passage.redistribute,
    )


def _holds(sentence: Sentence, check: Checking) -> bool:
    return sentence.verdict == "supported" or (check == "off" and bool(sentence.citations))


def _gap(kept: Sequence[Sentence], language: str) -> str:
    """What stands between sentences: with marks a space in every language."""
    return "" if language in ("ja", "zh") and not any(s.citations for s in kept) else " "


def _join(sentences: Sequence[Sentence], gap: str) -> str:
    return gap.join(marked(s) for s in sentences)


def _report(found: Findings, gap: str) -> str:
    return "\n\n".join(
        heading(s.title)
        + _join([t for t in found.sentences[s.start : s.end] if not t.dropped], gap)
        for s in found.sections
    )


def heading(title: str) -> str:
    """A heading in Markdown, and the space below it."""
    return f"## {quote(title)}\n\n"


def _abstain(language: str, shown: Sequence[Evidence]) -> str:
    said = abstention(language)
    if not shown:
        return said
    gap = "" if language in ("ja", "zh") else " "
    return f"{said}{gap}{nearest(language)}{gap}{quote(shown[0].text)} [{shown[0].id}]"


def _notes(sentences: Sequence[Sentence], abstained: bool, language: str) -> list[str]:
    if abstained:
        return []
    wrong = sum(s.dropped and s.verdict != "supported" for s in sentences)
    outweighed = sum(s.dropped and s.verdict == "supported" for s in sentences)
    name = "gave_way" if any(s.repaired for s in sentences) else "left_out"
    counts = ((name, wrong), ("outweighed", outweighed))
    return [note(name, language, n=n) for name, n in counts if n]
