"""The data directory: where all state lives, and who may write to it."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from blackbird.errors import DataDirectoryBusy, DiskFull, StorageError
from blackbird.storage.files import write_atomically

PRIVATE = 0o700  # documents and questions are its owner's alone
POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """Names the places in one data directory."""

    root: Path

    @property
    def models(self) -> Path:
        """Folder of model files."""
        return self.root / "models"

    @property
    def record(self) -> Path:
        """The database file."""
        return self.root / "record.db"

    @property
    def posts(self) -> Path:
        """The database file of live posts."""
        return self.root / "posts.db"

    @property
    def index(self) -> Path:
        """Folder of the search indexes; may be deleted, is made again from the record."""
        return self.root / "index"

    @property
    def posts_index(self) -> Path:
        """Folder of the index of live posts; that of documents clears what is not its own."""
        return self.root / "posts-index"

    @property
    def unfinished(self) -> Path:
        """Folder of reports that were ended before they were done."""
        return self.root / "unfinished"

    @property
    def measured(self) -> Path:
        """Folder of answers that measurements got, so that they go on where they were ended."""
        return self.root / "measured"

    def prepare(self) -> None:
        """Create what is missing. Raises ``StorageError`` if it cannot be used."""
        for folder in (self.root, self.models, self.index):
            try:
                folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError) as error:
                raise StorageError(
                    f"{error.filename or folder} is a file, not a folder.",
                    "Move it away, or choose another data directory with --data-dir.",
                ) from error
            except OSError as error:
                raise _unusable(folder, error) from error
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise _unusable(folder, PermissionError(errno.EACCES, "Permission denied"))

    def name(self) -> str:
        """Tells this directory from those of other machines. Raises ``StorageError``."""
        path = self.root / "name"
        try:
            known = path.read_text("ascii").strip() if path.exists() else ""
            if not known:
                known = secrets.token_hex(8)
                write_atomically(path, known.encode())
        except (OSError, ValueError) as error:
            raise _unusable(path, OSError(errno.EIO, str(error))) from error
        return known

    def follow_lock(self) -> AbstractContextManager[None]:
        """Be the only one who follows feeds. Raises ``DataDirectoryBusy`` at once."""
        return self._lock("follow.lock", 0.0)

    def publish_lock(self) -> AbstractContextManager[None]:
        """Be the only one who reads feeds for others. Raises ``DataDirectoryBusy`` at once."""
        return self._lock("publish.lock", 0.0)

    def write_lock(self, wait_s: float = 3.0) -> AbstractContextManager[None]:
        """Be the only writer while the block runs; readers go on.

        The lock ends with the process, however that ends. It also keeps out other threads.
        Raises ``DataDirectoryBusy`` after ``wait_s`` seconds.
        """
        return self._lock("write.lock", wait_s)

    @contextmanager
    def _lock(self, name: str, wait_s: float) -> Iterator[None]:
        path = self.root / name
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            self._wait_for(handle, wait_s)
            _sign(handle)
            yield
        finally:
            os.close(handle)

    def _wait_for(self, handle: int, wait_s: float) -> None:
        give_up = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() >= give_up:
                    holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
                    raise DataDirectoryBusy(
                        f"Another process ({holder or 'unknown'}) is writing to {self.root}.",
                        "Wait until it has finished, or stop it, then try again.",
                    ) from error
            time.sleep(POLL_S)


def _sign(handle: int) -> None:
    """Leave the process id in the lock file, for the message that others will show."""
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
    except OSError:  # a full disk: the lock holds all the same
        return


def _unusable(path: Path, error: OSError) -> StorageError:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"{path} could not be made: {reason}.", "Free some room on its disk.")
    return StorageError(
        f"{path} cannot be used: {reason}.",
        "Give yourself the right to write there, or choose another folder with --data-dir.",
    )
