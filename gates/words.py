"""Gate: no tracked text names a path of one machine or a package registry's host."""

from __future__ import annotations

import re
import sys

from gates.tree import ROOT, project_files

# Written so that no pattern finds itself.
FORBIDDEN = {
    "a package registry's host": re.compile(
        r"py(?:pi|thonhosted)\.(?:org|io)|registry\.(?:npmjs|yarnpkg)\.|(?:static\.)?crates\.io|proxy\.golang"
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.~-])/(?:work|root|opt/py(?:pi)?|tmp/(?:dl|house|bash_jobs))(?:/|\b(?![\w-]))|/home/(?!you\b|user\b)\w+"
    ),
    "a key": re.compile(r"\b(?:sk|xai|ghp|hf)[-_][A-Za-z0-9]{24,}\b"),
}


def main() -> int:
    """Print file, line and what was found; 1 if anything was."""
    found = 0
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for what, pattern in FORBIDDEN.items():
                if match := pattern.search(line):
                    found += 1
                    print(f'{path.relative_to(ROOT)}:{number}: {what}: "{match[0]}"')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
