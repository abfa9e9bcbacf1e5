"""Each engine: what it is asked for, what is made of its answer, and what of a hostile one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.engines import Ready
from blackbird.errors import BadInput, SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.pace import Pace
from blackbird.protocols import Engine, Found, Scope
from blackbird.registry import load_engine
from blackbird.types import Query
from tests.fakes.clocks import MovedClock
from tests.fakes.engines import JSON, SHAPES, Listed, told
from tests.fakes.page_server import PageServer, page_server, reply

NAMES = tuple(SHAPES)
PAGES = (
    Listed("https://one.example/a", "The <b>first</b> &amp; best", "2025-03-04", 0.9),
    Listed("https://two.example/塔", "塔", None, 0.3),
)
Safe = Literal["off", "moderate", "strict"]
SAFE: tuple[Safe, ...] = ("off", "moderate", "strict")
SCOPE = Scope("JP".lower(), "strict", ("one.example", "two.example"), ("three.example",))


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server() as served:
        yield served


def engine(server: PageServer, name: str, scope: Scope | None = None) -> Engine:
    path = "/search" if name == "searxng" else f"/{name}"
    door = EngineDoor(name, Pace(MovedClock()), 2.0, owned=True, guard=server.guard())
    url = server.url(path).removesuffix("/search")
    return Ready(door, url, f"{name}-key", scope or Scope(), MovedClock(), load_engine(name))


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
                "language": "ja-JP",
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
    told_of |= {"mkt", "language", "search_lang"}
    # Brave takes no country for the United States, so it is told that any will do.
    assert {key: found[key] for key in told_of & set(found)} == (
        {"country": "ALL"} if name == "brave" else {}
    )


@pytest.mark.parametrize(
    ("name", "safe", "said"),
    [
        *(("searxng", safe, ("safesearch", n)) for safe, n in zip(SAFE, "012", strict=True)),
        *(("brave", safe, ("safesearch", safe)) for safe in SAFE),
        *(("bing", safe, ("safeSearch", safe.capitalize())) for safe in SAFE),
    ],
)
async def test_safe_search_is_told_where_it_is_known(
    server: PageServer, name: str, safe: Safe, said: tuple[str, str]
) -> None:
    serve(server, name)
    await engine(server, name, Scope(safe=safe)).find(Query("towers"))
    assert asked(server)[said[0]] == said[1]


@pytest.mark.parametrize(
    ("name", "language", "country", "said"),
    [
        ("searxng", "de", "at", {"language": "de-AT"}),
        ("searxng", "de", "", {"language": "de"}),
        ("searxng", "", "at", {"language": None}),
        ("brave", "de", "at", {"search_lang": "de", "country": "AT"}),
        # What it does not know it would refuse, with the whole question.
        ("brave", "sw", "ke", {"search_lang": None, "country": "ALL"}),
        ("brave", "zh", "tw", {"search_lang": "zh-hans", "country": "TW"}),
        ("brave", "pt", "", {"search_lang": "pt-br", "country": "ALL"}),
        ("tavily", "de", "at", {"country": "austria"}),
        ("tavily", "de", "ke", {"country": None}),
        ("bing", "de", "at", {"mkt": "de-AT", "setLang": "de"}),
        ("bing", "de", "", {"mkt": "de-DE", "setLang": "de"}),
        ("bing", "ko", "", {"mkt": None, "setLang": "ko"}),
        ("bing", "", "at", {"mkt": None, "setLang": None}),
    ],
)
async def test_country_and_language_are_told_in_its_own_codes(
    server: PageServer, name: str, language: str, country: str, said: dict[str, str | None]
) -> None:
    serve(server, name)
    await engine(server, name, Scope(country)).find(Query("towers", language=language))
    assert {key: asked(server).get(key) for key in said} == said


async def test_a_long_question_keeps_what_bounds_it(server: PageServer) -> None:
    serve(server, "brave")
    await engine(server, "brave", SCOPE).find(Query("tower " * 90))
    said = asked(server)["q"]
    assert said.endswith("tower (site:one.example OR site:two.example) -site:three.example")
    assert (len(said) <= 400, len(said.split())) == (True, 50)
    server.requests.clear()
    await engine(server, "brave", SCOPE).find(Query("塔" * 500))
    assert len(asked(server)["q"]) == 400
    server.requests.clear()
    serve(server, "tavily")
    await engine(server, "tavily", SCOPE).find(Query("塔" * 500))
    assert len(asked(server)["query"]) == 400


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [("2025-02-03", None, "2025-02-03", None), (None, "2024", None, "2024-12-31")],
)
async def test_tavily_takes_a_period_with_one_end(
    server: PageServer, since: str | None, until: str | None, start: str | None, end: str | None
) -> None:
    serve(server, "tavily")
    await engine(server, "tavily").find(Query("towers", since=since, until=until))
    found = asked(server)
    assert (found.get("start_date"), found.get("end_date")) == (start, end)


@pytest.mark.parametrize("name", NAMES)
async def test_a_date_that_is_none_is_said(server: PageServer, name: str) -> None:
    with pytest.raises(BadInput, match='"soon" is not a date'):
        await engine(server, name).find(Query("towers", since="soon"))
    assert server.requests == []


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
        wiki = Ready(door, url, "", Scope(), MovedClock(), load_engine("wikipedia"))
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
    door = AnsweringDoor(answer)
    made = Ready(door, "https://e.example/", "k", Scope(), MovedClock(), load_engine(name))
    try:
        found = asyncio.run(made.find(Query("towers", since="2024", language="en")))
    except SourceError:
        return
    assert all(isinstance(item, Found) for item in found)
