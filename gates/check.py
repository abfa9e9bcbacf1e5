"""Run every gate, or those that are named, and say at the end which of them failed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RUFF = [str(BIN / "ruff")]
MODULE = [sys.executable, "-m"]

Gates = Mapping[str, tuple[str, list[str]]]
"""Name → what it checks, and its command."""

# Quick ones first: most mistakes show within seconds. The tests come last.
GATES: Gates = {
    "length": ("files and functions fit in the head", [*MODULE, "gates.lengths"]),
    "words": ("no machine's path, no registry's host", [*MODULE, "gates.words"]),
    "changelog": ("the changelog matches the version", [*MODULE, "gates.changelog"]),
    "ruff": ("lint rules, complexity, doors", [*RUFF, "check", "--output-format=concise", "."]),
    "format": ("one format", [*RUFF, "format", "--check", "--output-format=concise", "."]),
    "imports": ("import contracts", [str(BIN / "lint-imports")]),
    "licences": ("required packages are permissive", [*MODULE, "gates.licences"]),
    "pins": ("what is installed is what is pinned", [*MODULE, "gates.pins"]),
    "startup": ("blackbird --help starts quickly", [*MODULE, "gates.startup"]),
    "reference": ("generated docs are up to date", [*MODULE, "gates.reference", "--check"]),
    "types": ("mypy strict", [*MODULE, "mypy", "src", "tests", "gates", "benchmarks"]),
    "wheel": ("the built wheel works alone", [*MODULE, "gates.wheel"]),
    "tests": ("tests, warnings as errors, coverage", [*MODULE, "gates.coverage"]),
}


def run(name: str, gates: Gates) -> bool:
    """Run one gate, show its output, return whether it held."""
    what, command = gates[name]
    print(f"── {name}: {what}", flush=True)
    started = time.monotonic()
    held = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    print(f"   {'holds' if held else 'FAILS'} ({time.monotonic() - started:.1f} s)", flush=True)
    return held


def main(names: list[str], gates: Gates = GATES) -> int:
    """Run all gates even if one fails; returns 1 if any did."""
    unknown = sorted(set(names) - set(gates))
    if unknown:
        print(f"There is no gate {', '.join(unknown)}. Known: {', '.join(gates)}.")
        return 2
    failed = [name for name in names or gates if not run(name, gates)]
    count = len(names or gates)
    if failed:
        print(f"── {len(failed)} of {count} gates FAIL: {', '.join(failed)}")
        return 1
    print(f"── all {count} gates hold")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
