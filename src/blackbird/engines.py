"""Search engines as the settings name them, each with its own door, pace and budget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

from blackbird.errors import SourceError
from blackbird.index.window import days
from blackbird.net.engine import EngineCall, EngineDoor
from blackbird.net.guard import Guard
from blackbird.net.pace import Pace
from blackbird.protocols import Clock, Engine, Found, Scope
from blackbird.registry import ENGINES, load_engine
from blackbird.settings import Settings, engines_of
from blackbird.text.sites import read_sites
from blackbird.types import Query


@dataclass(frozen=True, slots=True)
class _Needs:
    """Settings of one engine, what it cannot do without, and what lies between two requests."""

    url: str = ""
    key: str = ""
    needed: tuple[str, ...] = ()
    gap_s: float = 0.0
    unasked: bool = True
    """Whether it is asked without being named, once it has what it needs."""


_NEEDS: Mapping[str, _Needs] = MappingProxyType(
    {
        "searxng": _Needs("searxng_url", needed=("searxng_url",)),
        "wikipedia": _Needs("wikipedia_url", needed=("wikipedia_url",)),
        "brave": _Needs("brave_url", "brave_key", ("brave_key",), gap_s=1.0),  # its free plan's
        "tavily": _Needs("tavily_url", "tavily_key", ("tavily_key",)),
        "bing": _Needs("bing_url", "bing_key", ("bing_url",)),
        "ddgs": _Needs(gap_s=1.0, unasked=False),  # it reads pages that are meant for people
    }
)
assert set(_NEEDS) == set(ENGINES)


class Engines:
    """The engines of one data directory; their paces last as long as the program runs.

    ``guard`` replaces the real one for addresses that are built in, as in tests.
    """

    def __init__(self, clock: Clock, guard: Guard | None = None) -> None:
        self._clock = clock
        self._guard = guard or Guard()  # one, so that certificates are read once
        self._paces: dict[str, Pace] = {}

    def of(self, settings: Settings) -> tuple[Engine, ...]:
        """Those that are named, or all that have what they need. Raises ``UnknownName``."""
        named = engines_of(settings)
        if not named:
            ready = [n for n, needs in _NEEDS.items() if needs.unasked and not _lacks(n, settings)]
            named = dict.fromkeys(ready, settings.engine_s)
        return tuple(self._engine(name, settings, seconds) for name, seconds in named.items())

    def _engine(self, name: str, settings: Settings, seconds: float) -> Engine:
        if lacking := _lacks(name, settings):
            return _Unready(name, seconds, lacking)
        needs = _NEEDS[name]
        pace = self._paces.setdefault(name, Pace(self._clock, needs.gap_s))
        # What is built in is a public address and has to stay one.
        owned = bool(needs.url) and settings.origin(needs.url) != "default"
        door = EngineDoor(name, pace, seconds, owned=owned, guard=self._guard)
        url, key = (getattr(settings, n) if n else "" for n in (needs.url, needs.key))
        return Ready(door, url, key, scope_of(settings), self._clock, load_engine(name))


def scope_of(settings: Settings) -> Scope:
    """Country, safe-search and sites as they are set."""
    safe = cast(Literal["off", "moderate", "strict"], settings.web_safe)  # checked as it is read
    stay, without = read_sites(settings.web_sites)
    return Scope(settings.web_country.strip().lower(), safe, stay, without)


def _lacks(name: str, settings: Settings) -> str:
    """What keeps an engine from being asked, in words; empty if nothing does."""
    needs = _NEEDS[name]
    for setting in needs.needed:
        if not getattr(settings, setting):
            return f"{setting} is not set"
    key = getattr(settings, needs.key) if needs.key else ""
    # It becomes a header; what no header can hold would be told in an error.
    return "" if key.isascii() and key.isprintable() else f"{needs.key} has signs that no key has"


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine that can be asked: ``ask`` is what its file does."""

    door: EngineDoor
    url: str
    key: str
    scope: Scope
    clock: Clock
    ask: Callable[[EngineCall], Awaitable[Sequence[Found]]]

    @property
    def name(self) -> str:
        """What answers call it."""
        return self.door.name

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        return self.door.budget_s

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``, and ``BadInput`` for a date that is none."""
        first, last = days(query.since, query.until)
        today = self.clock.now().date()
        call = EngineCall(self.door, self.url, self.key, query, self.scope, first, last, today)
        return await self.ask(call)


@dataclass(frozen=True, slots=True)
class _Unready:
    """An engine that was named and cannot be asked: it says why in every answer."""

    name: str
    budget_s: float
    why: str

    async def find(self, query: Query) -> list[Found]:
        """Raises ``SourceError``."""
        del query
        raise SourceError(self.why)
