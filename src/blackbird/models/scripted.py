"""Models that say what they were told to: for tests, demonstrations and plug-in writers."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator, Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from blackbird.protocols import Sampling
from blackbird.types import Turn

Script = Callable[[Sequence[Turn], Sampling], str]
Odds = Callable[[Sequence[Turn]], float]
Chance = Callable[[str, str], float]
_AGAINST = 0.05


class ScriptedModel:
    """``script`` gives the whole reply to a conversation, ``odds`` the chance of the first choice.

    Keeps what it was asked in ``asked``, so that a test can say which calls were not needed.
    """

    def __init__(
        self,
        script: Script,
        odds: Odds = lambda _: 0.9,
        *,
        name: str = "scripted",
        small: bool = False,
    ) -> None:
        self._script = script
        self._odds = odds
        self._name = name
        self._small = small
        self.asked: list[tuple[Turn, ...]] = []

    @property
    def name(self) -> str:
        """The line-up's name for it."""
        return self._name

    @property
    def small(self) -> bool:
        """As it was made."""
        return self._small

    @property
    def rewrites(self) -> bool:
        """Unless it is small."""
        return not self._small

    async def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the reply in small pieces that break words, as real tokens do."""
        self.asked.append(tuple(messages))
        reply = self._script(messages, sampling)
        for at in range(0, len(reply), 3):
            yield reply[at : at + 3]

    async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
        """The first choice has the scripted chance, the others share the rest."""
        self.asked.append(tuple(messages))
        first = self._odds(messages)
        rest = (1.0 - first) / max(1, len(choices) - 1)
        return {c: first if n == 0 else rest for n, c in enumerate(choices)}

    async def aclose(self) -> None:
        """Nothing to free."""


class ScriptedScorer:
    """A ``PairScorer``: ``chance`` says how likely the second text supports, and answers, the
    first; a chance below .05 means that it speaks against it.

    Keeps the pairs that it was asked about in ``asked``.
    """

    def __init__(self, chance: Chance = lambda _a, _b: 0.9) -> None:
        self._chance = chance
        self.asked: list[tuple[str, str]] = []

    async def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Logits that give the scripted chances."""
        self.asked.extend(pairs)
        rows = [_logits(min(max(self._chance(*pair), 1e-6), 1 - 1e-6)) for pair in pairs]
        return np.array(rows, np.float32).reshape(len(pairs), 4)


def _logits(chance: float) -> tuple[float, float, float, float]:
    against = (1 - chance) * (0.9 if chance < _AGAINST else 0.1)
    unknown = 1 - chance - against
    return math.log(chance), math.log(against), math.log(unknown), math.log(chance / (1 - chance))
