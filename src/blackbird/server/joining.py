"""Joins the modules that the page needs at once, so that a first load asks for little.

Nothing is rewritten: the modules stand one after the other, those that are needed by others
first, without their imports of each other. For that they keep to three rules, which a test
checks: one import a line, none renamed, and no name declared in two of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"\./([\w.-]+)";\n', re.MULTILINE)


def joined(modules: Mapping[str, str], first: str, name: str) -> dict[str, str]:
    """``modules``, and under ``name`` the one called ``first`` with all that it imports.

    Each of these now gives what stands in the joined one, so that a module that comes later
    finds the same things under the names that it knows.
    """
    order = _needed(modules, first)
    whole = "".join(_IMPORT.sub("", modules[each]) for each in order)
    names = {each: f'export * from "./{name}";\n' for each in order}
    return {**modules, **names, name: whole}


def _needed(modules: Mapping[str, str], first: str) -> list[str]:
    """What ``first`` imports, and what that imports, before what needs it; each once."""
    order: list[str] = []

    def add(name: str) -> None:
        if name not in order:
            for needed in _IMPORT.findall(modules[name]):
                add(needed)
            order.append(name)

    add(first)
    return order
