"""Gate: the tests pass, pure packages have all branches covered and the whole 90 %.

Uses the figures of the last ``make test`` if no file has changed since; otherwise runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from gates.tree import ROOT, project_files

FIGURES = ROOT / ".coverage.json"
OVERALL = 90.0
PURE = (
    "text/",
    "claims/",
    "pipeline/",
    "index/fusion.py",
    "types.py",
    "events.py",
    "errors.py",
    "protocols.py",
)
PACKAGE = "src/blackbird/"


def stale() -> bool:
    """Whether a source or a test is newer than the figures."""
    if not FIGURES.is_file():
        return True
    made = FIGURES.stat().st_mtime
    inputs = project_files("src", "tests", "pyproject.toml", "constraints.txt", "README.md", "docs")
    return any(path.stat().st_mtime > made for path in inputs)


def gaps(files: dict[str, Any]) -> list[str]:
    """Lines and branches of pure modules that no test reaches."""
    found: list[str] = []
    for name, figures in sorted(files.items()):
        if not name.startswith(tuple(PACKAGE + pure for pure in PURE)):
            continue
        if figures["missing_lines"] or figures["missing_branches"]:
            branches = [f"{a}→{b if b > 0 else 'exit'}" for a, b in figures["missing_branches"]]
            lines = ", ".join(map(str, figures["missing_lines"]))
            found.append(f"{name}: lines {lines or '-'}; branches {', '.join(branches) or '-'}")
    return found


def main() -> int:
    """Run the tests if need be, print what falls short; 1 if anything does."""
    if stale():
        FIGURES.unlink(missing_ok=True)
        made = subprocess.run([os.environ.get("MAKE", "make"), "test"], cwd=ROOT, check=False)
        if made.returncode or not FIGURES.is_file():
            return 1
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    found = gaps(figures["files"])
    overall = figures["totals"]["percent_covered"]
    if overall < OVERALL:
        low = sorted(
            figures["files"].items(), key=lambda item: -item[1]["summary"]["missing_lines"]
        )
        found += [f"{name}: {f['summary']['percent_covered']:.0f} %" for name, f in low[:10]]
    print(f"   {overall:.1f} % covered, at least {OVERALL:.0f}; pure packages: all branches")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
