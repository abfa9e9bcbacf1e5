"""What is made of Japanese sentences."""

from blackbird.training.corrupt.japanese.negation import negated
from blackbird.training.corrupt.japanese.phrases import cause_exchanged, opposite, unhedged
from blackbird.training.corrupt.japanese.rephrase import rephrased
from blackbird.training.corrupt.japanese.swap import swapped

__all__ = ["cause_exchanged", "negated", "opposite", "rephrased", "swapped", "unhedged"]
