"""Gate: a file has at most 400 lines and a function at most 60; from 300 on it warns."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from gates.tree import ROOT, project_files

FILE_WALL = 400
FILE_WARNING = 300
FUNCTION_WALL = 60
SOURCES = ("src/*.py", "tests/*.py", "gates/*.py", "benchmarks/*.py", "src/*.js", "src/*.css")


def long_functions(source: str) -> Iterator[tuple[str, int, int]]:
    """Name, first line and length of each function above the wall, decorators not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_WALL:
                yield node.name, node.lineno, length


def complaints(path: Path, root: Path = ROOT) -> Iterator[str]:
    """What is too long in one file."""
    source = path.read_text(encoding="utf-8")
    name = path.relative_to(root)
    lines = len(source.splitlines())
    if lines > FILE_WALL:
        yield f"{name}: {lines} lines, the wall is {FILE_WALL}: split it"
    elif lines > FILE_WARNING:
        print(f"   warning: {name} has {lines} lines; first split, then add")
    if path.suffix == ".py":
        for function, line, length in long_functions(source):
            yield f"{name}:{line}: {function} has {length} lines, the wall is {FUNCTION_WALL}"


def main() -> int:
    """Print each complaint; 1 if there is one."""
    found = [line for path in project_files(*SOURCES) for line in complaints(path)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
