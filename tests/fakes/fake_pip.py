"""Stands in for ``pip download``: copies wheels out of a folder, or misbehaves in a known way.

fake_pip.py FOLDER MODE download … --dest DESTINATION PACKAGE==VERSION
"""

from __future__ import annotations

import itertools
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Act = Callable[[Path, Path, str], int]


def copy(folder: Path, destination: Path, requirement: str) -> int:
    name = requirement.replace("-", "_").replace("==", "-")
    for wheel in folder.glob(f"{name}-*.whl"):
        shutil.copy(wheel, destination)
        return 0
    sys.stdout.write(f"ERROR: No matching distribution found for {requirement}\n")
    return 1


def fail(folder: Path, destination: Path, requirement: str) -> int:
    sys.stdout.write("Looking in indexes\nERROR: \x1b[31mthe index is on fire\nbye\n")
    return 1


def nothing(folder: Path, destination: Path, requirement: str) -> int:
    return 0


def full(folder: Path, destination: Path, requirement: str) -> int:
    sys.stdout.write("ERROR: Could not install: [Errno 28] No space left on device\n")
    return 1


def absent(folder: Path, destination: Path, requirement: str) -> int:
    sys.stdout.write("/usr/bin/python3: No module named pip\n")
    return 1


def talk_forever(folder: Path, destination: Path, requirement: str) -> int:
    for _ in itertools.count():
        sys.stdout.write("never a new line ")
    return 0


def write_forever(folder: Path, destination: Path, requirement: str) -> int:
    with (Path(tempfile.gettempdir()) / "unpacking").open("wb") as out:
        for _ in range(500):
            out.write(b"\0" * 10_000)
        out.flush()
        time.sleep(60)  # longer than any test: it has to be stopped
    return 0


def hold(folder: Path, destination: Path, requirement: str) -> int:
    """Hold a connection for as long as this process lives: its end is seen at the other side."""
    port = int((folder / "port").read_text())
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"here")
        connection.recv(1)
    return 0


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (copy, fail, nothing, full, absent, talk_forever, write_forever, hold)
}


if __name__ == "__main__":
    root, mode, *arguments = sys.argv[1:]
    with (Path(root) / "asked").open("a") as asked:
        asked.write(" ".join(arguments) + "\n")
    target = Path(arguments[arguments.index("--dest") + 1])
    sys.exit(ACTS[mode](Path(root), target, arguments[-1]))
