"""Run the README's shell blocks as they are printed, in order, in this checkout.

A block preceded by ``<!-- not run: REASON -->`` is left out. Standard library only: on a fresh
machine this runs before anything is installed. ``--list`` prints the blocks.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^(?P<mark><!-- not run: [^\n]+ -->\n+)?```sh\n(?P<code>.*?)^```$", re.M | re.S)


def blocks(text: str) -> list[str]:
    """The shell blocks of a Markdown text that are to be run."""
    return [match["code"] for match in BLOCK.finditer(text) if not match["mark"]]


def run(found: list[str], folder: Path = ROOT) -> int:
    """Run the blocks in ``folder``; stops at the first that fails and returns its exit status."""
    for code in found:
        print("".join(f"$ {line}\n" for line in code.splitlines()), end="", flush=True)
        started = time.monotonic()
        # The README's reader has the environment's commands at hand after the first block.
        command = ["bash", "-eu", "-o", "pipefail", "-c", f'PATH="$PWD/.venv/bin:$PATH"\n{code}']
        done = subprocess.run(command, cwd=folder, check=False, stdin=subprocess.DEVNULL)
        print(f"── exit {done.returncode}, {time.monotonic() - started:.0f} s", flush=True)
        if done.returncode:
            return done.returncode
    return 0


def main(arguments: list[str]) -> int:
    """Run or list the README's blocks; 1 if it has none."""
    found = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    if not found:
        print("README.md has no shell block")
        return 1
    if "--list" in arguments:
        print("\n".join(found))
        return 0
    return run(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
