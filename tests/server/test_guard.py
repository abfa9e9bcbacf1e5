"""Names and pages of strangers are turned away; replies carry the headers that browsers obey."""

from __future__ import annotations

import http.client
import json

import pytest

from blackbird.server.guard import is_loopback
from tests.server.conftest import Served


def get(served: Served, headers: dict[str, str], path: str = "/healthz") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*served.address, timeout=10)
    connection.putrequest("GET", path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, body


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "127.0.0.1", "[::1]", "[::1]:80"]
)
def test_names_of_loopback_are_answered(served: Served, host: str) -> None:
    assert get(served, {"Host": host})[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example#localhost",
        "evil.example/localhost",
        "10.0.0.1",
        "0.0.0.0",
        "[::]",
        "[::1",
        "",
    ],
)
def test_other_names_are_refused(served: Served, host: str) -> None:
    status, body = get(served, {"Host": host})
    assert status == 403
    assert json.loads(body)["error"]["code"] == "foreign_host"


@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1:3000",
        "http://localhost:1",
        "https://evil.example",
        "http://localhost.evil.example",
        "null",
        "file://localhost",
        "",
    ],
)
def test_pages_from_elsewhere_are_refused(served: Served, origin: str) -> None:
    status, body = get(served, {"Origin": origin})
    assert status == 403
    assert json.loads(body)["error"]["code"] == "foreign_origin"


def test_its_own_page_may_use_it(served: Served) -> None:
    assert get(served, {"Origin": served.root})[0] == 200
    own = {"Host": "localhost:8765", "Origin": "http://localhost:8765"}
    assert get(served, own)[0] == 200


def test_every_reply_has_the_security_headers_and_none_opens_a_door(served: Served) -> None:
    connection = http.client.HTTPConnection(*served.address, timeout=10)
    for path in ("/healthz", "/nowhere", "/docs", "/openapi.json", "/v1/models"):
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["cache-control"] == "no-store"
        assert not [n for n in reply.headers if n.lower().startswith("access-control")]
        assert "server" not in reply.headers
    connection.close()


def test_a_page_cannot_post_without_asking_first(served: Served) -> None:
    """A form or a ``no-cors`` fetch sends text/plain: it is not read as JSON."""
    connection = http.client.HTTPConnection(*served.address, timeout=10)
    body = json.dumps({"messages": [{"role": "user", "content": "Hello"}]})
    before = len(served.model.asked)
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "text/plain"})
    assert connection.getresponse().status == 400
    connection.close()
    assert len(served.model.asked) == before


@pytest.mark.parametrize(
    ("host", "inside"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)],
)
def test_loopback_is_known(host: str, inside: bool) -> None:
    assert is_loopback(host) == inside
