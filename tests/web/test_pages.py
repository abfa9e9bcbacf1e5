"""An address on the page: consent asked once, shown and taken back; the page read and checked."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from blackbird.net.guard import Bounds
from blackbird.server.limits import Limits
from blackbird.settings import Settings
from blackbird.sources.fetch import WebPages
from blackbird.tracing import SystemClock
from tests.fakes.page_server import PageServer, endless, page_server, reply
from tests.fakes.parser import InProcess
from tests.server.conftest import Served, serving
from tests.web.conftest import Opened, violations

ARTICLE = (
    "<html lang='en'><title>On &lt;b&gt;towers</title><meta name='date' content='2024-05-01'>"
    "<body><p>The tower is very tall. What do you think? The tower is short. &lt;img src=x&gt; is"
    " short.</p></body></html>"
)
FIELD = {"en": "Text or address to check", "ja": "確認する文章またはアドレス"}


@pytest.fixture(scope="module")
def pages() -> Iterator[PageServer]:
    with page_server() as server:
        server.pages = {"/towers": reply(ARTICLE), "/slow": endless(b"x", 0.05)}
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, pages: PageServer) -> Iterator[Served]:
    """A server that finds the pages of this module by any name."""
    fetcher = WebPages(pages.guard(Bounds(total_s=1.5)), SystemClock(), InProcess())
    folder = tmp_path_factory.mktemp("page")
    settings = Settings(origins={"web": "default"})
    with serving(folder, Limits(running=8), settings=settings, fetcher=fetcher) as running:
        yield running


@pytest.fixture(autouse=True)
def undecided(served: Served, pages: PageServer) -> None:
    """Nobody has said yes or no."""
    httpx.patch(f"{served.root}/api/settings", json={"web": None}).raise_for_status()
    pages.asked.clear()


def web_of(served: Served) -> str:
    rows = httpx.get(f"{served.root}/api/settings").json()["settings"]
    return str(next(row["value"] for row in rows if row["name"] == "web"))


def check(page: Page, text: str) -> None:
    page.locator("#checked-text").fill(text)
    page.locator("main form button[type=submit]").click()


def test_it_is_asked_once_and_a_yes_reads_the_page(
    opened: Opened, served: Served, pages: PageServer
) -> None:
    page = opened("/check").page
    check(page, f"  {pages.url('/towers')}\n")
    question = page.get_by_role(
        "group", name="May Blackbird read pages of the web, and search it for you?"
    )
    expect(question).to_contain_text("no cookie, no document")
    assert page.evaluate("document.activeElement.id") == "consent-title"
    assert violations(page) == []
    assert pages.asked == []
    question.get_by_role("button", name="Allow", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("1 supported by the evidence")
    expect(page.locator(".results .source").first).to_contain_text("On <b>towers")
    expect(page.locator(".results .source").first).to_contain_text("2024-05-01")
    expect(page.locator(".results .source").first).to_contain_text(pages.url("/towers"))
    link = page.get_by_role("link", name="Open the source").first
    assert link.get_attribute("href") == pages.url("/towers")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert page.locator("main .mark").all_inner_texts()[:3] == ["✓", "·", "✗"]
    assert page.locator("main img").count() == 0
    assert violations(page) == []
    assert web_of(served) == "yes"
    check(page, pages.url("/towers"))
    expect(page.locator("main")).to_contain_text("1 supported by the evidence")
    assert question.count() == 0
    page.get_by_role("button", name="Open the kept text").first.click()
    expect(page.locator("#proof mark")).not_to_be_empty()


def test_a_no_is_kept_and_the_address_stays(
    opened: Opened, served: Served, pages: PageServer
) -> None:
    page = opened("/check").page
    check(page, pages.url("/towers"))
    page.get_by_role("button", name="Do not allow", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Allow it in the settings, or paste")
    expect(page.get_by_label(FIELD["en"])).to_have_value(pages.url("/towers"))
    assert (web_of(served), pages.asked) == ("no", [])
    page.reload()
    check(page, pages.url("/towers"))
    expect(page.get_by_role("alert").first).to_contain_text("so the page was not read")
    assert page.get_by_role("group", name="May Blackbird").count() == 0


def test_who_leaves_the_question_is_asked_again(
    opened: Opened, served: Served, pages: PageServer
) -> None:
    page = opened("/check", locale="ja-JP").page
    check(page, pages.url("/towers"))
    question = page.get_by_role("group", name="ウェブページの読み込みとウェブ検索を許可しますか？")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "checked-text"
    assert web_of(served) == "ask"
    page.get_by_role("button", name="チェックする", exact=True).click()
    expect(question).to_be_visible()
    assert violations(page) == []


def test_the_settings_show_since_when_and_take_it_back(
    opened: Opened, served: Served, pages: PageServer
) -> None:
    page = opened("/settings").page
    section = page.get_by_role("region", name="The web")
    expect(section.get_by_role("status")).to_contain_text("You will be asked")
    section.get_by_role("button", name="Allow", exact=True).click()
    expect(section.get_by_role("status")).to_contain_text("Allowed since")
    expect(page.locator("#setting-web")).to_have_value("yes")
    expect(page.locator("#setting-web_since")).to_contain_text("20")
    assert page.evaluate("document.activeElement.textContent") == "Do not allow any more"
    assert violations(page) == []
    page.reload()
    expect(section.get_by_role("status")).to_contain_text("Allowed since")
    section.get_by_role("button", name="Do not allow any more").click()
    expect(section.get_by_role("status")).to_contain_text("Not allowed")
    assert web_of(served) == "no"
    page.locator("#setting-web").select_option("yes")
    expect(section.get_by_role("status")).to_contain_text("Allowed since")
    page.get_by_role("button", name="Set web back to its default").click()
    expect(section.get_by_role("status")).to_contain_text("You will be asked")
    assert pages.asked == []


def test_reading_is_said_and_can_be_stopped_and_failures_are_plain(
    opened: Opened, served: Served, pages: PageServer
) -> None:
    httpx.patch(f"{served.root}/api/settings", json={"web": "yes"})
    page = opened("/check").page
    check(page, pages.url("/slow"))
    expect(page.locator("main .now")).to_have_text("Reading the page")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("main form button[type=submit]")).to_be_enabled()
    expect(page.locator(".results")).to_be_hidden()
    check(page, pages.url("/nothing"))
    expect(page.get_by_role("alert").first).to_contain_text("There is no page at")
    check(page, "http://127.0.0.1:22/")
    expect(page.get_by_role("alert").first).to_contain_text("is not fetched")
    check(page, "www.example.org")
    expect(page.get_by_role("alert").first).to_contain_text("an address and no text")
    check(page, pages.url("/slow"))
    expect(page.get_by_role("alert").first).to_contain_text("was not read within 1.5 s")
    expect(page.get_by_label(FIELD["en"])).to_have_value(pages.url("/slow"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_axe_finds_nothing_in_the_question_and_in_what_follows(
    opened: Opened, pages: PageServer, locale: str, theme: str
) -> None:
    page = opened(
        "/check", locale=locale, color_scheme=theme, viewport={"width": 390, "height": 800}
    ).page
    check(page, pages.url("/towers"))
    page.locator(".consent").wait_for()
    found = violations(page)
    page.locator(".consent button").first.click()
    page.locator(".results .source").first.wait_for()
    found += violations(page)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth > innerWidth") is False
