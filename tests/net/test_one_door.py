"""Whatever leaves this machine leaves by a known door, and strangers' addresses by the guard's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent.parent / "src" / "blackbird"
DOORS = {
    "net/api.py": "a model's server, which the owner named",
    "net/client.py": "places of model files, which the owner named",
    "net/pinned.py": "pages, whose addresses the guard has checked",
    "net/stream.py": "live feeds, whose addresses the guard has checked",
    "net/queue.py": "a queue of NATS, which the owner named",
    "storage/postgres.py": "a database of PostgreSQL, which the owner named",
    "parsing/child.py": "a child of ours, over a pair of sockets that has no address",
    "sources/ddgs.py": "a library with a client of its own, if its owner installed and named it",
    "server/listening.py": "our own server: it listens, and calls nobody",
    "server/app.py": "our own server, as above",
}
"""Files that may touch the network, and whom they reach."""
CALLERS = {
    *("httpx", "httpcore", "http.client", "http.server", "urllib.request", "urllib3", "requests"),
    *("ddgs", "primp", "nats", "pg8000", "websockets"),
    *("aiohttp", "socket", "ssl", "ftplib", "smtplib", "socketserver", "xmlrpc"),
}
OPENING = {"open_connection", "create_connection", "open_unix_connection", "sock_connect"}
USES_TYPES_ONLY = {"net/guard.py", "net/place.py"}
"""Files that read addresses and name errors with ``httpx``, and open nothing."""


def reaches(source: str) -> Iterator[str]:
    """What in a module could open a connection."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [str(node.module)]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            names = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
        elif isinstance(node, ast.Attribute) and node.attr in OPENING:
            yield node.attr
            continue
        else:
            continue
        parts = (".".join(n.split(".")[:k]) for n in names for k in (1, 2))
        yield from {part for part in parts if part in CALLERS}


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "import urllib.request as u",
        "from urllib.request import urlopen",
        "from urllib import request",
        "import http.client",
        "async def f():\n    await asyncio.open_connection('a', 1)",
        "def f():\n    import socket",
        "library = import_module('ddgs')",
    ],
)
def test_a_new_door_is_seen(source: str) -> None:
    assert list(reaches(source))


@pytest.mark.parametrize("source", ["from urllib.parse import urlsplit", "import asyncio", "x = 1"])
def test_what_is_none_is_not(source: str) -> None:
    assert list(reaches(source)) == []


def test_every_way_out_is_a_known_door() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if list(reaches(path.read_text("utf-8")))
    }
    assert found == {*DOORS, *USES_TYPES_ONLY}


def test_who_only_names_types_opens_nothing() -> None:
    opening = {"Client", "AsyncClient", "HTTPTransport", "AsyncHTTPTransport", "get", "post"}
    opening |= {"request", "stream", "put", "head", "options", "delete", "patch"}
    for name in USES_TYPES_ONLY:
        for node in ast.walk(ast.parse((PACKAGE / name).read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert not (node.value.id == "httpx" and node.attr in opening), name
