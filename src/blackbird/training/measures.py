"""How well scores tell right from wrong: areas, balanced accuracy, calibration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 10


def area(scores: ArrayLike, positive: ArrayLike) -> float:
    """Area under the ROC curve: how often a right one scores above a wrong one, ties by half.

    NaN if there are only right or only wrong ones.
    """
    values, right = np.asarray(scores, float), np.asarray(positive, bool)
    good, bad = int(right.sum()), int((~right).sum())
    if not good or not bad:
        return float("nan")
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[right].sum() - good * (good + 1) / 2) / (good * bad))


def roc(scores: ArrayLike, positive: ArrayLike) -> list[tuple[float, float]]:
    """Points of the ROC curve: (share of wrong ones taken, share of right ones taken)."""
    values, right = np.asarray(scores, float), np.asarray(positive, bool)
    order = np.argsort(-values, kind="stable")
    ends = np.append(np.nonzero(np.diff(values[order]))[0], len(values) - 1)
    taken, missed = np.cumsum(right[order])[ends], np.cumsum(~right[order])[ends]
    points = zip(missed / max(1, (~right).sum()), taken / max(1, right.sum()), strict=True)
    return [(0.0, 0.0), *((float(x), float(y)) for x, y in points)]


def balanced(said: ArrayLike, positive: ArrayLike) -> float:
    """Mean of the shares of right and of wrong ones that were said to be so."""
    yes, right = np.asarray(said, bool), np.asarray(positive, bool)
    return float((yes[right].mean() + (~yes[~right]).mean()) / 2)


def calibration_error(scores: ArrayLike, positive: ArrayLike) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    values = np.asarray(scores, float)
    return float(
        sum(n * abs(said - true) for said, true, n in reliability(scores, positive))
    ) / len(values)


def reliability(scores: ArrayLike, positive: ArrayLike) -> list[tuple[float, float, int]]:
    """For each bin that is not empty: mean score, share of right ones, how many."""
    values, right = np.asarray(scores, float), np.asarray(positive, bool)
    bins = np.minimum((values * BINS).astype(int), BINS - 1)
    return [
        (float(values[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum()))
        for b in range(BINS)
        if (bins == b).any()
    ]


def interval(values: Sequence[float] | NDArray[np.float64], seed: int = 0) -> tuple[float, float]:
    """Bounds of the mean that hold 95 % of resamples of ``values``."""
    drawn = np.random.default_rng(seed).choice(np.asarray(values, float), (1000, len(values)))
    low, high = np.percentile(drawn.mean(1), [2.5, 97.5])
    return float(low), float(high)
