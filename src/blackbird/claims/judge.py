"""Decides whether evidence bears a claim: quotation, values, the trained judge, a second opinion.

A literal quotation needs no judge. Everything else is read by the trained encoder, long evidence
in parts. Numbers and dates are compared as values beside it, since that can be exact. Where the
encoder is unsure, the language model's yes or no is asked for, within a time budget.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from blackbird.claims.calibration import JUDGE, Calibration, Opinion, chances, logit
from blackbird.claims.numbers import contradicts, unfounded
from blackbird.claims.quoted import find_quote
from blackbird.claims.readings import Reading, bearing, readings
from blackbird.claims.strange import strange_names
from blackbird.claims.together import together
from blackbird.errors import ModelError
from blackbird.prompts.judge import CHOICES, judge_messages
from blackbird.protocols import LanguageModel, PairScorer
from blackbird.types import Label, Verdict

_QUOTED = 0.99  # a literal quotation is supported by what it quotes
_CONTRADICTED = 0.03  # a number or date that differs cannot be supported by that text
_UNFOUNDED = 0.1  # nor can one that the text does not speak of
_ODDS = 0.1  # of long evidence less is certain: what differs may be said of another year
_AT_MOST = 0.4  # but what is nowhere in it is not supported
_COMPARED = 60_000  # characters of evidence that are searched for a claim's values
_AT_ONCE = 20_000  # characters of evidence that take some hundredths of a second to cut
LONGEST_CLAIM = 2000
"""Characters of a claim that are read; the judge takes a few hundred at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """A language model to ask where the judge is unsure, and how its word counts."""

    model: LanguageModel
    opinion: Opinion
    budget_s: float = 6.0
    """For all claims of one call; what is not said by then does not count."""
    least: float = 0.0
    """It is not asked where the judge is surer than this of one or the other."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found on one claim so far, with the reading it rests on."""

    verdict: Verdict
    claim: str
    reading: Reading
    settled: bool = False
    """By values that differ, about which there are no two opinions, or by an unread rest."""


class EvidenceJudge:
    """The ``Judge`` of the product."""

    def __init__(
        self,
        scorer: PairScorer,
        second: SecondOpinion | None = None,
        calibration: Calibration = JUDGE,
    ) -> None:
        self._scorer = scorer
        self._second = second
        self._calibration = calibration

    async def judge(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """Verdict over the evidence together. Spans count in its items joined by a newline."""
        (verdict,) = await self.judge_all([(claim, evidence)])
        return verdict

    async def judge_all(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Verdict]:
        """Verdicts of several claims, each with its evidence: read in one batch, and the unsure
        ones given to the language model, the least sure first.

        Raises ``ModelError`` when the judge cannot be loaded; a failing second opinion is none.
        """
        joined = [(claim, "\n".join(evidence)) for claim, evidence in items]
        exact = await _apart(lambda: [_exactly(*item) for item in joined], joined)
        open_items = [item for item, verdict in zip(joined, exact, strict=True) if verdict is None]
        found = await self._read(open_items)
        if self._second is not None:
            found = await self._asked(found, self._second)
        rest = iter(found)
        return [verdict or _labelled(next(rest)) for verdict in exact]

    async def _read(self, items: Sequence[tuple[str, str]]) -> list[_Finding]:
        texts = await _apart(lambda: [readings(c[:LONGEST_CLAIM], e) for c, e in items], items)
        pairs = [
            (claim[:LONGEST_CLAIM], reading.text)
            for (claim, _), parts in zip(items, texts, strict=True)
            for reading in parts
        ]
        logits = (await self._scorer.score(pairs)).tolist()
        found, at = [], 0
        for (claim, text), parts in zip(items, texts, strict=True):
            found.append(self._weighed(claim, text, parts, logits[at : at + len(parts)]))
            at += len(parts)
        return found

    def _weighed(
        self, claim: str, evidence: str, parts: Sequence[Reading], logits: Sequence[Sequence[float]]
    ) -> _Finding:
        """All readings together; values may overrule them."""
        chance = [chances(row) for row in logits]
        supports = [
            self._calibration.probability(logit(own[0]), strange_names(claim, part.text))
            for own, part in zip(chance, parts, strict=True)
        ]
        denials = [denied if denied > unknown else 0.0 for _, denied, unknown in chance]
        score = together(supports, denials)
        cut = len(claim) > LONGEST_CLAIM
        if cut:  # of what was not read nothing is known
            score = min(score, _AT_MOST)
        best = supports.index(max(supports))
        reading = parts[best]
        differs = bool(contradicts(claim, reading.text))
        # Values of one kind may be of two things, of which the encoder knows better.
        silent = chance[best][2] == max(chance[best])
        label: Label = "refuted" if differs and not silent else "not_enough_info"
        if differs and len(parts) == 1:
            verdict = Verdict(label, min(score, _CONTRADICTED))
            return _Finding(verdict, claim, reading, settled=True)
        whole = reading.text if len(parts) == 1 else evidence[:_COMPARED]
        if (differs or score >= 0.5) and unfounded(claim, whole):
            found = min(score, _UNFOUNDED) if len(parts) == 1 else _less_likely(score)
            return _Finding(Verdict(label, found), claim, reading, settled=True)
        against = max(range(len(parts)), key=lambda i: chance[i][1])
        _, refuted, unknown = chance[against]
        if score < 0.5 and refuted > unknown:
            return _Finding(Verdict("refuted", score), claim, parts[against], settled=cut)
        return _Finding(Verdict("not_enough_info", score), claim, reading, settled=cut)

    async def _asked(self, found: Sequence[_Finding], second: SecondOpinion) -> list[_Finding]:
        """The findings with a second opinion on those that are unsure, while there is time."""
        unsure = [
            i
            for i, f in enumerate(found)
            if not f.settled
            and self._calibration.unsure(f.verdict.score)
            and second.least < f.verdict.score < 1.0 - second.least
        ]
        unsure.sort(key=lambda i: abs(found[i].verdict.score - 0.5))
        joined = list(found)
        try:
            async with asyncio.timeout(second.budget_s):
                for i in unsure:
                    joined[i] = await _joined(found[i], second)
        except (TimeoutError, ModelError):
            pass  # what the judge said stands
        return joined


async def _apart(work: Callable[[], T], items: Sequence[tuple[str, str]]) -> T:
    """What ``work`` on ``items`` gives; on much evidence it takes seconds, and others go on."""
    much = sum(len(evidence) for _, evidence in items) > _AT_ONCE
    return await asyncio.to_thread(work) if much else work()


def _less_likely(score: float) -> float:
    """The score with its odds lowered as values that the evidence lacks lower them."""
    return min(score * _ODDS / (1 - score + score * _ODDS), _AT_MOST)


async def _joined(finding: _Finding, second: SecondOpinion) -> _Finding:
    messages = judge_messages(finding.claim, [part.text for part in finding.reading.parts])
    odds = await second.model.odds(messages, CHOICES)
    score = second.opinion.joined(finding.verdict.score, odds[CHOICES[0]])
    return replace(finding, verdict=replace(finding.verdict, score=score))


def _exactly(claim: str, evidence: str) -> Verdict | None:
    """A verdict that needs no judge."""
    if not evidence.strip() or not claim.strip():
        return Verdict("not_enough_info", 0.0)
    quoted = find_quote(claim, evidence)
    return Verdict("supported", _QUOTED, (quoted,)) if quoted else None


def _labelled(finding: _Finding) -> Verdict:
    """The verdict with its label by the score, and the sentences it rests on."""
    score, label = round(finding.verdict.score, 4), finding.verdict.label
    if score >= 0.5:
        label = "supported"
    spans = () if label == "not_enough_info" else bearing(finding.claim, finding.reading)
    return Verdict(label, score, spans)
