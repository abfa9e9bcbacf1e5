"""The web among the sources of a question: off until it is chosen, asked for once, then cited."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from blackbird.server.limits import Limits
from blackbird.settings import Settings, load_settings
from tests.fakes.engines import Listed, path_of, settings_for, told
from tests.fakes.page_server import PageServer, page_server, reply
from tests.server.conftest import Served, serving
from tests.web.conftest import Opened, answered, ask, violations

SAID = "The tower is very tall."
ASKED = f"How tall is the tower? say: {SAID} (1)"
PAGE = f"<html lang=en><title>On towers</title><body><p>{SAID}</p></body></html>"


@pytest.fixture(scope="module")
def world() -> Iterator[PageServer]:
    with page_server({"/towers": reply(PAGE)}) as server:
        server.pages[path_of("searxng")] = told("searxng", [Listed(server.url("/towers"))])
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, world: PageServer) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("page")
    flags = {"data_dir": str(folder), **settings_for(world, "searxng")}
    settings: Settings = load_settings(flags, {})
    guard = world.guard()
    with serving(folder, Limits(running=8), settings=settings, guard=guard) as running:
        yield running


@pytest.fixture(autouse=True)
def undecided(served: Served, world: PageServer) -> None:
    httpx.patch(f"{served.root}/api/settings", json={"web": None}).raise_for_status()
    world.asked.clear()


def test_it_is_asked_once_and_then_cited(opened: Opened, world: PageServer) -> None:
    page = opened("/").page
    page.locator(".composer summary").click()
    web = page.locator(".composer input[name=source][value=web]")
    expect(web).not_to_be_checked()
    web.check()
    page.locator(".composer input[name=source][value=documents]").uncheck()
    ask(page, ASKED)
    question = page.get_by_role("group", name="May Blackbird read pages of the web, and search it")
    expect(question).to_contain_text("sends your question to search engines")
    assert violations(page) == []
    assert world.asked == []
    question.get_by_role("button", name="Allow", exact=True).click()
    answered(page)
    expect(page.locator("article.turn").last).to_contain_text(SAID)
    assert any(path == "/towers" for _, path in world.asked)


def test_a_no_keeps_the_question_in_the_field(opened: Opened, world: PageServer) -> None:
    page = opened("/").page
    page.locator(".composer summary").click()
    page.locator(".composer input[name=source][value=web]").check()
    ask(page, ASKED)
    page.get_by_role("button", name="Do not allow", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("so it was not searched")
    expect(page.locator("#question")).to_have_value(ASKED)
    assert world.asked == []


def test_what_is_kept_is_removed_in_the_settings(opened: Opened, served: Served) -> None:
    httpx.patch(f"{served.root}/api/settings", json={"web": "yes"}).raise_for_status()
    httpx.delete(f"{served.root}/api/pages").raise_for_status()
    body = {"question": ASKED, "options": {"sources": ["web"]}}
    made = httpx.post(f"{served.root}/api/conversations", json=body).json()
    httpx.get(f"{served.root}/api/turns/{made['turn']['id']}/events")
    page = opened("/settings").page
    web = page.get_by_role("region", name="The web")
    expect(web).to_contain_text("1 page that was read is kept on this machine")
    web.get_by_role("button", name="Do not allow any more").click()
    expect(web).to_contain_text("Not allowed.")
    # Nothing goes by itself: the offer stands where consent was taken back.
    remove = web.get_by_role("button", name="Remove kept pages")
    page.once("dialog", lambda dialog: dialog.dismiss())
    remove.click()
    assert httpx.get(f"{served.root}/api/pages").json()["pages"] == 1
    assert violations(page) == []
    page.once("dialog", lambda dialog: dialog.accept())
    remove.click()
    expect(web).to_contain_text("No page that was read is kept")
    expect(remove).to_be_hidden()
    expect(web.get_by_role("button", name="Allow", exact=True)).to_be_focused()
    assert httpx.get(f"{served.root}/api/pages").json() == {"pages": 0, "bytes": 0}
