"""Claim decomposition and entailment: each sentence against the evidence, as it completes."""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.claims.decide import Decision, decide
from blackbird.claims.split import split_claims
from blackbird.protocols import Judge
from blackbird.types import DraftSentence, Evidence, Label, Sentence

# The worst verdict of its claims is the verdict of a sentence.
_WORST: tuple[Label, ...] = ("refuted", "not_enough_info", "supported")


async def verify(
    sentence: DraftSentence,
    evidence: Sequence[Evidence],
    judge: Judge,
    *,
    quick: Judge | None = None,
    before: Sequence[str] = (),
    said: str = "",
) -> Sentence:
    """``sentence`` with its verdict and the citations that really bear it.

    ``quick``: as for ``decide``. ``before``: the answer's earlier sentences, where its pronouns
    point; ``said``: what the user said, which needs no proof when it is only said again.
    """
    claims = split_claims(sentence.text, before, said)
    if not claims:
        return Sentence(sentence.text, "not_a_claim", 0.0)
    decisions = await decide(claims, sentence.picked, evidence, judge, quick)
    worst = min(decisions, key=lambda d: (_WORST.index(d.verdict.label), d.verdict.score))
    return Sentence(sentence.text, worst.verdict.label, worst.verdict.score, _citations(decisions))


def unchecked(sentence: DraftSentence) -> Sentence:
    """``sentence`` as the model left it, when checking is off: its picks are kept as they are."""
    return Sentence(sentence.text, "not_checked", 0.0, sentence.picked)


def _citations(decisions: Sequence[Decision]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(i for d in decisions for i in d.citations))
