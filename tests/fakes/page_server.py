"""A small web server on loopback that behaves well or badly, byte by byte as a test says."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from blackbird.net.addresses import why_denied
from blackbird.net.guard import Bounds, Guard, Resolve, Rules

Script = Callable[[socket.socket], None]
HTML = "text/html; charset=utf-8"
HOME = "127.0.0.77"
"""Where it listens: the rules of a test allow this address of loopback and no other."""


def reply(
    body: bytes | str = b"", status: str = "200 OK", kind: str = HTML, **headers: str
) -> Script:
    """One whole answer."""
    data = body.encode() if isinstance(body, str) else body
    named = {"content-type": kind, "content-length": str(len(data)), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{n}: {v}" for n, v in named.items() if v)]
    return lambda sock: sock.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)


def moved(where: str, status: str = "302 Found") -> Script:
    """A redirect."""
    return reply(status=status, location=where)


def endless(piece: bytes = b"x" * 65536, pause_s: float = 0.0, kind: str = HTML) -> Script:
    """A body that never ends, fast or drop by drop."""

    def send(sock: socket.socket) -> None:
        sock.sendall(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n\r\n".encode())
        while True:
            sock.sendall(piece)
            time.sleep(pause_s)  # the slowness is what this server is for

    return send


def slow_headers(pause_s: float = 0.05) -> Script:
    """Headers that never end, letter by letter."""

    def send(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            sock.sendall(b"x-slow: y\r\n")
            time.sleep(pause_s)  # as above

    return send


def gzip_bomb(size: int) -> bytes:
    """``size`` zeros, packed a thousandfold."""
    return gzip.compress(bytes(size))


@dataclass
class PageServer:
    """Where it listens, what it gives, and what it was asked: ``(Host header, path)``."""

    port: int
    pages: dict[str, Script] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Whole requests, as they came."""

    def url(self, path: str = "/", host: str = "page.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def rules(self) -> Rules:
        """The guard's rules, but for its address."""
        return Rules(ports=frozenset({80, 443, self.port}), why_denied=but_home)

    def guard(self, bounds: Bounds | None = None, **names: str) -> Guard:
        """A guard that finds this server by every name, or the address that ``names`` gives one."""
        given = {name.replace("_", "."): address for name, address in names.items()}
        return Guard(self.rules(), bounds or Bounds(), resolver(given))


def but_home(address: str) -> str | None:
    """The deny table without the address of this server."""
    return None if address == HOME else why_denied(address)


def resolver(names: Mapping[str, str | list[str]], other: str = HOME) -> Resolve:
    """Looks names up in a table; a name that is not in it leads to ``other``."""

    async def resolve(host: str, port: int) -> list[str]:
        found = names.get(host, other)
        return [found] if isinstance(found, str) else found

    return resolve


@contextmanager
def page_server(
    pages: Mapping[str, Script] | None = None, context: ssl.SSLContext | None = None
) -> Iterator[PageServer]:
    """Serve until the block ends."""
    with socket.create_server((HOME, 0)) as listening:
        served = PageServer(listening.getsockname()[1], dict(pages or {}))
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    sock, _ = listening.accept()
                    threading.Thread(
                        target=_answer, args=(served, sock, context), daemon=True
                    ).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            ended.set()
            with suppress(OSError):
                socket.create_connection((HOME, served.port), 1).close()
            thread.join(5)


def _answer(served: PageServer, sock: socket.socket, context: ssl.SSLContext | None) -> None:
    with suppress(OSError), sock, context.wrap_socket(sock, True) if context else sock as sock:
        sock.settimeout(10)
        request = b""
        while b"\r\n\r\n" not in request:
            piece = sock.recv(65536)
            if not piece:
                return
            request += piece
        head, _, body = request.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
        while length and len(body) < int(length[1]):
            piece = sock.recv(65536)
            body += piece
            request += piece
        text = request.decode("latin-1")
        path = text.split(" ", 2)[1]
        host = next(
            line[5:].strip() for line in text.split("\r\n") if line.lower().startswith("host:")
        )
        served.requests.append(text)
        served.asked.append((host, path))
        plain = path.partition("?")[0]
        pages = served.pages
        script = pages.get(path) or pages.get(plain) or reply("There is nothing.", "404 Not Found")
        script(sock)
        with suppress(OSError):
            sock.shutdown(socket.SHUT_WR)
