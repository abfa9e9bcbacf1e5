"""Drawers: unfinished work, a file for each piece, so that it goes on after a process has ended."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from blackbird.storage.files import storage_errors, write_atomically


class FileDrawer:
    """The drawer of one piece of work in ``folder``; what it is about gives its name."""

    def __init__(self, folder: Path, about: Sequence[Any]) -> None:
        digest = hashlib.sha256(json.dumps(about).encode()).hexdigest()
        self.path = folder / f"{digest}.json"

    def read(self) -> Any:
        """What was written last; ``None`` if there is nothing, or nothing that can be read."""
        try:
            return json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return None

    def write(self, value: Any) -> None:
        """Keep ``value`` instead. Raises ``StorageError``, ``DiskFull``."""
        with storage_errors(self.path):
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomically(self.path, json.dumps(value).encode())

    def clear(self) -> None:
        """Keep nothing any more."""
        with suppress(OSError):
            self.path.unlink()


def forget(folder: Path) -> None:
    """Throw away all drawers: what they quote may have been deleted."""
    shutil.rmtree(folder, ignore_errors=True)
