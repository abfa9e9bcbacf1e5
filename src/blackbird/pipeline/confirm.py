"""Posts are not facts: what rests on posts alone is looked for elsewhere, and said to rest on them.

A post is evidence that it was said. Where an answer rests on nothing else, other sources are asked
for the same; what confirms it is cited, what contradicts it is a dispute, and if there is neither,
the answer says that nothing else confirms it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from blackbird.claims.origins import independent
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.rank import rank
from blackbird.pipeline.search import search
from blackbird.types import Dispute, Evidence, Hit, Plan, Query, Question, Sentence

_POSTS = "posts"
_MOST = 3  # sentences that are looked for elsewhere; each is a search
_READ = 4  # pieces of other evidence that are read for each


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An answer after other sources were asked about what rests on posts alone."""

    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    disputes: tuple[Dispute, ...] = ()
    notes: tuple[str, ...] = ()


async def confirm(
    sentences: Sequence[Sentence],
    evidence: Sequence[Evidence],
    question: Question,
    plan: Plan,
    parts: Parts,
) -> Confirmed:
    """Look elsewhere for what rests on posts alone. Raises ``ModelError``."""
    found = Confirmed(tuple(sentences), tuple(evidence))
    for sentence in [s for s in sentences if on_posts_alone(s, evidence)][:_MOST]:
        found = await _looked_for(sentence, found, question, plan, parts)
    return replace(found, notes=of_posts(found.sentences, found.evidence, plan, parts))


def on_posts_alone(sentence: Sentence, evidence: Sequence[Evidence]) -> bool:
    """Whether what a sentence claims, and what holds, was said in posts and nowhere else."""
    cited = sentence.citations if _stands(sentence) else ()
    return bool(cited) and set(cited) <= _posts(evidence)


def of_posts(
    sentences: Sequence[Sentence], evidence: Sequence[Evidence], plan: Plan, parts: Parts
) -> tuple[str, ...]:
    """What is said beside an answer that cites posts."""
    left = [s for s in sentences if _stands(s) and s.citations]
    if not _posts(evidence) & {i for s in left for i in s.citations}:
        return ()
    notes = [_as_of(plan, parts)]
    if alone := [s for s in left if on_posts_alone(s, evidence)]:
        said = [e.passage for e in evidence if any(e.id in s.citations for s in alone)]
        count = min(len({p.title for p in said}), independent([p.text for p in said]))
        name = "posts_alone" if len(alone) == len(left) else "posts_partly"
        notes.append(note(name, plan.language, n=count))
    return tuple(notes)


async def _looked_for(
    sentence: Sentence, found: Confirmed, question: Question, plan: Plan, parts: Parts
) -> Confirmed:
    """``found`` with what other sources say of one sentence."""
    hits = await _elsewhere(sentence.text, question, plan, parts)
    near = await rank(
        sentence.text, hits, parts.embedder, None, budget_tokens=parts.evidence_tokens
    )
    read = near.evidence[:_READ]
    verdicts = await parts.judge.judge_all([(sentence.text, [e.text]) for e in read])
    by_label = [(e, v.label) for e, v in zip(read, verdicts, strict=True)]
    supports = [e for e, label in by_label if label == "supported"][:1]
    against = [e for e, label in by_label if label == "refuted"][:1]
    found, mine = _numbered(found, supports)
    found, theirs = _numbered(found, against)
    changed = replace(sentence, citations=(*sentence.citations, *mine))
    dispute = (Dispute(sentence.text, changed.citations, theirs),) if theirs else ()
    return replace(
        found,
        sentences=tuple(changed if s is sentence else s for s in found.sentences),
        disputes=(*found.disputes, *dispute),
    )


def _numbered(found: Confirmed, read: Sequence[Evidence]) -> tuple[Confirmed, tuple[int, ...]]:
    """``found`` with what of ``read`` is new to it, and the numbers of all of ``read`` there."""
    numbers = {_place(e): e.id for e in found.evidence}
    new: list[Evidence] = []
    for piece in read:
        if _place(piece) not in numbers:
            number = max(numbers.values(), default=0) + 1
            numbers[_place(piece)] = number
            new.append(replace(piece, id=number))
    all_of_them = (*found.evidence, *new)
    return replace(found, evidence=all_of_them), tuple(numbers[_place(e)] for e in read)


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.passage.id, evidence.start, evidence.end


def _posts(evidence: Sequence[Evidence]) -> set[int]:
    return {e.id for e in evidence if e.passage.source == _POSTS}


async def _elsewhere(text: str, question: Question, plan: Plan, parts: Parts) -> tuple[Hit, ...]:
    """What sources other than posts have on a sentence."""
    query = Query(text, parts.hits, question.since, question.until, plan.language)
    hits: tuple[Hit, ...] = ()
    steps = search([query], parts.confirming, timeout_s=parts.search_timeout_s, clock=parts.clock)
    async for step in steps:
        if isinstance(step, tuple):
            hits = step
    return tuple(hit for hit in hits if hit.passage.source != _POSTS)


def _stands(sentence: Sentence) -> bool:
    return not sentence.dropped and sentence.verdict == "supported"


def _as_of(plan: Plan, parts: Parts) -> str:
    """Until when posts were known: what is said a moment later is not in it."""
    now: datetime = parts.clock.now().astimezone(UTC)
    return note("as_of", plan.language, moment=f"{now:%Y-%m-%d %H:%M}")
