"""A Jetstream server in a process of its own: plays posts as quickly as asked, or as it can."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

_VOCABULARY = 50_000
_PEOPLE = 20_000
_TICK_S = 0.01

_PROCESSES = multiprocessing.get_context("spawn")


class Words:
    """Texts whose words are as unequal as those of a language."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._seed = seed

    def text(self) -> str:
        """About fifteen words."""
        draw = self._random.random
        count = 5 + int(draw() * 20)
        return " ".join(f"w{int(_VOCABULARY ** draw()) - 1}" for _ in range(count))

    def account(self) -> str:
        # Of this seed alone: the same post of two players would be one.
        return f"did:plc:{self._seed:04d}{self._random.randrange(_PEOPLE):020d}"


class Player:
    """Speaks to the server's process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.address = f"ws://127.0.0.1:{pipe.recv()}/subscribe"

    def play(self, posts: int, rate: float = 0.0) -> None:
        """Send posts, so many a second, 0 for as quickly as they are taken; returns at once."""
        self._pipe.send(("play", posts, rate))

    def delete(self, number: int) -> None:
        """Delete a post by its number; what is being played goes on beside it."""
        self._pipe.send(("delete", number, 0.0))

    def edit(self, number: int) -> None:
        """Give a post another text."""
        self._pipe.send(("update", number, 0.0))

    def close_account(self, number: int) -> None:
        """Close the account that posted this, with all that it posted."""
        self._pipe.send(("account", number, 0.0))

    def wait(self) -> int:
        """Wait until all that was asked for is sent; how many posts that were in all."""
        self._pipe.send(("tell", 0, 0.0))
        return int(self._pipe.recv())


@contextmanager
def playing(seed: int = 1) -> Iterator[Player]:
    """A server's process."""
    mine, its = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_run, args=(its, seed), daemon=True)
    process.start()
    try:
        yield Player(mine)
    finally:
        process.kill()
        process.join()


def _run(pipe: Connection, seed: int) -> None:
    asyncio.run(_serve(pipe, Words(seed)))


async def _serve(pipe: Connection, words: Words) -> None:
    connected: asyncio.Queue[ServerConnection] = asyncio.Queue()

    async def take(connection: ServerConnection) -> None:
        connected.put_nowait(connection)
        await connection.wait_closed()

    async with serve(take, "127.0.0.1", 0, compression=None) as server:
        pipe.send(next(iter(server.sockets)).getsockname()[1])
        count = 0
        accounts: list[str] = []
        connection = await connected.get()
        played: asyncio.Future[None] = asyncio.ensure_future(asyncio.sleep(0))
        while True:
            order, number, rate = await asyncio.to_thread(pipe.recv)
            while not connected.empty():
                connection = connected.get_nowait()
            if order == "play":
                playing = _play(connection, words, accounts, number, rate, played)
                played = asyncio.ensure_future(playing)
                count += number
            elif order == "tell":
                await played
                pipe.send(count)
            else:
                await connection.send(_left(accounts[number], number, order))


async def _play(
    connection: ServerConnection,
    words: Words,
    accounts: list[str],
    posts: int,
    rate: float,
    before: asyncio.Future[None],
) -> None:
    await before
    began = time.monotonic()
    for sent in range(posts):
        if rate and sent % max(1, int(rate * _TICK_S)) == 0:
            await asyncio.sleep(max(0.0, began + sent / rate - time.monotonic()))
        accounts.append(words.account())
        number = len(accounts) - 1
        await connection.send(_frame(accounts[-1], number, "create", words.text()))


def _left(account: str, number: int, order: str) -> str:
    if order != "account":
        return _frame(account, number, order, "edited" if order == "update" else None)
    at = datetime.now(UTC)
    closed = {"active": False, "did": account, "seq": number, "time": at.isoformat()}
    closed["status"] = "deleted"
    micros = int(at.timestamp() * 1e6)
    return json.dumps({"did": account, "time_us": micros, "kind": "account", "account": closed})


def _frame(account: str, number: int, operation: str, text: str | None) -> str:
    now = time.time()
    at = int(now * 1e6)
    created = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{at // 1000 % 1000:03d}Z"
    said: dict[str, Any] = {
        "rev": "",
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": f"r{number}",
    }
    if text is not None:
        said["cid"] = "bafyreibn2vbtbhwaoqqoihyqxq3ye4f7ulqaqkqsv5tmdrqamlfdnwkjrq"
        said["record"] = {
            "$type": "app.bsky.feed.post",
            "createdAt": created,
            "langs": ["en"],
            "text": f"mark{number} {text} sent{at}",
        }
    return json.dumps({"did": account, "time_us": at, "kind": "commit", "commit": said})
