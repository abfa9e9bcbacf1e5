"""The guard against a server that behaves well and badly: what passes, what each bound stops."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from blackbird.errors import AddressRefused, BlackbirdError, NetworkError, PageUnreadable
from blackbird.net.guard import Bounds, Guard, Head
from blackbird.net.pinned import system_resolve
from tests.fakes.dials import refusals, watching
from tests.fakes.page_server import (
    HOME,
    PageServer,
    endless,
    gzip_bomb,
    moved,
    page_server,
    reply,
    resolver,
    slow_headers,
)
from tests.patience import SLACK_S

PAGE = b"<p>The tower opened in 1889.</p>" * 100
CERTIFICATE = Path(__file__).parent.parent / "fakes" / "page_example.pem"
gzipped = partial(gzip.compress, mtime=0)  # cases keep their names from one second to the next
SMALL = Bounds(body_bytes=100_000, total_s=5, connect_s=1, read_s=1)


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server({"/": reply(PAGE)}) as server:
        yield server


async def body(guard: Guard, url: str) -> bytes:
    return (await guard.get(url)).body


async def test_a_page_is_read_by_its_checked_address_under_its_name(web: PageServer) -> None:
    with watching(web.port) as dials:
        got = await web.guard().get(web.url("/"), "text/html")
    assert got.body == PAGE
    assert (got.head.url, got.head.status) == (web.url("/"), 200)
    assert got.head.headers["content-type"] == "text/html; charset=utf-8"
    assert web.asked == [(f"page.example:{web.port}", "/")]
    assert (dials.connected, dials.looked_up) == ([], [])  # the guard's own resolver was asked


async def test_nothing_of_the_environment_goes_along(
    web: PageServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.pages["/"] = reply(PAGE, set_cookie="a=b; Path=/")
    guard = web.guard()
    assert await body(guard, web.url()) == await body(guard, web.url()) == PAGE
    sent = {line.split(":")[0].lower() for line in web.requests[1].split("\r\n")[1:] if line}
    assert sent == {"host", "accept", "accept-encoding", "user-agent", "connection"}


async def test_redirects_are_followed_and_each_name_looked_up_once(web: PageServer) -> None:
    web.pages["/old"] = moved(f"//other.example:{web.port}/next ?a=b")
    web.pages["/next%20?a=b"] = moved("/", "308 Permanent Redirect")
    hosts: list[str] = []
    guard = web.guard()

    async def resolve(host: str, port: int) -> list[str]:
        hosts.append(host)
        return [HOME]

    guard.resolve = resolve
    got = await guard.get(web.url("/old"))
    assert got.head.url == web.url("/", "other.example")
    assert hosts == ["page.example", "other.example", "other.example"]


@pytest.mark.parametrize(
    "where",
    [
        *("http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"),
        *("http://inside.example/", "http://169.254.169.254/latest/", "http://2130706433/"),
        *("http://0x7f.1/", "ftp://page.example/", "file:///etc/passwd", "gopher://page.example/"),
        *("http://page.example:22/", "//localhost/", "http://me:secret@page.example/", "http://-/"),
        *("http://../", "http://page.example\\@127.0.0.1/", "http://page.example:99999999/"),
    ],
)
@pytest.mark.parametrize("hop", [1, 2, 5])
async def test_no_hop_leads_inside(web: PageServer, where: str, hop: int) -> None:
    for n in range(1, hop):
        web.pages[f"/{n}"] = moved(f"/{n + 1}")
    web.pages[f"/{hop}"] = moved(where)
    with watching(web.port) as dials, pytest.raises(BlackbirdError):
        await web.guard(inside_example="10.1.2.3").get(web.url("/1"))
    assert dials.connected == []
    assert len(web.asked) == hop


async def test_a_name_that_changes_its_mind_is_not_asked_again(web: PageServer) -> None:
    """Rebinding: the first answer is public, every later one is this machine."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    guard = Guard(resolve=resolve)
    with watching() as dials, pytest.raises(BaseException) as caught:  # noqa: PT011
        await guard.get("http://page.example/")
    assert "93.184.216.34" in refusals(caught.value)
    assert dials.looked_up == []


@pytest.mark.parametrize("answers", [["10.0.0.1", HOME], [HOME, "::1"]])
async def test_one_bad_answer_among_several_is_enough(web: PageServer, answers: list[str]) -> None:
    guard = web.guard()
    guard.resolve = resolver({"page.example": answers})
    with watching() as dials, pytest.raises(AddressRefused):
        await guard.get(web.url())
    assert dials.connected == []


async def test_the_next_address_is_tried_if_one_is_not_reached(web: PageServer) -> None:
    guard = web.guard()
    guard.rules = type(guard.rules)(ports=guard.rules.ports, why_denied=lambda _: None)
    guard.resolve = resolver({"page.example": ["127.0.0.2", HOME]})
    assert await body(guard, web.url()) == PAGE
    guard.resolve = resolver({"page.example": ["127.0.0.2", "127.0.0.3"]})
    with pytest.raises(NetworkError, match="could not be reached"):
        await guard.get(web.url())


async def test_a_name_without_an_address_says_so(web: PageServer) -> None:
    async def fails(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    guard = web.guard()
    for resolve in (fails, resolver({"page.example": []})):
        guard.resolve = resolve
        with pytest.raises(NetworkError, match="No address was found for page"):
            await guard.get(web.url())


async def test_a_circle_ends(web: PageServer) -> None:
    web.pages |= {"/a": moved("/b"), "/b": moved("/a")}
    with pytest.raises(PageUnreadable, match="more than 5 times"):
        await web.guard().get(web.url("/a"))
    assert len(web.asked) == 6


async def test_who_asks_may_refuse_a_hop_or_a_body(web: PageServer) -> None:
    web.pages["/old"] = moved("/")
    seen: list[str] = []

    async def before(url: str) -> None:
        seen.append(url)

    def wanted(head: Head) -> None:
        raise PageUnreadable(f"No {head.headers['content-type']}.")

    with pytest.raises(PageUnreadable, match="No text/html"):
        await web.guard().get(web.url("/old"), before=before, wanted=wanted)
    assert seen == [web.url("/old"), web.url("/")]


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzipped(PAGE), "gzip"),
        (gzipped(PAGE[:50]) + gzipped(PAGE[50:]), "x-gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE) + b"what nobody reads", "deflate"),
        (zlib.compress(PAGE)[2:-4], "Deflate"),
        (PAGE, "identity"),
        (PAGE, ""),
    ],
)
async def test_a_packed_body_is_unpacked(web: PageServer, packed: bytes, encoding: str) -> None:
    web.pages["/"] = reply(packed, content_encoding=encoding)
    assert await body(web.guard(), web.url()) == PAGE


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzipped(PAGE)[:-20], "gzip"),
        (PAGE, "gzip"),
        (PAGE, "deflate"),
        (PAGE, "br"),
        (gzipped(gzipped(PAGE)), "gzip, gzip"),
        (gzipped(PAGE) + b"<more>", "gzip"),
    ],
)
async def test_a_body_that_is_packed_badly_says_so(
    web: PageServer, packed: bytes, encoding: str
) -> None:
    web.pages["/"] = reply(packed, content_encoding=encoding)
    with pytest.raises(PageUnreadable, match="cannot be read"):
        await web.guard().get(web.url())


async def test_a_bomb_is_not_unpacked(web: PageServer) -> None:
    import tracemalloc

    web.pages["/"] = reply(gzip_bomb(50_000_000), content_encoding="gzip")
    tracemalloc.start()
    with pytest.raises(PageUnreadable, match="more than 100,000 bytes"):
        await web.guard(SMALL).get(web.url())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (endless(), "more than 100,000 bytes"),
        (reply(b"x" * 100_001), "more than 100,000 bytes"),
        (endless(b"x", 0.01), "within 0.5 s"),
        (slow_headers(), "within 0.5 s"),
        (lambda sock: time.sleep(1), "within 0.5 s"),  # a server that says nothing
        (reply(PAGE, x_long="y" * 70_000), "bytes of headers"),
        (reply(PAGE, x_long="y" * 700_000), "could not be reached"),
        (reply(PAGE, content_length="99999"), "could not be reached"),
        (lambda sock: sock.sendall(b"\x00\xff garbage \r\n\r\n"), "could not be reached"),
        (lambda sock: sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 9), "could not be reached"),
        (lambda sock: None, "could not be reached"),
    ],
)
async def test_a_bad_server_costs_no_more_than_allowed(
    web: PageServer, script: object, said: str
) -> None:
    web.pages["/"] = script  # type: ignore[assignment]  # lambdas of the table above
    begun = time.monotonic()
    with pytest.raises(NetworkError, match=said):
        await web.guard(Bounds(body_bytes=100_000, total_s=0.5)).get(web.url())
    assert time.monotonic() - begun < 0.5 + SLACK_S


async def test_a_name_server_that_hangs_costs_only_the_time_allowed() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.sleep(30)  # never waited for: the guard gives up long before
        return []

    with pytest.raises(NetworkError, match=r"within 0\.2 s"):
        await Guard(bounds=Bounds(total_s=0.2), resolve=resolve).get("http://page.example/")


async def test_the_system_is_asked_for_all_addresses(outside: type[BaseException]) -> None:
    assert await system_resolve("127.0.0.9", 80) == ["127.0.0.9"]
    assert set(await system_resolve("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(outside):  # what fails in the thread is raised here
        await system_resolve("page.example", 80)


def test_a_look_up_that_hangs_does_not_keep_a_command_from_ending() -> None:
    released, told = threading.Event(), threading.Event()

    def hangs(*_: object, **__: object) -> list[object]:
        released.wait(20)
        told.set()
        return []

    resolve = partial(system_resolve, look_up=hangs)
    begun = time.monotonic()
    with pytest.raises(NetworkError, match="within"):
        asyncio.run(Guard(bounds=Bounds(total_s=0.1), resolve=resolve).get("http://page.example/"))
    assert time.monotonic() - begun < 0.5 + SLACK_S
    released.set()
    assert told.wait(30)


@pytest.fixture
def outside() -> type[BaseException]:
    """What the watch over all tests raises."""
    kind: type[BaseException] = sys.modules["sitecustomize"].OutsideLoopback
    return kind


async def test_tls_names_the_page_and_believes_no_other_certificate() -> None:
    named: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.sni_callback = lambda _sock, name, _context: named.append(name)
    with page_server({"/": reply(PAGE)}, context) as web:
        guard = web.guard()
        guard.context = ssl.create_default_context(cafile=str(CERTIFICATE))
        secure = web.url().replace("http:", "https:")
        assert await body(guard, secure) == PAGE
        assert web.asked == [(f"page.example:{web.port}", "/")]
        with pytest.raises(NetworkError, match="certificate"):
            await guard.get(secure.replace("page.example", "other.example"))
        guard.context = None  # the authorities that every browser knows, and not this one
        with pytest.raises(NetworkError, match="certificate"):
            await guard.get(secure)
    assert named == ["page.example", "other.example", "page.example"]
