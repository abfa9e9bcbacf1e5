"""Writes what training would have changed in the tiny encoder: one layer and the head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.models.tiny_encoder import HIDDEN, INNER

SHAPES = {"qkv": (HIDDEN, 3 * HIDDEN), "ao": (HIDDEN, HIDDEN), "fi": (HIDDEN, INNER)} | {
    "fo": (INNER, HIDDEN)
}


def changes(seed: int = 3, *, layer: bool = True, joint: int = 1) -> dict[str, NDArray[Any]]:
    """Arrays of the archive; without ``layer`` only the head is new."""
    random = np.random.default_rng(seed)
    arrays: dict[str, NDArray[Any]] = {"joint": np.array(joint)}
    for name, (inputs, outputs) in SHAPES.items() if layer else ():
        arrays[f"l0.{name}.matrix"] = random.integers(-63, 64, (inputs, outputs), np.int8)
        arrays[f"l0.{name}.scale"] = np.full(outputs, 0.002, np.float32)
        arrays[f"l0.{name}.bias"] = random.normal(0, 0.02, outputs).astype(np.float32)
    for name in ("aln", "oln") if layer else ():
        arrays[f"l0.{name}.w"] = np.ones(HIDDEN, np.float32)
        arrays[f"l0.{name}.b"] = np.zeros(HIDDEN, np.float32)
    arrays["dense.w"] = random.normal(0, 0.05, (HIDDEN, 2 * HIDDEN)).astype(np.float16)
    arrays["dense.b"] = np.zeros(HIDDEN, np.float16)
    arrays["out.w"] = random.normal(0, 0.3, (4, HIDDEN)).astype(np.float16)
    arrays["out.b"] = np.zeros(4, np.float16)
    return arrays


def write_changes(folder: Path, arrays: dict[str, NDArray[Any]] | None = None) -> Path:
    """The archive in ``folder``."""
    path = folder / "judge.npz"
    np.savez_compressed(path, allow_pickle=False, **(changes() if arrays is None else arrays))
    return path
