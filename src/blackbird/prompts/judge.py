"""The prompt of the second opinion: does the evidence show that the claim is true?"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.prompts.quote import quote
from blackbird.types import Turn

VERSION = 1
CHOICES = ("Yes", "No")

_INSTRUCTION = "You check claims against evidence. Answer with one word: Yes or No."


def judge_messages(claim: str, evidence: Sequence[str]) -> list[Turn]:
    """The conversation whose first word is one of ``CHOICES``."""
    text = " ".join(quote(e) for e in evidence)
    request = (
        f"Evidence: {text}\nClaim: {quote(claim, 1000)}\n"
        "Does the evidence show that the claim is true?"
    )
    return [Turn("system", _INSTRUCTION), Turn("user", request)]
