"""From what models put out to probabilities, fitted on data (``training/judge/calibrate.py``)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability that a claim is supported, from the judge's log odds for it.

    ``strange``: what names count of which the evidence knows nothing. ``low``, ``high``: between
    these the judge is unsure, and a second opinion is worth its time.
    """

    slope: float = 1.0
    offset: float = 0.0
    strange: float = 0.0
    low: float = 0.02
    high: float = 0.98

    def probability(self, log_odds: float, strange: float = 0.0) -> float:
        """By what was read, and the share of strange names."""
        return _sigmoid(self.slope * log_odds + self.offset + self.strange * strange)

    def unsure(self, probability: float) -> bool:
        """Whether a second opinion should be asked for."""
        return self.low < probability < self.high


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a language model's yes joins the judge's probability: a sum of log odds."""

    judge: float
    model: float
    offset: float

    def joined(self, probability: float, yes: float) -> float:
        """Probability that the claim is supported, by both."""
        return _sigmoid(self.judge * logit(probability) + self.model * logit(yes) + self.offset)


JUDGE = Calibration(slope=0.913, offset=0.454, strange=-0.822)
"""Of the weights that ship; see ``docs/log.md`` for the fit."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Probability that a text answers a question, from the logit for it."""

    slope: float = 1.0
    offset: float = 0.0
    least: float = 0.5
    """Where no sentence by itself reaches this, the question is better left unanswered."""
    by_language: Mapping[str, float] = field(default_factory=dict)
    """The same for questions in a language for which it was fitted by itself."""

    def gate(self, language: str) -> float:
        """What a sentence has to reach to answer a question in ``language``."""
        return self.by_language.get(language, self.least)

    def probability(self, value: float) -> float:
        """The logit as a probability."""
        return _sigmoid(self.slope * value + self.offset)


ANSWERS = Answering(
    slope=1.044, offset=0.183, least=0.5, by_language=MappingProxyType({"en": 0.39, "ja": 0.64})
)
"""Of the weights that ship. In both languages the gate refuses some .03 of the questions that are
answered, on titles that calibration holds back; ``docs/log.md`` has the figures."""

# The word of "mini" was measured, too, and adds nothing to the judge's for a second of time each.
_OPINIONS: Mapping[str, Opinion] = MappingProxyType({"full": Opinion(0.815, 0.681, -0.381)})


def opinion_of(model: str) -> Opinion | None:
    """How the yes of a model of the line-up counts; ``None`` if it adds nothing, or is unknown."""
    return _OPINIONS.get(model)


def chances(logits: Sequence[float]) -> tuple[float, float, float]:
    """Supported, refuted, not enough information, from the judge's first three logits."""
    top = max(logits[:3])
    raised = [math.exp(value - top) for value in logits[:3]]
    total = sum(raised)
    return raised[0] / total, raised[1] / total, raised[2] / total


def logit(p: float) -> float:
    """Log odds, held within what is finite."""
    clipped = min(max(p, _FLOOR), 1.0 - _FLOOR)
    return math.log(clipped / (1.0 - clipped))


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0
