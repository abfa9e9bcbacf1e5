"""Places, waiting, deadlines; and bodies that are too large, too slow or cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from starlette.types import Message, Receive, Scope, Send

from blackbird.errors import ModelTimeout, Overloaded
from blackbird.server.limits import BodyLimit, Gate, Limits


async def hold(gate: Gate, until: asyncio.Event) -> None:
    async with gate.place():
        await until.wait()


async def tick() -> None:
    for _ in range(5):
        await asyncio.sleep(0)  # lets the tasks come to where they wait; no time passes


async def test_some_run_some_wait_and_the_rest_is_sent_away() -> None:
    gate, end = Gate(Limits(running=2, waiting=1)), asyncio.Event()
    inside = [asyncio.create_task(hold(gate, end)) for _ in range(3)]
    await tick()
    with pytest.raises(Overloaded, match="as much to do"):
        await hold(gate, end)
    end.set()
    await asyncio.gather(*inside)
    assert gate.idle
    await hold(gate, end)  # all places are free again


async def test_who_waits_too_long_is_sent_away_and_takes_no_place() -> None:
    gate, end = Gate(Limits(running=1, waiting=4, waiting_s=0.01)), asyncio.Event()
    first = asyncio.create_task(hold(gate, end))
    await tick()
    with pytest.raises(Overloaded):
        await hold(gate, end)
    end.set()
    await first
    await hold(gate, end)


async def test_a_request_has_its_time() -> None:
    gate = Gate(Limits(running=1, request_s=0.01))
    with pytest.raises(ModelTimeout, match=r"within 0\.01 s"):
        await hold(gate, asyncio.Event())
    assert gate.idle


async def test_long_work_has_its_own_time() -> None:
    gate = Gate(Limits(running=1, request_s=60))
    with pytest.raises(ModelTimeout, match=r"within 0\.01 s"):
        async with gate.place(0.01):
            await asyncio.Event().wait()


async def test_another_timeout_passes_through() -> None:
    gate = Gate(Limits())
    with pytest.raises(TimeoutError):
        async with gate.place():
            raise TimeoutError


async def test_a_cancelled_request_gives_its_place_back() -> None:
    gate, end = Gate(Limits(running=1)), asyncio.Event()
    first, second = (asyncio.create_task(hold(gate, end)) for _ in range(2))
    await tick()
    second.cancel()
    first.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert gate.idle
    end.set()
    await hold(gate, end)


async def test_a_closed_gate_lets_finish_but_nobody_in() -> None:
    gate, end = Gate(Limits(running=1)), asyncio.Event()
    inside, waiting = (asyncio.create_task(hold(gate, end)) for _ in range(2))
    await tick()
    gate.close(10.0)
    with pytest.raises(Overloaded, match="stopping"):
        await waiting
    with pytest.raises(Overloaded, match="stopping"):
        await hold(gate, end)
    assert not gate.idle
    end.set()
    await inside
    assert gate.idle


async def test_what_does_not_finish_is_ended() -> None:
    gate = Gate(Limits(running=1))
    inside = asyncio.create_task(hold(gate, asyncio.Event()))
    await tick()
    gate.close(0.0)
    with pytest.raises(Overloaded, match="stopping"):
        await inside


class Client:
    """One request, sent in pieces, and what came back."""

    def __init__(self, pieces: Iterable[bytes], *, length: str = "", ends: bool = True) -> None:
        self._pieces = list(pieces)
        self._ends = ends
        self.length = length
        self.leaves = False
        """Goes away after its pieces, although more were announced."""
        self.seen: list[bytes] = []
        self.status = 0

    async def receive(self) -> Message:
        if not self._pieces:
            if not self._ends:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}
        piece = self._pieces.pop(0)
        more = bool(self._pieces) or not self._ends or self.leaves
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append((await receive())["body"])
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def go(self, limits: Limits) -> int:
        headers = [(b"content-length", self.length.encode())] if self.length else []
        scope = {"type": "http", "method": "POST", "headers": headers}
        await BodyLimit(self.app, limits)(scope, self.receive, self.send)
        return self.status


SMALL = Limits(body_bytes=10, body_s=0.05)


@pytest.mark.parametrize(
    ("pieces", "length", "status"),
    [
        ([b"12345", b"67890"], "", 200),
        ([b""], "", 200),
        ([b"12345", b"67890", b"1"], "", 413),
        ([b"1" * 9], "9", 200),
        ([b"1" * 11], "11", 413),
        ([], "9999999999", 413),
        ([], "9" * 5000, 413),
        ([], "-1", 413),
        ([b"1" * 5] * 1000, "", 413),
    ],
)
async def test_a_body_is_taken_up_to_its_limit(
    pieces: list[bytes], length: str, status: int
) -> None:
    client = Client(pieces, length=length)
    assert await client.go(SMALL) == status
    assert client.seen == ([b"".join(pieces)] if status == 200 else [])


async def test_half_a_body_is_no_body() -> None:
    client = Client([b"123", b"456"])
    client.leaves = True
    assert await client.go(SMALL) == 0
    assert client.seen == []


async def test_a_body_that_never_ends_is_given_up() -> None:
    assert await Client([b"123"], ends=False).go(SMALL) == 408
