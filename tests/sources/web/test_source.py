"""The web as a source: several engines and a small web on loopback, well and badly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from blackbird.engines import Ready
from blackbird.errors import SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.guard import Guard
from blackbird.net.pace import Pace
from blackbird.protocols import Engine, Federation, Found, Scope
from blackbird.registry import load_engine
from blackbird.sources.fetch import WebPages
from blackbird.sources.web.source import Web
from blackbird.tracing import SystemClock
from blackbird.types import Query
from tests.fakes.dials import refusals, watching
from tests.fakes.embedder import HashEmbedder
from tests.fakes.engines import Listed, told
from tests.fakes.page_server import HOME, PageServer, moved, page_server, reply, resolver
from tests.fakes.parser import InProcess
from tests.net.hostile import addresses
from tests.patience import SLACK_S


@dataclass
class Named:
    """An engine that names what it was given, after a while, or fails."""

    found: Sequence[Found] = ()
    name: str = "one"
    budget_s: float = 0.5
    after_s: float = 0.0
    failure: str = ""
    asked: list[Query] = field(default_factory=list)

    async def find(self, query: Query) -> Sequence[Found]:
        self.asked.append(query)
        await asyncio.sleep(self.after_s)  # how slow this engine is
        if self.failure:
            raise SourceError(self.failure)
        return self.found


def article(text: str, date: str = "2024-05-01") -> str:
    filling = "A long line about nothing much that fills the page with words. " * 20
    return (
        f"<html lang=en><title>On it</title><meta name=date content='{date}'><body><article>"
        f"<p>{text}</p><p>{filling}</p></article></body></html>"
    )


PAGES = {
    "/tram": reply(article("The tram of Aldenport opened in 1889.")),
    "/boat": reply(article("The boat of Aldenport sank in 1901.", "2021-02-03")),
    "/closed": reply("no", "403 Forbidden"),
    "/paper": reply(b"%PDF-1.7", kind="application/pdf"),
}


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server(PAGES) as served:
        yield served


def web(
    server: PageServer,
    *engines: Engine,
    scope: Scope | None = None,
    wanted: int = 3,
    seconds: float = 2.0,
) -> Web:
    pages = WebPages(server.guard(), SystemClock(), InProcess())
    return Web(engines, pages, HashEmbedder(), scope or Scope(), (wanted, seconds))


def named(server: PageServer, *paths: str, host: str = "page.example") -> list[Found]:
    return [Found(server.url(path, host), "A title", "2020-01-01") for path in paths]


QUESTION = Query("When did the tram of Aldenport open?")


async def test_passages_know_where_they_stand(server: PageServer) -> None:
    source = web(server, Named(named(server, "/boat", "/tram")))
    assert isinstance(source, Federation)
    best, *_ = await source.search(QUESTION)
    passage = best.passage
    assert passage.text.startswith("The tram of Aldenport opened in 1889.")
    assert passage.id == f"{server.url('/tram')}#1"
    assert (passage.url, passage.title, passage.source) == (server.url("/tram"), "On it", "web")
    assert (passage.date, passage.language) == ("2024-05-01", "en")
    text = (await WebPages(server.guard(), SystemClock(), InProcess()).read(passage.url)).text
    assert text[passage.start : passage.end] == passage.text


async def test_the_next_page_takes_the_place_of_one_that_cannot_be_read(server: PageServer) -> None:
    listed = named(server, "/closed", "/paper", "/none", "/tram", "/boat")
    got = await web(server, Named(listed), wanted=1).gather([QUESTION])
    assert {hit.passage.url for hit in got.hits} == {server.url("/tram")}
    assert got.failed == ()
    assert [p for _, p in server.asked if p != "/robots.txt"] == [
        "/closed",
        "/paper",
        "/none",
        "/tram",
    ]


async def test_pages_none_of_which_can_be_read_are_said(server: PageServer) -> None:
    got = await web(server, Named(named(server, "/closed", "/none"))).gather([QUESTION])
    assert (got.hits, got.reached) == ((), True)
    (failure,) = got.failed
    assert (failure.source, failure.message) == (
        "web",
        "of 2 pages that were named, none could be read",
    )


async def test_what_robots_forbid_is_not_read(server: PageServer) -> None:
    server.pages["/robots.txt"] = reply("User-agent: *\nDisallow: /tram", kind="text/plain")
    got = await web(server, Named(named(server, "/tram", "/boat"))).gather([QUESTION])
    assert {hit.passage.url for hit in got.hits} == {server.url("/boat")}
    assert "/tram" not in {path for _, path in server.asked}
    assert [path for _, path in server.asked].count("/robots.txt") <= 2


async def test_one_dead_and_one_slow_engine_are_named_and_cost_their_budget(
    server: PageServer,
) -> None:
    good = Named(named(server, "/tram"), "good")
    started = time.monotonic()
    alone = await web(server, good).gather([QUESTION])
    fast_s = time.monotonic() - started
    others = (Named(name="dead", failure="it failed (500)"), Named(name="slow", after_s=9.0))
    started = time.monotonic()
    got = await web(server, good, *others).gather([QUESTION])
    lost = time.monotonic() - started - fast_s
    assert [h.passage.id for h in got.hits] == [h.passage.id for h in alone.hits]
    assert {(f.source, f.message) for f in got.failed} == {
        ("dead", "it failed (500)"),
        ("slow", "no answer within 0.5 s"),
    }
    assert lost < 0.5 + SLACK_S


async def test_pages_that_drip_cost_their_budget(server: PageServer) -> None:
    server.pages["/slow"] = lambda sock: time.sleep(9)
    source = web(server, Named(named(server, "/slow", "/tram")), seconds=1.5)
    started = time.monotonic()
    got = await source.gather([QUESTION])
    assert time.monotonic() - started < 0.5 + 1.5 + SLACK_S
    assert {hit.passage.url for hit in got.hits} == {server.url("/tram")}
    assert source.budget_s == 0.5 + 1.5 + 3.0


async def test_all_that_fail_are_an_error_of_a_search_and_notes_of_an_answer(
    server: PageServer,
) -> None:
    source = web(server, Named(failure="it failed (500)"), Named(name="two", failure="down"))
    with pytest.raises(SourceError, match=r"one: it failed \(500\); two: down"):
        await source.search(QUESTION)
    got = await source.gather([QUESTION])
    assert (got.hits, got.reached, len(got.failed)) == ((), False, 2)
    assert server.asked == []


async def test_without_engines_it_says_so(server: PageServer) -> None:
    got = await web(server).gather([QUESTION])
    assert (got.reached, got.failed[0].message) == (False, "no engine is set up")
    with pytest.raises(SourceError, match="no engine is set up"):
        await web(server).search(QUESTION)


async def test_an_empty_question_asks_nobody(server: PageServer) -> None:
    one = Named(named(server, "/tram"))
    assert await web(server, one).search(Query(" ")) == ()
    assert (one.asked, server.asked) == ([], [])


async def test_several_queries_share_the_engines_and_the_pages(server: PageServer) -> None:
    one = Named(named(server, "/tram"))
    queries = [Query(text) for text in ("the tram", "トラムはいつ開業しましたか。", "c", "d")]
    got = await web(server, one).gather(queries)
    assert [(q.text, q.language) for q in one.asked] == [
        ("the tram", "en"),
        ("トラムはいつ開業しましたか。", "ja"),
        ("c", one.asked[2].language),
    ]
    assert [path for _, path in server.asked].count("/tram") == 1
    assert len({hit.passage.id for hit in got.hits}) == len(got.hits)


async def test_a_query_that_fails_does_not_lose_what_another_found(server: PageServer) -> None:
    class Once(Named):
        async def find(self, query: Query) -> Sequence[Found]:
            if query.text != "the tram":
                raise SourceError("asked too often")
            return await super().find(query)

    got = await web(server, Once(named(server, "/tram"))).gather([Query("x"), Query("the tram")])
    assert (len(got.hits) > 0, got.failed) == (True, ())


@pytest.mark.parametrize(
    ("since", "until", "paths"),
    [
        ("2023", None, {"/tram"}),
        (None, "2022-01", {"/boat"}),
        ("2021-02-03", "2021-02-03", {"/boat"}),
        ("2025", None, set()),
        (None, None, {"/tram", "/boat"}),
    ],
)
async def test_pages_of_another_time_are_left_out(
    server: PageServer, since: str | None, until: str | None, paths: set[str]
) -> None:
    query = Query(QUESTION.text, since=since, until=until)
    got = await web(server, Named(named(server, "/tram", "/boat"))).gather([query])
    assert {hit.passage.url for hit in got.hits} == {server.url(path) for path in paths}
    assert [f.message for f in got.failed] == (
        [] if paths else ["of 2 pages that were named, none could be read and is of that time"]
    )


async def test_an_engine_may_know_the_date_of_a_page_that_does_not_tell_it(
    server: PageServer,
) -> None:
    server.pages["/plain"] = reply("The tram of Aldenport opened in 1889. " * 9, kind="text/plain")
    query = Query(QUESTION.text, since="2020", until="2020")
    (hit,) = (await web(server, Named(named(server, "/plain"))).gather([query])).hits
    assert (hit.passage.date, hit.passage.title) == ("2020-01-01", "A title")


async def test_sites_are_held_to_whatever_an_engine_does(server: PageServer) -> None:
    found = [
        *named(server, "/tram", host="www.good.example"),
        *named(server, "/tram", host="notgood.example"),
        *named(server, "/tram", host="bad.good.example"),
    ]
    scope = Scope(sites=("good.example",), without=("bad.good.example",))
    await web(server, Named(found), scope=scope).gather([QUESTION])
    assert {host for host, _ in server.asked} == {f"www.good.example:{server.port}"}


async def test_a_page_that_redirects_is_cited_where_it_ends(server: PageServer) -> None:
    server.pages["/old"] = moved("/tram")
    got = await web(server, Named(named(server, "/old"))).gather([QUESTION])
    assert got.hits[0].passage.url == server.url("/tram")


def test_hostile_addresses_that_an_engine_names_are_never_dialled() -> None:
    """All go through the whole source; a public one, last, shows that the watch sees."""
    urls = addresses()
    pages = WebPages(Guard(resolve=resolver({}, "127.0.0.1")), SystemClock(), InProcess())

    async def all_of_them() -> None:
        for at in range(0, len(urls), 60):
            listed = [Found(url) for url in urls[at : at + 60]]
            source = Web([Named(listed, budget_s=5)], pages, HashEmbedder(), Scope(), (20, 5.0))
            got = await source.gather([QUESTION])
            assert got.hits == ()

    with watching() as dials:
        asyncio.run(all_of_them())
    assert (dials.connected, dials.looked_up) == ([], [])
    assert len(urls) > 1800
    public = Web(
        [Named([Found("http://93.184.216.34/")])], pages, HashEmbedder(), Scope(), (1, 5.0)
    )
    with watching(), pytest.raises(BaseException) as caught:  # noqa: PT011
        asyncio.run(public.search(QUESTION))
    assert "socket.connect to ('93.184.216.34', 80)" in refusals(caught.value)


def test_hostile_addresses_in_the_answers_of_a_real_engine_are_never_dialled() -> None:
    """The same addresses as JSON of a server that answers as SearXNG does."""
    urls = [url for url in addresses() if url.isprintable()]
    pages = WebPages(Guard(resolve=resolver({}, "127.0.0.1")), SystemClock(), InProcess())

    async def all_of_them() -> int:
        named_pages = 0
        for at in range(0, len(urls), 90):
            batch = [Listed(url) for url in urls[at : at + 90]]
            local.pages["/searxng/search"] = told("searxng", batch)
            door = EngineDoor("searxng", Pace(SystemClock()), 5.0, owned=True)
            own = f"http://{HOME}:{local.port}/searxng"
            one = Ready(door, own, "", Scope(), SystemClock(), load_engine("searxng"))
            named_pages += len(await one.find(QUESTION))
            source = Web([one], pages, HashEmbedder(), Scope(), (80, 9.0))
            assert (await source.gather([QUESTION])).hits == ()
        return named_pages

    with page_server() as local, watching(local.port) as dials:
        assert asyncio.run(all_of_them()) == len(urls)
        assert {path.partition("?")[0] for _, path in local.asked} == {"/searxng/search"}
    assert (dials.connected, dials.looked_up) == ([], [])
    assert len(urls) > 1700
