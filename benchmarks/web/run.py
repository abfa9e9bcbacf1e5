"""What the web costs when it works, and when it does not. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.assistant import Assistant
from blackbird.errors import BlackbirdError
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.net.engine import EngineDoor
from blackbird.net.guard import Guard
from blackbird.net.pace import Pace
from blackbird.parsing.parser import ChildParser
from blackbird.protocols import Found, Scope
from blackbird.settings import load_settings
from blackbird.sources.fetch import WebPages
from blackbird.sources.web.source import Web
from blackbird.storage.record import Record
from blackbird.tracing import SystemClock
from blackbird.types import Answer, Document, Query, Question
from tests.fakes.dials import Dialled, watching
from tests.fakes.embedder import HashEmbedder
from tests.fakes.engines import SHAPES, Listed, path_of, settings_for, told
from tests.fakes.failures import FAILURES
from tests.fakes.page_server import PageServer, Script, moved, page_server, reply, resolver
from tests.fakes.parser import InProcess
from tests.net.hostile import addresses

BUDGET_S = 0.5  # for engines, and for pages
MORE_S = 0.5
LATE_S = 0.15  # that pages take beside a slow engine
SAID = "The tram of Aldenport opened in 1889."
OWN = f"In old papers: {SAID}"
ASKED = "When did the tram of Aldenport open?"
FILLING = "".join(f"<p>Line {n} runs from the harbour to hill {n * 7}.</p>" for n in range(120))
PAGE = f"<html lang=en><title>Trams</title><body><article><p>{SAID}</p>{FILLING}</article></body>"
FOLLOWED = frozenset({"html", "garbage", "cut", "deep", "digits"})  # no failures of a page


async def answered(folder: Path, server: PageServer, *engines: str) -> tuple[Answer, float]:
    """An answer from the web alone, with documents to fall back on, and its seconds."""
    flags = {"data_dir": str(folder), "web": "yes", "engine_s": BUDGET_S, "pages_s": BUDGET_S}
    assistant = Assistant(
        load_settings(flags | settings_for(server, *engines), {}),
        models={"mini": ScriptedModel(lambda *_: f"{SAID} [1] The moon is cheese. [7]")},
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(lambda a, b: 0.95 if "1889" in b and "moon" not in a else 0.1),
        guard=server.guard(),
        parser=InProcess(),
    )
    async with assistant:
        await assistant.add_documents([Document("own", OWN)])
        began = time.perf_counter()
        answer = await assistant.ask(Question(ASKED, sources=("web",)))
        return answer, time.perf_counter() - began


async def one_failure(
    server: PageServer, script: Script, failing: str, engines: tuple[str, ...]
) -> str:
    """What is wrong with the answer when ``failing`` does, an engine or "page"."""
    listed = [Listed(server.url("/bad" if failing == "page" else "/page"))]
    for name in engines:
        server.pages[path_of(name)] = told(name, listed)
    server.pages["/bad" if failing == "page" else path_of(failing)] = script
    with tempfile.TemporaryDirectory() as folder:
        answer, seconds = await answered(Path(folder), server, *engines)
    named = "web" if failing == "page" else failing
    wrong = []
    if seconds > 2 * BUDGET_S + MORE_S:
        wrong.append(f"{seconds:.2f} s")
    if not any(note.startswith(f"{named} could not be searched") for note in answer.notes):
        wrong.append("no note")
    if not {c.quote for c in answer.citations} <= {SAID, OWN}:
        wrong.append("a citation of nothing")
    return ", ".join(wrong)


async def failures(server: PageServer, short: bool) -> dict[str, Any]:
    """How many of all failing upstreams give a good answer."""
    cases: list[tuple[str, str, tuple[str, ...]]]
    cases = [(k, n, (n,)) for n in SHAPES for k in FAILURES]
    cases += [(k, n, (n, "searxng")) for n in ("brave", "tavily", "bing") for k in FAILURES]
    cases += [(k, "page", ("searxng",)) for k in FAILURES if k not in FOLLOWED]
    cases = cases[:: 12 if short else 1]
    wrong = {}
    for kind, failing, engines in cases:
        if found := await one_failure(server, FAILURES[kind][0], failing, engines):
            wrong[f"{kind} {failing} {len(engines)}"] = found
    return {"cases": len(cases), "good": len(cases) - len(wrong), "wrong": wrong}


class Naming:
    """An engine that names what it was given."""

    name, budget_s = "one", 5.0

    def __init__(self, urls: list[str]) -> None:
        self._found = [Found(url) for url in urls]

    async def find(self, query: Query) -> list[Found]:
        """All of them."""
        del query
        return self._found


async def hostile(server: PageServer, short: bool) -> dict[str, Any]:
    """Connections that hostile addresses cause, through each path that fetches."""
    urls = addresses()[:: 20 if short else 1]
    guard = Guard(resolve=resolver({}, "127.0.0.1"))
    pages, clock = WebPages(guard, SystemClock(), InProcess()), SystemClock()
    tried = 0
    with watching(server.port) as dials:
        for at in range(0, len(urls), 60):
            batch = urls[at : at + 60]
            web = Web([Naming(batch)], pages, HashEmbedder(), Scope(), (50, 9.0))
            await web.gather([Query(ASKED)])
            tried += len(batch)
        for url in urls:
            server.pages["/"] = moved(url)
            door = EngineDoor("one", Pace(clock), 5.0, owned=False, guard=guard)
            paths = [pages.read(url), door.get(url, {"q": ASKED})]
            if url.isascii() and url.isprintable() and url.startswith("http"):
                paths.append(WebPages(server.guard(), clock, InProcess()).read(server.url()))
            for path in paths:
                tried += 1
                try:
                    await path
                except BlackbirdError:
                    continue
    return {"cases": tried, "connections": len(dials.connected), "control": await control(guard)}


async def control(guard: Guard) -> int:
    """How many connections are seen where one is begun: 1, or the watch is blind."""
    with watching() as dials:
        try:
            await guard.get("http://93.184.216.34/")
        except BaseException as error:
            if not isinstance(error, (Dialled, BaseExceptionGroup)):
                raise
    return len(dials.connected)


def late(sock: socket.socket) -> None:
    """A page whose server takes its time."""
    time.sleep(LATE_S)
    reply(PAGE)(sock)


async def lost(server: PageServer, runs: int) -> dict[str, Any]:
    """Seconds lost to a dead and a slow engine beyond the budget; less than none where pages are
    read within it.
    """
    server.pages["/late"] = late
    listed = [Listed(server.url("/late", f"{n}.example")) for n in range(5)]
    server.pages[path_of("searxng")] = told("searxng", listed)
    server.pages[path_of("brave")] = reply("down", "500 Internal Server Error")
    server.pages[path_of("tavily")] = lambda _: time.sleep(2 * BUDGET_S)
    beyond = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            _, alone = await answered(Path(folder), server, "searxng")
            _, three = await answered(Path(folder), server, "searxng", "brave", "tavily")
        beyond.append(three - alone - BUDGET_S)
    return {"runs": runs, "median_s": percentile(beyond, 0.5), "most_s": max(beyond)}


async def pages_read(server: PageServer, count: int) -> dict[str, Any]:
    """Pages read per second in one process, ten at a time."""
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(Path(folder) / "record.db")
        parser = ChildParser()
        pages = WebPages(server.guard(), SystemClock(), parser, record.pages(100_000_000))
        # Loads the libraries, in each of the processes that parse.
        await asyncio.gather(*(pages.read(server.url(f"/page?first={n}")) for n in range(10)))
        waiting = [server.url(f"/page?n={n}") for n in range(count)]

        async def work() -> None:
            while waiting:
                await pages.read(waiting.pop())

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(10)))
        seconds = time.perf_counter() - began
        await parser.aclose()
        record.close()
    return {"pages": count, "characters": len(PAGE), "per_second": round(count / seconds, 1)}


def main() -> None:
    """Measure, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer cases")
    parser.add_argument(
        "--only", help="one of pages, lost, failures, hostile, in a file of its own"
    )
    options = parser.parse_known_args()[0]
    short = options.short
    with page_server({"/page": reply(PAGE)}) as server:
        parts = {
            "pages": lambda: pages_read(server, 40 if short else 400),
            "lost": lambda: lost(server, 3 if short else 20),
            "failures": lambda: failures(server, short),
            "hostile": lambda: hostile(server, short),
        }
        wanted = [options.only] if options.only else list(parts)
        figures: dict[str, Any] = {name: asyncio.run(parts[name]()) for name in wanted}
    ending = f"-{options.only}" if options.only else ""
    ending += "-short" if short else ""
    figures["budget_s"] = BUDGET_S
    save(Path(__file__).parent / "results" / f"web{ending}.json", figures)


if __name__ == "__main__":
    main()
