"""From several pieces of evidence to one verdict for each claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from blackbird.protocols import Judge
from blackbird.text.words import content_words
from blackbird.types import Claim, Evidence, Verdict

_SURELY = 0.1  # a piece that supports a claim with less probability, and speaks against it
_SECOND_LOOKS = 3  # pieces that are tried one by one; each costs some hundredths of a second


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and the ids of the evidence on which it rests."""

    verdict: Verdict
    citations: tuple[int, ...]


async def decide(
    claims: Sequence[Claim],
    picked: Sequence[int],
    evidence: Sequence[Evidence],
    judge: Judge,
    quick: Judge | None = None,
) -> list[Decision]:
    """Judge each claim by the evidence that the model picked; where that does not do, by what
    lies nearest to it, piece by piece, and by all of it together.

    Support found anywhere wins over the model's own pick; a contradiction is reported only when
    nothing supports. ``quick`` reads which of several pieces to cite, if there is such a judge that
    asks nobody else. Raises ``ModelError``.
    """
    chosen = [e for e in evidence if e.id in picked]
    first = await _judged([(claim, chosen) for claim in claims if chosen], judge)
    found: list[list[Decision]] = [[d] for d in first] or [[] for _ in claims]
    tries = [
        (at, group)
        for at, claim in enumerate(claims)
        if not _supports(found[at])
        for group in _second_looks(claim, chosen, evidence)
    ]
    later = await _judged([(claims[at], group) for at, group in tries], judge)
    for (at, _), decision in zip(tries, later, strict=True):
        found[at].append(decision)
    decisions = [_best(decisions) for decisions in found]
    return await _each_alone(claims, decisions, evidence, judge, quick or judge)


async def _each_alone(
    claims: Sequence[Claim],
    decisions: Sequence[Decision],
    evidence: Sequence[Evidence],
    judge: Judge,
    quick: Judge,
) -> list[Decision]:
    """The same, citing of several pieces those that support by themselves, or else all but those
    that surely contradict: beside what bears a claim another may pass that says the contrary.
    """
    by_id = {e.id: e for e in evidence}
    several = {
        at: decision.citations
        for at, decision in enumerate(decisions)
        if decision.verdict.label == "supported" and len(decision.citations) > 1
    }
    read = [(at, id) for at, ids in several.items() for id in ids]
    alone = await _judged([(claims[at], [by_id[id]]) for at, id in read], quick)
    verdicts = {place: own.verdict for place, own in zip(read, alone, strict=True)}
    found = list(decisions)
    rest: dict[int, list[Evidence]] = {}
    for at, ids in several.items():
        if bearing := tuple(i for i in ids if verdicts[at, i].label == "supported"):
            found[at] = replace(found[at], citations=bearing)
            continue
        pieces = [by_id[i] for i in ids if not _surely_against(verdicts[at, i])]
        if 0 < len(pieces) < len(ids):
            rest[at] = pieces
    without = await _judged([(claims[at], pieces) for at, pieces in rest.items()], judge)
    for at, decision in zip(rest, without, strict=True):
        if decision.verdict.label == "supported":
            found[at] = replace(found[at], citations=decision.citations)
    return found


def _surely_against(verdict: Verdict) -> bool:
    return verdict.label == "refuted" and verdict.score < _SURELY


def likeness(a: str, b: str) -> float:
    """Share of the words of ``a`` that ``b`` has too, 0 to 1."""
    words = content_words(a)
    return len(words & content_words(b)) / len(words) if words else 0.0


def _second_looks(
    claim: Claim, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[list[Evidence]]:
    others = sorted(
        (e for e in evidence if e not in chosen),
        key=lambda e: (-likeness(claim.text, e.text), e.id),
    )
    singly = [[e] for e in others[:_SECOND_LOOKS]]
    return [*singly, list(evidence)] if others and len(evidence) > 1 else singly


async def _judged(
    groups: Sequence[tuple[Claim, Sequence[Evidence]]], judge: Judge
) -> list[Decision]:
    items = [(claim.text, [e.text for e in group]) for claim, group in groups]
    verdicts = await judge.judge_all(items) if items else []
    return [
        Decision(verdict, _borne(verdict, group))
        for verdict, (_, group) in zip(verdicts, groups, strict=True)
    ]


def _borne(verdict: Verdict, group: Sequence[Evidence]) -> tuple[int, ...]:
    """Which pieces of the evidence hold the places that the verdict rests on."""
    if verdict.label == "not_enough_info":
        return ()
    ids: list[int] = []
    start = 0
    for each in group:
        end = start + len(each.text)
        if any(a < end and b > start for a, b in verdict.spans):
            ids.append(each.id)
        start = end + 1
    return tuple(ids)


def _supports(decisions: Sequence[Decision]) -> bool:
    return any(d.verdict.label == "supported" for d in decisions)


def _best(decisions: Sequence[Decision]) -> Decision:
    """The first that supports; else the first that contradicts; else how near it came."""
    for label in ("supported", "refuted"):
        for decision in decisions:
            if decision.verdict.label == label:
                return decision
    nearest = max((d.verdict.score for d in decisions), default=0.0)
    return Decision(Verdict("not_enough_info", nearest), ())
