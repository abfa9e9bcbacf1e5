"""Gate: pyproject.toml, the package and the newest entry of CHANGELOG.md name one version."""

from __future__ import annotations

import re
import sys
import tomllib

from gates.tree import ROOT


def main() -> int:
    """Print the three versions if they differ; 1 if so."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = (ROOT / "src/blackbird/__init__.py").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = {
        "pyproject.toml": project["version"],
        "blackbird.__version__": _first(r'^__version__ = "([^"]+)"', package),
        'CHANGELOG.md (newest "## VERSION")': _first(r"^## \[?v?(\d[^\s\]]*)", changes),
    }
    if len(set(found.values())) == 1:
        return 0
    print("\n".join(f"{where}: {version}" for where, version in found.items()))
    return 1


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text, flags=re.MULTILINE)
    return match[1] if match else "none"


if __name__ == "__main__":
    sys.exit(main())
