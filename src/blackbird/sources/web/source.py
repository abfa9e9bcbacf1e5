"""The web: engines name pages, the guard reads them, their passages are the evidence.

Reading begins as soon as one engine has answered: ``settled`` (fusion.py) says with which pages. A
place that an engine is awaited for is kept free for two thirds of that engine's time.

What an engine says of a page is never evidence: only what stands in the page as it was read, whose
text is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from blackbird.errors import SourceError
from blackbird.events import SourceFailed
from blackbird.index.window import Window, window
from blackbird.protocols import Embedder, Engine, Fetcher, Gathered, Scope
from blackbird.sources.web.asking import Asked, ask
from blackbird.sources.web.fusion import Candidate, fuse, settled
from blackbird.sources.web.passages import passages_of
from blackbird.sources.web.reading import Reading
from blackbird.text.language import detect_language
from blackbird.text.sites import is_within
from blackbird.types import Hit, Query

_SCORING_S = 3.0  # for vectors of what was read, on a machine that has other things to do


class Web:
    """Searches with ``engines``, reads with ``pages``: ``reading`` says how many of them for a
    question, and in how many seconds.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        pages: Fetcher,
        embedder: Embedder,
        scope: Scope,
        reading: tuple[int, float],
    ) -> None:
        self._engines = tuple(engines)
        self._pages = pages
        self._embedder = embedder
        self._scope = scope
        self._wanted, self._seconds = reading

    @property
    def name(self) -> str:
        """The name given to ``--source``."""
        return "web"

    @property
    def budget_s(self) -> float:
        """Seconds after which it has answered, whoever failed it."""
        slowest = max((engine.budget_s for engine in self._engines), default=0.0)
        return slowest + self._seconds + _SCORING_S

    async def search(self, query: Query) -> Sequence[Hit]:
        """Best first. Raises ``SourceError`` if no engine answered."""
        found = await self.gather([query])
        if not found.reached:
            said = "; ".join(f"{f.source}: {f.message}" for f in found.failed)
            raise SourceError(
                f"No search engine answered ({said or 'none is set up'}).",
                'See the settings "engines" and those of each engine (blackbird settings).',
            )
        return found.hits

    async def gather(self, queries: Sequence[Query]) -> Gathered:
        """What is found for several queries on one question, and which engines failed."""
        queries = [_spoken(query) for query in queries if query.text.strip()]
        if not queries:
            return Gathered(())
        if not self._engines:
            return Gathered((), (SourceFailed(self.name, "no engine is set up"),), reached=False)
        first = queries[0]
        period = window(first.since, first.until, None)
        reading = Reading(self._pages, lambda page: period.admits(page.date, ""), self._wanted)
        async with reading, aclosing(ask(self._engines, queries)) as steps:
            async for asked in steps:
                # What surely counts is read while the others are awaited.
                candidates = self._candidates(asked)
                sure = settled(candidates, len(asked.found), asked.awaited, self._wanted)
                reading.begin(candidates, sure)
            pages = await reading.end(self._seconds)
        failed = asked.failed
        if candidates and not pages:
            failed = (*failed, SourceFailed(self.name, _unread(len(candidates), period)))
        hits = await passages_of(pages, first.text, self._embedder, first.limit)
        return Gathered(hits, failed, reached=bool(asked.found))

    def _candidates(self, asked: Asked) -> list[Candidate]:
        scope = self._scope
        return [c for c in fuse(asked.found) if is_within(c.url, scope.sites, scope.without)]


def _spoken(query: Query) -> Query:
    """The query with its language, which engines are told."""
    return query if query.language else replace(query, language=detect_language(query.text))


def _unread(named: int, period: Window) -> str:
    dated = "" if period.is_open else " and is of that time"
    return f"of {named} pages that were named, none could be read{dated}"
