"""Where a run stands, kept so that one that was ended goes on as if it had not been."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

NAME = "checkpoint.pt"


def save(folder: Path, settings: Mapping[str, Any], state: Mapping[str, Any]) -> None:
    """Keep ``state`` of a run with ``settings``; what was kept before stays until this is whole."""
    written = folder / f"{NAME}.new"
    torch.save({"settings": dict(settings), "state": dict(state)}, written)
    written.replace(folder / NAME)


def load(folder: Path, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was kept of a run with equal settings; None if nothing was."""
    path = folder / NAME
    if not path.exists():
        return None
    kept = torch.load(path, weights_only=True)
    state: dict[str, Any] = kept["state"]
    return state if kept["settings"] == dict(settings) else None


def remove(folder: Path) -> None:
    """A run that is over needs none."""
    (folder / NAME).unlink(missing_ok=True)
