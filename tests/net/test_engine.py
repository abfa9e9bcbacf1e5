"""The door of search engines, against a small server that answers well and badly."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from blackbird.errors import SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.guard import Guard
from blackbird.net.pace import Pace
from blackbird.tracing import SystemClock
from tests.fakes.dials import refusals, watching
from tests.fakes.engines import JSON
from tests.fakes.failures import FAILURES, GOOD
from tests.fakes.page_server import (
    PageServer,
    page_server,
    reply,
    resolver,
)
from tests.patience import SLACK_S

BUDGET_S = 0.6
SECRET = "very-secret-key"


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server({"/search": reply(json.dumps(GOOD), kind=JSON)}) as served:
        yield served


def door(server: PageServer, *, owned: bool = True, budget_s: float = BUDGET_S) -> EngineDoor:
    guard = server.guard(inside_example="10.0.0.1")
    return EngineDoor("one", Pace(SystemClock()), budget_s, owned=owned, guard=guard)


async def said(door: EngineDoor, url: str) -> str:
    with pytest.raises(SourceError) as caught:
        await door.get(url, {"q": "who asked"}, {"x-key": SECRET})
    assert SECRET not in str(caught.value)
    assert "who" not in str(caught.value)
    return str(caught.value)


async def test_a_question_goes_out_and_json_comes_back(server: PageServer) -> None:
    query = {"q": "trams & 塔", "empty": "", "n": "5"}
    assert await door(server).get(server.url("/search"), query, {"x-key": SECRET}) == GOOD
    (request,) = server.requests
    assert request.startswith("GET /search?q=trams+%26+%E5%A1%94&n=5 HTTP/1.1")
    assert f"x-key: {SECRET}" in request
    assert "cookie" not in request.lower()


async def test_what_stands_in_an_address_stays(server: PageServer) -> None:
    await door(server).get(server.url("/search?engine=a"), {"q": "b"})
    assert server.asked == [(f"page.example:{server.port}", "/search?engine=a&q=b")]


async def test_a_body_is_posted(server: PageServer) -> None:
    found = await door(server).post(
        server.url("/search"), {"q": "塔"}, {"authorization": "Bearer k"}
    )
    assert found == GOOD
    head, _, body = server.requests[0].partition("\r\n\r\n")
    assert head.startswith("POST /search HTTP/1.1")
    assert "content-type: application/json" in head
    assert json.loads(body) == {"q": "塔"}


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize("kind", FAILURES)
async def test_each_failure_is_told_within_the_budget(
    server: PageServer, kind: str, owned: bool
) -> None:
    script, told = FAILURES[kind]
    server.pages["/search"] = script
    started = time.monotonic()
    with watching(server.port) as dials:
        found = await said(door(server, owned=owned), server.url("/search"))
    assert told.rstrip(".") in found
    assert time.monotonic() - started < BUDGET_S + SLACK_S
    assert (dials.connected, len(server.asked)) == ([], 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "latin-1", "shift_jis"])
async def test_a_wrong_encoding_costs_letters_at_most(server: PageServer, encoding: str) -> None:
    text = "t" if encoding == "latin-1" else "塔"
    data = {"results": [{"url": "https://page.example/", "title": text + "é" * (text == "t")}]}
    sent = json.dumps(data, ensure_ascii=False).encode(encoding)
    server.pages["/search"] = reply(sent, kind=JSON)
    found: Any = await door(server).get(server.url("/search"), {"q": "x"})
    assert found["results"][0]["url"] == "https://page.example/"


async def test_a_short_wait_that_it_asks_for_is_waited(server: PageServer) -> None:
    scripts = [reply("slow", "429 Too Many", retry_after="0"), server.pages["/search"]]
    server.pages["/search"] = lambda sock: scripts.pop(0)(sock)
    assert await door(server, budget_s=3).get(server.url("/search"), {}) == GOOD
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_a_long_wait_is_told_and_kept(server: PageServer, status: str) -> None:
    server.pages["/search"] = reply("slow", status, retry_after="60")
    one = door(server)
    assert f"left alone ({status[:3]}); free in 60 s" in await said(one, server.url("/search"))
    assert "left alone; free in" in await said(one, server.url("/search"))
    assert len(server.asked) == 1


async def test_an_owner_may_name_an_address_inside_and_nobody_else(server: PageServer) -> None:
    inside = f"http://127.0.0.1:{server.port}/search"
    with watching(server.port) as dials:
        assert "leads to this machine" in await said(door(server, owned=False), inside)
    assert (dials.connected, server.asked) == ([], [])
    names = ("http://localhost:9/", "http://searxng:9/search", "http://nas.local:9/")
    for url in names:
        refused = Guard(resolve=resolver({}, "127.0.0.1"))
        other = EngineDoor("one", Pace(SystemClock()), BUDGET_S, owned=False, guard=refused)
        assert "name inside a network" in await said(other, url)
        own = EngineDoor("one", Pace(SystemClock()), BUDGET_S, owned=True, guard=refused)
        with watching(), pytest.raises(BaseException) as caught:  # noqa: PT011
            await own.get(url, {})
        assert "('127.0.0.1', 9)" in refusals(caught.value)  # the positive control


async def test_no_proxy_of_the_environment_is_used(
    server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await door(server).get(server.url("/search"), {}) == GOOD


async def test_a_name_server_that_hangs_costs_the_budget(server: PageServer) -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(9)  # never waited for: the door gives up long before
        return []

    one = EngineDoor(
        "one", Pace(SystemClock()), BUDGET_S, owned=True, guard=replace(Guard(), resolve=never)
    )
    assert f"no answer within {BUDGET_S:g} s" in await said(one, "http://engine.example/")


async def test_what_is_no_address_is_said(server: PageServer) -> None:
    for url in ("", "nonsense", "ftp://page.example/", "http://a b/", "http://[::1/"):
        assert "is not fetched" in await said(door(server), url)
    assert server.asked == []


async def test_a_library_with_its_own_client_has_the_same_bounds(server: PageServer) -> None:
    one = door(server)

    async def found() -> str:
        return "found"

    async def late() -> None:
        await asyncio.sleep(9)  # never waited for: the door gives up long before

    async def broken() -> None:
        raise SourceError("it failed (X)")

    assert await one.borrowed(found) == "found"
    with pytest.raises(SourceError, match="no answer within"):
        await one.borrowed(late)
    with pytest.raises(SourceError, match="it failed"):
        await one.borrowed(broken)
    with pytest.raises(SourceError, match="left alone for a while"):
        await one.borrowed(found)
