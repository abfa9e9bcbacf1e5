"""A report on the page: ticked, told part by part, whole after a reload in the middle, stopped."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from blackbird.server.limits import Limits
from tests.server.conftest import Served, serving
from tests.server.test_documents import added
from tests.web.conftest import Opened, answered, ask, violations

TITLES = ["In short", "The lift of the tower"]
LIFT = "The lift of the tower is made of oak."
JOINED = "How tall is the tower and who saw the lamp of the tower?"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that knows of the tower, and of its lift under a title."""
    with serving(tmp_path_factory.mktemp("reports"), Limits(running=8)) as running:
        with httpx.Client(base_url=running.root, timeout=20) as web:
            added(web, "lift.md", f"---\ntitle: {TITLES[1]}\n---\n{LIFT}\n".encode())
        yield running


def tick(page: Page) -> None:
    page.locator(".options summary").click()
    page.get_by_label("Report").check()


def test_a_report_has_headings_and_stays_after_a_reload(opened: Opened) -> None:
    page = opened().page
    tick(page)
    ask(page, "What is the tower like?")
    answered(page)
    expect(page.locator(".body h3")).to_have_text(TITLES)
    expect(page.locator(".body p").nth(1)).to_contain_text(LIFT)
    page.locator(".progress summary").click()
    expect(page.locator(".steps li", has_text="Part 2 of 2: The lift")).to_be_visible()
    page.reload()
    expect(page.locator(".body h3")).to_have_text(TITLES)
    assert violations(page) == []
    page.locator(".options summary").click()
    expect(page.get_by_label("Report")).to_be_checked()
    page.locator("a.new").click()
    expect(page.get_by_label("Report")).not_to_be_checked()


def test_finished_parts_stand_while_the_next_is_written_and_after_a_reload(
    opened: Opened, served: Served
) -> None:
    page = opened().page
    served.model.endless.clear()
    served.model.hold = "Who saw"
    tick(page)
    ask(page, JOINED)
    assert served.model.endless.wait(20)
    expect(page.locator(".body h3")).to_have_text(["In short"])
    expect(page.locator(".body .sentence")).to_contain_text(["The tower is very tall."])
    page.reload()
    expect(page.locator(".body h3")).to_have_text(["In short"])
    expect(page.locator(".body .sentence")).to_contain_text(["The tower is very tall."])
    page.get_by_role("button", name="Stop").click()
    answered(page)
    expect(page.locator(".broken")).to_contain_text("goes on from there")
    expect(page.locator(".body h3")).to_have_text(["In short"])
    served.model.hold = ""
    page.get_by_role("button", name="Answer again").click()
    expect(page.locator(".notes")).to_contain_text("from when this report was begun")
    expect(page.locator(".body h3").first).to_have_text("In short")
