"""Fits what turns the judge's logits into probabilities, on pairs that were held back.

Platt scaling (Platt, 1999) on the log odds of "supported", with
right and wrong claims, and all sources, weighing the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from blackbird.claims.calibration import chances, logit
from blackbird.claims.readings import Reading, readings
from blackbird.claims.strange import strange_names
from blackbird.protocols import PairScorer
from blackbird.training.judge.examples import Example, joined, read_passages
from blackbird.training.judge.exchange import exchanged, twins
from blackbird.training.judge.made import besides, from_passages, names_of, questions
from blackbird.training.judge.mixture import LANGUAGES, PASSAGES, read_given
from blackbird.training.measures import area, balanced, calibration_error
from blackbird.training.split import held_back

_EACH = 100  # pairs of a source
_REFUSED = 0.03  # of the questions that can be answered, so many may be left unanswered


@dataclass(frozen=True, slots=True)
class Scored:
    """The best reading of a pair: its log odds, and the share of strange names beside it."""

    example: Example
    reading: Reading
    log_odds: float
    strange: float

    @property
    def supported(self) -> bool:
        """Whether the evidence bears the claim."""
        return self.example.target == "supported"


def held_out(data: Path, seed: int) -> list[Example]:
    """Pairs of each source that were not learnt, at most ``_EACH`` of one."""
    random = Random(seed)
    every = read_given(data)
    learnt = {text for e in every if not held_back(e.second) for text in (e.first, e.second)}
    # Sets of sentence pairs have many of them in both directions.
    given = [e for e in every if held_back(e.second) and e.second not in learnt]
    fever = [e for e in given if e.source == "fever"]
    names = names_of([e.second for e in fever])
    made = [x for e in fever for x in exchanged(e, "en", names, random)]
    made += [*besides(fever, random), *twins(fever)]
    for name in PASSAGES:
        kept = [p for p in read_passages(data / "qa", name, seen=True) if held_back(p.title)]
        made += from_passages([p for p in kept if p.language in LANGUAGES], random)
    by_source: dict[str, list[Example]] = {}
    for example in (*given, *made):
        by_source.setdefault(example.source, []).append(example)
    chosen = [random.sample(e, min(len(e), _EACH)) for e in by_source.values()]
    return [_as_people_write(e) for part in chosen for e in part]


def _as_people_write(example: Example) -> Example:
    return Example(joined(example.first), joined(example.second), example.target, example.source)


async def scored(scorer: PairScorer, examples: Sequence[Example]) -> list[Scored]:
    """The best reading of each pair, without those of which nothing can be read."""
    found = [await score(scorer, example) for example in examples]
    return [scored for scored in found if scored is not None]


async def score(scorer: PairScorer, example: Example) -> Scored | None:
    """The best reading of a pair; None if there is no text."""
    parts = readings(example.first, example.second)
    if not parts:
        return None
    logits = await scorer.score([(example.first, part.text) for part in parts])
    odds = [logit(chances(row)[0]) for row in logits.tolist()]
    best = max(range(len(parts)), key=odds.__getitem__)
    strange = strange_names(example.first, parts[best].text)
    return Scored(example, parts[best], odds[best], strange)


def fitted(
    features: ArrayLike, wanted: ArrayLike, weights: ArrayLike, ridge: float = 1e-3
) -> NDArray[np.float64]:
    """Coefficients of a logistic regression, the offset last (Newton's method)."""
    x = np.column_stack([np.asarray(features, float), np.ones(len(np.asarray(wanted)))])
    y, w = np.asarray(wanted, float), np.asarray(weights, float)
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (y - p)) - ridge * beta
        curvature = (x * (w * p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(beta))
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    return beta


def balanced_weights(found: Sequence[Scored]) -> NDArray[np.float64]:
    """Every source weighs the same, and in it right and wrong ones, where it has both."""
    groups = Counter((s.example.source, s.supported) for s in found)
    return np.array([1 / groups[s.example.source, s.supported] for s in found])


async def calibrated(scorer: PairScorer, data: Path, seed: int) -> dict[str, Any]:
    """Coefficients for claims and for answers, with how well they fit."""
    return {
        "claims": _of_claims(await scored(scorer, held_out(data, seed))),
        "answers": await _of_answers(scorer, data, seed),
    }


def _of_claims(found: Sequence[Scored]) -> dict[str, Any]:
    features = np.array([(s.log_odds, s.strange) for s in found])
    right = np.array([s.supported for s in found])
    slope, strange, offset = fitted(features, right, balanced_weights(found))
    scores = 1 / (1 + np.exp(-(features @ (slope, strange) + offset)))
    return {
        "slope": round(float(slope), 4),
        "offset": round(float(offset), 4),
        "strange": round(float(strange), 4),
        "pairs": len(found),
        "area": round(area(scores, right), 4),
        "area_without_names": round(area(features[:, 0], right), 4),
        "balanced": round(balanced(scores >= 0.5, right), 4),
        "error": round(calibration_error(scores, right), 4),
        "sources": dict(sorted(Counter(s.example.source for s in found).items())),
    }


async def _of_answers(scorer: PairScorer, data: Path, seed: int) -> dict[str, Any]:
    random = Random(seed)
    asked: list[Example] = []
    for name in PASSAGES:
        kept = [p for p in read_passages(data / "qa", name, seen=True) if held_back(p.title)]
        asked += questions(kept, random)
    logits = (await scorer.score([(e.first, e.second) for e in asked]))[:, 3]
    right = np.array([e.target == "answers" for e in asked])
    weights = np.where(right, 1 / right.mean(), 1 / (1 - right.mean()))
    slope, offset = fitted(logits[:, None], right, weights)
    scores = 1 / (1 + np.exp(-(slope * logits + offset)))
    return {
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "least": round(float(np.quantile(scores[right], _REFUSED)), 4),
        "pairs": len(asked),
        "area": round(area(scores, right), 4),
    }
