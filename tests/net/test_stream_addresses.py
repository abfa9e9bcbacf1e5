"""A name with several addresses: each is tried, within the time of all, and none that is denied."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from blackbird.errors import AddressRefused, NetworkError
from blackbird.net.guard import OWNERS, Guard
from blackbird.net.stream import Refused, open_frames, open_lines
from tests.fakes.dials import watching
from tests.fakes.page_server import HOME, PageServer, page_server, reply, resolver
from tests.patience import SLACK_S

NOBODY, NOR_HERE = "127.0.0.2", "127.0.0.3"
NAME = "feed.example"


def leading(*addresses: str) -> Guard:
    """A guard that finds these addresses for every name."""
    return Guard(OWNERS, resolve=resolver({NAME: list(addresses)}))


@asynccontextmanager
async def saying(word: str) -> AsyncGenerator[tuple[int, list[str]]]:
    """The port of a WebSocket that says one word, and the names by which it was asked."""
    asked: list[str] = []

    async def say(connection: ServerConnection) -> None:
        await connection.send(word)
        await connection.wait_closed()

    def note(_: ServerConnection, request: Request) -> None:
        asked.append(request.headers["host"])

    async with serve(say, HOME, 0, process_request=note) as listening:
        yield listening.sockets[0].getsockname()[1], asked


@contextmanager
def silent(port: int = 0) -> Iterator[int]:
    """The port of somebody who takes calls and never says anything."""
    with socket.create_server((NOBODY, port)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server({"/": reply(b"one\ntwo\n")}) as server:
        yield server


async def test_the_next_address_of_a_socket_is_tried() -> None:
    async with saying("here") as (port, asked):
        guard = leading(NOBODY, NOR_HERE, HOME)
        async with open_frames(f"ws://{NAME}:{port}/", guard) as frames:
            assert await frames.next(5) == b"here"
        assert asked == [f"{NAME}:{port}"]


async def test_the_next_address_of_lines_is_tried(web: PageServer) -> None:
    url = web.url(host=NAME)
    async with open_lines(url, leading(NOBODY, NOR_HERE, HOME), silence_s=5) as lines:
        assert await anext(lines) == b"one"
    assert web.asked == [(f"{NAME}:{web.port}", "/")]


async def test_an_address_that_says_nothing_does_not_take_all_the_time() -> None:
    async with saying("here") as (port, _):
        with silent(port):
            guard = leading(NOBODY, HOME)
            began = time.monotonic()
            async with open_frames(f"ws://{NAME}:{port}/", guard, connect_s=2.0) as frames:
                assert await frames.next(5) == b"here"
            assert time.monotonic() - began > 0.9


@pytest.mark.parametrize("scheme", ["ws", "https"])
async def test_all_of_them_together_have_the_time_of_one(scheme: str) -> None:
    with silent() as port:
        guard, url = leading(*[NOBODY] * 9), f"{scheme}://{NAME}:{port}/"
        opening: AbstractAsyncContextManager[object] = (
            open_frames(url, guard, connect_s=0.6)
            if scheme == "ws"
            else open_lines(url, guard, silence_s=5, connect_s=0.6)  # TLS waits for a greeting
        )
        began = time.monotonic()
        with pytest.raises(NetworkError, match="could not be reached"):
            await opening.__aenter__()
        assert 0.5 < time.monotonic() - began < 0.6 + SLACK_S


async def test_who_was_reached_and_said_no_is_not_asked_elsewhere(web: PageServer) -> None:
    web.pages["/"] = reply("not you", "403 Forbidden")
    guard = leading(HOME, HOME)
    with pytest.raises(Refused, match="403: not you"):
        async with open_lines(web.url(host=NAME), guard, silence_s=5):
            pass
    assert len(web.asked) == 1
    asked: list[str] = []

    def refuse(connection: ServerConnection, request: Request) -> Response:
        asked.append(request.path)
        return connection.respond(403, "not you")

    async def never(_: ServerConnection) -> None:
        raise AssertionError

    async with serve(never, HOME, 0, process_request=refuse) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(Refused, match="403: not you"):
            async with open_frames(f"ws://{NAME}:{port}/", guard):
                pass
    assert len(asked) == 1


@pytest.mark.parametrize("addresses", [[NOBODY, "10.0.0.1", HOME], [HOME, "::1"]])
async def test_one_denied_address_is_enough(web: PageServer, addresses: list[str]) -> None:
    """Whichever would be tried first: nothing is dialled."""
    rules = web.guard().rules
    open_to = {NOBODY, HOME}
    strict = type(rules)(rules.ports, lambda a: None if a in open_to else rules.why_denied(a))
    guard = Guard(strict, resolve=resolver({NAME: addresses}))
    with watching() as dials:
        with pytest.raises(AddressRefused):
            async with open_lines(web.url(host=NAME), guard, silence_s=5):
                pass
        with pytest.raises(AddressRefused):
            async with open_frames(f"ws://{NAME}:{web.port}/", guard):
                pass
    assert dials.connected == []


async def test_both_kinds_of_addresses_are_among_those_that_are_tried() -> None:
    """A machine whose IPv6 leads nowhere is told of many such addresses first."""
    sixth = [f"2606:4700::{n}" for n in range(1, 7)]
    _, tried = await leading(*sixth, "93.184.216.34", "93.184.216.35").addresses(f"http://{NAME}/")
    assert tried == [sixth[0], "93.184.216.34", sixth[1], "93.184.216.35"]
    _, tried = await leading("93.184.216.34", *sixth).addresses(f"http://{NAME}/")
    assert tried == ["93.184.216.34", *sixth[:3]]
    _, tried = await leading(*sixth).addresses(f"http://{NAME}/")
    assert tried == sixth[:4]
