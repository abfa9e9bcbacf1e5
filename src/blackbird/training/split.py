"""Which part of a set is trained on, and which is only measured, decided by what it is about.

Kept in one place, since a figure is worth nothing if the two overlap.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def trained_on(topic: str) -> bool:
    """Whether texts of this title, or of this group, belong to the half for training."""
    return hashlib.sha256(topic.encode()).digest()[0] < 128


def held_back(topic: str) -> bool:
    """Whether texts of this title, or with this evidence, serve to calibrate and are not learnt."""
    return hashlib.sha256(b"calibration " + topic.encode()).digest()[0] < 24


def groups(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """For each pair a name that it shares with all pairs that reach it over equal sentences."""
    parent: dict[str, str] = {}
    for one, two in pairs:
        a, b = sorted((_root(parent, one), _root(parent, two)))
        parent[b] = a
    return [_root(parent, one) for one, _ in pairs]


def _root(parent: dict[str, str], text: str) -> str:
    parent.setdefault(text, text)
    while parent[text] != text:
        parent[text] = parent[parent[text]]
        text = parent[text]
    return text
