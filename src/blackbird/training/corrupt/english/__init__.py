"""What is made of English sentences."""

from blackbird.training.corrupt.english.negation import negated
from blackbird.training.corrupt.english.phrases import cause_exchanged, opposite, unhedged
from blackbird.training.corrupt.english.rephrase import rephrased

__all__ = ["cause_exchanged", "negated", "opposite", "rephrased", "unhedged"]
