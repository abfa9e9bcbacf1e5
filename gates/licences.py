"""Gate: every required package is under a permissive licence, by its own metadata."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution

from gates.requirements import required_distributions

PERMISSIVE = re.compile(
    r"\b(?:MIT|bsd|0bsd|apache|isc|psf(?:-2\.0)?|python software foundation"
    r"|zlib|cc0-1\.0|unlicense|cnri-python|hpnd)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b[AL]?GPL|general public|\bEUPL|\bSSPL|\bBUSL", re.IGNORECASE)

# Weak copyleft by file, used unchanged; each one looked at by a person.
LOOKED_AT = {
    "certifi": "MPL-2.0: a list of certificates, no code of ours touches it",
    "tqdm": "MPL-2.0 AND MIT: a progress bar below a model library",
    "tld": "MPL-1.1 of three alternatives: a list of domain endings below trafilatura",
}


def licence(package: Distribution) -> str:
    """The licence that its metadata names: expression, else classifiers, else free text."""
    metadata = package.metadata
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    expression, free = (
        (metadata.get_all(key) or [""])[0] for key in ("License-Expression", "License")
    )
    return expression or " AND ".join(classifiers) or free.strip().partition("\n")[0]


def permissive(expression: str) -> bool:
    """Whether one of the alternatives holds permissive terms only."""
    return any(
        all(PERMISSIVE.search(part) and not COPYLEFT.search(part) for part in terms.split(" AND "))
        for terms in expression.replace("(", " ").replace(")", " ").split(" OR ")
    )


def main() -> int:
    """Print each package that is not permissive; 1 if there is one nobody has looked at."""
    packages = required_distributions()
    refused = 0
    for package in packages:
        expression = licence(package)
        if permissive(expression):
            continue
        name = package.metadata["Name"].lower()
        seen = LOOKED_AT.get(name)
        refused += seen is None
        print(f"   {name}: {seen or 'REFUSED: ' + (expression or 'no licence named')}")
    print(f"   {len(packages)} required packages")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
