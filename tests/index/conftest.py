"""One open library for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.small_documents import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A data directory with an empty record and no index yet."""
    opened = Library(tmp_path / "library")
    yield opened
    opened.close()
