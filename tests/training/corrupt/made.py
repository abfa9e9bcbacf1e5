"""All that may be made of a sentence, over many seeds."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt import Kind, corruptions


def all_made(sentence: str, language: str, kind: Kind, others: Sequence[str] = ()) -> set[str]:
    """Every corruption of one kind that sixty seeds give."""
    return {
        c.text
        for seed in range(60)
        for c in corruptions(sentence, language, others, Random(seed))
        if c.kind == kind
    }
