"""JSON values under keys in a file that only grows: what a measurement need not do again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from blackbird.storage.files import storage_errors


class KeptLines:
    """What was kept at ``path``; without one nothing is."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Any] = dict(_read(path)) if path else {}

    def find(self, key: str) -> Any:
        """What was kept under ``key``, or None."""
        return self._known.get(key)

    def add(self, key: str, value: Any) -> None:
        """Write a JSON value down. Raises ``StorageError``, ``DiskFull``."""
        if not self._path:
            return
        line = json.dumps({"key": key, "value": value}, ensure_ascii=False) + "\n"
        with storage_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(line.encode("utf-8", "surrogatepass"))
        self._known[key] = value


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    """The lines of a file; one that was cut off when the program was killed is none."""
    if not path.exists():
        return
    with storage_errors(path), path.open("rb") as file:
        for line in file:
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                read = json.loads(line)
                yield str(read["key"]), read["value"]
