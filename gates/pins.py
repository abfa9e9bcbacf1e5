"""Gate: constraints.txt pins each requirement, and the environment holds what it pins."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gates.tree import ROOT

# Seeded by older Pythons' venv; nothing here needs it.
UNPINNED = {"blackbird-ai", "setuptools"}


def read_pins() -> dict[str, str]:
    """Name → exact version; raises ``ValueError`` for a line that pins nothing."""
    pins: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+_-]+)", line)
        if match is None:
            raise ValueError(f"constraints.txt: not NAME==VERSION: {line}")
        pins[canonicalize_name(match[1])] = match[2]
    return pins


def complaints(pins: dict[str, str]) -> list[str]:
    """Requirements without a fitting pin, and installed versions that differ from it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    found: list[str] = []
    for requirement in map(Requirement, wanted):
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(pin, prereleases=True):
            found.append(f"{requirement} is pinned at {pin}: make lock")
    for package in distributions():
        name = canonicalize_name(package.metadata["Name"])
        if name not in UNPINNED and pins.get(name) != package.version:
            found.append(f"{name} {package.version} is installed, pinned at {pins.get(name)}")
    return found


def main() -> int:
    """Print each complaint; 1 if there is one."""
    found = complaints(read_pins())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
