"""ddgs, a keyless metasearch library (MIT), if its owner installed it: pip install ddgs.

It brings its own client, so it is the one engine that does not go through our door: it reads the
result pages of public search engines, by addresses of its own, and knows one proxy setting of its
own (``DDGS_PROXY``). What it returns are addresses, and those pass the guard like all others.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from blackbird.errors import SourceError
from blackbird.net.engine import EngineCall
from blackbird.protocols import Found
from blackbird.text.fields import listed, words
from blackbird.text.sites import with_sites

_RANGES = ((1, "d"), (7, "w"), (31, "m"), (366, "y"))  # it knows no others
_SAFE = {"off": "off", "moderate": "moderate", "strict": "on"}
_COUNTRIES = {"en": "us", "ja": "jp", "de": "de", "fr": "fr", "es": "es"}
_EVERYWHERE = "wt"
_NOTHING = "No results found."  # what it raises then, as for all that fails

Search = Callable[..., Any]


def installed(seconds: int) -> Search:
    """The library's search, with so much time for each request. Raises ``SourceError``."""
    try:
        library, errors = import_module("ddgs"), import_module("ddgs.exceptions")
    except ImportError as error:
        raise SourceError("it is not installed (pip install ddgs)") from error

    def search(text: str, **options: Any) -> Any:
        try:
            return library.DDGS(timeout=seconds).text(text, **options)
        except errors.DDGSException as error:
            if str(error) == _NOTHING:
                return []
            raise

    return search


async def find(call: EngineCall, opened: Callable[[int], Search] = installed) -> list[Found]:
    """Best first. Raises ``SourceError``. ``opened`` replaces the library in tests."""
    search = opened(max(1, round(call.door.budget_s)))
    text = with_sites(call.query.text, call.scope.sites, call.scope.without)
    options = {
        "region": _region(call),
        "safesearch": _SAFE[call.scope.safe],
        "timelimit": call.reaching(_RANGES) or None,
        "max_results": call.query.limit,
    }
    found = await call.door.borrowed(lambda: _in_thread(lambda: search(text, **options)))
    return listed({"found": found}, "found", url="href")


def _region(call: EngineCall) -> str:
    """Country and language: what is behind it takes them apart and uses one or the other."""
    language = call.language.partition("-")[0]
    country = call.scope.country.lower() or _COUNTRIES.get(language, _EVERYWHERE)
    country = "uk" if country == "gb" else country
    return f"{country}-{language or _EVERYWHERE}"


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
