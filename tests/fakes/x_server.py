"""X's API on loopback, in the shapes of its public documentation: rules, a stream, a search."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.page_server import HOME, PageServer, Script, page_server, reply

STREAM = "/2/tweets/search/stream"
RULES = "/2/tweets/search/stream/rules"
RECENT = "/2/tweets/search/recent"
JSON = "application/json; charset=utf-8"
ALIVE = b"\r\n"


@dataclass
class XServer:
    """What it holds, and what it was asked."""

    pages: PageServer
    rules: dict[str, dict[str, str]] = field(default_factory=dict)
    streams: list[Script] = field(default_factory=list)
    """How each connection in turn goes; the last one stays open."""
    found: list[Script] = field(default_factory=list)
    """What each search in turn gives; nothing after that."""
    changed: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, Script] = field(default_factory=dict)
    """Path → what is said there instead."""

    @property
    def base(self) -> str:
        return self.pages.url("", HOME)  # of loopback: a token goes there over http, too

    def asked(self, path: str) -> list[dict[str, str]]:
        """The queries of all requests for ``path``."""
        urls = [urlsplit(url) for _, url in self.pages.asked]
        return [dict(parse_qsl(url.query)) for url in urls if url.path == path]

    def headers(self, path: str) -> list[str]:
        """The heads of all requests for ``path``."""
        return [
            text.partition("\r\n\r\n")[0]
            for text in self.pages.requests
            if urlsplit(text.split(" ", 2)[1]).path == path
        ]


def problem(
    status: str, title: str = "Problem", detail: str = "It is so.", **headers: str
) -> Script:
    """A refusal as X words it."""
    said = {"title": title, "detail": detail, "type": "https://api.x.com/2/problems/x"}
    return reply(json.dumps(said), status, "application/problem+json", **headers)


def streamed(*pieces: bytes | Mapping[str, Any], stays: bool = False) -> Script:
    """A connection that says these things, and then ends or stays open in silence."""

    def send(sock: socket.socket) -> None:
        sock.sendall(f"HTTP/1.1 200 OK\r\ncontent-type: {JSON}\r\n\r\n".encode())
        for piece in pieces:
            data = piece if isinstance(piece, bytes) else json.dumps(piece).encode() + b"\r\n"
            sock.sendall(data)
        if stays:
            with suppress(OSError):
                sock.recv(1)  # until the other side goes

    return send


def found(rows: Sequence[Mapping[str, Any]], token: str = "") -> Script:
    """A page of search results."""
    meta: dict[str, Any] = {"result_count": len(rows)} | ({"next_token": token} if token else {})
    page = {"data": rows, "meta": meta} if rows else {"meta": meta}
    return reply(json.dumps(page), kind=JSON)


@contextmanager
def x_server() -> Iterator[XServer]:
    """Serve until the block ends."""
    with page_server() as pages:
        served = XServer(pages)
        pages.pages[RULES] = lambda sock: _rules(served, sock)
        pages.pages[STREAM] = lambda sock: _next(served, STREAM, served.streams, sock)
        pages.pages[RECENT] = lambda sock: _next(served, RECENT, served.found, sock)
        yield served


def _next(served: XServer, path: str, scripts: list[Script], sock: socket.socket) -> None:
    other = streamed(ALIVE, stays=True) if path == STREAM else found([])
    script = served.refused.get(path) or (scripts.pop(0) if scripts else other)
    script(sock)


def _rules(served: XServer, sock: socket.socket) -> None:
    if RULES in served.refused:
        served.refused[RULES](sock)
        return
    head, _, body = served.pages.requests[-1].partition("\r\n\r\n")
    if head.startswith("GET"):
        query = dict(parse_qsl(urlsplit(head.split(" ", 2)[1]).query))
        _list(served, int(query.get("pagination_token", "0")), sock)
        return
    change = json.loads(body)
    served.changed.append(change)
    for id in change.get("delete", {}).get("ids", []):
        del served.rules[id]
    errors = []
    for rule in change.get("add", []):
        if rule["value"] in [known["value"] for known in served.rules.values()]:
            errors.append({"value": rule["value"], "title": "DuplicateRule"})
        elif "refused:" in rule["value"]:
            errors.append({"value": rule["value"], "title": "Invalid", "detail": "Not so."})
        elif "nonsense:" in rule["value"]:
            details = ["no viable alternative at input 'nonsense:'"]
            errors.append({"value": rule["value"], "title": "Invalid Rule", "details": details})
        else:
            served.rules[str(1000 + len(served.changed) * 1000 + len(served.rules))] = rule
    answer: dict[str, Any] = {"meta": {"summary": {}}} | ({"errors": errors} if errors else {})
    reply(json.dumps(answer), "201 Created" if "add" in change else "200 OK", JSON)(sock)


def _list(served: XServer, begin: int, sock: socket.socket, most: int = 1000) -> None:
    rows = [{"id": id, **rule} for id, rule in served.rules.items()][begin : begin + most]
    more = begin + most < len(served.rules)
    meta = {"next_token": str(begin + most)} if more else {}
    answer = {"meta": meta} | ({"data": rows} if rows else {})
    reply(json.dumps(answer), kind=JSON)(sock)
