"""The provisional judge: quotation, then values, then the language model's yes or no."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from blackbird.claims.numbers import contradicts, unfounded
from blackbird.prompts.judge import CHOICES, judge_messages
from blackbird.protocols import LanguageModel
from blackbird.types import Verdict

_QUOTED = 0.99  # a literal quotation is supported by what it quotes
_CONTRADICTED = 0.03  # a number or date that differs cannot be supported by that text
_UNFOUNDED = 0.1  # nor can one that the text does not speak of
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a model's yes into a probability: ``sigmoid(slope · logit(yes) + offset)``.

    Fitted by ``benchmarks/judge/run.py`` on FEVER-Symmetric dev; the threshold for *supported*
    is then 0.5, and below ``refuted`` a claim counts as refuted. That is hardly ever so: of what
    the default model scores below .1 only half is refuted, so refuting is left to the values.
    """

    slope: float = 1.0
    offset: float = 0.0
    refuted: float = 0.02

    def probability(self, yes: float) -> float:
        """Probability that the claim is supported."""
        clipped = min(max(yes, _FLOOR), 1.0 - _FLOOR)
        return 1.0 / (1.0 + math.exp(-(self.slope * _logit(clipped) + self.offset)))


# Filled from benchmarks/judge/results; a model that is not here is taken as it speaks.
_CALIBRATIONS: Mapping[str, Calibration] = MappingProxyType(
    {"mini": Calibration(2.1096, 1.2368), "blackbird-2-mini": Calibration(2.1096, 1.2368)}
)


def calibration_of(model: str) -> Calibration:
    """The calibration of a model of the line-up, by its short name."""
    return _CALIBRATIONS.get(model, Calibration())


class LanguageModelJudge:
    """Judges with a language model's first word; exact where exactness is possible."""

    def __init__(self, model: LanguageModel, calibration: Calibration | None = None) -> None:
        self._model = model
        self._calibration = calibration or Calibration()

    async def judge(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """Verdict over the evidence together. Spans count in its items joined by a newline."""
        whole = "\n".join(evidence)
        if not whole.strip() or not claim.strip():
            return Verdict("not_enough_info", 0.0)
        quoted = find_quote(claim, whole)
        if quoted is not None:
            return Verdict("supported", _QUOTED, (quoted,))
        if contradicts(claim, whole):
            return Verdict("refuted", _CONTRADICTED, _spans(evidence))
        if unfounded(claim, whole):
            return Verdict("not_enough_info", _UNFOUNDED)
        odds = await self._model.odds(judge_messages(claim, evidence), CHOICES)
        score = round(self._calibration.probability(odds[CHOICES[0]]), 4)
        if score >= 0.5:
            return Verdict("supported", score, _spans(evidence))
        if score < self._calibration.refuted:
            return Verdict("refuted", score, _spans(evidence))
        return Verdict("not_enough_info", score)


def find_quote(claim: str, text: str) -> tuple[int, int] | None:
    """Where ``text`` says ``claim`` letter by letter, but for case, spaces and end marks."""
    wanted = re.sub(r"[\s.。!！]+$", "", _folded(claim).strip().strip("\"'“”「」『』"))
    if len(wanted) < 4:
        return None
    pattern = r"\s*".join(re.escape(part) for part in wanted.split())
    edge_before = r"(?<!\w)" if wanted[0].isascii() else ""
    edge_after = r"(?!\w)" if wanted[-1].isascii() else ""
    found = re.search(f"{edge_before}{pattern}{edge_after}", _folded(text))
    return found.span() if found else None


def _folded(text: str) -> str:
    """Lower case and full-width folded, character by character, so that offsets stay."""
    return "".join(_fold(c) for c in text)


def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def _spans(evidence: Sequence[str]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for item in evidence:
        spans.append((start, start + len(item)))
        start += len(item) + 1
    return tuple(spans)


def _logit(p: float) -> float:
    return math.log(p / (1.0 - p))
