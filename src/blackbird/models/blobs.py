"""Files kept under their own hashes, and the memory of which were verified already."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from blackbird.errors import StorageError
from blackbird.storage.files import storage_errors, sync_folder, write_atomically

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a store. All lie on one file system, so that files move by renaming."""

    root: Path

    @property
    def blobs(self) -> Path:
        """Finished files, each under its hash."""
        return self.root / "blobs"

    @property
    def marks(self) -> Path:
        """For each finished file, its size and time when it was verified."""
        return self.root / "verified"

    @property
    def parts(self) -> Path:
        """Finished parts of unfinished files, each under its hash."""
        return self.root / "parts"

    @property
    def partial(self) -> Path:
        """Beginnings of files and parts."""
        return self.root / "partial"

    @property
    def scratch(self) -> Path:
        """Temporary files; emptied before each pull."""
        return self.root / "tmp"

    @property
    def refused(self) -> Path:
        """Files that had a good name and wrong bytes."""
        return self.root / "corrupt"

    @property
    def lock(self) -> Path:
        """Held by the process that changes the store."""
        return self.root / "lock"

    def create(self) -> None:
        """Make the folders. Raises ``StorageError``."""
        with storage_errors(self.root):
            for folder in (self.blobs, self.marks, self.parts, self.partial, self.scratch):
                folder.mkdir(parents=True, exist_ok=True)


def file_size(path: Path) -> int | None:
    """Bytes of a regular file, ``None`` if there is none."""
    try:
        return path.stat().st_size if path.is_file() else None
    except FileNotFoundError:
        return None


def file_sha256(path: Path, seen: Callable[[int], None]) -> str:
    """SHA-256 in hex; ``seen`` is told the bytes read so far. Raises ``OSError``."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            seen(done)
    return digest.hexdigest()


class Blobs:
    """Finished files by hash. Reading a file of half a gigabyte takes time, so it is done once:
    a mark remembers size and time of change, and any difference leads to another reading.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def path(self, sha256: str) -> Path:
        """Where the file is or would be."""
        return self._layout.blobs / sha256

    def known_good(self, sha256: str) -> bool:
        """Whether the file is here and unchanged since it was verified."""
        try:
            stat = self.path(sha256).stat()
            mark = json.loads(self._mark(sha256).read_bytes())
        except (OSError, ValueError, RecursionError):
            return False
        return bool(mark == {"sha256": sha256, "bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns})

    def found(self, sha256: str, seen: Callable[[int], None]) -> str | None:
        """The hash that the file really has, read in full; ``None`` if it is not here."""
        path = self.path(sha256)
        if file_size(path) is None:
            return None
        with storage_errors(path):
            before = path.stat()
            digest = file_sha256(path, seen)
        if digest == sha256:
            self._remember(sha256, before.st_size, before.st_mtime_ns)
        return digest

    def remember(self, sha256: str) -> None:
        """Mark a file that was verified before it got its name."""
        with storage_errors(self.path(sha256)):
            stat = self.path(sha256).stat()
        self._remember(sha256, stat.st_size, stat.st_mtime_ns)

    def set_aside(self, sha256: str) -> None:
        """Take the good name from a file with wrong bytes."""
        with storage_errors(self._layout.refused):
            self._layout.refused.mkdir(exist_ok=True)
            self._mark(sha256).unlink(missing_ok=True)
            self.path(sha256).replace(self._layout.refused / sha256)
            sync_folder(self._layout.blobs)

    def remove(self, sha256: str) -> None:
        """Delete the file and all that is known of it."""
        for path in (self._mark(sha256), self.path(sha256), self._layout.refused / sha256):
            with storage_errors(path):
                path.unlink(missing_ok=True)

    def forget_refused(self, sha256: str) -> None:
        """Delete a file set aside, once a good one is here."""
        with storage_errors(self._layout.refused):
            (self._layout.refused / sha256).unlink(missing_ok=True)

    def _mark(self, sha256: str) -> Path:
        return self._layout.marks / f"{sha256}.json"

    def _remember(self, sha256: str, size: int, mtime_ns: int) -> None:
        mark = {"sha256": sha256, "bytes": size, "mtime_ns": mtime_ns}
        # A store that may only be read, or a full disk: then it is read in full the next time.
        with contextlib.suppress(StorageError):
            write_atomically(self._mark(sha256), json.dumps(mark).encode())
