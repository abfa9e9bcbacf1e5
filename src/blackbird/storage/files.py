"""Write files so that a crash at any moment leaves the old file or the new one, never half of one.

The order is always the same: write to a temporary name on the same file system, flush to the
disk, rename, flush the folder. ``rename`` within a file system is atomic on POSIX.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from blackbird.errors import DiskFull, StorageError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""EFBIG too: the file system or a limit allows no file of this size."""
MAKE_ROOM = "Free some room there, or choose a larger disk with --data-dir, and try again."
TEMPORARY = ".part"


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` about our own files into ``DiskFull`` or ``StorageError``."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(f"The disk is full: {path} cannot grow.", MAKE_ROOM) from error
        what = error.strerror or str(error)
        raise StorageError(
            f"{error.filename or path} cannot be used: {what}.",
            "Check who owns the data directory, or choose another with --data-dir.",
        ) from error


def folder_bytes(folder: Path, without: Collection[str] = ()) -> int:
    """Bytes of the regular files below ``folder``, 0 if it is not there.

    Others may make and delete files and whole folders meanwhile: what is gone counts nothing.
    Folders named in ``without`` are left out.
    """
    total = 0
    for parent, folders, names in os.walk(folder):  # skips what it can no longer list
        folders[:] = [name for name in folders if name not in without]
        for name in names:
            with contextlib.suppress(OSError):
                status = os.lstat(os.path.join(parent, name))  # noqa: PTH118
                total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total


def free_bytes(folder: Path) -> int:
    """Bytes that we may still write on the file system of ``folder`` or its nearest parent."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def require_room(folder: Path, needed: int, free: Callable[[Path], int] = free_bytes) -> None:
    """Raise ``DiskFull`` before anything is written if ``needed`` bytes do not fit."""
    available = free(folder)
    if available < needed:
        raise DiskFull(
            f"{needed / 1e6:,.0f} MB are needed in {folder}, {available / 1e6:,.0f} MB are free.",
            MAKE_ROOM,
        )


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(finished: Path, target: Path) -> None:
    """Give a finished, closed file its good name, replacing what had it.

    Both names must lie on one file system. Raises ``OSError`` as the system gives it.
    """
    handle = os.open(finished, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    finished.replace(target)
    sync_folder(target.parent)
    if finished.parent != target.parent:
        sync_folder(finished.parent)


def write_atomically(target: Path, data: bytes) -> None:
    """Replace the contents of ``target`` at once. Raises ``DiskFull``, ``StorageError``."""
    with storage_errors(target):
        # A name of its own for each writer: two may write the same target at once.
        handle, name = tempfile.mkstemp(TEMPORARY, f".{target.name}.", target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            publish(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):  # the first error is the one to report
                temporary.unlink(missing_ok=True)
            raise


@contextmanager
def only_one(lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold ``lock`` against other processes and threads; ``waiting`` is called once if it is held.

    The system frees it when the process ends, however it ends; the empty file stays.
    """
    with storage_errors(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
