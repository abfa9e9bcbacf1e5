"""Each engine: what it is asked for, what is made of its answer, and what of a hostile one."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.pace import Pace
from blackbird.protocols import Engine, Found, Scope
from blackbird.registry import ENGINES, load_engine
from blackbird.sources.ddgs import Ddgs
from blackbird.types import Query
from tests.fakes.clocks import MovedClock
from tests.fakes.engines import JSON, SHAPES, Listed, told
from tests.fakes.page_server import PageServer, page_server, reply

NAMES = tuple(SHAPES)
PAGES = (
    Listed("https://one.example/a", "The <b>first</b> &amp; best", "2025-03-04", 0.9),
    Listed("https://two.example/塔", "塔", None, 0.3),
)
SCOPE = Scope("JP".lower(), "strict", ("one.example", "two.example"), ("three.example",))


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server() as served:
        yield served


def engine(server: PageServer, name: str, scope: Scope | None = None) -> Engine:
    path = "/search" if name == "searxng" else f"/{name}"
    door = EngineDoor(name, Pace(MovedClock()), 2.0, owned=True, guard=server.guard())
    url = server.url(path).removesuffix("/search")
    made: Engine = load_engine(name)(door, url, f"{name}-key", scope or Scope(), MovedClock())
    return made


def asked(server: PageServer) -> dict[str, Any]:
    """What the one request said: its query or its body, and its headers as ``:name``."""
    (request,) = server.requests
    head, _, body = request.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    found: dict[str, Any] = dict(parse_qsl(urlsplit(first.split(" ")[1]).query))
    if body:
        found |= json.loads(body)
    return found | {f":{n.lower()}": v for n, v in (line.split(": ", 1) for line in lines)}


def serve(server: PageServer, name: str, pages: Sequence[Listed] = PAGES) -> None:
    server.pages["/search" if name == "searxng" else f"/{name}"] = told(name, pages)


@pytest.mark.parametrize("name", NAMES)
async def test_what_it_names_becomes_addresses_titles_and_dates(
    server: PageServer, name: str
) -> None:
    serve(server, name)
    first, second = await engine(server, name).find(Query("towers", language="en"))
    assert (first.url, first.title) == ("https://one.example/a", "The first & best")
    assert first.date == "2025-03-04"
    assert (second.url, second.title) == ("https://two.example/塔", "塔")
    assert second.date == ("2024-01-01" if name == "wikipedia" else None)
    if name in ("searxng", "tavily"):
        assert (first.score, second.score) == (0.9, 0.3)
    else:
        assert (first.score, second.score) == (None, None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "searxng",
            {
                "q": "towers (site:one.example OR site:two.example) -site:three.example",
                "format": "json",
                "language": "ja-jp",
                "safesearch": "2",
            },
        ),
        (
            "brave",
            {
                "q": "towers (site:one.example OR site:two.example) -site:three.example",
                "count": "7",
                "search_lang": "jp",
                "country": "JP",
                "safesearch": "strict",
                "freshness": "2025-01-01to2025-11-30",
                ":x-subscription-token": "brave-key",
            },
        ),
        (
            "tavily",
            {
                "query": "towers",
                "max_results": 7,
                "country": "japan",
                "include_domains": ["one.example", "two.example"],
                "exclude_domains": ["three.example"],
                "start_date": "2025-01-01",
                "end_date": "2025-11-30",
                ":authorization": "Bearer tavily-key",
            },
        ),
        (
            "bing",
            {
                "q": "towers (site:one.example OR site:two.example) -site:three.example",
                "count": "7",
                "mkt": "ja-JP",
                "setLang": "ja",
                "safeSearch": "Strict",
                "freshness": "2025-01-01..2025-11-30",
                ":ocp-apim-subscription-key": "bing-key",
            },
        ),
    ],
)
async def test_it_is_told_what_bounds_the_search(
    server: PageServer, name: str, said: dict[str, Any]
) -> None:
    serve(server, name)
    query = Query("towers", 7, since="2025", until="2025-11", language="ja")
    await engine(server, name, SCOPE).find(query)
    assert {key: asked(server).get(key) for key in said} == said


@pytest.mark.parametrize("name", NAMES)
async def test_without_bounds_it_is_told_of_none(server: PageServer, name: str) -> None:
    serve(server, name)
    await engine(server, name).find(Query("towers"))
    found = asked(server)
    told_of = {"freshness", "time_range", "start_date", "end_date", "country", "include_domains"}
    assert told_of & set(found) == set()


@pytest.mark.parametrize(
    ("since", "told_range"),
    [("2026-01-01", "day"), ("2025-12-15", "month"), ("2025-03", "year"), ("2023", None)],
)
async def test_searxng_knows_three_ranges(
    server: PageServer, since: str, told_range: str | None
) -> None:
    serve(server, "searxng")
    await engine(server, "searxng").find(Query("towers", since=since))
    assert asked(server).get("time_range") == told_range


@pytest.mark.parametrize(
    ("name", "since", "until", "period"),
    [
        ("brave", "2025-02-03", None, "2025-02-03to2026-01-02"),
        ("brave", None, "2024", "1970-01-01to2024-12-31"),
        ("bing", "2025-02-03", None, "2025-02-03..2026-01-02"),
        ("bing", None, "2024", "1970-01-01..2024-12-31"),
    ],
)
async def test_a_period_with_one_end_gets_the_other(
    server: PageServer, name: str, since: str | None, until: str | None, period: str
) -> None:
    serve(server, name)
    await engine(server, name).find(Query("towers", since=since, until=until, language="xx"))
    assert asked(server)["freshness"] == period


async def test_wikipedia_is_asked_in_the_language_of_the_question(server: PageServer) -> None:
    server.pages["/w/api.php"] = told("wikipedia", PAGES)
    door = EngineDoor("wikipedia", Pace(MovedClock()), 2.0, owned=True, guard=server.guard())
    url = server.url("/w/api.php", "{language}.wiki.example")
    for language, host in (("ja", "ja"), ("xx-yy", "en"), (None, "en")):
        wiki = load_engine("wikipedia")(door, url, "", Scope(), MovedClock())
        assert len(await wiki.find(Query("塔", language=language))) == 2
        assert server.asked[-1][0] == f"{host}.wiki.example:{server.port}"


async def test_wikipedia_is_asked_for_words_and_not_for_a_question(server: PageServer) -> None:
    scripts = [reply(json.dumps({"batchcomplete": True}), kind=JSON), told("wikipedia", PAGES)]
    server.pages["/wikipedia"] = lambda sock: scripts.pop(0)(sock)
    question = Query("When did the tram of Aldenport open?", 7, language="en")
    assert len(await engine(server, "wikipedia").find(question)) == 2
    searched = [dict(parse_qsl(urlsplit(path).query))["gsrsearch"] for _, path in server.asked]
    assert searched == ["tram Aldenport open", "tram OR Aldenport OR open"]
    server.pages["/wikipedia"] = reply("{}", kind=JSON)
    for text, asked_for in (("Aldenport", ["Aldenport"]), ("どこ？", ["どこ？"])):
        server.asked.clear()
        assert await engine(server, "wikipedia").find(Query(text, language="en")) == []
        said = [dict(parse_qsl(urlsplit(path).query))["gsrsearch"] for _, path in server.asked]
        assert said == asked_for


async def test_wikipedia_is_left_out_where_the_search_stays_on_other_sites(
    server: PageServer,
) -> None:
    serve(server, "wikipedia")
    assert await engine(server, "wikipedia", SCOPE).find(Query("towers")) == []
    assert server.asked == []


async def test_an_address_that_a_wiki_leaves_out_is_made_of_the_title(server: PageServer) -> None:
    data = {"query": {"pages": [{"title": "Old towers", "index": "x"}, {"index": 1}]}}
    server.pages["/wikipedia"] = reply(json.dumps(data), kind=JSON)
    first, second = await engine(server, "wikipedia").find(Query("towers"))
    assert first.url == f"https://page.example:{server.port}/wiki/"
    assert second.url.endswith("/wiki/Old_towers")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({"code": "ratelimited", "info": "Slow <b>down</b>"}, "it refused: Slow down"),
        ("x", "no rea"),
    ],
)
async def test_an_error_of_a_wiki_that_comes_as_an_answer(
    server: PageServer, error: Any, said: str
) -> None:
    server.pages["/wikipedia"] = reply(json.dumps({"error": error}), kind=JSON)
    with pytest.raises(SourceError, match=said):
        await engine(server, "wikipedia").find(Query("towers"))


ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "results web webPages value query pages url href title name fullurl index score "
                "page_age publishedDate published_date datePublished revisions timestamp".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


class AnsweringDoor(EngineDoor):
    """Answers with whatever a test wants, without a network."""

    def __init__(self, answer: Any) -> None:
        self.name, self.budget_s, self.answer = "one", 1.0, answer

    async def get(self, *_: Any, **__: Any) -> Any:
        return self.answer

    async def post(self, *_: Any, **__: Any) -> Any:
        return self.answer


@pytest.mark.parametrize("name", NAMES)
@given(answer=ODD)
def test_any_json_is_pages_or_a_failure(name: str, answer: Any) -> None:
    made = load_engine(name)(
        AnsweringDoor(answer), "https://e.example/", "k", Scope(), MovedClock()
    )
    try:
        found = asyncio.run(made.find(Query("towers", since="2024", language="en")))
    except SourceError:
        return
    assert all(isinstance(item, Found) and isinstance(item.url, str) for item in found)


def library(found: Any, calls: list[tuple[str, dict[str, Any]]]) -> Any:
    def search(text: str, **options: Any) -> Any:
        calls.append((text, options))
        if isinstance(found, Exception):
            raise found
        return found

    return search


def ddgs(search: Any, scope: Scope | None = None, budget_s: float = 0.3) -> Ddgs:
    door = EngineDoor("ddgs", Pace(MovedClock()), budget_s, owned=False)
    return Ddgs(door, "", "", scope or Scope(), MovedClock(), lambda seconds: search)


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


async def test_ddgs_fails_like_any_other() -> None:
    with pytest.raises(SourceError, match=r"it failed \(RuntimeError: 202 Ratelimit\)"):
        await ddgs(library(RuntimeError("202 <b>Ratelimit"), [])).find(Query("towers"))
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"no answer within 0\.3 s"):
        # Longer than its budget: a library that hangs.
        await ddgs(lambda *_, **__: time.sleep(0.6)).find(Query("towers"))
    assert time.monotonic() - started < 0.5
    await asyncio.sleep(0.4)  # its thread ends after everybody has gone, and harms nobody


async def test_ddgs_that_is_not_installed_says_so() -> None:
    door = EngineDoor("ddgs", Pace(MovedClock()), 1.0, owned=False)
    with pytest.raises(SourceError, match="not installed"):
        await Ddgs(door, "", "", Scope(), MovedClock()).find(Query("towers"))
