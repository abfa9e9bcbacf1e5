"""Hostile addresses through the guard, seen below every library: none of them is dialled."""

from __future__ import annotations

import asyncio

import pytest

from blackbird.errors import AddressRefused, BlackbirdError
from blackbird.net.guard import Guard
from tests.fakes.dials import refusals, watching
from tests.fakes.page_server import moved, page_server, resolver
from tests.net.hostile import FORBIDDEN_V6, INNER, NAMES, addresses, edges, in_ipv6

ANSWERS = [
    *INNER,
    *FORBIDDEN_V6,
    *edges(),
    *(form for inner in INNER for form in in_ipv6(inner)),
    *("fe80::1%eth0", "::1%lo", "", "localhost", "127.1", "0x7f.1", "2130706433"),
]
PUBLIC = "93.184.216.34"


async def _refused(guard: Guard, url: str) -> bool:
    try:
        await guard.get(url)
    except BlackbirdError:
        return True
    return False


def test_no_hostile_address_is_dialled() -> None:
    urls = addresses()
    guard = Guard(resolve=resolver({}, "127.0.0.1"))

    async def all_of_them() -> list[str]:
        return [url for url in urls if not await _refused(guard, url)]

    with watching() as dials:
        passed = asyncio.run(all_of_them())
    assert (passed, dials.connected, dials.looked_up) == ([], [], [])
    assert len(urls) > 1800


def test_no_name_inside_a_network_is_looked_up() -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC]

    async def all_of_them() -> None:
        for name in NAMES:
            assert await _refused(Guard(resolve=resolve), f"http://{name}/"), name

    with watching() as dials:
        asyncio.run(all_of_them())
    assert (asked, dials.connected) == ([], [])


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("beside", [(), (PUBLIC,)])
async def test_no_answer_of_a_name_server_leads_inside(
    answer: str, beside: tuple[str, ...]
) -> None:
    guard = Guard(resolve=resolver({"page.example": [*beside, answer]}))
    with watching() as dials, pytest.raises(AddressRefused):
        await guard.get("http://page.example/")
    assert (dials.connected, dials.looked_up) == ([], [])


def test_no_redirect_leads_to_a_hostile_address() -> None:
    urls = [url for url in addresses() if url.isascii() and url.isprintable()][::9]

    async def all_of_them() -> list[str]:
        guard, passed = web.guard(), []
        for url in urls:
            web.pages["/"] = moved(url)
            if not await _refused(guard, web.url()):
                passed.append(url)
        return passed

    with page_server() as web, watching(web.port) as dials:
        passed = asyncio.run(all_of_them())
        assert len(web.asked) >= len(urls)
        own = {path for _, path in web.asked}
    assert dials.connected == []
    # A redirect without a host of its own stays on the server that sent it.
    assert all(url.startswith(("http:", "//")) for url in passed), passed
    assert own == {"/"} | own
    assert len(urls) > 150


@pytest.mark.parametrize(
    ("url", "answer", "dialled"),
    [
        (f"http://{PUBLIC}/", "127.0.0.1", (PUBLIC, 80)),
        (f"https://{PUBLIC}/", "127.0.0.1", (PUBLIC, 443)),
        ("http://page.example/", PUBLIC, (PUBLIC, 80)),
        ("https://page.example/", "2606:2800:220:1::1", ("2606:2800:220:1::1", 443)),
        ("http://[2606:2800:220:1::1]/", "127.0.0.1", ("2606:2800:220:1::1", 80)),
    ],
)
async def test_an_allowed_address_is_dialled(
    url: str, answer: str, dialled: tuple[str, int]
) -> None:
    """The positive control: what is watched above does see a connection."""
    guard = Guard(resolve=resolver({"page.example": answer}))
    with watching() as dials, pytest.raises(BaseException) as caught:  # noqa: PT011
        await guard.get(url)
    assert f"socket.connect to {dialled}"[:-1] in refusals(caught.value)
    assert dials.looked_up == []
