"""How a language model's word is weighed beside the judge."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from blackbird.training.judge.calibrate import fitted
from blackbird.training.judge.opinion import pooled
from blackbird.training.measures import area

Numbers = NDArray[np.float64]


def _pairs(judge: float, model: float, seed: int = 3) -> tuple[Numbers, Numbers, Numbers]:
    """Log odds of both, which tell 4,000 pairs apart so well, and independently; what is right."""
    random = np.random.default_rng(seed)
    right = random.random(4000) < 0.5
    sign = np.where(right, 1.0, -1.0)
    return (
        judge * sign + random.normal(size=4000),
        model * sign + random.normal(size=4000),
        right.astype(float),
    )


def test_each_counts_as_it_is_calibrated_by_itself() -> None:
    judge, model, right = _pairs(1.5, 0.8)
    by_judge, by_model, _ = pooled(judge, model / 3, right, np.ones(4000))
    # the log odds of two normals 2 d apart are 2 d x, and a third of them three times that
    assert by_model / by_judge == pytest.approx(3 * 0.8 / 1.5, rel=0.1)


def test_what_comes_out_is_calibrated() -> None:
    judge, model, right = _pairs(1.0, 1.0)
    by_judge, by_model, offset = pooled(judge, model, right, np.ones(4000))
    said = 1 / (1 + np.exp(-(by_judge * judge + by_model * model + offset)))
    for low in np.arange(0, 1, 0.2):
        within = (said >= low) & (said < low + 0.2)
        assert right[within].mean() == pytest.approx(said[within].mean(), abs=0.05)


def test_a_judge_that_learnt_the_like_does_not_silence_the_model() -> None:
    # Both lean on the same hints in what was learnt, of which the judge has seen more.
    random = np.random.default_rng(5)
    right = random.random(4000) < 0.5
    hint = np.where(right, 1.0, -1.0) + random.normal(size=4000)
    judge, model = 3 * hint, hint + random.normal(size=4000)
    together = fitted(np.column_stack([judge, model]), right, np.ones(4000))
    by_judge, by_model, _ = pooled(judge, model, right, np.ones(4000))
    assert abs(together[1]) < 0.1 < by_model
    # elsewhere the judge knows less: there the pool is better than what was fitted together
    other_judge, other_model, elsewhere = _pairs(0.4, 0.8)
    other_judge *= 3
    pool = area(by_judge * other_judge + by_model * other_model, elsewhere)
    assert pool > area(together[0] * other_judge + together[1] * other_model, elsewhere) + 0.02
