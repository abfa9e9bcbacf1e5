"""A small server that speaks Mastodon's API, well or badly, and statuses as it writes them."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from blackbird.net.guard import Guard, Rules
from tests.fakes.page_server import PageServer, Script, but_home, page_server, reply, resolver

JSON = "application/json"
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"


def status(number: int, content: str = "", **changed: Any) -> dict[str, Any]:
    """A public status of somebody on another server."""
    told: dict[str, Any] = {
        "id": str(number),
        "created_at": f"2026-01-02T03:{number % 60:02}:00.000Z",
        "edited_at": None,
        "in_reply_to_id": None,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://far.example/users/ada/statuses/{number}",
        "url": f"https://far.example/@ada/{number}",
        "favourites_count": 3,
        "content": content or f"<p>Said {number}.</p>",
        "reblog": None,
        "media_attachments": [],
        "account": {
            "username": "ada",
            "acct": "ada@far.example",
            "url": "https://far.example/@ada",
            "uri": "https://far.example/users/ada",
        },
    }
    return told | changed


def update(told: Any, kind: str = "update") -> bytes:
    """A status as a stream tells it."""
    return event(kind, json.dumps(told))


def event(kind: str, data: str) -> bytes:
    """Any event of a stream."""
    return f"event: {kind}\ndata: {data}\n\n".encode()


def stream(*pieces: bytes, beats: int = 0, hold_s: float = 0.0, pause_s: float = 0.02) -> Script:
    """A stream that says this, then gives signs of life, then holds still, then ends."""

    def send(sock: socket.socket) -> None:
        sock.sendall(_HEAD)
        for piece in pieces:
            sock.sendall(piece)
        for _ in range(beats):
            time.sleep(pause_s)  # between two signs of life time has to pass
            sock.sendall(b":thump\n")
        time.sleep(hold_s)  # as a dead connection does

    return send


def in_turn(*scripts: Script) -> Script:
    """One after the other; the last one again and again."""
    left = list(scripts)

    def send(sock: socket.socket) -> None:
        script = left.pop(0) if len(left) > 1 else left[0]
        script(sock)

    return send


@dataclass
class FakeServer:
    """What it has, and what it was asked."""

    web: PageServer
    statuses: list[dict[str, Any]] = field(default_factory=list)
    batches: bool = True
    """Whether it gives several statuses at once, as newer ones do."""
    links: bool = True
    instance: dict[str, Any] = field(default_factory=lambda: {"domain": "home.example"})

    @property
    def url(self) -> str:
        return self.web.url("")

    def streams(self, *scripts: Script, path: str = "public") -> None:
        self.web.pages[f"/api/v1/streaming/{path}"] = in_turn(*scripts)

    def guard(self, **names: str) -> Guard:
        """One that finds it by every name, on every port."""
        given = {name.replace("_", "."): address for name, address in names.items()}
        return Guard(Rules(range(1, 65536), but_home), resolve=resolver(given))

    def asked(self, path: str) -> list[dict[str, list[str]]]:
        """The queries that a path was asked with."""
        found = [urlsplit(place) for _, place in self.web.asked]
        return [parse_qs(parts.query) for parts in found if parts.path == path]

    def _query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.web.asked[-1][1]).query)

    def _instance(self, sock: socket.socket) -> None:
        reply(json.dumps(self.instance), kind=JSON)(sock)

    def _timeline(self, sock: socket.socket) -> None:
        query = self._query()
        least, limit = int(query.get("min_id", ["0"])[0]), int(query["limit"][0])
        there = sorted(self.statuses, key=lambda row: int(row["id"]))
        if "min_id" in query:
            rows = [row for row in there if int(row["id"]) > least][:limit]
        else:
            rows = there[-limit:]
        newest = f'<https://evil.example/x?min_id={rows[-1]["id"]}>; rel="prev"' if rows else ""
        link = newest if self.links else ""
        reply(json.dumps(rows[::-1]), kind=JSON, link=link)(sock)

    def _several(self, sock: socket.socket) -> None:
        wanted = set(self._query()["id[]"])
        rows = [row for row in self.statuses if row["id"] in wanted]
        if self.batches:
            reply(json.dumps(rows), kind=JSON)(sock)
        else:
            reply("{}", "404 Not Found", JSON)(sock)

    def knows(self, local_ids: Sequence[str]) -> None:
        """Give these by themselves; all others are not found."""
        for name in local_ids:
            self.web.pages[f"/api/v1/statuses/{name}"] = reply("{}", kind=JSON)

    def ready(self) -> FakeServer:
        self.web.pages |= {
            "/api/v2/instance": self._instance,
            "/api/v1/timelines/public": self._timeline,
            "/api/v1/timelines/list/7": self._timeline,
            "/api/v1/statuses": self._several,
        }
        return self


@contextmanager
def fake_server() -> Iterator[FakeServer]:
    """Serve until the block ends."""
    with page_server() as web:
        yield FakeServer(web).ready()
