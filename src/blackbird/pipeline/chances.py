"""How likely texts answer what is asked, as the judge's encoder reads the two side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.calibration import ANSWERS
from blackbird.protocols import PairScorer


async def chances(
    asked: Sequence[str], texts: Sequence[str], scorer: PairScorer
) -> NDArray[np.float64]:
    """Probability that each text answers each question, shape ``(len(asked), len(texts))``.

    Raises ``ModelError``.
    """
    if not asked or not texts:
        return np.zeros((len(asked), len(texts)))
    logits = (await scorer.score([(question, text) for question in asked for text in texts]))[:, 3]
    values = [ANSWERS.probability(float(value)) for value in logits]
    return np.array(values).reshape(len(asked), len(texts))
