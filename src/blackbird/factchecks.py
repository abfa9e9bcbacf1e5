"""The doors of fact-checking: of a text, and of a page by its address."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from blackbird.contract import LONGEST_TEXT
from blackbird.errors import ModelError
from blackbird.events import CheckEvent, FactChecked
from blackbird.opened import Opened
from blackbird.pipeline.factcheck import fact_check
from blackbird.pipeline.pagecheck import check_page
from blackbird.pipeline.parts import Parts
from blackbird.settings import Settings
from blackbird.types import FactCheck, Question


class FactChecks(ABC):
    """Checks claims with the parts of whoever is built on it: the assistant."""

    opened: Opened

    @property
    @abstractmethod
    def settings(self) -> Settings:
        """What is set."""

    @abstractmethod
    async def _parts(self, question: Question) -> Parts:
        """What checks the claims of a text, with the sources and model that are named."""

    async def fact_check(
        self,
        text: str,
        sources: Sequence[str] = ("documents",),
        since: str | None = None,
        until: str | None = None,
        model: str = "",
    ) -> AsyncGenerator[CheckEvent]:
        """Check every claim of ``text`` against the sources; the last event is ``FactChecked``.

        ``model`` gives the second opinion where the judge is unsure. Raises as ``stream``.
        """
        bounds = Question(text, sources=tuple(sources), model=model or self.settings.model)
        steps = fact_check(text, await self._parts(bounds), since=since, until=until)
        async with aclosing(steps):
            async for event in steps:
                yield event

    async def fact_check_page(
        self,
        url: str,
        sources: Sequence[str] = ("documents",),
        since: str | None = None,
        until: str | None = None,
        model: str = "",
    ) -> AsyncGenerator[CheckEvent]:
        """Read the page at ``url`` and check its claims; the first event is ``PageRead``.

        Raises ``ConsentNeeded``, ``AddressRefused``, ``BadInput``, ``NetworkError``, and as
        ``stream``.
        """
        self.require_web()
        parts = await self._parts(
            Question(url, sources=tuple(sources), model=model or self.settings.model)
        )
        steps = check_page(
            url, await self.opened.pages(), parts, most=LONGEST_TEXT, since=since, until=until
        )
        async with aclosing(steps):
            async for event in steps:
                yield event

    async def fact_checked(
        self,
        text: str,
        sources: Sequence[str] = ("documents",),
        since: str | None = None,
        until: str | None = None,
        model: str = "",
    ) -> FactCheck:
        """The whole result of ``fact_check``. Raises as ``stream``."""
        async for event in self.fact_check(text, sources, since, until, model):
            if isinstance(event, FactChecked):
                return event.result
        raise ModelError("The check ended without a result.", "Check the text again.")

    def require_web(self) -> None:
        """Raise ``ConsentNeeded`` unless the owner has allowed the web to be asked and read."""
        self.opened.require_web()
