"""Following a server's stream over a WebSocket, and choosing between the two ways."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from blackbird.errors import FeedFailed
from blackbird.ingest.mastodon import Mastodon, Patience
from blackbird.posts import Delivery
from tests.fakes.fediverse import FakeServer, fake_server, status, stream
from tests.fakes.following import at_least, follow, poison, posts, removed, setup, state
from tests.fakes.page_server import HOME, reply

QUICK = Patience(dead_s=0.3, quiet_s=0.1, poll_s=0.02, sign_s=0.02)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as served:
        yield served


@asynccontextmanager
async def socket(server: FakeServer, *frames: str | bytes) -> AsyncIterator[list[dict[str, str]]]:
    """The server streams there; gives what it was asked for."""
    asked: list[dict[str, str]] = []

    async def say(connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        subscription = json.loads(await connection.recv())
        asked.append(subscription | {"token": request.headers.get("authorization", "")})
        for frame in frames:
            await connection.send(frame)
        await connection.wait_closed()

    async with serve(say, HOME, 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        urls = {"streaming": f"ws://{HOME}:{port}"}
        server.instance["configuration"] = {"urls": urls}
        yield asked


def frame(kind: str, payload: object) -> str:
    return json.dumps({"stream": ["public"], "event": kind, "payload": payload})


def mastodon(server: FakeServer, path: str, token: str = "") -> Mastodon:
    return Mastodon(
        setup("mastodon", server.web.url("", HOME) + path, server.guard(), token), QUICK
    )


@pytest.mark.parametrize(
    ("path", "subscribed"),
    [
        ("/public/local?via=websocket", {"stream": "public:local"}),
        ("/hashtag?tag=%23sea&via=websocket", {"stream": "hashtag", "tag": "sea"}),
        ("/list?list=7&via=websocket", {"stream": "list", "list": "7"}),
    ],
)
async def test_it_subscribes_and_reads_what_is_packed_twice(
    server: FakeServer, path: str, subscribed: dict[str, str]
) -> None:
    said: list[str | bytes] = [
        frame("update", json.dumps(status(1))),
        frame("status.update", status(1, "<p>New</p>", edited_at="2026-01-03T00:00:00Z")),
        frame("filters_changed", "undefined"),
        frame("delete", "1"),
        frame("delete", 12),
        "{no JSON",
        b"\xff\xfe",
        "[1]",
        json.dumps({"event": 7}),
    ]
    async with socket(server, *said) as asked:
        told = await follow(mastodon(server, path, "secret"), at_least(7))
    assert asked[0] == {"type": "subscribe", "token": "Bearer secret"} | subscribed
    assert [post.text for post in posts(told)] == ["Said 1.", "New"]
    assert removed(told) == ["1", "12"]
    assert len(poison(told)) == 3


async def test_a_socket_that_is_quiet_is_held_against_the_pages(server: FakeServer) -> None:
    def grown(told: Sequence[Delivery]) -> bool:
        server.statuses = [status(8), status(9)] if len(told) > 1 else [status(8)]
        return told[-1].state == "silent"

    async with socket(server):
        told = await follow(mastodon(server, "?via=websocket"), grown)
    assert [post.local_id for post in posts(told)] == ["9"]


async def test_a_refused_subscription_says_what_is_needed(server: FakeServer) -> None:
    said = json.dumps({"error": "Missing access token", "status": 401})
    async with socket(server, said):
        with pytest.raises(FeedFailed, match="Missing access token"):
            await follow(mastodon(server, "?via=websocket"), at_least(1))


async def test_an_error_without_a_number_leads_to_the_other_way(server: FakeServer) -> None:
    async with socket(server, json.dumps({"error": "Unknown channel"})):
        feed = mastodon(server, "?via=websocket")
        told = await follow(feed, lambda told: told[-1].state == "waiting")
    assert "Unknown channel" in told[-1].note


async def test_a_server_without_a_stream_over_http_is_asked_for_a_socket(
    server: FakeServer,
) -> None:
    async with socket(server, frame("update", json.dumps(status(1)))) as asked:
        told = await follow(mastodon(server, ""), at_least(1))
    assert [post.local_id for post in posts(told)] == ["1"]
    assert len(asked) == 1


async def test_and_back_if_it_has_none(server: FakeServer) -> None:
    server.web.pages["/api/v1/streaming"] = reply("", "404 Not Found")
    left = [1]
    later = stream(hold_s=1.0)
    none = reply("", "404 Not Found")
    server.web.pages["/api/v1/streaming/public"] = lambda sock: (
        none if left and left.pop() else later
    )(sock)
    await follow(mastodon(server, ""), state("live"))
    assert [path for _, path in server.web.asked if "streaming" in path] == [
        "/api/v1/streaming/public",
        "/api/v1/streaming",
        "/api/v1/streaming/public",
    ]
