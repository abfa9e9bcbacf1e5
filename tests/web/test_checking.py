"""The fact-check and the settings on the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.server.conftest import TOWER, Served
from tests.web.conftest import Opened, violations

TEXT = "The tower is very tall. What do you think? The tower is short. Its painter was blue."
CLAIMS = 25  # of which each takes a tenth of a second: longer than a reload
LONG = "The tower is slowly very tall. " * CLAIMS


def test_a_text_is_checked_claim_by_claim(opened: Opened) -> None:
    page = opened("/check").page
    page.get_by_label("Text or address to check").fill(TEXT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("main")).to_contain_text("1 supported by the evidence")
    expect(page.locator("main")).to_contain_text("1 contradicted by the evidence")
    signs = page.locator("main .mark").all_inner_texts()
    assert signs == ["✓", "·", "✗", "?"]
    assert violations(page) == []
    page.get_by_role("button", name="Open the kept text").first.click()
    expect(page.locator("#proof .text")).to_have_text(TOWER)
    expect(page.locator("#proof mark")).not_to_be_empty()


def test_a_text_is_checked_within_a_period(opened: Opened) -> None:
    page = opened("/check", locale="ja-JP").page
    page.get_by_label("チェックする文章").fill(TEXT)
    page.locator("details.options summary").click()
    page.get_by_label("開始日").fill("2020-02-29")
    with page.expect_request("**/api/checks") as sent:
        page.get_by_role("button", name="チェックする", exact=True).click()
    body = sent.value.post_data_json or {}
    assert (body["since"], body["until"]) == ("2020-02-29", None)
    assert violations(page) == []


def test_a_text_stays_while_another_view_is_open(opened: Opened) -> None:
    page = opened("/check").page
    page.get_by_label("Text or address to check").fill(TEXT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("main")).to_contain_text("1 supported by the evidence")
    page.locator("a.new").click()
    page.get_by_role("link", name="Fact-check").click()
    expect(page.get_by_label("Text or address to check")).to_have_value(TEXT)
    expect(page.locator("main")).to_contain_text("1 supported by the evidence")


def test_theme_and_language_are_taken_over_and_kept(opened: Opened) -> None:
    page = opened("/settings", color_scheme="light").page
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator("select[name=theme]").select_option("dark")
    assert page.evaluate(background) != light
    page.locator("select[name=language]").select_option("ja")
    expect(page.locator("main h1")).to_have_text("設定")
    page.reload()
    expect(page.locator("main h1")).to_have_text("設定")
    assert page.evaluate(background) != light
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_models_say_whether_they_are_here(opened: Opened) -> None:
    page = opened("/settings").page
    for name in ("blackbird-2-mini", "blackbird-2"):
        expect(page.locator("main")).to_contain_text(name)
    expect(page.get_by_role("button", name="Download").first).to_be_visible()


def test_the_text_is_still_there_after_a_reload(opened: Opened) -> None:
    page = opened("/check").page
    page.fill("#checked-text", TEXT)
    page.reload()
    expect(page.locator("#checked-text")).to_have_value(TEXT)


def test_a_check_goes_on_when_the_page_is_reloaded(opened: Opened, served: Served) -> None:
    page = opened("/check").page
    page.get_by_label("Text or address to check").fill(LONG)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".checked .mark").first).to_have_text("✓")
    page.reload()
    expect(page.locator(".results")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".checked > li")).to_have_count(CLAIMS)
    served.cut()
    expect(page.locator("main")).to_contain_text(f"{CLAIMS} supported by the evidence")
    page.reload()
    expect(page.locator("main")).to_contain_text(f"{CLAIMS} supported by the evidence")
    expect(page.locator(".trouble")).to_have_count(0)


def test_a_check_is_stopped_after_a_reload(opened: Opened) -> None:
    page = opened("/check").page
    page.get_by_label("Text or address to check").fill(LONG)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".checked .mark").first).to_have_text("✓")
    page.reload()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".now")).to_contain_text("Stopped:")


def test_a_check_of_a_server_that_began_anew_is_simply_gone(opened: Opened) -> None:
    page = opened("/check").page
    gone = '{"id": "0123456789abcdef", "text": "The tower is tall."}'
    page.evaluate(f"sessionStorage.setItem('checking', '{gone}')")
    page.reload()
    expect(page.locator(".results")).to_be_hidden()
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_enabled()
