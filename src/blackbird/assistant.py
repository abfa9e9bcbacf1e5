"""The composition root: settings → parts → ask, stream, search, check. Opens and closes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import astuple, replace
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, cast

from blackbird.contract import LONGEST_TEXT
from blackbird.errors import ModelError, ModelMissing
from blackbird.events import CheckEvent, Delivered, Event, FactChecked, SourceFailed
from blackbird.ingest.worker import Indexing, Report
from blackbird.loaded import Loaded
from blackbird.models.store import ModelStore
from blackbird.net.guard import Guard
from blackbird.opened import Opened
from blackbird.pipeline.deep import report
from blackbird.pipeline.factcheck import fact_check
from blackbird.pipeline.flow import run
from blackbird.pipeline.pagecheck import check_page
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.reread import READ, close, reread
from blackbird.pipeline.search import all_of
from blackbird.pipeline.understand import Rewriting, rewritten
from blackbird.protocols import Clock, Embedder, Fetcher, LanguageModel, PairScorer
from blackbird.registry import check_sources
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.drawers import Drawers
from blackbird.storage.record import Record
from blackbird.tracing import SystemClock
from blackbird.types import (
    Answer,
    Checking,
    Document,
    FactCheck,
    Hit,
    Query,
    Question,
    Turn,
    Verdict,
)

_MARK_BYTES = 3  # six digits: two or three tokens each time, and nobody guesses them


class Assistant:
    """Blackbird, opened on one data directory. Use it in ``async with``.

    Nothing is loaded before it is needed; ``warm`` loads all that answering needs.
    ``models``, ``embedder``, ``scorer``, ``store``, ``fetcher`` and ``guard`` replace the real
    ones, as in tests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        models: dict[str, LanguageModel] | None = None,
        embedder: Embedder | None = None,
        scorer: PairScorer | None = None,
        store: ModelStore | None = None,
        fetcher: Fetcher | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.data = DataDirectory(Path(settings.data_dir))
        self.loaded = Loaded(
            settings, self.data, models=models, embedder=embedder, scorer=scorer, store=store
        )
        self.opened = Opened(self.data, self.loaded, self.clock, fetcher=fetcher, guard=guard)
        self._stack = AsyncExitStack()
        self._stack.push_async_callback(self.loaded.aclose)
        self._stack.callback(self.opened.close)

    async def __aenter__(self) -> Assistant:
        await asyncio.to_thread(self.data.prepare)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the models' processes and close the record."""
        await self._stack.aclose()

    @property
    def settings(self) -> Settings:
        """What is set; others of the same data directory may take their place."""
        return self.loaded.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self.loaded.settings = settings

    async def warm(self, model: str = "") -> None:
        """Load the models now, side by side. Raises ``ModelError``."""
        await self.loaded.warm(model or self.settings.model)

    async def stream(self, question: Question) -> AsyncGenerator[Event]:
        """Answer ``question`` as a stream of events; the last one is ``Delivered``.

        Raises ``UnknownName`` (model, source), ``ModelError``, ``StorageError``.
        """
        parts = await self._parts(question)
        if question.deep:
            drawers = await self._drawers()
            await asyncio.to_thread(drawers.tidy)
            steps = report(question, parts, drawers.of(_about(question)))
        else:
            steps = run(question, parts)
        try:
            async for event in steps:
                yield event
        finally:
            await steps.aclose()

    async def ask(self, question: Question) -> Answer:
        """The answer to ``question``. Raises as ``stream``."""
        async for event in self.stream(question):
            if isinstance(event, Delivered):
                return event.answer
        raise ModelError("The run ended without an answer.", "Ask again.")

    async def rewrite(self, history: Sequence[Turn], text: str, model: str = "") -> Rewriting:
        """``text`` so that it can be understood without ``history``, and what to search for.

        Without the model's file rules decide. Raises ``UnknownName``.
        """
        by: LanguageModel | None = None
        with suppress(ModelMissing):
            by = self.loaded.language_model(model or self.settings.model)
        return await rewritten(history, text, self.today(), by)

    def today(self) -> date:
        """The day it is where this machine stands."""
        return self.clock.now().astimezone().date()

    async def search(
        self,
        query: Query,
        sources: Sequence[str] = ("documents",),
        failed: Callable[[SourceFailed], None] = lambda _: None,
    ) -> list[Hit]:
        """What the sources find, best first; passages that score nearly alike are read.

        ``failed`` hears of what did not answer while others did.
        Raises ``UnknownName``, ``ConsentNeeded``, ``SourceError``, ``ModelError``.
        """
        opened = [await self.opened.source(name) for name in check_sources(tuple(sources))]
        wanted = replace(query, limit=max(query.limit, READ))
        found = await all_of(opened, wanted, failed)
        if close(found):
            with suppress(ModelMissing):  # what words and vectors say is good enough to go on with
                loaded = self.loaded
                found = await reread(
                    query.text, found, await loaded.embedder(), await loaded.scorer()
                )
        return list(found[: query.limit])

    async def judge(self, claim: str, evidence: Sequence[str], model: str = "") -> Verdict:
        """Whether ``evidence`` supports ``claim``. Raises ``ModelError``."""
        return await (await self.loaded.judge(model or self.settings.model)).judge(claim, evidence)

    async def judge_all(
        self, items: Sequence[tuple[str, Sequence[str]]], *, second: bool = True
    ) -> list[Verdict]:
        """Verdicts of several claims, each with its evidence; ``second``: whether the language
        model may be asked where the judge is unsure. Raises ``ModelError``.
        """
        judge = await self.loaded.judge(self.settings.model if second else None)
        return await judge.judge_all(items)

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

    async def add_paths(self, paths: Sequence[Path], report: Report = lambda _: None) -> Indexing:
        """Index files and folders. Raises ``BadInput``, ``StorageError``."""
        done = await (await self.opened.indexer()).add_paths(paths, report)
        await self._tidy()
        return done

    async def add_documents(
        self, documents: Iterable[Document], report: Report = lambda _: None
    ) -> int:
        """Index documents; returns how many passages they gave."""
        count = await (await self.opened.indexer()).add_documents(documents, report)
        await self._tidy()
        return count

    async def remove_documents(self, ids: Sequence[str]) -> int:
        """Forget documents, also as the proof behind answers; returns how many there were."""
        count = await (await self.opened.indexer()).remove(ids)
        talks = (await self.record()).conversations
        await asyncio.to_thread(talks.purge, ids)
        await self._tidy()
        return count

    async def unfinished(self, question: Question) -> bool:
        """Whether a report on ``question`` was ended, and goes on if the same is asked again."""
        drawers = await self._drawers()
        return await asyncio.to_thread(lambda: drawers.of(_about(question)).full())

    async def record(self) -> Record:
        """The record of documents, opened."""
        return await self.opened.record()

    def require_web(self) -> None:
        """Raise ``ConsentNeeded`` unless the owner has allowed the web to be asked and read."""
        self.opened.require_web()

    async def _parts(self, question: Question) -> Parts:
        settings = self.settings
        names = check_sources(question.sources) if question.passages is None else ()
        return Parts(
            model=self.loaded.language_model(question.model),
            embedder=await self.loaded.embedder(),
            judge=await self.loaded.judge(question.model),
            scorer=await self.loaded.scorer(),
            sources=tuple([await self.opened.source(name) for name in names]),
            instead=await self.opened.source("documents") if tuple(names) == ("web",) else None,
            clock=self.clock,
            draw_mark=partial(token_hex, _MARK_BYTES),
            evidence_tokens=settings.evidence_tokens,
            answer_tokens=settings.answer_tokens,
            search_timeout_s=settings.search_timeout_s,
            hits=settings.hits,
            deep_seconds=settings.deep_seconds,
            deep_tokens=settings.deep_tokens,
        )

    async def _drawers(self) -> Drawers:
        record = await self.record()
        return Drawers(self.data.unfinished, record.standing, lambda: self.clock.now().timestamp())

    async def _tidy(self) -> None:
        """Unfinished reports quote documents: those that are no longer so are forgotten."""
        await asyncio.to_thread((await self._drawers()).tidy)


def _about(question: Question) -> tuple[Any, ...]:
    """What makes two reports the same: all but how long they may be."""
    return astuple(replace(question, max_tokens=None))


def default_question(settings: Settings) -> Question:
    """A question without text that carries what the settings say."""
    checking = cast(Checking, settings.check)  # one of them: settings are checked as they are read
    return replace(Question(""), model=settings.model, check=checking)
