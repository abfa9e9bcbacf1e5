"""How likely texts answer what is asked, as the judge's encoder reads the two side by side.

The encoder learnt on long texts, and takes a short sentence with the question's names in it for an
answer: "Musk also paid the rent of OpenAI" to "how much did Musk give OpenAI?". Two things correct
it for a sentence by itself: how many of the question's words its passage has, and whether it holds
a number or a date where one is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.calibration import ANSWERS, logit
from blackbird.protocols import PairScorer
from blackbird.text.expected import expected, holds_expected
from blackbird.text.language import detect_language
from blackbird.text.words import content_words
from blackbird.types import Hit, Span

_WORDS = 3.0  # log odds between a passage with all of the question's words and one with none
_USUAL = 0.8  # share of them in a passage that answers
_FOREIGN = 0.6  # what is taken where the passage's language is another: it cannot be counted
_LACKS = 2.0  # log odds that a sentence loses without the number or date that is asked for


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


async def said_chances(
    asked: Sequence[str], texts: Sequence[str], scorer: PairScorer
) -> NDArray[np.float64]:
    """As ``chances``, for sentences that stand by themselves and have no passage around them.

    Raises ``ModelError``.
    """
    read = await chances(asked, texts, scorer)
    moved = [
        [
            _moved(float(p), -_LACKS * _lacks(question, text))
            for p, text in zip(row, texts, strict=True)
        ]
        for question, row in zip(asked, read, strict=True)
    ]
    return np.array(moved).reshape(read.shape)


async def alone_chances(
    asked: Sequence[str], pairs: Sequence[tuple[Hit, Span]], scorer: PairScorer
) -> list[tuple[float, ...]]:
    """For each sentence the probability that by itself it answers each question.

    Raises ``ModelError``.
    """
    read = await chances(asked, [span.text for _, span in pairs], scorer)
    shift = np.array([[_shift(question, *pair) for pair in pairs] for question in asked])
    return [
        tuple(_moved(float(p), float(by)) for p, by in zip(own, moved, strict=True))
        for own, moved in zip(read.T, shift.reshape(read.shape).T, strict=True)
    ]


def _shift(question: str, hit: Hit, span: Span) -> float:
    """Log odds that words and values add to what was read."""
    return _WORDS * (_covered(question, hit) - _USUAL) - _LACKS * _lacks(question, span.text)


def _lacks(question: str, text: str) -> bool:
    return not holds_expected(text, expected(question))


def _covered(question: str, hit: Hit) -> float:
    passage = hit.passage
    language = detect_language(question)
    if (passage.language or detect_language(passage.text, language)) != language:
        return _FOREIGN
    words = content_words(question)
    there = content_words(f"{passage.title} {passage.text} {passage.date or ''}")
    return len(words & there) / len(words) if words else _USUAL


def _moved(probability: float, by: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit(probability) - by))
