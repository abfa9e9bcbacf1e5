"""From several pieces of evidence to one verdict for a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.protocols import Judge
from blackbird.text.words import content_words
from blackbird.types import Claim, Evidence, Verdict

_SECOND_LOOKS = 2  # each costs a third of a second with the default model


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
