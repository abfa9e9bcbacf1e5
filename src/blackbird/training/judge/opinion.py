"""Fits how much a language model's yes counts beside the judge's probability, on held-back pairs.

``python -m blackbird.training.judge.opinion --data FOLDER --model full --out FILE`` with the
models in ``--data-dir``. Judge and model are calibrated each by itself, and their log odds added: a
logarithmic opinion pool of equal weights (Genest and Zidek, 1986). Weights fitted together would
be too much the judge's: it has learnt the like of these pairs, and not of what it will be asked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from blackbird.assistant import Assistant
from blackbird.claims.calibration import JUDGE, logit
from blackbird.prompts.judge import CHOICES, judge_messages
from blackbird.settings import Settings
from blackbird.training.judge.calibrate import Scored, balanced_weights, fitted, held_out, score
from blackbird.training.judge.examples import Example
from blackbird.training.measures import area, balanced

_LOG = logging.getLogger(__name__)


async def opinions(
    assistant: Assistant, model: str, examples: Sequence[Example]
) -> list[tuple[Scored, float]]:
    """The judge's finding on each pair, and the model's log odds for yes on what it rests on."""
    scorer, speaker = await assistant.loaded.scorer(), assistant.loaded.language_model(model)
    found: list[tuple[Scored, float]] = []
    for example in examples:
        scored = await score(scorer, example)
        if scored is None:
            continue
        texts = [part.text for part in scored.reading.parts]
        said = await speaker.odds(judge_messages(example.first, texts), CHOICES)
        found.append((scored, logit(said[CHOICES[0]])))
        if len(found) % 20 == 0:
            _LOG.info("%d of %d", len(found), len(examples))
    return found


def pooled(
    judge: ArrayLike, model: ArrayLike, right: ArrayLike, weights: ArrayLike
) -> tuple[float, float, float]:
    """Of the log odds of both: what the judge's count, what the model's count, and the offset."""
    by_judge, by_model = np.asarray(judge, float), np.asarray(model, float)
    alone = [float(fitted(odds[:, None], right, weights)[0]) for odds in (by_judge, by_model)]
    total = alone[0] * by_judge + alone[1] * by_model
    slope, offset = fitted(total[:, None], right, weights)
    return float(slope * alone[0]), float(slope * alone[1]), float(offset)


async def fit(options: argparse.Namespace) -> dict[str, Any]:
    """The coefficients, and how well judge, model and both tell the pairs apart."""
    examples = held_out(options.data, options.seed)
    Random(options.seed).shuffle(examples)
    async with Assistant(Settings(data_dir=str(options.data_dir))) as assistant:
        found = await opinions(assistant, options.model, examples[: options.pairs])
    scored = [finding for finding, _ in found]
    judge = np.array([logit(JUDGE.probability(s.log_odds, s.strange)) for s in scored])
    model = np.array([odds for _, odds in found])
    right, weights = np.array([s.supported for s in scored]), balanced_weights(scored)
    by_judge, by_model, offset = pooled(judge, model, right, weights)
    both = by_judge * judge + by_model * model + offset
    together = fitted(np.column_stack([judge, model]), right, weights)
    return {
        "model": options.model,
        "pairs": len(found),
        "judge": round(by_judge, 4),
        "opinion": round(by_model, 4),
        "offset": round(offset, 4),
        "fitted_together": [round(float(weight), 4) for weight in together],
        "area": {n: area(x, right) for n, x in _named(judge, model, both)},
        "balanced": {n: balanced(np.asarray(x) > 0, right) for n, x in _named(judge, model, both)},
        "said": [[s.example.source, s.supported, s.log_odds, s.strange, m] for s, m in found],
    }


def _named(judge: ArrayLike, model: ArrayLike, both: ArrayLike) -> list[tuple[str, ArrayLike]]:
    return [("judge", judge), ("model", model), ("both", both)]


def main() -> None:
    """Ask, fit, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--model", default="full")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options.out.write_text(json.dumps(asyncio.run(fit(options)), indent=1) + "\n")


if __name__ == "__main__":
    main()
