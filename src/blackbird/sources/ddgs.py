"""ddgs, a keyless metasearch library (MIT), if its owner installed it: pip install ddgs.

It brings its own client, so it is the one engine that does not go through our door: it reads the
result pages of public search engines, by addresses of its own, and knows one proxy setting of its
own (``DDGS_PROXY``). What it returns are addresses, and those pass the guard like all others.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from blackbird.errors import SourceError
from blackbird.index.window import days
from blackbird.net.engine import EngineDoor
from blackbird.protocols import Clock, Found, Scope
from blackbird.text.fields import rows, words
from blackbird.text.sites import with_sites
from blackbird.types import Query

_RANGES = ((1, "d"), (7, "w"), (31, "m"), (366, "y"))  # it knows no others
_SAFE = {"off": "off", "moderate": "moderate", "strict": "on"}
_REGIONS = {"en": "us-en", "ja": "jp-jp", "de": "de-de", "fr": "fr-fr", "es": "es-es"}

Search = Callable[..., Any]


def installed(seconds: int) -> Search:
    """The library's search, with so much time for each request. Raises ``SourceError``."""
    try:
        library = import_module("ddgs")
    except ImportError as error:
        raise SourceError("it is not installed (pip install ddgs)") from error
    search: Search = library.DDGS(timeout=seconds).text
    return search


class Ddgs:
    """Asks the library in a thread of its own; ``opened`` replaces it in tests."""

    name = "ddgs"

    def __init__(
        self,
        door: EngineDoor,
        url: str,
        key: str,
        scope: Scope,
        clock: Clock,
        opened: Callable[[int], Search] = installed,
    ) -> None:
        del url, key
        self._door = door  # only its budget and its pace: the library has a client of its own
        self._scope = scope
        self._clock = clock
        self._opened = opened

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        return self._door.budget_s

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``."""
        search = self._opened(max(1, round(self.budget_s)))
        text = with_sites(query.text, self._scope.sites, self._scope.without)
        options = {
            "region": self._region(query.language or ""),
            "safesearch": _SAFE[self._scope.safe],
            "timelimit": self._range(query),
            "max_results": query.limit,
        }
        found = await self._door.borrowed(lambda: _in_thread(lambda: search(text, **options)))
        return [
            Found(words(row.get("href"), 8192), words(row.get("title")))
            for row in rows({"found": found}, "found")
        ]

    def _region(self, language: str) -> str:
        if language and self._scope.country:
            return f"{self._scope.country.lower()}-{language}"
        return _REGIONS.get(language, "wt-wt")

    def _range(self, query: Query) -> str | None:
        first, _ = days(query.since, None)
        if first is None:
            return None
        back = (self._clock.now().date() - first).days
        return next((name for most, name in _RANGES if back <= most), None)


async def _in_thread(work: Callable[[], Any]) -> Any:
    """Wait for blocking work in a thread that nobody waits for at the end of the program."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def tell(result: Any, error: str) -> None:
        if done.done():  # who asked went away
            return
        if error:
            done.set_exception(SourceError(error))
        else:
            done.set_result(result)

    def run() -> None:
        result, error = None, ""
        try:
            result = work()
        except Exception as raised:  # a stranger's library: whatever it raises is its failure
            error = f"it failed ({type(raised).__name__}: {words(str(raised), 120)})"
        with suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(tell, result, error)

    threading.Thread(target=run, name="blackbird-ddgs", daemon=True).start()
    return await done
