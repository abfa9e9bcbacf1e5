"""For everyone: axe finds nothing, in every view, theme, language and width; words and motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from blackbird.server.routes.page import VIEWS
from tests.web.conftest import TALL, Opened, answered, ask, violations

WIDTHS = {"phone": {"width": 390, "height": 800}, "desktop": {"width": 1280, "height": 800}}
DISPUTED = "How? say: The tower is very tall. (1) It is short. (1) Its painter was blue. (1)"


def test_axe_sees_what_is_wrong(opened: Opened) -> None:
    page = opened().page
    page.evaluate("document.querySelector('#question').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.hello p').style.color = '#ddd'")
    found = " ".join(violations(page))
    assert "label" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_axe_finds_nothing(opened: Opened, theme: str, locale: str, width: str) -> None:
    page = opened("/", color_scheme=theme, locale=locale, viewport=WIDTHS[width]).page
    found = {"start": violations(page)}
    page.locator(".options summary").click()
    found["options"] = violations(page)
    ask(page, DISPUTED)
    answered(page)
    page.locator(".left summary").click()
    page.locator(".progress summary").click()
    page.locator(".answer .menu summary").click()
    found["answer"] = violations(page)
    page.keyboard.press("Escape")
    page.locator("main").press("?")
    page.wait_for_selector("dialog[open]")
    found["keys"] = violations(page)
    page.keyboard.press("Escape")
    page.locator("button.proof").click()
    found["proof"] = violations(page)
    page.locator("#proof .source button").first.click()
    page.wait_for_selector("#proof mark")
    found["text"] = violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator(".talks .menu summary").first.click()
    found["list"] = violations(page)
    for view in VIEWS:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + f"/{view}")
        page.wait_for_selector("main .view")
        found[view] = violations(page)
    assert {name: seen for name, seen in found.items() if seen} == {}


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_is_wider_than_a_phone(opened: Opened, view: str, locale: str) -> None:
    page = opened(f"/{view}", viewport=WIDTHS["phone"], locale=locale).page
    page.wait_for_selector("main .view")
    assert page.evaluate("document.querySelector('main').scrollWidth > innerWidth") is False


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(opened: Opened, width: str) -> None:
    page = opened("/", viewport=WIDTHS[width]).page
    ask(page, "x" * 900 + " How tall? say: The tower is tall, " + "a" * 900 + ". (1)")
    answered(page)
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert page.evaluate(wide) is False
    page.locator("button.proof").click()
    assert page.evaluate(wide) is False


def test_the_language_of_the_browser_is_spoken(opened: Opened) -> None:
    page = opened("/", locale="ja-JP").page
    expect(page.locator(".hello h1")).to_have_text("何をお調べしますか？")
    assert page.locator("html").get_attribute("lang") == "ja"


def test_what_the_server_refuses_is_said_in_the_language_of_the_page(opened: Opened) -> None:
    page = opened("/c/none", locale="ja-JP").page
    expect(page.get_by_role("alert")).to_contain_text("見つかりません：")


def test_who_wants_no_motion_gets_none(opened: Opened) -> None:
    page = opened("/", reduced_motion="reduce").page
    ask(page, "How tall is it? say: slowly The tower is very tall. (1)")
    page.wait_for_selector("[aria-busy=true] .now")
    moving = "getComputedStyle(document.querySelector('.now'), '::before').animationName"
    assert page.evaluate(moving) == "none"
    answered(page)


def test_an_answer_is_announced(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    live = page.locator("#live")
    expect(live).to_contain_text("The answer is ready: The tower is very tall.")
    expect(live).to_contain_text("1 supported by the evidence")
    assert live.get_attribute("aria-live") == "polite"


def test_it_can_be_installed(opened: Opened) -> None:
    page = opened().page
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "Blackbird" in manifest["data"]
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
