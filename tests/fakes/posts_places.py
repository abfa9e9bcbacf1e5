"""Where a posts' record may lie, for tests that hold for each: a file, and a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres_server import PostgresServer, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests; each takes a database of its own."""
    if programs() is None:  # a package of the system, which .ci/run installs
        assert not os.environ.get("CI"), "PostgreSQL has to be there in CI"
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def posts_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """What ``PostRecord.open`` takes: once a file, once the address of an empty database."""
    if request.param == "sqlite":
        return tmp_path / "posts.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database()
