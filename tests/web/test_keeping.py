"""Conversations and documents on the page: found, renamed, deleted, saved, dropped, removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.web.conftest import TALL, Opened, answered, ask

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

NOTE = "# The lock of Bramwick\n\nThe lock of Bramwick has nine gates.\n"


def a_file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_conversations_are_found_renamed_and_deleted(opened: Opened) -> None:
    page = opened().page
    ask(page, "Where is the zoo of Quibblewick? say: The zoo is tall. (1)")
    answered(page)
    page.locator("a.new").click()
    ask(page, TALL)
    answered(page)
    search = page.get_by_role("searchbox", name="Search conversations")
    search.fill("quibblewick")
    expect(page.locator(".talks a:not(.quiet)")).to_have_count(1)
    page.get_by_label("What can be done with this conversation").click()
    page.get_by_role("button", name="Rename").click()
    field = page.get_by_role("textbox", name="Title of the conversation")
    field.fill("A zoo <b>somewhere</b>")
    field.press("Enter")
    expect(page.locator(".talks a:not(.quiet)").first).to_have_text("A zoo <b>somewhere</b>")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("What can be done with this conversation").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".talks .none")).to_contain_text("No conversation holds")


def test_a_title_that_is_being_typed_stays(opened: Opened) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    page.get_by_label("What can be done with this conversation").first.click()
    page.get_by_role("button", name="Rename").first.click()
    field = page.get_by_role("textbox", name="Title of the conversation")
    field.fill("Half a ti")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(300)
    expect(field).to_have_value("Half a ti")
    page.route("**/api/conversations/*", lambda route: route.abort())
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(field).to_have_value("Half a ti")
    page.unroute("**/api/conversations/*")
    field.press("Enter")
    expect(page.locator(".talks a:not(.quiet)").first).to_have_text("Half a ti")


def test_a_list_that_is_looked_up_again_keeps_its_rows(opened: Opened) -> None:
    """Else a click, or an open menu, is lost to a reply that comes late."""
    page = opened().page
    ask(page, TALL)
    answered(page)
    menu = page.get_by_label("What can be done with this conversation").first
    with page.expect_response("**/api/conversations?*"):
        page.get_by_role("searchbox", name="Search conversations").fill(" ")
    menu.click()
    row = page.locator(".talks > li").first.element_handle()
    with page.expect_response("**/api/conversations?*"):
        page.get_by_role("searchbox", name="Search conversations").fill("  ")
    page.wait_for_timeout(300)  # time to draw it anew, if it did
    assert row.evaluate("row => row.isConnected")
    expect(page.get_by_role("link", name="Save as Markdown").first).to_be_visible()


def test_a_conversation_is_saved_as_a_file(opened: Opened, tmp_path: Path) -> None:
    page = opened().page
    ask(page, TALL)
    answered(page)
    for label, ending in (("Save as Markdown", ".md"), ("Save as JSON", ".json")):
        page.get_by_label("What can be done with this conversation").first.click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name=label).first.click()
        saved = tmp_path / f"saved{ending}"
        waiting.value.save_as(saved)
        assert waiting.value.suggested_filename.endswith(ending)
        assert "The tower is very tall." in saved.read_text("utf-8")
        page.keyboard.press("Escape")
    assert json.loads(saved.read_text("utf-8"))["turns"][0]["state"] == "done"


def test_a_document_is_dropped_read_found_opened_and_removed(opened: Opened) -> None:
    page = opened("/documents").page
    page.set_input_files("#files", a_file("lock.md", NOTE.encode()))
    expect(page.locator(".readings")).to_contain_text("read: 1 passage")
    page.get_by_role("searchbox", name="Search by title or address").fill("bramwick")
    expect(page.locator(".documents > li")).to_have_count(1)
    page.locator(".documents > li", has_text="The lock of Bramwick").locator(".name").click()
    expect(page.locator("#proof .text")).to_contain_text("nine gates")
    page.keyboard.press("Escape")
    page.locator("a.new").click()
    ask(page, "How many gates has the lock? say: The lock has nine tall gates. (1)")
    answered(page)
    expect(page.locator(".body .sentence")).to_contain_text("nine tall gates")
    page.locator(".views a").first.click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove “The lock of Bramwick”").click()
    expect(page.locator(".documents")).not_to_contain_text("Bramwick")


def test_a_file_dropped_anywhere_is_read(opened: Opened) -> None:
    page = opened().page
    page.fill("#question", "half a question")
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["The mill of Ternwick has four wheels."], "mill.txt"));
            const options = { bubbles: true, cancelable: true, dataTransfer: files };
            const main = document.querySelector("main");
            window.kept = !main.dispatchEvent(new DragEvent("dragover", options));
            window.kept &&= !main.dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    assert page.evaluate("window.kept")
    expect(page.locator(".readings")).to_contain_text("mill.txt")
    expect(page.locator(".readings")).to_contain_text("read: 1 passage")
    assert page.url.endswith("/documents")
    page.go_back()
    expect(page.locator("#question")).to_have_value("half a question")


def test_a_reading_can_be_given_up_by_keyboard(opened: Opened) -> None:
    page = opened("/documents").page
    text = b"".join(b"The lock number %d of Bramwick has gates. " % n for n in range(60_000))
    page.set_input_files("#files", a_file("long.txt", text))
    stop = page.get_by_role("button", name="Give up reading long.txt")
    stop.focus()
    page.wait_for_timeout(1500)  # the list is looked at three times meanwhile
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".readings")).to_contain_text("given up")


def test_each_file_that_is_refused_is_named(opened: Opened) -> None:
    page = opened("/documents").page
    page.set_input_files("#files", [a_file("a.png", b"x"), a_file("b.exe", b"x")])
    expect(page.get_by_role("alert")).to_contain_text("a.png")
    expect(page.get_by_role("alert")).to_contain_text("b.exe")


def test_a_file_that_cannot_be_read_is_said(opened: Opened) -> None:
    page = opened("/documents").page
    page.set_input_files("#files", a_file("x.png", b"\x89PNG"))
    expect(page.get_by_role("alert")).to_contain_text("x.png")
    page.set_input_files("#files", a_file("x.txt", b"\x00\x01" * 99))
    expect(page.locator(".readings")).to_contain_text("holds no text")
