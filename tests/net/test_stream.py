"""What comes over a connection that stays open costs what it weighs, however it is cut."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve

from blackbird.errors import NetworkError
from blackbird.net.guard import OWNERS, Guard
from blackbird.net.stream import MOST_BATCH, MOST_FRAME, _lines, open_frames
from tests.patience import SLACK_S


async def cut(pieces: Iterable[bytes]) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


async def lines_of(pieces: Iterable[bytes]) -> list[bytes]:
    found: list[bytes] = []
    with suppress(NetworkError):  # the end of the connection
        async for line in _lines(cut(pieces)):
            found.append(line)
    return found


@given(st.lists(st.binary(max_size=6).map(lambda b: b.replace(b"x", b"\n")), max_size=20))
async def test_lines_are_the_same_however_they_are_cut(pieces: list[bytes]) -> None:
    whole = b"".join(pieces).split(b"\n")[:-1]
    assert await lines_of(pieces) == [line.removesuffix(b"\r") for line in whole]


async def test_a_long_line_in_single_bytes_takes_no_longer_than_it_weighs() -> None:
    began = time.monotonic()
    pieces = [b"a" * (MOST_FRAME - 50_000), *[b"b"] * 40_000, b"\n"]
    (line,) = await lines_of(pieces)
    assert len(line) == MOST_FRAME - 10_000
    assert time.monotonic() - began < 1.0 + SLACK_S


async def test_a_line_without_an_end_ends_the_connection() -> None:
    lines = _lines(cut([b"a" * 1_000_000] * 5))
    with pytest.raises(NetworkError, match="A line has more"):
        await anext(lines)


async def batches(sizes: Sequence[int], most_frame: int = MOST_FRAME) -> list[list[int]]:
    """How frames of some sizes come, all that are there at once."""

    async def say(connection: ServerConnection) -> None:
        for size in sizes:
            await connection.send(b"a" * size)
        await connection.wait_closed()

    found: list[list[int]] = []
    async with serve(say, "127.0.0.1", 0) as listening:
        url = f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        async with open_frames(url, Guard(OWNERS), most_frame=most_frame) as frames:
            while sum(map(len, found)) < len(sizes):
                found.append([len(frame) for frame in await frames.some(5, 500, 0.5)])
    return found


async def test_a_batch_of_long_frames_has_fewer_of_them() -> None:
    found = await batches([1_000_000] * 20)
    assert sum(map(len, found)) == 20
    assert max(map(sum, found)) <= MOST_BATCH
    assert await batches([100] * 300) == [[100] * 300]  # of short ones all that there are


async def test_a_frame_is_as_long_as_its_kind_of_posts_may_be() -> None:
    assert await batches([1_000_000], most_frame=1_000_000) == [[1_000_000]]
    with pytest.raises(NetworkError, match="ended"):
        await batches([1_000_001], most_frame=1_000_000)
