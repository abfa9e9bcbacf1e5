"""A small HTTP server on loopback that gives files well or badly."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What it gives, and what it was asked for: ``(path, Range header)``."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    cut_after: list[int] = field(default_factory=list)
    """For each answer in turn, after how many bytes of the body the connection breaks."""
    redirects: dict[str, str] = field(default_factory=dict)
    extra_headers: dict[str, str] = field(default_factory=dict)
    say_length: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    served: FileServer

    def do_GET(self) -> None:
        given = self.headers.get("Range", "")
        self.served.asked.append((self.path, given))
        if target := self.served.redirects.get(self.path):
            self.send_response(302)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data = self.served.files.get(self.path)
        if data is None:
            self.send_error(404)
            return
        start = 0
        if self.served.ranges and (found := re.fullmatch(r"bytes=(\d+)-", given)):
            start = int(found[1])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self._body(data[start:])

    def _body(self, data: bytes) -> None:
        if self.served.say_length:
            self.send_header("Content-Length", str(len(data)))
        for name, value in self.served.extra_headers.items():
            self.send_header(name, value)
        self.end_headers()
        cut = self.served.cut_after.pop(0) if self.served.cut_after else len(data)
        self.wfile.write(data[:cut])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def file_server(**settings: object) -> Iterator[FileServer]:
    """Serve until the block ends."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    served = FileServer(f"http://127.0.0.1:{server.server_port}")
    for name, value in settings.items():
        setattr(served, name, value)
    handler.served = served  # type: ignore[attr-defined]  # set on the class made just above
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent_server() -> Iterator[str]:
    """An address that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
