"""One open record of posts for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from blackbird.storage.posts.record import PostRecord


@pytest.fixture
def record(posts_place: Path | str) -> Iterator[PostRecord]:
    """An empty record: in a file, then on a PostgreSQL server."""
    opened = PostRecord.open(posts_place)
    yield opened
    opened.close()
