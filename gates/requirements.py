"""What the program requires, at first and at second hand, as installed here."""

from __future__ import annotations

from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement

PROJECT = "blackbird-ai"


def required_distributions() -> list[Distribution]:
    """All that ``pip install blackbird-ai`` brings on this machine, sorted by name."""
    found: dict[str, Distribution] = {}
    waiting = [(PROJECT, frozenset[str]())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        installed = distribution(name)
        found[name] = installed
        waiting.extend(_needs(installed, extras))
    del found[PROJECT]
    return [found[name] for name in sorted(found)]


def _needs(installed: Distribution, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    requirements = [Requirement(line) for line in installed.requires or ()]
    return [
        (requirement.name.lower().replace("_", "-"), frozenset(requirement.extras))
        for requirement in requirements
        if requirement.marker is None
        or any(requirement.marker.evaluate({"extra": extra}) for extra in {"", *extras})
    ]
