"""An address checked over HTTP: consent, a real fetch by the guard, events, and hostile pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.net.guard import Bounds
from blackbird.settings import FILE_NAME, Settings, load_settings
from blackbird.sources.fetch import WebPages
from blackbird.tracing import SystemClock
from tests.fakes.dials import watching
from tests.fakes.page_server import PageServer, endless, gzip_bomb, moved, page_server, reply
from tests.fakes.parser import InProcess
from tests.net.hostile import addresses
from tests.server.conftest import TOWER, TOWER_URL, serving

BOUNDS = Bounds(body_bytes=200_000, total_s=2.0)
ARTICLE = (
    "<html lang='en'><title>On towers</title><meta name='date' content='2024-05-01'><body>"
    "<p>The tower opened in 1889. The tower is short. What do you think?</p></body></html>"
)


@pytest.fixture
def pages() -> Iterator[PageServer]:
    with page_server({"/towers": reply(ARTICLE)}) as server:
        yield server


@pytest.fixture
def web(tmp_path: Path, pages: PageServer) -> Iterator[httpx.Client]:
    settings = load_settings({"data_dir": str(tmp_path)}, {})
    fetcher = WebPages(pages.guard(BOUNDS, inside_example="10.0.0.1"), SystemClock(), InProcess())
    with (
        serving(tmp_path, settings=settings, fetcher=fetcher) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def allowed(web: httpx.Client) -> httpx.Client:
    assert web.patch("/api/settings", json={"web": "yes"}).status_code == 200
    return web


def told(web: httpx.Client, **body: Any) -> list[Any]:
    with web.stream("POST", "/v1/check", json={"stream": True, **body}) as stream:
        return [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]


def test_nothing_leaves_before_its_owner_said_yes(web: httpx.Client, pages: PageServer) -> None:
    for settings in ({}, {"web": "no"}, {"web": "ask"}):
        if settings:
            web.patch("/api/settings", json=settings)
        refused = web.post("/v1/check", json={"url": pages.url("/towers")})
        error = refused.json()["error"]
        assert (refused.status_code, error["code"]) == (403, "consent_needed")
        assert "blackbird settings web=yes" in error["message"]
    assert pages.asked == []


def test_consent_counts_at_once_is_dated_and_can_be_taken_back(
    web: httpx.Client, pages: PageServer, tmp_path: Path
) -> None:
    body = {"url": pages.url("/towers")}
    rows = web.patch("/api/settings", json={"web": "yes"}).json()["settings"]
    shown = {row["name"]: row["value"] for row in rows}
    assert shown["web"] == "yes"
    assert shown["web_since"].startswith("20")
    assert shown["web_since"] in (tmp_path / FILE_NAME).read_text()
    assert web.post("/v1/check", json=body).status_code == 200
    asked = len(pages.asked)
    web.patch("/api/settings", json={"web": "no"})
    assert web.post("/v1/check", json=body).status_code == 403
    assert len(pages.asked) == asked
    assert "web_since" not in (tmp_path / FILE_NAME).read_text()


def test_the_page_cannot_date_its_own_consent(web: httpx.Client) -> None:
    for change in ({"web_since": "2020-01-01"}, {"web_ports": "22"}):
        assert web.patch("/api/settings", json=change).status_code == 400


def test_a_page_is_read_and_each_claim_of_it_checked(
    allowed: httpx.Client, pages: PageServer
) -> None:
    result = allowed.post("/v1/check", json={"url": f" {pages.url('/towers')}#top "}).json()
    page = result["page"]
    assert set(page) == {"url", "title", "date", "language", "fetched_at", "text"}
    assert (page["url"], page["title"], page["date"]) == (
        *(pages.url("/towers"), "On towers", "2024-05-01"),
    )
    assert page["fetched_at"].startswith("20")
    spans = [page["text"][c["start"] : c["end"]] for c in result["claims"]]
    assert spans == ["The tower opened in 1889.", "The tower is short.", "What do you think?"]
    verdicts = [c["verdict"] for c in result["claims"]]
    assert verdicts == ["supported", "refuted", "not_a_claim"]
    assert {c["url"] for c in result["citations"]} == {TOWER_URL}


def test_a_stream_tells_of_the_page_first(allowed: httpx.Client, pages: PageServer) -> None:
    first, second, *_, last = told(allowed, url=pages.url("/towers"))
    assert (first["type"], second["type"], last["type"]) == ("page", "claims", "result")
    assert first["page"] == last["page"]
    texts = told(allowed, text=TOWER)
    assert "page" not in {event["type"] for event in texts}
    assert "page" not in texts[-1]


@pytest.mark.parametrize(
    ("script", "status", "code"),
    [
        (moved("http://inside.example/"), 400, "address_refused"),
        (moved("http://169.254.169.254/latest/meta-data/"), 400, "address_refused"),
        (moved("http://[::ffff:127.0.0.1]/"), 400, "address_refused"),
        (reply("", "500 Oh"), 502, "network"),
        (reply("", "404 Not Found"), 502, "page_unreadable"),
        (reply(gzip_bomb(30_000_000), content_encoding="gzip"), 502, "page_unreadable"),
        (endless(), 502, "page_unreadable"),
        (endless(b"x", 0.05), 502, "network"),
        (reply(ARTICLE, x_long="y" * 80_000), 502, "page_unreadable"),
        (reply("%PDF-1.4", kind="application/pdf"), 400, "bad_input"),
        (reply("<script>alert(1)</script>"), 400, "bad_input"),
    ],
)
def test_a_bad_page_is_told_plainly_and_costs_little(
    allowed: httpx.Client, pages: PageServer, script: object, status: int, code: str
) -> None:
    pages.pages["/bad"] = script  # type: ignore[assignment]  # one of the table above
    for stream in (False, True):
        got = allowed.post("/v1/check", json={"url": pages.url("/bad"), "stream": stream})
        assert (got.status_code, got.json()["error"]["code"]) == (status, code)
    assert allowed.get("/healthz").status_code == 200


def test_hostile_addresses_through_the_server_dial_nobody(tmp_path: Path) -> None:
    """With the guard as it comes, its real resolver and consent: no connection, no look-up."""
    urls = addresses()[::15]
    settings = Settings(web="yes")
    with (
        serving(tmp_path, settings=settings) as served,
        watching(served.address[1]) as dials,
        httpx.Client(base_url=served.root, timeout=20) as web,
    ):
        statuses = {web.post("/v1/check", json={"url": url}).status_code for url in urls}
    assert statuses == {400}
    assert dials.connected == []
    assert [name for name in dials.looked_up if name not in ("127.0.0.1", "localhost")] == []
    assert len(urls) > 100
