"""The composition root: settings → parts → ask, stream, search, check. Opens and closes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import astuple, replace
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any, cast

from blackbird.errors import ModelError, ModelMissing
from blackbird.events import Delivered, Event, SourceFailed
from blackbird.factchecks import FactChecks
from blackbird.ingest.files import read_bytes
from blackbird.ingest.worker import Indexing, Report
from blackbird.loaded import Loaded
from blackbird.models.store import ModelStore
from blackbird.net.guard import Guard
from blackbird.opened import Opened
from blackbird.pipeline.deep import report
from blackbird.pipeline.flow import run
from blackbird.pipeline.parts import Parts
from blackbird.pipeline.reread import READ, close, reread
from blackbird.pipeline.search import all_of
from blackbird.pipeline.understand import Rewriting, rewritten
from blackbird.protocols import (
    Clock,
    Embedder,
    Fetcher,
    LanguageModel,
    PairScorer,
    Parser,
    Source,
)
from blackbird.registry import check_sources
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.drawers import Drawers
from blackbird.storage.record import Record
from blackbird.text.recency import asks_for_now
from blackbird.tracing import SystemClock
from blackbird.types import (
    Answer,
    Checking,
    Document,
    Hit,
    Query,
    Question,
    Turn,
    Verdict,
)

_MARK_BYTES = 3  # six digits: two or three tokens each time, and nobody guesses them


class Assistant(FactChecks):
    """Blackbird, opened on one data directory. Use it in ``async with``.

    Nothing is loaded before it is needed; ``warm`` loads all that answering needs.
    ``models``, ``embedder``, ``scorer``, ``store``, ``fetcher``, ``guard`` and ``parser`` replace
    the real ones, as in tests.
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
        parser: Parser | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.data = DataDirectory(Path(settings.data_dir))
        self.loaded = Loaded(
            settings, self.data, models=models, embedder=embedder, scorer=scorer, store=store
        )
        self.opened = Opened(
            self.data, self.loaded, self.clock, fetcher=fetcher, guard=guard, parser=parser
        )
        self._stack = AsyncExitStack()
        self._stack.push_async_callback(self.loaded.aclose)
        self._stack.push_async_callback(self.opened.aclose)

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
        self.opened.warm()
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
            hurried = await self.loaded.judge(question.model, hurried=True)
            steps = run(question, replace(parts, judge=hurried))
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

    async def add_paths(self, paths: Sequence[Path], report: Report = lambda _: None) -> Indexing:
        """Index files and folders. Raises ``BadInput``, ``StorageError``."""
        done = await (await self.opened.indexer()).add_paths(paths, report)
        await self._tidy()
        return done

    async def read_bytes(
        self, name: str, data: bytes, id: str
    ) -> tuple[tuple[Document, ...], tuple[str, ...]]:
        """The documents in a file called ``name``, not stored yet, and what could not be used."""
        return await read_bytes(name, data, self.opened.parser, id=id)

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

    async def sources_for(self, question: Question) -> tuple[str, ...]:
        """Who is asked: those that ``question`` names, or what fits. Raises ``UnknownName``."""
        if question.passages is not None:
            return ()
        if question.sources:
            return check_sources(question.sources)
        wanted = self.settings.posts_now == "yes" and asks_for_now(question.text)
        posts = wanted and await self.opened.live.has_posts()
        return ("documents", "posts") if posts else ("documents",)

    async def record(self) -> Record:
        """The record of documents, opened."""
        return await self.opened.record()

    async def _parts(self, question: Question) -> Parts:
        settings = self.settings
        names = await self.sources_for(question)
        return Parts(
            model=self.loaded.language_model(question.model),
            embedder=await self.loaded.embedder(),
            judge=await self.loaded.judge(question.model),
            scorer=await self.loaded.scorer(),
            sources=tuple([await self.opened.source(name) for name in names]),
            confirming=await self._confirming(names),
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

    async def _confirming(self, names: Sequence[str]) -> tuple[Source, ...]:
        """Who is asked for what rests on posts alone: what may be asked without leave, or with."""
        if "posts" not in names:
            return ()
        allowed = ("documents", "web") if self.settings.web == "yes" else ("documents",)
        return tuple([await self.opened.source(name) for name in allowed])

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
