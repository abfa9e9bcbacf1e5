"""Pages read from a small web server: what is made of them, and how each failure is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from blackbird.errors import AddressRefused, BadInput, BlackbirdError, NetworkError, PageUnreadable
from blackbird.net.guard import Bounds
from blackbird.sources.fetch import WebPages
from tests.fakes.dials import watching
from tests.fakes.page_server import PageServer, endless, moved, page_server, reply
from tests.fakes.parser import InProcess

ARTICLE = (
    "<html lang='en'><head><title>The tower</title>"
    "<meta property='article:published_time' content='2023-05-01'></head><body><nav>Menu</nav>"
    f"<article><h1>The tower</h1><p>{'The tower opened in 1889. ' * 20}</p></article></body></html>"
)
JAPANESE = f"<html><title>塔</title><body><p>{'塔は1889年に開かれた。' * 30}</p></body></html>"


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server({"/tower": reply(ARTICLE)}) as server:
        yield server


def pages(web: PageServer, bounds: Bounds | None = None) -> WebPages:
    return WebPages(web.guard(bounds, inside_example="10.0.0.1"), StoppedClock(), InProcess())


async def test_a_page_becomes_text_with_title_date_and_language(web: PageServer) -> None:
    page = await pages(web).read(web.url(" /tower").replace(" ", "") + "#top")
    assert (page.title, page.date, page.language) == ("The tower", "2023-05-01", "en")
    assert page.text.startswith("The tower")
    assert "Menu" not in page.text
    assert page.url == web.url("/tower")
    assert page.fetched_at == "2026-01-02T03:04:05.000+00:00"
    assert [path for _, path in web.asked] == ["/robots.txt", "/tower"]


async def test_a_redirect_ends_where_the_page_says_it_is(web: PageServer) -> None:
    web.pages["/old"] = moved("/tower?utm_source=x")
    web.pages["/tower?utm_source=x"] = reply(ARTICLE)
    assert (await pages(web).read(web.url("/old"))).url == web.url("/tower")
    assert sum(path == "/robots.txt" for _, path in web.asked) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JAPANESE.encode("shift_jis"), "text/html; charset=Shift_JIS"),
        (JAPANESE.encode("euc_jp"), 'text/html; charset="EUC-JP"'),
        (JAPANESE.encode("utf-8"), "text/html; charset=iso-8859-1"),  # a claim that is wrong
        (JAPANESE.encode("utf-8"), ""),
        (JAPANESE.encode("utf-16"), "text/html"),
        (JAPANESE.encode("iso2022_jp"), "application/xhtml+xml; charset=iso-2022-jp"),
        (("塔は1889年に開かれた。" * 30).encode(), "text/plain"),
        (("塔は1889年に開かれた。\r\n" * 30).encode("shift_jis"), "text/plain; charset=shift_jis"),
        (("塔は1889年に開かれた。" * 30).encode(), ""),
    ],
)
async def test_whatever_its_encoding_it_is_read(web: PageServer, data: bytes, kind: str) -> None:
    web.pages["/ja"] = reply(data, kind=kind)
    page = await pages(web).read(web.url("/ja"))
    assert "塔は1889年に開かれた。" in page.text
    assert page.language == "ja"
    assert "\r" not in page.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply("", "404 Not Found"), "There is no page at"),
        (reply("", "410 Gone"), "Check the address."),
        (reply("", "403 Forbidden"), "does not let programs in (403). Open it in a browser"),
        (reply("", "429 Too Many Requests"), "failed (429). Try again later."),
        (reply("", "500 Internal Server Error"), "failed (500). Try again later."),
        (reply("", "204 No Content"), "answered 204"),
        (reply("", "302 Found"), "answered 302"),
        (reply("%PDF-1.7", kind="application/pdf"), "The PDF is broken. Open it in a viewer"),
        (reply("%PDF-1.7\x00", kind="text/html"), "The PDF is broken."),
        (reply(b"\x89PNG\r\n\x1a\n" + bytes(99), kind=""), "holds no text"),
        (reply("{}", kind="application/json"), "of type application/json"),
        (endless(kind="video/mp4"), "of type video/mp4"),
        (reply(""), "has no text"),
        (reply("<script>1</script>"), "has no text"),
        (reply(" \x00\x07 ", kind="text/plain"), "no text"),
        (reply(" \n ", kind="text/plain"), "The page has no text. Check the address."),
        (endless(), "more than 100,000 bytes"),
        (endless(b"x", 0.02), "within 0.7 s"),
        (moved("http://inside.example/"), "leads to a private network"),
        (moved("http://127.0.0.1/"), "leads to this machine"),
        (moved("/page"), "leads on more than"),
    ],
)
async def test_a_failure_says_what_it_is_and_what_to_do(
    web: PageServer, answer: object, said: str
) -> None:
    web.pages["/page"] = answer  # type: ignore[assignment]  # one of the table above
    with watching(web.port) as dials, pytest.raises(BlackbirdError) as caught:
        await pages(web, Bounds(body_bytes=100_000, total_s=0.7)).read(web.url("/page"))
    assert said in str(caught.value)
    assert caught.value.hint
    assert dials.connected == []


@pytest.mark.parametrize(
    ("robots", "kind"),
    [
        (reply("user-agent: *\ndisallow: /tow"), PageUnreadable),
        (reply("user-agent: Blackbird\ndisallow: /*?secret", kind="text/plain"), None),
        (reply("user-agent: otherbot\ndisallow: /"), None),
        (reply("", "404 Not Found"), None),
        (reply("", "403 Forbidden"), None),
        (reply("", "503 Service Unavailable"), NetworkError),
        (reply("user-agent: *\n" + "# \n" * 200_000), PageUnreadable),
        (moved("http://inside.example/robots.txt"), AddressRefused),
        (moved("/rules"), PageUnreadable),
    ],
)
async def test_robots_are_respected(
    web: PageServer, robots: object, kind: type[BlackbirdError] | None
) -> None:
    web.pages["/robots.txt"] = robots  # type: ignore[assignment]  # as above
    web.pages["/rules"] = reply("user-agent: *\ndisallow: /")
    if kind is None:
        assert (await pages(web).read(web.url("/tower"))).text
        return
    with pytest.raises(kind) as caught:
        await pages(web).read(web.url("/tower"))
    assert type(caught.value) is kind
    assert ("page.example", "/tower") not in web.asked
    assert all(path != "/tower" for _, path in web.asked)


async def test_robots_count_on_each_hop(web: PageServer) -> None:
    web.pages |= {"/old": moved("/tower"), "/robots.txt": reply("user-agent: *\ndisallow: /tower")}
    with pytest.raises(PageUnreadable, match=r"robots\.txt"):
        await pages(web).read(web.url("/old"))
    assert [path for _, path in web.asked] == ["/robots.txt", "/old"]


@pytest.mark.parametrize(
    "url",
    ["", "page.example", "ftp://page.example/", "http://a b/", "http://me@a.example/", "\ud800"],
)
async def test_what_is_no_address_is_said_before_anything_is_asked(url: str) -> None:
    with page_server() as web, watching() as dials, pytest.raises(BadInput):
        await pages(web).read(url)
    assert dials.connected == []


async def test_half_a_surrogate_pair_in_an_address_is_refused() -> None:
    with page_server() as web, pytest.raises(BadInput, match="signs that no text has"):
        await pages(web).read("http://page.example/\ud800")
