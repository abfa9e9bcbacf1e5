"""Attribution: the only place where a draft's checked sentences become an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.pipeline.phrases import abstention, nearest, note
from blackbird.prompts.quote import quote
from blackbird.types import Answer, Checking, Citation, Dispute, Evidence, Plan, Question, Sentence


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a run brought together before delivery."""

    sentences: tuple[Sentence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    notes: tuple[str, ...] = ()


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
        text = _join(kept, plan.language)
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
    )


def _holds(sentence: Sentence, check: Checking) -> bool:
    return sentence.verdict == "supported" or (check == "off" and bool(sentence.citations))


def _join(sentences: Sequence[Sentence], language: str) -> str:
    gap = "" if language in ("ja", "zh") and not any(s.citations for s in sentences) else " "
    return gap.join(marked(s) for s in sentences)


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
