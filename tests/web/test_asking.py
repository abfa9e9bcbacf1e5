"""Asking on the page: the steps, the marks, the proof; stopping, editing, asking on."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import expect

from tests.server.conftest import TOWER, Served
from tests.web.conftest import FOREVER, SLOWLY, TALL, Opened, answered, ask


def test_a_question_is_answered_with_marks_and_proof(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    sentence = page.locator(".body .sentence")
    expect(sentence).to_have_count(1)
    expect(sentence).to_contain_text("The tower is very tall.")
    expect(sentence.locator(".mark")).to_have_text("✓")
    expect(sentence.get_by_role("img", name="supported by the evidence")).to_be_visible()
    expect(page.get_by_text("Drafted, but left out of the answer")).to_be_visible()
    cite = page.locator(".body .cite")
    cite.hover()
    expect(page.locator("#peek")).to_contain_text("330 metres tall")
    cite.click()
    proof = page.get_by_role("complementary", name="Proof")
    expect(proof.locator("mark")).to_have_text(TOWER)
    expect(proof.locator(".text")).to_have_text(TOWER)
    expect(proof.get_by_role("link", name="Open the source")).to_have_attribute(
        "href", "https://example.org/tower"
    )
    proof.get_by_role("button", name="All sources").click()
    expect(proof.locator(".stance h4").first).to_have_text("Supports")
    page.keyboard.press("Escape")
    expect(proof).to_be_hidden()


def test_signs_differ_without_colour(opened: Opened) -> None:
    page = opened().page
    ask(page, "How? say: The tower is very tall. (1) It is short. (1) Its painter was blue. (1)")
    answered(page)
    page.locator(".left summary").click()
    signs = {
        s.get_attribute("data-verdict"): s.locator(".mark").inner_text()
        for s in page.locator(".sentence").all()
    }
    assert signs == {"supported": "✓", "refuted": "✗", "not_enough_info": "?"}
    lines = page.evaluate(
        "[...document.querySelectorAll('.words')].map(e => getComputedStyle(e).textDecoration)"
    )
    assert len({re.sub(r"rgb.*", "", line) for line in lines}) == 3


def test_the_draft_is_dimmed_and_each_sentence_takes_its_place(opened: Opened) -> None:
    page = opened().page
    ask(page, SLOWLY)
    draft = page.locator(".draft")
    expect(draft).to_contain_text("and and")
    assert draft.evaluate("e => getComputedStyle(e).fontStyle") == "italic"
    answered(page)
    expect(draft).to_have_count(0)


def test_a_copied_answer_names_its_sources(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copy").click()
    copied = page.evaluate("window.copied")
    assert copied.startswith("The tower is very tall. [1]\n\n[1] ")
    assert "https://example.org/tower" in copied


def test_stopping_keeps_what_was_there(opened: Opened) -> None:
    page = opened().page
    ask(page, FOREVER)
    expect(page.locator(".draft")).to_contain_text("and")
    page.get_by_role("button", name="Stop").click()
    answered(page)
    expect(page.locator(".broken")).to_contain_text("You stopped this answer")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator(".broken")).to_contain_text("You stopped this answer")


def test_an_edited_question_becomes_another_version(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    ask(page, "And its painter? say: Its painter was tall. (1)")
    answered(page)
    page.get_by_role("button", name="Edit the question").first.click()
    field = page.get_by_role("textbox", name="Edit the question")
    expect(field).to_have_value(TALL)
    field.fill("How wide? say: It is wide and tall. (1)")
    field.press("Enter")
    answered(page)
    expect(page.locator("article.turn")).to_have_count(1)
    expect(page.locator(".versions")).to_contain_text("2/2")
    page.get_by_role("button", name="Earlier version").click()
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(".question .text").first).to_have_text(TALL)
    page.reload()
    expect(page.locator("article.turn")).to_have_count(2)


def test_asking_on_knows_the_conversation(opened: Opened, served: Served) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    ask(page, "And how old is it? say: It is tall. (1)")
    answered(page)
    expect(page.locator("article.turn")).to_have_count(2)
    understood = page.locator("article.turn").last.locator(".steps")
    expect(understood).to_contain_text("Understood as: And how old is the tower?")


def test_options_bound_the_search_and_stay(opened: Opened, served: Served) -> None:
    page = opened().page
    page.locator(".options summary").click()
    page.get_by_label("From").fill("2024-01-02")
    ask(page, "How tall is the tower?")
    answered(page)
    expect(page.locator(".abstained")).to_be_visible()
    page.reload()
    page.locator(".options summary").click()
    expect(page.get_by_label("From")).to_have_value("2024-01-02")
    id = page.url.rpartition("/")[2]
    kept = httpx.get(f"{served.root}/api/conversations/{id}").json()
    assert kept["turns"][0]["options"]["since"] == "2024-01-02"


def test_a_task_is_answered_with_its_form_and_marked_unchecked(opened: Opened) -> None:
    page = opened().page
    ask(page, "Write a poem. say: **one** and `two`")
    answered(page)
    expect(page.locator(".prose strong")).to_have_text("one")
    expect(page.locator(".prose code")).to_have_text("two")
    expect(page.locator(".hint")).to_contain_text("nothing checked")


def test_a_new_question_begins_without_the_limits_of_an_old_one(opened: Opened) -> None:
    page = opened().page
    page.locator("details.options summary").click()
    page.get_by_label("From").fill("2031-01-01")
    ask(page, TALL)
    answered(page)
    expect(page.get_by_label("From")).to_have_value("2031-01-01")
    page.locator("a.new").click()
    expect(page.get_by_label("From")).to_have_value("")


def test_the_newest_question_stands_at_the_top(opened: Opened) -> None:
    page = opened().page
    for number in (1, 2, 3):
        ask(page, TALL)
        page.wait_for_selector(f"article.turn:nth-child({number})[aria-busy=false]")
    third = "document.querySelector('article.turn:nth-child(3)')"
    top = f"{third}.getBoundingClientRect().top < innerHeight / 4"
    page.wait_for_function(top)
    page.reload()
    page.wait_for_selector("article.turn:nth-child(3)")
    page.wait_for_function(top)


def test_escape_closes_the_proof_and_leads_back(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.locator("button.proof").click()
    page.keyboard.press("Escape")
    expect(page.locator("#proof")).to_be_hidden()
    expect(page.locator("button.proof")).to_be_focused()


def test_enter_of_a_word_being_composed_does_not_ask(opened: Opened) -> None:
    page = opened().page
    page.fill("#question", "とうきょう")
    page.evaluate(
        "document.querySelector('#question').dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator("article.turn")).to_have_count(0)
    expect(page.locator("#question")).to_have_value("とうきょう")


def test_all_of_it_by_keyboard(opened: Opened) -> None:
    page = opened().page
    page.locator("body").press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(TALL)
    page.keyboard.press("Enter")
    answered(page)
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('cite')"):
            break
    expect(page.locator(".body .cite")).to_be_focused()
    expect(page.locator("#peek")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#proof h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#proof")).to_be_hidden()


def test_an_address_of_nothing_is_said(opened: Opened) -> None:
    page = opened("/c/nothing").page
    expect(page.get_by_role("alert")).to_contain_text("no such conversation")
    ask(page, TALL)
    answered(page)
