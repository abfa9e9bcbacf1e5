"""From several pieces of evidence to one verdict for a sentence, and to disputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.claims.numbers import conflict
from blackbird.protocols import Judge
from blackbird.text.words import content_words
from blackbird.types import Claim, Dispute, Evidence, Verdict

_SECOND_LOOKS = 2  # each costs a third of a second with the default model
_ALIKE = 0.5  # share of words that two sentences must have in common to be about one thing


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict and the ids of the evidence on which it rests."""

    verdict: Verdict
    citations: tuple[int, ...]


async def decide(
    claim: Claim, picked: Sequence[int], evidence: Sequence[Evidence], judge: Judge
) -> Decision:
    """Judge ``claim`` by the evidence that the model picked, then by what lies nearest to it.

    Support found anywhere wins over the model's own pick; a contradiction is reported only when
    nothing supports.
    """
    chosen = [e for e in evidence if e.id in picked]
    others = sorted(
        (e for e in evidence if e.id not in picked),
        key=lambda e: (-likeness(claim.text, e.text), e.id),
    )
    against: Decision | None = None
    best = 0.0
    tries = ([chosen] if chosen else []) + [[e] for e in others[:_SECOND_LOOKS]]
    for group in tries:
        verdict = await judge.judge(claim.text, [e.text for e in group])
        ids = tuple(e.id for e in group)
        if verdict.label == "supported":
            return Decision(verdict, ids)
        if verdict.label == "refuted" and against is None:
            against = Decision(verdict, ids)
        best = max(best, verdict.score)
    return against or Decision(Verdict("not_enough_info", best), ())


def likeness(a: str, b: str) -> float:
    """Share of the words of ``a`` that ``b`` has too, 0 to 1."""
    words = content_words(a)
    return len(words & content_words(b)) / len(words) if words else 0.0


def find_disputes(
    claim: Claim,
    citations: Sequence[int],
    evidence: Sequence[Evidence],
    alike: Sequence[Sequence[float]] = (),
) -> Dispute | None:
    """The dispute on ``claim``: evidence about the same thing whose numbers cannot both hold.

    Only texts of different origin can dispute. ``alike[i][j]`` is 1 where the i-th and j-th
    evidence are known to be about one thing although their words differ (two languages).
    """
    cited = [e for e in evidence if e.id in citations]
    against: list[int] = []
    for base in cited:
        for other in evidence:
            if other.id in citations or other.passage.sha256 == base.passage.sha256:
                continue
            near = alike[base.id - 1][other.id - 1] if alike else 0.0
            if max(near, _both_ways(base.text, other.text)) < _ALIKE:
                continue
            if conflict(base.text, other.text):
                against.append(other.id)
    if not against:
        return None
    return Dispute(claim.text, tuple(citations), tuple(dict.fromkeys(against)))


def _both_ways(a: str, b: str) -> float:
    return min(likeness(a, b), likeness(b, a))
