"""``python -m blackbird.training.rewriting --data FOLDER``: the weights of ``pipeline/salience``.

Learns from the conversations of iKAT 2023 and CAsT 2022 alone, as they are and without the answers,
as both are met; every other set stays unseen. What is learnt is the share of each phrase's words
that the person added, by logistic regression.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blackbird.contract import read_history
from blackbird.pipeline import salience_weights
from blackbird.pipeline.salience import of_phrase, of_question, read_talk
from blackbird.text.topics import words_of

_SETS = ("cast2022", "ikat2023_train", "ikat2023_test")
_PHRASES = 30  # of each question, drawn: long answers have hundreds
_STEPS, _RATE, _DECAY = 400, 0.05, 1e-3

Matrix = NDArray[np.float64]
_HEAD = '''"""What each sign counts, as ``python -m blackbird.training.rewriting`` learnt it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
'''


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with rewriting/")
    parser.add_argument("--out", type=Path, default=Path(salience_weights.__file__))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(options.seed)
    drawn = [
        example
        for name in _SETS
        for row in read(options.data / "rewriting" / f"{name}.jsonl")
        for step in (1, 2)
        for example in examples(row, step, rng)
    ]
    names = list(drawn[0][0])
    signs = np.array([[signs[name] for name in names] for signs, _ in drawn], np.float64)
    weights = learn(signs, np.array([share for _, share in drawn]))
    options.out.write_text(written(dict(zip(["", *names], weights, strict=True))), "utf-8")


def read(path: Path) -> list[dict[str, Any]]:
    """The conversations of a file, each with ``history``, ``utterance`` and ``rewrite``."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def examples(
    row: dict[str, Any], step: int, rng: np.random.Generator
) -> Iterator[tuple[dict[str, float], float]]:
    """Signs of phrases and the share of their words that the person added.

    ``step`` 2 leaves out the answers, which stand in every second place.
    """
    history = read_history(row["history"])[::step]
    if not history:
        return
    text = str(row["utterance"])
    added = Counter(words_of(str(row["rewrite"]))) - Counter(words_of(text))
    talk, phrases = read_talk(history)
    fresh = [found for found in phrases if found.phrase.text.lower() not in text.lower()]
    asked = of_question(text, talk)
    for n in rng.permutation(len(fresh))[:_PHRASES]:
        share = sum(word in added for word in fresh[n].words) / len(fresh[n].words)
        yield {**asked, **of_phrase(fresh[n], talk, text)}, share


def learn(signs: Matrix, shares: NDArray[np.float64]) -> list[float]:
    """Bias and weights of the signs as they are, by Adam's method on all examples at once."""
    mean, spread = signs.mean(0), signs.std(0) + 0.05
    inputs = np.c_[np.ones(len(signs)), (signs - mean) / spread]
    weights, first, second = (np.zeros(inputs.shape[1]) for _ in range(3))
    decay = np.r_[0.0, np.full(signs.shape[1], _DECAY)]
    for step in range(1, _STEPS + 1):
        chances = 1 / (1 + np.exp(-(inputs @ weights)))
        slope = inputs.T @ (chances - shares) / len(shares) + 2 * decay * weights
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        scaled = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = weights - _RATE * (1 - step / (_STEPS + 1)) * scaled
    own = weights[1:] / spread
    return [float(weights[0] - own @ mean), *map(float, own)]


def written(weights: dict[str, float]) -> str:
    """The module that holds ``weights``."""
    lines = [f'        "{name}": {weight:.4f},\n' for name, weight in weights.items()]
    return f"{_HEAD}{''.join(lines)}    }}\n)\n"


if __name__ == "__main__":
    main()
