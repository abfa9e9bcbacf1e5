"""Reading an answer: to its end, its code, its nearest find, another model, the keys."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.server.conftest import Served
from tests.web.conftest import TALL, Opened, answered, ask

LONG = "Write a poem. say: slowly " + "\n\n".join(f"line {n}" for n in range(60))
CODE = {
    "kind": "task",
    "html": "<pre><code>print(1)\n</code></pre>",
    "answer": "print(1)",
    "standalone": "x",
    "question": "x",
    "language": "en",
    "model": "",
    "abstained": False,
    **{name: [] for name in ("queries", "sentences", "citations", "disputes", "notes")},
    "timings_ms": {"total": 1.0},
}
COPIES = "() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }"


def test_what_grows_below_the_question_field_is_one_press_away(opened: Opened) -> None:
    page = opened().page
    end = page.get_by_role("button", name="To the end of the answer")
    ask(page, TALL)
    answered(page)
    expect(end).to_be_hidden()
    ask(page, LONG)
    expect(end).to_be_visible()
    end.click()
    expect(end).to_be_hidden()
    answered(page)
    copy = page.locator("article.turn:last-child .answer > .tools button").first
    expect(copy).to_be_in_viewport()
    field, last = page.locator(".ask").bounding_box(), copy.bounding_box()
    assert field is not None
    assert last is not None
    assert last["y"] + last["height"] < field["y"]
    page.mouse.move(640, 300)
    page.mouse.wheel(0, -900)
    expect(end).to_be_visible()


def test_what_comes_nearest_can_be_opened(opened: Opened) -> None:
    page = opened().page
    ask(page, "Who painted the tower? say: Its painter was blue. (1)")
    answered(page)
    expect(page.locator(".abstained")).to_be_visible()
    page.locator(".abstained .cite").first.click()
    expect(page.locator("#proof mark")).not_to_be_empty()


def test_code_is_copied_and_the_button_says_so(opened: Opened) -> None:
    page = opened().page
    told = json.dumps({"type": "answer", "answer": CODE})
    page.route(
        "**/api/turns/*/events*",
        lambda route: route.fulfill(
            content_type="text/event-stream", body=f"id: 1\ndata: {told}\n\n"
        ),
    )
    ask(page, TALL)
    answered(page)
    page.evaluate(COPIES)
    button = page.get_by_role("button", name="Copy the code")
    before = button.inner_html()
    button.click()
    assert page.evaluate("window.copied") == "print(1)\n"
    expect(page.locator("#live")).to_have_text("Copied.")
    assert button.inner_html() != before
    page.wait_for_timeout(1700)
    assert button.inner_html() == before
    page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new Error('no'); }; }"
    )
    button.click()
    expect(page.locator("#live")).to_contain_text("did not allow")


def test_another_model_answers_again(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.get_by_label("Answer again with another model").click()
    with page.expect_request("**/turns") as sent:
        page.get_by_role("button", name="blackbird-2", exact=True).click()
    body = sent.value.post_data_json or {}
    assert body["options"]["model"] == "blackbird-2"
    assert body["question"] == TALL
    expect(page.locator(".versions")).to_contain_text("2/2")


def test_a_menu_is_closed_by_a_press_elsewhere(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.get_by_label("Answer again with another model").click()
    expect(page.locator("details.menu[open]")).to_have_count(1)
    page.locator(".question .text").click()
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_the_keys_are_listed(opened: Opened) -> None:
    page = opened().page
    page.locator("main").press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_contain_text("Ctrl + K")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator("#question").press("?")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="All keys").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_who_has_no_document_is_told_how_to_begin(opened: Opened, served: Served) -> None:
    page = opened().page
    answers(page, "**/api/conversations?*", '{"conversations": [], "more": false}')
    answers(page, "**/api/documents?*", '{"documents": [], "count": 0, "passages": 0}')
    page.reload()
    expect(page.locator(".hello")).to_contain_text("There is nothing to search yet")
    page.unroute("**/api/documents?*")
    page.locator(".hello a").click()
    expect(page.locator(".documents")).to_contain_text("tower")
    page.locator("a.new").click()
    expect(page.locator(".hello h1")).to_be_visible()
    expect(page.locator(".start")).to_have_count(0)


def answers(page: Page, path: str, body: str) -> None:
    """From now on this address gives ``body``."""
    page.route(path, lambda route: route.fulfill(content_type="application/json", body=body))
