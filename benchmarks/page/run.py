"""How heavy the page is and how quick, in a real browser. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.assistant import Assistant
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.server.app import build_server
from blackbird.server.listening import StoppableServer, listen
from blackbird.settings import Settings
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, StoredTurn

TURNS, TALKS = 200, 500
START = datetime(2026, 1, 1, tzinfo=UTC)
QUOTE = "The lock of Bramwick has nine gates, which were dug by hand between 1822 and 1829."
CONVERSATION = "long"
PAINTED = """new Promise((done) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint");
  if (found.length) done(found[0].startTime);
}).observe({ type: "paint", buffered: true }))"""
# Interactions below 16 ms are not reported: they count as that.
TIMED = """window.timed = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.interactionId) window.timed.push(entry.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });"""
SCROLL = """(async () => {
  const main = document.querySelector("main");
  const frames = [];
  const step = 400;
  let before = await new Promise(requestAnimationFrame);
  for (const direction of [1, -1]) {
    for (let n = 0; n < 4000; n += 1) {
      const at = main.scrollTop;
      main.scrollTop += direction * step;
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - before);
      before = now;
      if (main.scrollTop === at) break;
    }
  }
  return frames;
})()"""


def answer(n: int) -> str:
    """An answer as it is stored: four checked sentences, two citations, one note."""
    citation = {
        "url": "https://example.org/lock",
        "title": f"The lock, part {n}",
        "quote": QUOTE,
        "start": 0,
        "end": len(QUOTE),
        "date": "2024-05-01",
        "fetched_at": START.isoformat(),
        "sha256": "0" * 64,
        "source": "documents",
    }
    verdicts = ("supported", "supported", "not_enough_info", "supported")
    return json.dumps(
        {
            "id": None, "question": f"Question {n}", "standalone": f"Question {n}",
            "kind": "lookup", "language": "en", "queries": [f"Question {n}"],
            "answer": " ".join([QUOTE] * 4), "abstained": False,
            "sentences": [
                {"text": QUOTE, "verdict": v, "score": 0.93, "citations": [1, 2], "repaired": False}
                for v in verdicts
            ],
            "citations": [citation | {"id": 1}, citation | {"id": 2}],
            "disputes": [], "notes": ["One source could not be searched."],
            "model": "blackbird-2-mini", "timings_ms": {"total": 2100.0},
        }
    )  # fmt: skip


def fill(path: Path) -> None:
    """A record with one long conversation and many short ones."""
    record = Record.open(path)
    talks = record.conversations
    for n in range(TALKS + 1):
        id = CONVERSATION if n == TALKS else f"c{n}"
        at = START + timedelta(minutes=n)
        talks.create(
            Conversation(id, f"Conversation {n} on locks", at.isoformat(), at.isoformat(), None)
        )
        parent = None
        for k in range(TURNS if id == CONVERSATION else 1):
            turn = f"{id}-{k}"
            when = (at + timedelta(seconds=k)).isoformat()
            options = json.dumps(
                {"model": "mini", "sources": ["documents"], "since": None, "until": None}
            )
            asked = f"How many gates has lock number {k}, and who dug it?"
            talks.ask(StoredTurn(turn, id, parent, asked, options, "running", when))
            talks.end(turn, "done", when, answer=answer(k))
            parent = turn
    record.close()


class Serving:
    """A server in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = ""
        self._server: StoppableServer | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(folder)))

    def __enter__(self) -> Serving:
        self._thread.start()
        assert self._up.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(60)

    async def _serve(self, folder: Path) -> None:
        self._loop = asyncio.get_running_loop()
        model = ScriptedModel(lambda _m, _s: "Nothing.")
        settings = Settings(data_dir=str(folder))
        with listen("127.0.0.1", 0) as listener:
            async with Assistant(settings, models={"mini": model}, scorer=ScriptedScorer()) as own:
                self._server = build_server(own, listener, self._announce)
                await self._server.serve(sockets=[listener])

    def _announce(self, url: str) -> None:
        self.root = url.removesuffix("/v1")
        self._up.set()


def loads(browser: Browser, root: str, times: int) -> dict[str, Any]:
    """Weight, requests and first paint of loads with an empty cache."""
    paints: list[float] = []
    sizes: list[int] = []
    counts: list[int] = []
    for _ in range(times):
        context = browser.new_context()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        weight: list[int] = []
        asked: list[str] = []
        session.on("Network.loadingFinished", partial(_weigh, weight))
        page.on("request", partial(_note, asked))
        page.goto(root + "/")
        paints.append(float(page.evaluate(PAINTED)))
        page.wait_for_selector(".talks a")
        page.wait_for_load_state("networkidle")
        sizes.append(sum(weight))
        counts.append(len(asked))
        context.close()
    return {
        "first_paint_ms_median": round(percentile(paints, 0.5), 1),
        "first_paint_ms_p95": round(percentile(paints, 0.95), 1),
        "kilobytes": round(max(sizes) / 1000, 1),
        "requests": max(counts),
        "loads": times,
    }


def _weigh(weight: list[int], event: dict[str, Any]) -> None:
    weight.append(int(event["encodedDataLength"]))


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def interactions(page: Page, root: str, rounds: int) -> dict[str, Any]:
    """Time to the next paint of what people click and type in a conversation of 200 turns."""
    page.goto(f"{root}/c/{CONVERSATION}")
    page.wait_for_selector("article.turn:nth-child(200)", state="attached")
    page.evaluate(TIMED)
    done = 0
    for n in range(rounds):
        last = page.locator("article.turn").nth(-1 - n)
        last.scroll_into_view_if_needed()
        steps: Sequence[Any] = (
            lambda last=last: last.locator(".cite").first.click(),
            lambda: page.keyboard.press("Escape"),
            lambda last=last: last.locator("button.proof").click(),
            lambda: page.keyboard.press("Escape"),
            lambda last=last: last.get_by_role("button", name="Edit the question").click(),
            lambda: page.keyboard.press("Escape"),
            lambda: page.locator("#question").click(),
            lambda: page.keyboard.type("How old?", delay=30),
            lambda: page.locator(".options summary").click(),
            lambda: page.get_by_role("searchbox").fill(""),
            lambda: page.get_by_role("searchbox").click(),
            lambda: page.keyboard.type("lock", delay=30),
            lambda: page.locator(".talks .menu summary").first.click(),
            lambda: page.keyboard.press("Escape"),
        )
        for step in steps:
            step()
            page.wait_for_timeout(60)
            done += 1
    page.wait_for_timeout(500)
    timed = [float(ms) for ms in page.evaluate("window.timed")]
    every = sorted([*timed, *([16.0] * max(0, done - len(timed)))])
    return {
        "interactions": len(every),
        "next_paint_ms_median": percentile(every, 0.5),
        "next_paint_ms_p95": percentile(every, 0.95),
        "next_paint_ms_max": every[-1],
    }


def scrolling(page: Page, root: str) -> dict[str, Any]:
    """Frames while 200 turns are scrolled through and back."""
    page.goto(f"{root}/c/{CONVERSATION}")
    page.wait_for_selector("article.turn:nth-child(200)", state="attached")
    page.evaluate("document.querySelector('main').scrollTop = 0")
    page.wait_for_timeout(500)
    frames = [float(ms) for ms in page.evaluate(SCROLL)]
    return {
        "frames": len(frames),
        "frame_ms_p95": round(percentile(frames, 0.95), 1),
        "frame_ms_max": round(max(frames), 1),
        "frames_over_50_ms": sum(ms > 50 for ms in frames),
    }


def main() -> None:
    """Measure, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    options, _ = parser.parse_known_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("There is no Chromium (apt-get install chromium). Nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "record.db")
        with Serving(Path(folder)) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            figures: dict[str, Any] = {"browser": browser.version, "turns": TURNS, "talks": TALKS}
            figures["load"] = loads(browser, served.root, 5 if options.short else 20)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
            figures["interact"] = interactions(page, served.root, 3 if options.short else 15)
            figures["scroll"] = scrolling(page, served.root)
            browser.close()
    name = "page-short.json" if options.short else "page.json"
    save(Path(__file__).parent / "results" / name, figures)


main()
