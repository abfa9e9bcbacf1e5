"""The real ddgs library below our adapter: what it takes, gives and raises, and whom it dials."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from ipaddress import ip_address
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest

from blackbird.engines import Ready
from blackbird.errors import SourceError
from blackbird.net.engine import EngineDoor
from blackbird.net.pace import Pace
from blackbird.protocols import Found, Scope
from blackbird.sources.ddgs import find
from blackbird.types import Query
from tests.fakes.clocks import MovedClock

library = pytest.importorskip("ddgs", reason="the ddgs library is optional: pip install ddgs")
errors = import_module("ddgs.exceptions")
primp = import_module("primp")
ENGINES = import_module("ddgs.engines").ENGINES["text"]

FOUND = """<html><body><ul class="results-standard">
<li><h2><a href="https://one.example/a">The first</a></h2><p class="s">What is said.</p></li>
<li><h2><a href="https://two.example/b">塔</a></h2><p class="s">Also.</p></li>
</ul></body></html>"""
Safe = Literal["off", "moderate", "strict"]


@dataclass
class Sent:
    """What one of the library's engines asked for, and the cookies it set before."""

    url: str
    said: dict[str, Any]
    cookies: dict[str, str]


@dataclass
class Client:
    """Stands where the library's own client would be; opens no socket."""

    bodies: dict[str, str]
    sent: list[Sent] = field(default_factory=list)
    failure: Exception | None = None
    status: int = 200
    cookies: dict[str, str] = field(default_factory=dict)

    def headers_update(self, headers: Any) -> None:
        """It wants to look like a browser; nobody is looking."""

    def set_cookies(self, url: str, cookies: dict[str, str]) -> None:
        self.cookies = cookies

    def request(self, method: str, url: str, **options: Any) -> Any:
        said = options.get("params") or options.get("data") or {}
        self.sent.append(Sent(url, dict(said), self.cookies))
        if self.failure:
            raise self.failure
        body = next((b for host, b in self.bodies.items() if host in url), "<html></html>")
        return SimpleNamespace(status_code=self.status, content=body.encode(), text=body)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The only client that the library gets."""
    made = Client({"mojeek": FOUND, "wikipedia": '["q", [], [], []]', "grokipedia": "{}"})
    monkeypatch.setattr(primp, "Client", lambda **_: made)
    return made


def adapter(scope: Scope | None = None, budget_s: float = 5.0) -> Ready:
    door = EngineDoor("ddgs", Pace(MovedClock()), budget_s, owned=False)
    return Ready(door, "", "", scope or Scope(), MovedClock(), find)


async def test_what_it_names_becomes_addresses_and_titles(client: Client) -> None:
    found = await adapter().find(Query("towers", 7, language="en"))
    assert list(found) == [
        Found("https://one.example/a", "The first"),
        Found("https://two.example/b", "塔"),
    ]
    (asked,) = [sent for sent in client.sent if "mojeek" in sent.url]
    assert asked.said["q"] == "towers"


async def test_finding_nothing_is_no_failure(client: Client) -> None:
    client.bodies = {"wikipedia": '["q", [], [], []]', "grokipedia": "{}"}
    assert await adapter().find(Query("towers", language="en")) == []


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_what_it_tells_nobody_is_nothing_found(client: Client, status: int) -> None:
    client.status = status  # it takes a refusal of an engine for a page without results
    assert await adapter().find(Query("towers", language="en")) == []


async def test_what_it_raises_is_said(client: Client) -> None:
    client.failure = primp.TimeoutError("the operation timed out")
    with pytest.raises(SourceError, match=r"it failed \(TimeoutException: "):
        await adapter().find(Query("towers", language="en"))
    client.failure = OSError("no way there")
    with pytest.raises(SourceError, match=r"it failed \(DDGSException: OSError"):
        await adapter().find(Query("towers", language="en"))
    assert issubclass(errors.TimeoutException, errors.DDGSException)
    assert issubclass(errors.RatelimitException, errors.DDGSException)


@pytest.mark.parametrize(
    ("since", "told"),
    [(None, None), ("2026-01-01", "d"), ("2025-12-28", "w"), ("2025-12-10", "m"), ("2025", None)],
)
@pytest.mark.parametrize("safe", ["off", "moderate", "strict"])
async def test_each_engine_behind_it_understands_what_it_is_told(
    client: Client, since: str | None, told: str | None, safe: Safe
) -> None:
    query = Query("towers", 90, since=since, language="ja")  # so many that all are asked
    await adapter(Scope(safe=safe)).find(query)
    hosts = {sent.url.split("/")[2]: sent for sent in client.sent}
    assert "ja.wikipedia.org" in hosts  # the language, and no country
    mojeek = hosts["www.mojeek.com"]
    assert (mojeek.cookies["arc"], mojeek.cookies["lb"]) == ("jp", "ja")
    assert mojeek.said.get("safe") == ("1" if safe == "strict" else None)


PLACES = [("en", ""), ("ja", ""), ("ko", ""), ("de", "at"), ("en", "gb"), ("zh-hans", ""), ("", "")]
TIMES = [None, "2026-01-01", "2025-12-28", "2025-12-10", "2025-03"]


@pytest.mark.parametrize("name", ENGINES)
async def test_no_engine_behind_it_stumbles_over_what_it_is_told(client: Client, name: str) -> None:
    told: list[dict[str, Any]] = []

    def search(text: str, **options: Any) -> list[Any]:
        told.append(options)
        return []

    door = EngineDoor("ddgs", Pace(MovedClock()), 60.0, owned=False)
    for (language, country), since in product(PLACES, TIMES):
        scope = Scope(country)
        ask = partial(find, opened=lambda _: search)
        one = Ready(door, "", "", scope, MovedClock(), ask)
        await one.find(Query("towers", since=since, language=language))
    behind = ENGINES[name]()
    for options in told:
        asked = {key: options[key] for key in ("region", "safesearch", "timelimit")}
        assert isinstance(behind.build_payload("towers", **asked), dict)
    assert {options["timelimit"] for options in told} == {None, "d", "w", "m", "y"}


@dataclass
class Proxy:
    """Where the library is sent by ``DDGS_PROXY``: it notes who is asked for, and refuses."""

    port: int
    wanted: list[str] = field(default_factory=list)
    remote: set[str] = field(default_factory=set)
    """Addresses that this process was connected to while it was asked."""


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Proxy(listening.getsockname()[1])
        listening.settimeout(0.2)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    sock, _ = listening.accept()
                    with sock:
                        sock.settimeout(2)
                        made.wanted.append(sock.recv(4096).decode("latin-1").split(" ")[1])
                        made.remote |= remote_addresses()
                        sock.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield made
        ended.set()
        thread.join(5)


def remote_addresses() -> set[str]:
    """Whom the sockets of this process are connected to, as the system knows it."""
    own = set()
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if found := re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink())):
                own.add(found[1])
    tables = (Path("/proc/self/net") / name for name in ("tcp", "tcp6", "udp", "udp6"))
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()]
    return remote_of(lines, own)


def remote_of(lines: Sequence[str], own: set[str]) -> set[str]:
    """The other ends of those connections of a table whose inodes are ``own``."""
    found = set()
    for line in lines:
        fields = line.split()
        if len(fields) > 9 and fields[9] in own and ":" in fields[2]:
            raw = bytes.fromhex(fields[2].partition(":")[0])
            words = [raw[n : n + 4][::-1] for n in range(0, len(raw), 4)]
            address = ip_address(b"".join(words))
            if int(address):
                found.add(str(getattr(address, "ipv4_mapped", None) or address))
    return found


def test_a_connection_to_elsewhere_would_be_seen() -> None:
    line = "0: 0100007F:D4A2 22D8B85D:01BB 01 00000000:00000000 00:00000000 00000000 1000 0 4711 1"
    assert remote_of([line, "sl local_address rem_address"], {"4711"}) == {"93.184.216.34"}
    assert remote_of([line], {"1"}) == set()


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="there is no /proc here")
async def test_with_its_own_client_no_socket_leaves_loopback(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DDGS_PROXY", f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(SourceError, match="it failed"):
        await adapter().find(Query("towers", language="en"))
    assert "en.wikipedia.org:443" in proxy.wanted
    assert all(host.endswith(":443") for host in proxy.wanted)
    assert proxy.remote == {"127.0.0.1"}
