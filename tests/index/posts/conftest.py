"""A record of posts with an index behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.indexed_histories import IndexedTrial


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[IndexedTrial]:
    """Empty."""
    opened = IndexedTrial(tmp_path / "posts.db")
    yield opened
    opened.close()
