"""Run a command so that it ends when its caller does, even if the caller is killed.

Started as a script: ``supervise.py TEMPORARY_FOLDER COMMAND …``. The caller holds the other end
of standard input and writes nothing; when the system closes it, the command is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress


def run(temporary: str, command: list[str]) -> int:
    """Exit status of ``command``, which puts its temporary files into ``temporary``."""
    os.putenv("TMPDIR", temporary)  # inherited by the command
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, cwd=temporary, start_new_session=True
    ) as process:
        threading.Thread(target=_kill_with_caller, args=(process.pid,), daemon=True).start()
        return process.wait()


def _kill_with_caller(group: int) -> None:
    while os.read(0, 1):  # nothing is written there: this waits for the end of the caller
        pass
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(abs(run(sys.argv[1], sys.argv[2:])))
