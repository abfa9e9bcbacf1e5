"""The fact-check of a whole text, on one page.

    text → claims → for each: search → rank → decide → dispute

Its claims are listed first and then marked one by one, in their order. A check is a stream of
events (``events.py``) that ends with ``FactChecked``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace

from blackbird.claims.about import speaks_of
from blackbird.claims.decide import Decision, decide
from blackbird.claims.disputes import read_dispute
from blackbird.claims.judge import EvidenceJudge
from blackbird.claims.split import split_claims
from blackbird.events import (
    CheckEvent,
    ClaimChecked,
    ClaimsListed,
    FactChecked,
    Searched,
    SourceFailed,
)
from blackbird.pipeline.deliver import citation_of
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.phrases import note
from blackbird.pipeline.rank import alike, rank
from blackbird.pipeline.search import search
from blackbird.protocols import Embedder, Source
from blackbird.text.language import detect_language
from blackbird.text.sentences import split_sentences
from blackbird.text.urls import canonical_url, is_url
from blackbird.tracing import Trace
from blackbird.types import Citation, Claim, Evidence, FactCheck, Hit, Query, TextClaim, Verdict

_NEAR = 0.5  # of the usual range of cosines: translations of one sentence lie above
MOST_CLAIMS = 200  # each takes some tenths of a second on two cores
_PATIENCE = 3  # failures of a source; one that hangs would cost its time-out for every claim


async def fact_check(
    text: str,
    parts: Parts,
    *,
    since: str | None = None,
    until: str | None = None,
    besides: Sequence[str] = (),
    trace: Trace | None = None,
) -> AsyncGenerator[CheckEvent]:
    """Check every claim of ``text`` against the sources, as far as they lie in the period.

    ``besides`` are addresses of the text: what was read there is no evidence for it.
    """
    trace = trace or Trace(parts.clock.monotonic)
    claims: list[TextClaim] = []
    for found in list_claims(text):
        claims.append(found)
        await asyncio.sleep(0)  # a long text takes seconds, and others wait for their turn
    trace.last("claims")
    yield ClaimsListed(tuple(claims))
    searching = _Searching(parts, since, until, besides)
    quotes = _Quotes()
    for index, claim in enumerate(claims):
        if claim.verdict == "not_a_claim":
            continue
        if searching.claims == MOST_CLAIMS:
            break
        claims[index] = checked = await _checked(claim, searching, parts, quotes)
        trace.first("first_verdict")
        trace.last("last_verdict")
        yield ClaimChecked(index, checked, quotes.of(checked))
    language = detect_language(text)
    notes = (*_notes(claims, language), *searching.notes(language))
    trace.last("total")
    yield FactChecked(
        FactCheck(tuple(claims), quotes.all(), notes, parts.model.name, trace.marks())
    )


def list_claims(text: str) -> Iterator[TextClaim]:
    """The claims of each sentence in their order; a sentence without one stands for itself."""
    before: list[str] = []
    for span in split_sentences(text):
        claims = split_claims(span.text, before)
        for claim in claims:
            yield TextClaim(claim.text, span.start, span.end)
        if not claims:
            yield TextClaim(span.text, span.start, span.end, "not_a_claim")
        before.append(span.text)


async def _checked(
    claim: TextClaim, searching: _Searching, parts: Parts, quotes: _Quotes
) -> TextClaim:
    hits = await searching.find(claim.text)
    ranked = await rank(claim.text, hits, parts.embedder, None, budget_tokens=parts.evidence_tokens)
    (found,) = await decide([Claim(claim.text)], (), ranked.evidence, parts.judge)
    decision = await _on_the_matter(claim.text, found, ranked.evidence, parts.embedder)
    evidence = (*ranked.evidence, *ranked.rivals)
    supporting, against = await _sides(claim, decision, evidence, ranked.alike, parts)
    return replace(
        claim,
        verdict=decision.verdict.label,
        score=decision.verdict.score,
        citations=quotes.add(supporting, evidence),
        against=quotes.add(against, evidence),
    )


async def _on_the_matter(
    claim: str, decision: Decision, evidence: Sequence[Evidence], embedder: Embedder
) -> Decision:
    """``decision``, unless what contradicts ``claim`` speaks of something else."""
    if decision.verdict.label != "refuted":
        return decision
    cited = [e for e in evidence if e.id in decision.citations]
    told = [speaks_of(claim, f"{e.passage.title} {e.passage.text}") for e in cited]
    if None in told:  # of another language, where meaning has to tell
        near = alike(await embedder.embed([claim, *(e.text for e in cited)], "passage"))[0][1:]
        told = [n >= _NEAR if t is None else t for t, n in zip(told, near, strict=True)]
    left = tuple(e.id for e, tells in zip(cited, told, strict=True) if tells)
    if left:
        return Decision(decision.verdict, left)
    return Decision(Verdict("not_enough_info", decision.verdict.score), ())


async def _sides(
    claim: TextClaim,
    decision: Decision,
    evidence: Sequence[Evidence],
    near: Sequence[Sequence[float]],
    parts: Parts,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The evidence for the claim and that against it."""
    if decision.verdict.label != "supported":
        return (), decision.citations
    own, judge = Claim(claim.text), EvidenceJudge(parts.scorer)
    dispute = await read_dispute(own, decision.citations, evidence, judge, near)
    return decision.citations, dispute.refuted_by if dispute else ()


def _notes(claims: Sequence[TextClaim], language: str) -> Iterator[str]:
    real = sum(c.verdict != "not_a_claim" for c in claims)
    if not real:
        yield note("no_claim", language)
    if real > MOST_CLAIMS:
        yield note("too_many", language, real=real, n=MOST_CLAIMS)


class _Searching:
    """Searches for one claim after the other, and remembers which sources failed."""

    def __init__(
        self, parts: Parts, since: str | None, until: str | None, besides: Sequence[str]
    ) -> None:
        self._parts = parts
        self._besides = frozenset(map(_place, besides))
        self._left_out = False
        self._instead = False
        self._period = (since, until)
        self._failures: dict[str, list[str]] = {}
        self.claims = 0

    async def find(self, claim: str) -> tuple[Hit, ...]:
        self.claims += 1
        parts = self._parts
        hits: tuple[Hit, ...] = ()
        query = Query(claim, parts.hits, *self._period)
        sources = [source for source in parts.sources if self._patient(source)]
        steps = search(
            [query],
            sources,
            timeout_s=parts.search_timeout_s,
            clock=parts.clock,
            instead=parts.instead,
        )
        async for step in steps:
            if isinstance(step, SourceFailed):
                self._failures.setdefault(step.source, []).append(step.message)
            elif isinstance(step, Searched):
                self._instead |= bool(parts.instead and step.source == parts.instead.name)
            else:
                hits = step
        others = tuple(hit for hit in hits if not self._is_itself(hit))
        self._left_out = self._left_out or len(others) < len(hits)
        return others

    def notes(self, language: str) -> Iterator[str]:
        """What was left out, and each source that failed, by what it said first."""
        if self._left_out:
            yield note("itself", language)
        for source, said in self._failures.items():
            yield note("not_searched", language, source=source, message=said[0])
        if self._instead:
            yield note("instead", language)

    def _is_itself(self, hit: Hit) -> bool:
        return bool(self._besides and hit.passage.url) and _place(hit.passage.url) in self._besides

    def _patient(self, source: Source) -> bool:
        return len(self._failures.get(source.name, ())) < _PATIENCE


def _place(url: str) -> str:
    """Where an address leads, whether by http or https and however it is spelt."""
    return canonical_url(url).partition("://")[2] if is_url(url) else url


class _Quotes:
    """Numbers what is cited through the whole text; a place that is quoted again has its number."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], Citation] = {}

    def add(self, ids: Sequence[int], evidence: Sequence[Evidence]) -> tuple[int, ...]:
        """Numbers of those of a claim's ``evidence`` that have these ``ids`` among themselves."""
        return tuple(self._number(e) for e in evidence if e.id in ids)

    def of(self, claim: TextClaim) -> tuple[Citation, ...]:
        """What a claim cites."""
        wanted = {*claim.citations, *claim.against}
        return tuple(c for c in self.all() if c.id in wanted)

    def all(self) -> tuple[Citation, ...]:
        """All that was cited so far, by number."""
        return tuple(self._known.values())

    def _number(self, evidence: Evidence) -> int:
        place = (evidence.passage.sha256 or evidence.passage.id, evidence.start, evidence.end)
        if place not in self._known:
            self._known[place] = citation_of(replace(evidence, id=len(self._known) + 1))
        return self._known[place].id
