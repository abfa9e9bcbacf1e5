"""A language model that says what the question tells it to, and can misbehave while it does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Sequence

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelCrashed
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.protocols import Sampling
from blackbird.types import Turn


class Narrator(ScriptedModel):
    """Writes what follows "say:" in the last message; can crash there, or never come to an end."""

    def __init__(self) -> None:
        super().__init__(_reply)
        self.open = 0
        self.hold = ""
        """What a question begins with that never comes to an end; none does if it is empty."""
        self.endless = threading.Event()
        self.closed = threading.Event()

    async def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        self.open += 1
        try:
            async for piece in super().stream(messages, sampling):
                yield piece
            if "crash" in messages[-1].content:
                raise ModelCrashed("The process ended in the middle.", "Ask again.")
            for _ in range(100 * messages[-1].content.count("slowly")):
                yield "and "
                await asyncio.sleep(0.01)
            if "bug" in messages[-1].content:
                raise ZeroDivisionError("a secret in a trace")
            while "forever" in messages[-1].content or self._holds(messages[-1].content):
                self.endless.set()
                yield "and "
                await asyncio.sleep(0.001)
        finally:
            self.open -= 1
            self.closed.set()

    def _holds(self, prompt: str) -> bool:
        return bool(self.hold) and f"Question: {self.hold}" in prompt


class Weigher(ScriptedScorer):
    """A judge as ``tall_or_short`` says, who thinks for a while about what is "slowly" so."""

    def __init__(self) -> None:
        super().__init__(tall_or_short)

    async def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        if any("slowly" in claim for claim, _ in pairs):
            await asyncio.sleep(0.1)  # so that a test can act while it thinks
        return await super().score(pairs)


def _reply(messages: Sequence[Turn], sampling: Sampling) -> str:
    del sampling
    asked = messages[-1].content.partition("\nAnswer in ")[0].partition("\n\n(Reply in ")[0]
    _, _, wanted = asked.partition("say:")
    # A prompt quotes what people type, marks included.
    return wanted.strip().replace("(1)", "[1]") or "The tower is very tall. [1]"


def tall_or_short(claim: str, evidence: str) -> float:
    """A judge that supports "tall", refutes "short", and knows nothing of the rest.

    Every text answers every question but those on what was painted.
    """
    del evidence
    if "say: " in claim or claim.endswith("?"):
        return 0.2 if "painted" in claim else 0.995
    if "tall" in claim:
        return 0.9
    return 0.01 if "short" in claim else 0.2
