"""The one place that knows how to open a database, and what its errors mean.

SQLite in WAL mode: one process writes while others read. ``synchronous=FULL``, because the
record's commit is what we call acknowledged: with NORMAL the last commits are lost when the
power goes. It costs one fsync for each ``put``, which is paid once for a batch of documents
whose embedding takes a hundred times as long.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event, exc

from blackbird.errors import DataDirectoryBusy, DiskFull, StorageError
from blackbird.storage import postgres

BUSY_TIMEOUT_S = 5.0
_RESTED_S = 1.0  # after which a connection to a server is looked at before it is used
MMAP_BYTES = 256 * 2**20  # reads skip a copy; address space only, not memory


def open_reader(path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> sa.Engine:
    """An engine whose statements each see the newest commit and never hold a lock."""
    engine = sa.create_engine(
        _address(path), isolation_level="AUTOCOMMIT", pool_size=0
    )  # no bound: as many as there are threads, see Connections
    event.listen(engine, "connect", lambda driver, _record: _configure(driver, busy_timeout_s))
    return engine


def open_writer(path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> sa.Engine:
    """An engine whose transactions take the write lock at their beginning.

    A transaction that starts as a reader cannot be made a writer once another has written:
    so ``BEGIN IMMEDIATE``, which waits its turn instead.
    """
    engine = sa.create_engine(_address(path), pool_size=1, max_overflow=0)
    event.listen(engine, "connect", lambda driver, _record: _own_begin(driver, busy_timeout_s))
    event.listen(engine, "begin", _begin_immediate)
    return engine


class Connections:
    """One reading connection for each thread, kept open: half the cost of a small query."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._local = threading.local()
        self._opened: list[sa.Connection] = []
        self._lock = threading.Lock()

    def get(self) -> sa.Connection:
        """The calling thread's own."""
        connection: sa.Connection | None = getattr(self._local, "connection", None)
        if connection is None or connection.closed or self._lost(connection):
            connection = self._engine.connect()
            self._local.connection = connection
            with self._lock:
                self._opened.append(connection)
        return connection

    def _lost(self, connection: sa.Connection) -> bool:
        """Whether it led to a server that went away meanwhile."""
        if self._engine.dialect.name == "sqlite":
            return False
        rested = time.monotonic() - getattr(self._local, "used", 0.0)
        self._local.used = time.monotonic()
        lost = connection.invalidated
        if not lost and rested > _RESTED_S:
            try:
                connection.exec_driver_sql("SELECT 1")
            except exc.DBAPIError:
                lost = True
        if lost:
            with self._lock:
                self._opened.remove(connection)
            connection.close()
        return lost

    def close(self) -> None:
        """Close those of all threads.

        Tasks may have been cancelled whose threads still read, and SQLite dies of a connection that
        is closed under a statement. So none is closed by name: each is let go of, and who still
        reads holds his own to the end.
        """
        with self._lock:
            opened, self._opened = self._opened, []
        self._local = threading.local()
        if self._engine.dialect.name != "sqlite":
            for connection in opened:
                connection.close()
        self._engine.dispose()


def _address(path: Path) -> sa.URL:
    return sa.URL.create("sqlite", database=str(path))


def _configure(connection: sqlite3.Connection, busy_timeout_s: float) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={int(busy_timeout_s * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"mmap_size={MMAP_BYTES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _own_begin(connection: sqlite3.Connection, busy_timeout_s: float) -> None:
    connection.isolation_level = None  # or the driver would send a BEGIN of its own
    _configure(connection, busy_timeout_s)


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the database's errors into ours.

    Raises ``DiskFull``, ``DataDirectoryBusy``, ``StorageError``, or ``BadInput`` for what
    PostgreSQL cannot hold.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise postgres.translated(error.orig) or _translate(str(error.orig)) from error
    except OSError as error:  # a server that goes away in the middle of a greeting
        raise postgres.unreached(error) from error


def _translate(reason: str) -> StorageError:
    lowered = reason.lower()
    if "disk is full" in lowered or "disk i/o" in lowered:
        return DiskFull(
            f"The database could not be written: {reason}.",
            "Free some room on the disk of the data directory, then try again: "
            "what was stored before is intact.",
        )
    if "locked" in lowered or "busy" in lowered:
        return DataDirectoryBusy(
            "Another process is writing to the data directory, and did not end in time.",
            "Wait until it has finished, or stop it, then try again.",
        )
    if "malformed" in lowered or "not a database" in lowered:
        return StorageError(
            f"The database of the data directory is damaged: {reason}.",
            "Restore a backup, or choose another data directory and index again.",
        )
    return StorageError(
        f"The database of the data directory refused: {reason}.",
        "Check that its files belong to you and can be written.",
    )
