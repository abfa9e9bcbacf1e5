"""A real browser on a real server. Without a Chromium these tests say that they did not run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from blackbird.server.limits import Limits
from tests.server.conftest import Served, serving

expect.set_options(timeout=20_000)  # what has to come may be late on a machine that is busy

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
TALL = "How tall is the tower? say: The tower is very tall. (1) It is short. (1)"
SLOWLY = "How tall is it? say: slowly The tower is very tall. (1)"
FOREVER = "How tall is it? say: forever"
_FLAGS = [
    "--no-sandbox",  # a container's root has none; only pages of ours are opened
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-component-update",
    "--font-render-hinting=none",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there is no browser, skip; where merges are decided, that is a failure."""
    if CHROMIUM is not None:
        return
    for item in items:
        if not item.path.is_relative_to(Path(__file__).parent):
            continue
        if os.environ.get("CI"):
            item.add_marker(pytest.mark.usefixtures("browser_is_missing"))
        else:
            reason = "the page was NOT tested: there is no Chromium (apt-get install chromium)"
            # Said aloud, and only on a machine that decides nothing: in CI the same is a failure.
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def browser_is_missing() -> None:
    pytest.fail("The page must be tested here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: while it is open, no other event loop can run in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests of a module, with room for tests that leave runs behind."""
    with serving(tmp_path_factory.mktemp("page"), Limits(running=8)) as running:
        yield running


@dataclass
class Watched:
    """A page, and what must not happen on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def foreign(self, root: str) -> list[str]:
        own = (root + "/", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


Opened = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    """Open the page: ``opened("/documents", locale="ja-JP", color_scheme="dark", context=…)``.

    A test fails if a page of it had an error of its own, or asked anybody else for anything.
    """
    contexts: list[BrowserContext] = []
    pages: list[Watched] = []

    def watch(path: str = "/", context: BrowserContext | None = None, **options: Any) -> Watched:
        if context is None:
            context = browser.new_context(**{"locale": "en-GB", **options})
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        watched = Watched(page)
        pages.append(watched)

        def asked(request: Request) -> None:
            watched.requests.append(request.url)

        page.on("request", asked)
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.goto(served.root + path)
        page.wait_for_selector("main > *")
        return watched

    yield watch
    for context in contexts:
        context.close()
    for watched in pages:
        assert watched.errors == []
        assert watched.foreign(served.root) == []


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.fill("#question", question)
    page.press("#question", "Enter")


def answered(page: Page) -> None:
    """Wait until the last question has its answer."""
    page.wait_for_selector("article.turn:last-child[aria-busy=false]")


def violations(page: Page) -> list[str]:
    """What axe finds wrong for people who cannot see, or not well, or use no mouse."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['html'][:160]} {n['any'][:1]}" for v in found for n in v["nodes"]]
