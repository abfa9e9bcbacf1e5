"""The tree says where things live: contracts, folders, docstrings, no state at module level."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "blackbird"
MODULES = sorted(PACKAGE.rglob("*.py"))

TOP_LEVEL = {
    *(".ci", "benchmarks", "docs", "examples", "gates", "src", "tests"),
}
PACKAGES = {
    *("accounts", "claims", "cli", "evals", "images", "index", "ingest", "models", "music", "net"),
    *("parsing", "pipeline", "prompts", "server", "sources", "storage", "text", "training", "web"),
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

MUTABLE_CALLS = {
    "list",
    "dict",
    "set",
    "bytearray",
    "defaultdict",
    "deque",
    "Counter",
    "OrderedDict",
}
MUTABLE_NODES = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
MUTATORS = {
    *("append", "extend", "insert", "pop", "remove", "clear", "update", "setdefault", "add"),
    *("discard", "popitem", "sort", "reverse"),
}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in MUTABLE_CALLS
    return isinstance(value, MUTABLE_NODES)


def mutable_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_mutable(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def changed_names(tree: ast.Module) -> Iterator[str]:
    """Names that something in the module rebinds globally, stores into or calls a mutator of."""
    for node in ast.walk(tree):
        stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
        mutated = isinstance(node, ast.Attribute) and node.attr in MUTATORS
        if isinstance(node, ast.Global):
            yield from node.names
        elif stored or mutated:
            target = getattr(node, "value", None)
            if isinstance(target, ast.Name):
                yield target.id


def state(source: str) -> set[str]:
    """Module-level names that hold state.

    A mutable value under a constant's name (upper case) passes as long as nothing changes it.
    """
    tree = ast.parse(source)
    names = set(mutable_names(tree)) - {"__all__"}
    declared_global = {
        n for node in ast.walk(tree) if isinstance(node, ast.Global) for n in node.names
    }
    variables = {name for name in names if not name.isupper()}
    return variables | (names & set(changed_names(tree))) | declared_global


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_module_holds_state(path: Path) -> None:
    assert state(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("cache = {}", {"cache"}),
        ("SEEN: set[str] = set()\ndef f(x):\n    SEEN.add(x)", {"SEEN"}),
        ("TABLE = {}\nTABLE['a'] = 1", {"TABLE"}),
        ("one = None\ndef f():\n    global one\n    one = 1", {"one"}),
        ("WORDS = ['a', 'b']\ndef f():\n    words = []\n    words.append(1)", set()),
        ("NAMES = ('a', 'b')", set()),
    ],
)
def test_state_is_found(source: str, found: set[str]) -> None:
    assert state(source) == found


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_each_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{relative(path)} needs a docstring: what it is for"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_names_say_what_they_hold(path: Path) -> None:
    assert path.stem not in NAMELESS, "the idea is not found yet"


def test_each_top_level_folder_is_known() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    folders = {name.partition("/")[0] for name in listed if "/" in name}
    assert folders <= TOP_LEVEL, "a new top-level folder needs a decision and a line here"


def test_each_package_is_known() -> None:
    packages = {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/*.py")}
    assert packages <= PACKAGES


def test_tests_mirror_the_source() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    assert folders <= PACKAGES | {"cluster", "flows", "web", "gates"}


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
