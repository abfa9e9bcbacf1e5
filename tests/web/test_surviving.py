"""What survives on the page: reloads, lost connections, late replies, other tabs, failures."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.server.conftest import Served
from tests.web.conftest import SLOWLY, TALL, Opened, answered, ask


def test_a_reload_in_the_middle_loses_nothing(opened: Opened) -> None:
    page = opened().page
    ask(page, SLOWLY)
    expect(page.locator(".draft")).to_contain_text("and")
    page.reload()
    expect(page.locator(".question .text")).to_have_text(SLOWLY)
    answered(page)
    expect(page.locator(".body")).to_contain_text("The tower is very tall")


def test_a_lost_connection_is_said_and_found_again(opened: Opened, served: Served) -> None:
    watched = opened()
    page = watched.page
    ask(page, SLOWLY.replace("slowly", "slowly and very slowly"))
    expect(page.locator(".draft")).to_contain_text("and")
    served.cut()
    expect(page.locator(".now")).to_contain_text("The connection is lost")
    answered(page)
    expect(page.locator(".body .sentence").first).to_be_visible()


def test_a_server_that_is_away_is_said_and_the_text_stays(opened: Opened) -> None:
    page = opened().page
    page.context.set_offline(True)
    ask(page, "What is the tower?")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.locator("#question")).to_have_value("What is the tower?")
    page.context.set_offline(False)
    page.press("#question", "Enter")
    answered(page)


def test_what_was_done_is_still_told_after_a_reload(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.reload()
    answered(page)
    page.locator(".progress summary").click()
    steps = page.locator(".steps li")
    expect(steps.filter(has_text="Searched for: ")).to_be_visible()
    expect(steps.filter(has_text="Written by ")).to_be_visible()


def test_a_run_that_breaks_off_says_what_to_do(opened: Opened) -> None:
    page = opened().page
    ask(page, "How? say: crash")
    expect(page.locator(".broken")).to_contain_text("Ask again.")
    page.get_by_role("button", name="Answer again").click()
    expect(page.locator(".versions")).to_contain_text("2/2")


def test_a_model_that_is_missing_leads_to_the_settings(opened: Opened) -> None:
    page = opened().page
    error = {"code": "model_missing", "message": "full is not here.", "hint": "Fetch it."}
    told = json.dumps({"type": "failed", "error": error})
    page.route(
        "**/api/turns/*/events*",
        lambda route: route.fulfill(
            content_type="text/event-stream", body=f"id: 1\ndata: {told}\n\n"
        ),
    )
    ask(page, TALL)
    expect(page.locator(".broken")).to_contain_text("full is not here.")
    page.locator(".rest").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()


def test_two_tabs_agree(opened: Opened) -> None:
    first = opened("/")
    second = opened("/", context=first.page.context)
    ask(first.page, SLOWLY.replace("tall", "high and tall"))
    expect(second.page.locator(".talks a").first).to_contain_text("How high and tall")
    second.page.locator(".talks a").first.click()
    answered(second.page)
    answered(first.page)
    assert first.page.locator(".body").inner_text() == second.page.locator(".body").inner_text()
    ask(second.page, "And now? say: It is tall. (1)")
    expect(first.page.locator("article.turn")).to_have_count(2)
    answered(first.page)


def test_who_looks_away_and_back_can_ask_again(opened: Opened) -> None:
    page = opened().page
    ask(page, SLOWLY)
    page.wait_for_selector("article.turn[aria-busy=true]")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    answered(page)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_an_answer_that_comes_after_one_has_left_stays_where_it_belongs(opened: Opened) -> None:
    page = opened().page
    held: list[Route] = []
    page.route("**/api/conversations", lambda route: held.append(route))
    with page.expect_request("**/api/conversations"):
        ask(page, "How wide is Quillon? say: It is very tall. (1)")
    page.get_by_role("link", name="Documents").click()
    expect(page.locator("main .view h1")).to_have_text("Documents")
    held[0].continue_()
    expect(page.locator(".talks a").first).to_contain_text("Quillon")
    assert page.url.endswith("/documents")
    expect(page.locator("main .view h1")).to_have_text("Documents")


def test_proof_that_comes_late_does_not_replace_what_is_looked_at(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    held: list[Route] = []
    page.route("**/api/texts/*", lambda route: held.append(route))
    page.locator(".body .cite").click()
    expect(page.locator("#proof")).to_contain_text("Opening the text")
    page.locator("button.proof").click()
    expect(page.locator("#proof .stance")).to_have_count(2)
    held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator("#proof .stance")).to_have_count(2)


def test_a_question_that_was_not_sent_is_still_there_after_a_reload(opened: Opened) -> None:
    page = opened().page
    page.fill("#question", "How long is the bridge of")
    page.reload()
    expect(page.locator("#question")).to_have_value("How long is the bridge of")
    ask(page, TALL)
    answered(page)
    page.reload()
    page.wait_for_selector("article.turn")
    expect(page.locator("#question")).to_have_value("")
