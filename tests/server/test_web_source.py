"""The web as a source over HTTP: consent, answers, citations that open when the page is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.settings import load_settings
from tests.fakes.engines import Listed, path_of, settings_for, told
from tests.fakes.page_server import PageServer, page_server, reply
from tests.server.conftest import serving

ENGINES = ("searxng", "wikipedia")
SAID = "The tower is very tall."
PAGE = (
    "<html lang=en><title>On towers</title><meta name=date content='2024-05-01'><body><article>"
    f"<p>塔 🗼 {'All towers of the town are listed here. ' * 12}</p><p>{SAID} It has a lift.</p>"
    "</article></body></html>"
)
ASKED = f"How tall is the tower? say: {SAID} (1)"


@pytest.fixture
def world() -> Iterator[PageServer]:
    with page_server({"/towers": reply(PAGE)}) as server:
        for name in ENGINES:
            server.pages[path_of(name)] = told(name, [Listed(server.url("/towers"))])
        yield server


@pytest.fixture
def web(tmp_path: Path, world: PageServer) -> Iterator[httpx.Client]:
    settings = load_settings({"data_dir": str(tmp_path), **settings_for(world, *ENGINES)}, {})
    with (
        serving(tmp_path, settings=settings, guard=world.guard()) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def allowed(web: httpx.Client) -> httpx.Client:
    assert web.patch("/api/settings", json={"web": "yes"}).status_code == 200
    return web


def completion(web: httpx.Client, **more: Any) -> httpx.Response:
    body = {"messages": [{"role": "user", "content": ASKED}], "blackbird": {"sources": ["web"]}}
    return web.post("/v1/chat/completions", json=body | more)


def test_before_its_owner_said_yes_every_door_refuses(web: httpx.Client, world: PageServer) -> None:
    options = {"sources": ["documents", "web"]}
    for refused in (
        completion(web),
        completion(web, stream=True),
        web.post("/api/conversations", json={"question": ASKED, "options": options}),
        web.post("/v1/check", json={"text": SAID, "sources": ["web"]}),
        web.post("/api/checks", json={"text": SAID, "sources": ["web"]}),
    ):
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "consent_needed")
    assert world.asked == []
    assert web.get("/api/conversations").json()["conversations"] == []


def test_a_program_gets_an_answer_from_the_web(allowed: httpx.Client, world: PageServer) -> None:
    text = completion(allowed).json()["choices"][0]["message"]["content"]
    assert text.startswith(SAID)
    assert world.url("/towers") in completion(allowed).text


def test_a_citation_opens_at_its_quote_when_the_page_is_gone(
    allowed: httpx.Client, world: PageServer
) -> None:
    body = {"question": ASKED, "options": {"sources": ["web"]}}
    made = allowed.post("/api/conversations", json=body).json()
    with allowed.stream("GET", f"/api/turns/{made['turn']['id']}/events") as stream:
        events = [json.loads(line[6:]) for line in stream.iter_lines() if line[:5] == "data:"]
    assert [e["source"] for e in events if e["type"] == "searched"] == ["web"]
    answer = events[-1]["answer"]
    cited = next(c for c in answer["citations"] if SAID in c["quote"])
    assert (cited["url"], cited["source"]) == (world.url("/towers"), "web")
    world.pages["/towers"] = reply("gone", "410 Gone")
    kept = allowed.get(f"/api/texts/{cited['sha256']}").json()["text"]
    assert kept[cited["start"] : cited["end"]] == cited["quote"]
    assert SAID in kept


def test_an_engine_that_fails_is_told_as_it_happens(
    allowed: httpx.Client, world: PageServer
) -> None:
    world.pages[path_of("wikipedia")] = reply("down", "500 Internal Server Error")
    body = {"question": ASKED, "options": {"sources": ["web"]}}
    made = allowed.post("/api/conversations", json=body).json()
    with allowed.stream("GET", f"/api/turns/{made['turn']['id']}/events") as stream:
        events = [json.loads(line[6:]) for line in stream.iter_lines() if line[:5] == "data:"]
    failed = [e for e in events if "failed" in e["type"]]
    assert [(e["source"], e["message"]) for e in failed] == [("wikipedia", "it failed (500)")]
    assert events[-1]["answer"]["notes"][0].startswith("wikipedia could not be searched")


def test_the_page_cannot_send_the_web_elsewhere(allowed: httpx.Client) -> None:
    for change in ({"searxng_url": "http://x/"}, {"brave_key": "k"}, {"engines": "ddgs"}):
        assert allowed.patch("/api/settings", json=change).status_code == 400
    rows = allowed.get("/api/settings").json()["settings"]
    assert next(r for r in rows if r["name"] == "brave_key")["secret"] is True


def test_a_text_is_checked_against_the_web(allowed: httpx.Client, world: PageServer) -> None:
    found = allowed.post("/v1/check", json={"text": SAID, "sources": ["web"]}).json()
    assert [claim["verdict"] for claim in found["claims"]] == ["supported"]
    assert {citation["url"] for citation in found["citations"]} == {world.url("/towers")}


def test_what_is_kept_goes_when_its_owner_wants(allowed: httpx.Client) -> None:
    assert allowed.get("/api/pages").json() == {"pages": 0, "bytes": 0}
    body = {"question": ASKED, "options": {"sources": ["web"]}}
    made = allowed.post("/api/conversations", json=body).json()
    allowed.get(f"/api/turns/{made['turn']['id']}/events")
    talk = f"/api/conversations/{made['conversation']['id']}"
    (cited, *_) = allowed.get(talk).json()["turns"][0]["last"]["answer"]["citations"]
    text = f"/api/texts/{cited['sha256']}"
    assert SAID in allowed.get(text).json()["text"]
    kept = allowed.get("/api/pages").json()
    assert (kept["pages"], kept["bytes"] > 400) == (1, True)
    # Taking consent back removes nothing by itself.
    allowed.patch("/api/settings", json={"web": "no"})
    assert allowed.get("/api/pages").json() == kept
    assert allowed.delete("/api/pages").json() == {"removed": 1}
    assert allowed.get("/api/pages").json() == {"pages": 0, "bytes": 0}
    assert allowed.get(text).status_code == 404
    (still, *_) = allowed.get(talk).json()["turns"][0]["last"]["answer"]["citations"]
    assert (SAID in still["quote"], still == cited) == (True, True)
