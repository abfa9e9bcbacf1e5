"""What was not foreseen, as an error of ours: a full disk by its name, all else with its trace."""

from __future__ import annotations

import traceback

from blackbird.cli.shell import Shell
from blackbird.errors import BlackbirdError, DiskFull


def named(error: Exception, shell: Shell) -> BlackbirdError:
    """``error`` in one line; the trace of one that no one has named goes to a file."""
    from blackbird.storage.files import NO_ROOM  # here: only a failure needs it

    if isinstance(error, BlackbirdError):
        return error
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        where = f" for {error.filename}" if error.filename else ""
        return DiskFull(
            f"There is no room{where}: {error.strerror}.",
            "Free some on the disk; what was stored before is intact.",
        )
    path = shell.keep_trace("".join(traceback.format_exception(error)))
    return BlackbirdError(
        f"internal error: {type(error).__name__}: {error}.",
        f"A trace is in {path}." if path else "Its trace could not be written.",
    )
