"""On a phone: nothing is cut off, and the list that lies over the page keeps what is below it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import TALL, Opened, answered, ask

PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
CUT = """[...document.querySelectorAll("main *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".unseen, pre");
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_nothing_is_cut_off(opened: Opened, locale: str) -> None:
    page = opened("/", locale=locale, **PHONE).page
    page.locator(".options summary").click()
    cut = {"options": page.evaluate(CUT)}
    ask(page, "x" * 300 + " How tall? say: The tower is tall, " + "a" * 300 + ". (1)")
    answered(page)
    cut["answer"] = page.evaluate(CUT)
    for view in ("documents", "live", "check", "settings"):
        page.goto("/".join(page.url.split("/")[:3]) + f"/{view}")
        page.wait_for_selector("main .view")
        if view != "documents":
            page.wait_for_selector("main details.options, main .shelf li, main .feeds")
        cut[view] = page.evaluate(CUT)
    assert {name: found for name, found in cut.items() if found} == {}


def test_what_is_cut_off_is_seen(opened: Opened) -> None:
    page = opened("/", **PHONE).page
    page.evaluate("document.querySelector('.hello p').style.width = '500px'")
    assert page.evaluate(CUT)


def test_the_answers_to_the_question_about_the_web_are_in_sight(opened: Opened) -> None:
    page = opened("/check", **PHONE).page
    page.get_by_label("Text or address to check").fill("https://page.example/towers")
    page.get_by_role("button", name="Check", exact=True).click()
    for answer in ("Allow", "Do not allow"):
        button = page.get_by_role("button", name=answer, exact=True)
        expect(button).to_be_in_viewport(ratio=1)


def test_a_tap_beside_the_list_closes_it_and_does_nothing_else(opened: Opened) -> None:
    page = opened("/", **PHONE).page
    ask(page, TALL)
    answered(page)
    page.get_by_role("button", name="Show the list of conversations").click()
    expect(page.locator("#side")).to_be_visible()
    send = page.locator(".send").bounding_box()
    assert send is not None
    page.touchscreen.tap(send["x"] + send["width"] / 2, send["y"] + send["height"] / 2)
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator("article.turn")).to_have_count(1)
    expect(page.locator("#show")).to_be_focused()


def test_the_list_keeps_the_focus(opened: Opened) -> None:
    page = opened("/", **PHONE).page
    page.get_by_role("button", name="Show the list of conversations").click()
    reached = {tabbed(page) for _ in range(30)}
    assert "question" not in reached
    page.keyboard.press("Escape")
    page.locator("#question").focus()
    expect(page.locator("#question")).to_be_focused()


def tabbed(page: Page) -> str:
    """The id of what has the focus after one more Tab."""
    page.keyboard.press("Tab")
    return str(page.evaluate("document.activeElement.id"))


def test_a_new_question_is_one_tap_away(opened: Opened) -> None:
    page = opened("/", **PHONE).page
    ask(page, TALL)
    answered(page)
    page.locator("#begin").tap()
    expect(page.locator(".hello h1")).to_be_visible()
    assert page.url.endswith("/")
