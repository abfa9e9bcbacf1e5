"""Run pip and show in a line or two how far it is; on failure, show what pip said.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

STEP = re.compile(
    r"^\s*(Collecting|Downloading|Using cached|Installing collected packages)[ :]+(\S+)"
)
EVERY = 15  # in a log, one line for so many packages
LAST_LINES = 25


def install(what: str, arguments: list[str]) -> int:
    """Install with pip; returns its exit status. The whole log goes to ``pip.log`` in the venv."""
    if sys.prefix == sys.base_prefix:
        print("This is no virtual environment: make clean, then again.", file=sys.stderr)
        return 1
    started = time.monotonic()
    print(f"── Installing {what}", flush=True)
    # Python compiles what it loads when it first does; compiling all would take a fifth longer.
    command = [sys.executable, "-m", "pip", "install", "--no-input", "--no-compile"]
    process = subprocess.Popen(
        [*command, "--progress-bar=off", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    last: deque[str] = deque(maxlen=LAST_LINES)
    with (Path(sys.prefix) / "pip.log").open("a", encoding="utf-8") as log:
        follow(process, log.write, last)
    status = process.wait()
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if status:
        print("".join(last), f"pip failed; its whole log: {log.name}", file=sys.stderr)
    else:
        print(f"   done in {time.monotonic() - started:.0f} s", flush=True)
    return status


def follow(
    process: subprocess.Popen[str], write: Callable[[str], object], last: deque[str]
) -> None:
    """Show each package as pip comes to it: in place on a terminal, now and then in a log."""
    count = 0
    terminal = sys.stdout.isatty()
    for line in process.stdout or ():
        last.append(line)
        write(line)
        step = STEP.match(line)
        if step is None:
            continue
        action, name = step.groups()
        count += action == "Collecting"
        writing = action.startswith("Installing")
        news = f"{count} packages found, now {action.lower()} {name[:60]}"
        if writing:
            news = f"writing the files of {line.count(',') + 1} packages"
        if terminal:
            print(f"\r\033[K   {news}", end="", flush=True)
        elif writing or (action == "Collecting" and count % EVERY == 0):
            print(f"   {news}", flush=True)


if __name__ == "__main__":
    sys.exit(install(sys.argv[1], sys.argv[2:]))
