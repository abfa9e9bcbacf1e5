"""Fits how much a language model's yes counts where the judge is unsure, on held-back pairs.

``python -m blackbird.training.judge.opinion --data FOLDER --model mini --out FILE`` with the
models in ``--data-dir``. The pairs are those that calibrated the judge, and of them only such as it
finds hard: of the others it has learnt the like and is surer and more often right than it is about
texts of other kinds, so that a fit on all would give the model no say anywhere.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from pathlib import Path
from random import Random

import numpy as np

from blackbird.assistant import Assistant
from blackbird.claims.calibration import JUDGE, Calibration, logit
from blackbird.prompts.judge import CHOICES, judge_messages
from blackbird.settings import Settings
from blackbird.training.judge.calibrate import fitted, held_out, score
from blackbird.training.judge.examples import Example
from blackbird.training.measures import area, balanced

_LOG = logging.getLogger(__name__)
_HARD = Calibration(low=0.1, high=0.9)


async def opinions(
    assistant: Assistant, model: str, examples: list[Example], most: int
) -> list[tuple[float, float, bool]]:
    """For hard pairs: the judge's log odds, the model's, and whether the claim holds."""
    scorer, speaker = await assistant.scorer(), assistant.language_model(model)
    found: list[tuple[float, float, bool]] = []
    for example in examples:
        scored = await score(scorer, example)
        if scored is None:
            continue
        probability = JUDGE.probability(scored.log_odds, scored.strange)
        if not _HARD.unsure(probability):
            continue
        texts = [part.text for part in scored.reading.parts]
        said = await speaker.odds(judge_messages(example.first, texts), CHOICES)
        yes = said[CHOICES[0]]
        found.append((logit(probability), logit(yes), scored.supported))
        if len(found) % 20 == 0:
            _LOG.info("%d of %d", len(found), most)
        if len(found) == most:
            break
    return found


async def fit(options: argparse.Namespace) -> dict[str, object]:
    """The coefficients, and how well judge, model and both tell the unsure pairs apart."""
    examples = held_out(options.data, options.seed)
    Random(options.seed).shuffle(examples)
    async with Assistant(Settings(data_dir=str(options.data_dir))) as assistant:
        found = await opinions(assistant, options.model, examples, options.pairs)
    judge, model, right = (np.array(column) for column in zip(*found, strict=True))
    shares = {True: right.mean(), False: 1 - right.mean()}
    weights = np.array([1 / shares[bool(holds)] for holds in right])
    by_judge, by_model, offset = fitted(np.column_stack([judge, model]), right, weights, 1.0)
    both = by_judge * judge + by_model * model + offset
    return {
        "model": options.model,
        "pairs": len(found),
        "judge": by_judge,
        "opinion": by_model,
        "offset": offset,
        "area": {
            "judge": area(judge, right),
            "model": area(model, right),
            "both": area(both, right),
        },
        "balanced": {"judge": balanced(judge > 0, right), "both": balanced(both > 0, right)},
    }


def main() -> None:
    """Ask, fit, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--model", default="mini")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options.out.write_text(json.dumps(asyncio.run(fit(options)), indent=1) + "\n")


if __name__ == "__main__":
    main()
