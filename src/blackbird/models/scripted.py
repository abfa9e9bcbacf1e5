"""A language model that says what it was told to: for tests, demonstrations and plug-in writers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

from blackbird.protocols import Sampling
from blackbird.types import Turn

Script = Callable[[Sequence[Turn], Sampling], str]
Odds = Callable[[Sequence[Turn]], float]


class ScriptedModel:
    """``script`` gives the whole reply to a conversation, ``odds`` the chance of the first choice.

    Keeps what it was asked in ``asked``, so that a test can say which calls were not needed.
    """

    def __init__(
        self, script: Script, odds: Odds = lambda _: 0.9, *, name: str = "scripted"
    ) -> None:
        self._script = script
        self._odds = odds
        self._name = name
        self.asked: list[tuple[Turn, ...]] = []

    @property
    def name(self) -> str:
        """The line-up's name for it."""
        return self._name

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
