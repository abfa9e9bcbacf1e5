"""The adapter of ddgs, with something else in the place of the library."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from functools import partial
from typing import Any

import pytest

from blackbird.engines import Ready
from blackbird.errors import SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.pace import Pace
from blackbird.protocols import Engine, Found, Scope
from blackbird.registry import ENGINES
from blackbird.sources.ddgs import find
from blackbird.types import Query
from tests.fakes.clocks import MovedClock
from tests.patience import SLACK_S

SCOPE = Scope("jp", "strict", ("one.example", "two.example"), ("three.example",))


def library(found: Any, calls: list[tuple[str, dict[str, Any]]]) -> Any:
    def search(text: str, **options: Any) -> Any:
        calls.append((text, options))
        if isinstance(found, Exception):
            raise found
        return found

    return search


def ddgs(search: Any, scope: Scope | None = None, budget_s: float = 0.3) -> Engine:
    door = EngineDoor("ddgs", Pace(MovedClock()), budget_s, owned=False)
    asked = partial(find, opened=lambda seconds: search)
    return Ready(door, "", "", scope or Scope(), MovedClock(), asked)


async def test_ddgs_is_told_what_it_understands() -> None:
    calls: list[tuple[str, dict[str, Any]]] = []
    found = [{"title": "塔", "href": "https://one.example/", "body": "…"}, "odd", {"href": 3}]
    one = ddgs(library(found, calls), SCOPE)
    assert await one.find(Query("towers", 7, since="2025-12-30", language="ja")) == [
        Found("https://one.example/", "塔"),
        Found("", ""),
    ]
    ((text, options),) = calls
    assert text == "towers (site:one.example OR site:two.example) -site:three.example"
    assert options == {
        "region": "jp-ja",
        "safesearch": "on",
        "timelimit": "w",
        "max_results": 7,
    }
    assert one.name in ENGINES


async def test_ddgs_without_bounds() -> None:
    calls: list[tuple[str, dict[str, Any]]] = []
    assert await ddgs(library(None, calls)).find(Query("towers", language="en")) == []
    await ddgs(library([], calls)).find(Query("towers", since="2001"))
    assert [(c["region"], c["timelimit"]) for _, c in calls] == [("us-en", None), ("wt-wt", None)]


@pytest.mark.parametrize(
    ("language", "country", "region"),
    [("ja", "", "jp-ja"), ("ko", "", "wt-ko"), ("en", "gb", "uk-en"), ("zh-hans", "tw", "tw-zh")],
)
async def test_ddgs_takes_a_country_and_a_language(
    language: str, country: str, region: str
) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []
    await ddgs(library([], calls), Scope(country)).find(Query("towers", language=language))
    assert [options["region"] for _, options in calls] == [region]


async def test_ddgs_fails_like_any_other() -> None:
    with pytest.raises(SourceError, match=r"it failed \(RuntimeError: 202 Ratelimit\)"):
        await ddgs(library(RuntimeError("202 <b>Ratelimit"), [])).find(Query("towers"))
    released = threading.Event()  # until then the library hangs
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"no answer within 0\.3 s"):
        await ddgs(lambda *_, **__: released.wait(9)).find(Query("towers"))
    assert time.monotonic() - started < 0.3 + SLACK_S
    released.set()
    # Its thread ends after everybody has gone, and harms nobody: time enough for it to do so.
    await asyncio.sleep(0.1)


async def test_ddgs_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ddgs", None)
    door = EngineDoor("ddgs", Pace(MovedClock()), 1.0, owned=False)
    with pytest.raises(SourceError, match="not installed"):
        await Ready(door, "", "", Scope(), MovedClock(), find).find(Query("towers"))
