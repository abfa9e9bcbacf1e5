"""The opposite: for what a part of a report says, a search for what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from blackbird.claims.disputes import read_dispute
from blackbird.pipeline.gather import gather
from blackbird.pipeline.notebook import Notebook
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.rank import alike, rank
from blackbird.protocols import Judge
from blackbird.types import Claim, Evidence, Hit, Plan, Question, Sentence

_MOST = 6  # sentences of a part whose opposite is looked for; each is a search


async def oppose(
    sentences: Sequence[Sentence],
    question: Question,
    plan: Plan,
    book: Notebook,
    parts: Parts,
    judge: Judge,
) -> Notebook:
    """``book`` with what contradicts ``sentences``, and what else says the same as they do.

    What contradicts a sentence is about the same thing, so it lies near to it. Raises
    ``ModelError``.
    """
    claims = [s for s in sentences if s.verdict == "supported" and not s.dropped]
    for claim in claims[:_MOST]:
        hits = await hits_for(replace(question, text=claim.text), (claim.text,), plan, parts)
        near = await rank(
            claim.text, hits, parts.embedder, None, budget_tokens=parts.evidence_tokens
        )
        cited = [e for e in book.evidence if e.id in claim.citations]
        nearby = (*near.evidence, *near.rivals)
        both = [replace(e, id=n) for n, e in enumerate([*cited, *nearby], start=1)]
        own = tuple(range(1, len(cited) + 1))
        found = await read_dispute(Claim(claim.text), own, both, judge, await nearness(both, parts))
        if found:
            sides = {*found.supported_by, *found.refuted_by}
            book, _ = book.with_evidence([e for e in both if e.id in sides])
    return book


async def hits_for(
    question: Question, queries: Sequence[str], plan: Plan, parts: Parts
) -> tuple[Hit, ...]:
    """What the sources find for ``queries``, or the passages that were given."""
    hits: tuple[Hit, ...] = ()
    async for step in gather(question, queries, plan, parts):
        if isinstance(step, tuple):
            hits = step
    return hits


async def nearness(evidence: Sequence[Evidence], parts: Parts) -> tuple[tuple[float, ...], ...]:
    """How near the i-th and the j-th of ``evidence`` are in meaning, 0 to 1."""
    if not evidence:
        return ()
    return alike(await parts.embedder.embed([e.text for e in evidence], "passage"))
