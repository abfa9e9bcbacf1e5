"""The line-up: the names that users and clients see, each pointing at one catalogue entry.

A model can be replaced here without a client noticing.
"""

from __future__ import annotations

from dataclasses import dataclass

from blackbird.errors import UnknownName


@dataclass(frozen=True, slots=True)
class LineupEntry:
    """A public name, its short form, and the catalogue entry behind it."""

    name: str
    short: str
    catalogue_id: str
    about: str


LINEUP = (
    LineupEntry("blackbird-2-mini", "mini", "mini", "Quick; the default."),
    LineupEntry("blackbird-2", "full", "full", "Better answers at a third of the speed."),
    LineupEntry("blackbird-2-tiny", "tiny", "tiny", "For machines with less than 1 GB to spare."),
)


def find_entry(name: str) -> LineupEntry:
    """The entry that is called ``name``, long or short. Raises ``UnknownName``."""
    for entry in LINEUP:
        if name in (entry.name, entry.short):
            return entry
    raise UnknownName("model", name, [n for e in LINEUP for n in (e.short, e.name)])
