"""The child that parses, made to harm on demand: a file says what is to be done.

All but that is the real one, limits too.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time
from pathlib import Path

from blackbird.errors import BadInput
from blackbird.parsing import worker
from blackbird.parsing.read import read_page
from blackbird.protocols import FileKind
from blackbird.types import Page


def parse(data: bytes, kind: FileKind, url: str | None = None, charset: str | None = None) -> Page:
    """What the file says, or its text."""
    order = data.partition(b"<")[0].decode("ascii", "replace").split()
    if order:
        done = ORDERS[order[0]](*order[1:])
        raise BadInput(str(done), "Nothing.")
    return read_page(data, kind, url, charset)


def eat() -> str:
    held = [bytes(50_000_000) for _ in range(1000)]
    return f"{len(held)} pieces"


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)  # a parser that waits for what never comes


def crash() -> None:
    ctypes.string_at(0)


def end(status: str) -> None:
    os._exit(int(status))


def say(what: str) -> None:
    os.write(3, bytes.fromhex(what))


def flood() -> None:
    while True:
        os.write(3, b"x" * 65536)


def write(path: str) -> str:
    try:
        return f"wrote {Path(path).write_bytes(b'x' * 100)}"
    except OSError as error:
        return type(error).__name__


def descriptors() -> int:
    opened: list[socket.socket] = []
    try:
        while len(opened) < 1000:
            opened.append(socket.socket())
    except OSError:
        return len(opened)
    return len(opened)


def environment() -> list[str]:
    return sorted(os.environ)


ORDERS = {
    f.__name__: f
    for f in (eat, spin, sleep, crash, end, say, flood, write, descriptors, environment)
}

if __name__ == "__main__":
    vars(worker)["read_page"] = parse
    sys.exit(worker.main())
