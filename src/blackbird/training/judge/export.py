"""Writes what training changed as the archive that ships: int8 matrices, scales, norms, head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from blackbird.models.onnx_graph import int8

_MATRICES = ("qkv", "ao", "fi", "fo")
_NORMS = ("aln", "oln")


def export(trained: Path, target: Path, frozen: int, joint: int) -> None:
    """Write the layers from ``frozen`` upwards and the head of ``judge.pt`` to ``target``.

    ``joint``: so many layers read both texts.
    """
    state: dict[str, torch.Tensor] = torch.load(trained, weights_only=True)
    arrays: dict[str, NDArray[Any]] = {"joint": np.array(joint)}
    layers = sorted({int(name.split(".")[1]) for name in state if name.startswith("layers.")})
    for layer in layers[frozen:]:
        for name in _MATRICES:
            before, own = f"layers.{layer}.{name}.", f"l{layer}.{name}"
            matrix, scale = int8(state[before + "weight"].numpy())
            arrays[own + ".matrix"], arrays[own + ".scale"] = matrix, scale
            arrays[own + ".bias"] = state[before + "bias"].numpy()
        for name in _NORMS:
            for part, key in ((".w", "weight"), (".b", "bias")):
                arrays[f"l{layer}.{name}{part}"] = state[f"layers.{layer}.{name}.{key}"].numpy()
    for name in ("dense", "out"):
        arrays[name + ".w"] = state[name + ".weight"].numpy().astype(np.float16)
        arrays[name + ".b"] = state[name + ".bias"].numpy().astype(np.float16)
    np.savez_compressed(target, allow_pickle=False, **arrays)
