"""No text runs script or loads anything: in questions, documents, titles, addresses, quotes."""

from __future__ import annotations

import contextlib
import json
from functools import partial

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.server.conftest import Served
from tests.web.conftest import Opened, answered, ask
from tests.web.payloads import payloads

ALL = list(payloads())
GROUPS = [ALL[n : n + 40] for n in range(0, len(ALL), 40)]
HTML = "text/html; charset=utf-8"
# Whatever a payload calls is counted; what the policy of content refused is counted, too.
COUNTER = """
  window.hits = 0; window.refused = 0;
  window.alert = () => { window.hits += 1; };
  addEventListener("securitypolicyviolation", () => { window.refused += 1; });
"""


def test_there_are_enough() -> None:
    assert len(set(ALL)) >= 300


def test_the_payloads_work_on_a_page_that_does_not_care(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(COUNTER)
    ran = loaded = 0
    for payload in GROUPS[0]:
        careless = f"<!doctype html><body>{payload}</body>"
        page.route("**/careless", partial(_give, careless))
        asked.clear()
        with contextlib.suppress(Exception):  # some lead the page away
            page.goto(f"{served.root}/careless", timeout=2000, wait_until="commit")
            page.wait_for_timeout(80)
            ran += page.evaluate("window.hits") > 0
        loaded += any("evil.test" in url for url in asked)
        page.unroute("**/careless")
    page.close()
    assert ran >= 8
    assert loaded >= 6


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_nothing_runs_and_nothing_leaves(opened: Opened, served: Served, group: int) -> None:
    with httpx.Client(base_url=served.root, timeout=30) as web:
        lines = [
            {
                "id": f"g{group}p{n}{payload}",
                "text": f"Lock {group}x{n} is tall. {payload}",
                "title": payload,
                "url": f"javascript:alert('{n}')" if n % 2 else payload,
                "date": payload,
            }
            for n, payload in enumerate(GROUPS[group])
        ]
        data = "\n".join(map(json.dumps, lines)).encode()
        web.post("/api/documents", params={"name": f"{group}.jsonl"}, content=data)
        while any(
            r["state"] in ("waiting", "reading")
            for r in web.get("/api/readings").json()["readings"]
        ):
            pass
        id = None
        parent = None
        for n, payload in enumerate(GROUPS[group]):
            words = f"Lock {group}x{n} {payload} say: Lock {group}x{n} is tall. {payload} (1)"
            body = {"question": words, "parent_id": parent}
            path = f"/api/conversations/{id}/turns" if id else "/api/conversations"
            made = web.post(path, json=body).json()
            id = id or made["conversation"]["id"]
            parent = made["turn"]["id"]
            web.get(f"/api/turns/{parent}/events")
        web.patch(f"/api/conversations/{id}", json={"title": GROUPS[group][0][:300]})
    context = opened().page.context
    context.add_init_script(COUNTER)
    watched = opened(f"/c/{id}", context=context)
    page = watched.page
    _look_at_everything(page)
    page.goto(f"{served.root}/documents")
    page.wait_for_selector(".documents li")
    for name in page.locator(".documents .name").all()[:5]:
        name.click()
    for search in ("<img src=x onerror=alert(1)>", GROUPS[group][0]):
        page.get_by_role("searchbox").first.fill(search[:300])
        page.wait_for_timeout(200)
    _harmless(page)
    assert watched.foreign(served.root) == []


def _give(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type=HTML)


def _look_at_everything(page: Page) -> None:
    page.wait_for_selector("article.turn[aria-busy=false]")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    cites = page.locator(".cite")
    assert cites.count() > 0
    for cite in cites.all()[:12]:
        cite.hover()
    cites.first.click()
    page.wait_for_selector("#proof h2")
    for button in page.locator("button.proof").all()[:8]:
        button.click()
        page.locator("#proof .source button").first.click()
        page.wait_for_selector("#proof .kept, #proof .broken")
    page.wait_for_timeout(200)
    _harmless(page)


def _harmless(page: Page) -> None:
    assert page.evaluate("[window.hits, window.refused]") == [0, 0]
    assert (
        page.evaluate("document.querySelectorAll('main script, main iframe, main img').length") == 0
    )
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_a_payload_in_the_address_is_only_an_address(opened: Opened) -> None:
    context = opened().page.context
    context.add_init_script(COUNTER)
    page = opened(
        "/c/%3Cimg%20src=x%20onerror=alert(1)%3E?x=<script>alert(1)</script>#<svg>", context=context
    ).page
    page.wait_for_selector("#trouble:not([hidden])")
    _harmless(page)


def test_what_is_typed_is_only_text(opened: Opened) -> None:
    context = opened().page.context
    context.add_init_script(COUNTER)
    page = opened("/", context=context).page
    ask(page, "<img src=x onerror=alert(1)> say: <img src=x onerror=alert(1)> is tall (1)")
    answered(page)
    page.get_by_role("button", name="Edit the question").click()
    _harmless(page)
