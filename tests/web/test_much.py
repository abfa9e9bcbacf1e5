"""Much, and trouble: 500 conversations, a file of 10 MB, a server that goes away and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation
from tests.server.conftest import serving
from tests.web.conftest import FOREVER, TALL, Opened, answered, ask

TALKS = 500


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser for pages whose server ends before they do."""
    made = browser.new_context(locale="en-GB")
    made.set_default_timeout(20_000)
    yield made
    made.close()


def shown(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("main > *")
    return page


def test_500_conversations_are_listed_and_searched(context: BrowserContext, tmp_path: Path) -> None:
    record = Record.open(tmp_path / "record.db")
    for n in range(TALKS):
        at = f"2026-01-01T{n // 60:02}:{n % 60:02}:00+00:00"
        record.conversations.create(Conversation(f"c{n}", f"On lock number {n}", at, at, None))
    record.close()
    with serving(tmp_path) as served:
        page = shown(context, served.root + "/")
        rows = page.locator(".talks li > a")
        expect(rows.first).to_have_text(f"On lock number {TALKS - 1}")
        older = page.get_by_role("button", name="Show older ones")
        while older.count():
            before = rows.count()
            older.click()
            expect(rows).not_to_have_count(before)
        expect(rows).to_have_count(TALKS)
        page.get_by_role("searchbox", name="Search conversations").fill("number 123")
        expect(rows).to_have_count(1)
        expect(rows).to_have_text("On lock number 123")


def test_a_file_of_ten_megabytes_is_read_while_the_page_answers(opened: Opened) -> None:
    page = opened("/documents").page
    lines = b"".join(b"The lock number %d of Bramwick has gates. " % n for n in range(250_000))
    assert len(lines) > 10_000_000
    page.set_input_files(
        "#files", {"name": "big.txt", "mimeType": "text/plain", "buffer": lines}, timeout=60_000
    )
    expect(page.locator(".readings")).to_contain_text("big.txt")
    page.locator("a.new").click()
    ask(page, TALL)
    answered(page)
    expect(page.locator(".body .sentence")).to_contain_text("very tall")
    page.get_by_role("link", name="Documents").click()
    page.get_by_role("button", name="Give up reading big.txt").click()
    expect(page.locator(".readings")).to_contain_text("given up")


def test_a_server_that_ends_and_comes_back_is_found_again(
    context: BrowserContext, tmp_path: Path
) -> None:
    with ExitStack() as first:
        served = first.enter_context(serving(tmp_path))
        port = served.address[1]
        page = shown(context, served.root + "/")
        ask(page, TALL)
        answered(page)
        page.locator("a.new").click()
        ask(page, FOREVER)
        expect(page.locator(".draft")).to_contain_text("and")
    expect(page.locator(".broken")).to_be_visible()
    page.get_by_role("searchbox", name="Search conversations").fill("tower")
    expect(page.get_by_role("alert").first).to_contain_text("The server does not answer")
    page.fill("#question", "half a question")
    with serving(tmp_path, port=port):
        expect(page.locator("#trouble")).to_be_hidden()
        expect(page.locator("article.turn:last-child .broken")).to_be_visible()
        expect(page.locator("#question")).to_have_value("half a question")
        expect(page.locator(".talks li > a")).to_have_count(1)
        page.locator(".talks li > a").click()
        expect(page.locator("article.turn")).to_contain_text("The tower is very tall")
        page.go_back()
        page.get_by_role("button", name="Answer again").last.click()
        expect(page.locator("article.turn:last-child .draft")).to_contain_text("and")
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("article.turn:last-child .broken")).to_contain_text("You stopped")
