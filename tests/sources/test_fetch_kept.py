"""Pages that are kept: used while they are fresh, asked about by what their servers gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from blackbird.errors import DiskFull, PageUnreadable
from blackbird.protocols import StoredPage
from blackbird.sources.fetch import WebPages
from tests.fakes.clocks import MovedClock
from tests.fakes.page_server import PageServer, moved, page_server, reply
from tests.fakes.parser import InProcess

TOWER = "<html lang=en><title>Tower</title><body><p>The tower opened in 1889.</p></body></html>"
LATER = TOWER.replace("1889", "1891")


class Memory:
    """A store that forgets with the test; ``full``: its disk takes nothing more."""

    def __init__(self) -> None:
        self.pages: dict[str, StoredPage] = {}
        self.full = False

    def find(self, asked: str) -> StoredPage | None:
        if self.full:
            raise DiskFull("The disk is full.")
        return self.pages.get(asked)

    def put(self, stored: StoredPage) -> None:
        if self.full:
            raise DiskFull("The disk is full.")
        self.pages[stored.asked] = stored


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server() as served:
        yield served


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def pages(server: PageServer, clock: MovedClock, store: Memory) -> WebPages:
    return WebPages(server.guard(), clock, InProcess(), store)


def paths(server: PageServer) -> list[str]:
    return [path for _, path in server.asked if path != "/robots.txt"]


async def test_a_fresh_page_is_not_asked_for_again(
    pages: WebPages, server: PageServer, clock: MovedClock
) -> None:
    server.pages["/tower"] = reply(TOWER, cache_control="max-age=60")
    first = await pages.read(server.url("/tower"))
    clock.passed = 59.0
    assert await pages.read(server.url("/tower#other")) == first
    assert paths(server) == ["/tower"]
    clock.passed = 61.0
    server.pages["/tower"] = reply(LATER)
    assert "1891" in (await pages.read(server.url("/tower"))).text
    assert paths(server) == ["/tower", "/tower"]


async def test_an_unchanged_page_is_not_sent_again(
    pages: WebPages, server: PageServer, clock: MovedClock, store: Memory
) -> None:
    server.pages["/tower"] = reply(TOWER, etag='"a"', last_modified="Fri, 02 Jan 2026 03:00:00 GMT")
    first = await pages.read(server.url("/tower"))
    clock.passed = 5.0
    server.pages["/tower"] = reply(status="304 Not Modified", kind="", cache_control="max-age=60")
    again = await pages.read(server.url("/tower"))
    assert again == replace(first, fetched_at="2026-01-02T03:04:10.000+00:00")
    assert 'if-none-match: "a"' in server.requests[-1]
    assert "if-modified-since: Fri, 02 Jan 2026 03:00:00 GMT" in server.requests[-1]
    kept = store.pages[server.url("/tower")]
    assert (kept.etag, kept.fresh_until) == ('"a"', clock.now().timestamp() + 60)
    assert await pages.read(server.url("/tower")) == again
    assert paths(server) == ["/tower", "/tower"]


async def test_a_changed_page_takes_the_place_of_the_old(
    pages: WebPages, server: PageServer, store: Memory
) -> None:
    server.pages["/tower"] = reply(TOWER, etag='"a"')
    await pages.read(server.url("/tower"))
    server.pages["/tower"] = reply(LATER, etag='"b"')
    assert "1891" in (await pages.read(server.url("/tower"))).text
    assert store.pages[server.url("/tower")].etag == '"b"'


async def test_only_the_page_itself_is_told_what_it_gave(
    pages: WebPages, server: PageServer
) -> None:
    """A redirect on the way gets no validators, and may lead elsewhere the next time."""
    server.pages["/old"] = moved("/tower")
    server.pages["/tower"] = reply(TOWER, etag='"a"')
    await pages.read(server.url("/old"))
    server.requests.clear()
    await pages.read(server.url("/old"))
    told = [r.split(" ")[1] for r in server.requests if "if-none-match" in r]
    assert told == ["/tower"]
    server.pages["/old"] = moved("/new")
    server.pages["/new"] = reply(LATER)
    assert "1891" in (await pages.read(server.url("/old"))).text


async def test_nothing_has_changed_only_where_it_was_asked(
    pages: WebPages, server: PageServer
) -> None:
    server.pages["/tower"] = reply(status="304 Not Modified", kind="")
    with pytest.raises(PageUnreadable, match="answered 304"):
        await pages.read(server.url("/tower"))


async def test_without_what_it_is_known_by_it_is_read_again(
    pages: WebPages, server: PageServer
) -> None:
    server.pages["/tower"] = reply(TOWER, cache_control="no-store, max-age=60")
    for _ in range(2):
        await pages.read(server.url("/tower"))
    assert paths(server) == ["/tower", "/tower"]


async def test_a_full_disk_costs_the_copy_and_not_the_page(
    pages: WebPages, server: PageServer, store: Memory
) -> None:
    store.full = True
    server.pages["/tower"] = reply(TOWER, cache_control="max-age=60")
    assert "1889" in (await pages.read(server.url("/tower"))).text
    assert store.pages == {}


async def test_robots_are_asked_once_in_ten_minutes(
    pages: WebPages, server: PageServer, clock: MovedClock
) -> None:
    server.pages["/tower"] = reply(TOWER)
    for passed in (0.0, 599.0, 601.0):
        clock.passed = passed
        await pages.read(server.url("/tower"))
    assert [path for _, path in server.asked].count("/robots.txt") == 2
    server.pages["/robots.txt"] = reply("down", "500 Down")
    clock.passed = 2000.0
    for _ in range(2):  # a failure is not believed for ten minutes
        with pytest.raises(Exception, match=r"robots\.txt failed"):
            await pages.read(server.url("/tower"))
    assert [path for _, path in server.asked].count("/robots.txt") == 4
