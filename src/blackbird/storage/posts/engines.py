"""Where the posts' record lies: a SQLite file of ours, or a PostgreSQL server by its address."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from blackbird.storage.engine import open_reader, open_writer
from blackbird.storage.postgres import open_postgres


def open_engines(place: Path | str) -> tuple[sa.Engine, sa.Engine]:
    """Who reads and who writes. ``place``: a file, or ``postgresql://…``. Raises ``StorageError``.

    Writers take turns: keys are given out in the order of commits, so that whoever reads on from
    the last key misses none.
    """
    if isinstance(place, Path):
        return open_reader(place), open_writer(place)
    return open_postgres(place)
