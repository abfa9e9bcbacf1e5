"""A PostgreSQL server as the posts' record: how to open it, and what its errors mean."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine.interfaces import ExceptionContext

from blackbird.errors import BadInput, BlackbirdError, DiskFull, StorageError

_LOCK = 7_241_053_118  # any number; all of ours take the same
_DRIVER = "postgresql+pg8000"
_EXAMPLE = "postgresql://user@host/name"

# A server whose owner let commits return before they are on the disk would lose what a feed's
# cursor has gone past.
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)

_FULL = frozenset({"53100"})
_REFUSED = ("28", "3D", "42501")  # the password, the database, a right
_UNFIT = ("22", "23", "54")  # data that no database takes: trying again cannot help
_GONE = ("08", "57P")  # the server goes down, or is not up yet


def open_postgres(address: str) -> tuple[sa.Engine, sa.Engine]:
    """Who reads and who writes. Raises ``StorageError``.

    Writers take turns over all machines. READ COMMITTED, said aloud: whoever has waited for his
    turn must see what the one before him wrote, whatever the server's default is.
    """
    try:
        url, options = _driven(sa.make_url(address))
        engines = (
            sa.create_engine(url, isolation_level="AUTOCOMMIT", connect_args=options),
            sa.create_engine(
                url,
                isolation_level="READ COMMITTED",
                pool_size=1,
                max_overflow=0,
                pool_pre_ping=True,
                connect_args=options,
            ),
        )
    except (exc.ArgumentError, ValueError) as error:
        raise StorageError(
            f"The posts' database cannot be used: {error}.", f"Set posts_url like {_EXAMPLE}."
        ) from error
    except ModuleNotFoundError as error:
        raise StorageError(
            "The posts' database cannot be used: its driver is not installed.",
            'Install it: pip install "blackbird-ai[postgres]".',
        ) from error
    reader, writer = engines
    event.listen(writer, "connect", _make_durable)
    event.listen(writer, "begin", _take_turn)
    for engine in (reader, writer):
        event.listen(engine, "handle_error", _see_whether_lost)
    return reader, writer


def _driven(url: sa.URL) -> tuple[sa.URL, dict[str, Any]]:
    """The address as the driver takes it. Raises ``ValueError``."""
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise ValueError("its address does not begin with postgresql://")
    options: dict[str, Any] = {}
    mode = url.query.get("sslmode", "prefer")
    if mode == "disable":
        options["ssl_context"] = False
    elif mode == "require":
        options["ssl_context"] = True
    elif mode in ("verify-ca", "verify-full"):
        options["ssl_context"] = ssl.create_default_context()
        options["ssl_context"].check_hostname = mode == "verify-full"
    elif mode != "prefer":
        raise ValueError("sslmode is one of disable, prefer, require, verify-ca, verify-full")
    return url.set(drivername=_DRIVER).difference_update_query(["sslmode"]), options


def _make_durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(_DURABLE)
    cursor.close()
    connection.commit()


def _take_turn(connection: sa.Connection) -> None:
    """So keys are given out in the order of commits: who reads on from the last misses none."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _see_whether_lost(context: ExceptionContext) -> None:
    """A server that goes down says so first: the driver takes that for an ordinary error."""
    reason = _told(context.original_exception)
    if reason.get("C", "").startswith(_GONE) or isinstance(context.original_exception, OSError):
        context.is_disconnect = True


def translated(error: BaseException | None) -> BlackbirdError | None:
    """One of the server's errors as ours; None where it is none of its."""
    reason = _told(error)
    if not reason:
        return unreached(error) if type(error).__module__.startswith("pg8000") else None
    code, said = reason.get("C", ""), reason.get("M", "no reason given")
    if code in _FULL:
        return DiskFull(
            f"The posts' database could not be written: {said}.",
            "Free some room on the disk of its server: what was stored before is intact.",
        )
    if code.startswith(_UNFIT):
        return BadInput(f"The posts' database cannot take that: {said}.", "Leave it out.")
    if code.startswith(_REFUSED):
        return StorageError(
            f"The posts' database refused: {said}.",
            f"Look at the user, password and name in posts_url ({_EXAMPLE}), and at its rights.",
        )
    if code.startswith(_GONE):
        return StorageError(
            f"The posts' database is going down, or not up yet: {said}.",
            "Wait a moment, then try again: what was stored before is intact.",
        )
    return StorageError(
        f"The posts' database refused: {said} ({code}).", "Look at the log of its server."
    )


def unreached(error: BaseException | None) -> StorageError:
    """Nobody answers there."""
    return StorageError(
        f"The posts' database cannot be reached: {error}.",
        "See that its server runs and that posts_url leads there, then try again.",
    )


def _told(error: BaseException | None) -> Mapping[str, str]:
    """What the server said: the driver gives its fields as they came."""
    first = error.args[0] if error is not None and error.args else None
    return first if isinstance(first, dict) else {}
