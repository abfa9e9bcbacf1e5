"""Makes the judge's ONNX file: the embedder's pinned 4-bit weights, and what training changed.

The changes ship with the program (``weights/``) as an ``.npz`` archive of plain arrays: for each
trained layer its int8 matrices, scales, biases and norms, and the head's. The file is pinned by
its hash like every model; its arrays are checked all the same, since a store may hold anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelCorrupt
from blackbird.models.onnx_graph import (
    LOGITS,
    MASK,
    Graph,
    Linear,
    Matrix,
    PackedWeights,
    Progress,
)
from blackbird.models.q4 import PackedEncoder, read_packed

MODEL_FILE = "judge.onnx"
OUTPUTS = 4
"""Logits: supported, refuted, not enough information; and "this text answers the question"."""
_HINT = 'Run "blackbird models pull judge".'


def convert(sources: Sequence[Path], target_dir: Path, progress: Progress) -> Path:
    """Write ``judge.onnx`` into ``target_dir`` from the packed encoder and the changes.

    Raises ``ModelCorrupt`` when one of them is not what it should be; then nothing is written.
    """
    packed_path, changes_path = sources
    packed, changes = read_packed(packed_path), read_changes(changes_path)
    target = target_dir / MODEL_FILE
    target.write_bytes(judge_graph(packed, changes, progress))
    return target


def judge_graph(packed: PackedEncoder, changes: Mapping[str, Any], progress: Progress) -> bytes:
    """The graph, serialised: ids and mask ``(batch, length)`` to logits ``(batch, 4)``."""
    weights, hidden = _Changed(packed, changes), packed.sizes.hidden
    graph = JudgeGraph(packed, weights)
    dense = Linear(weights.head("dense.w", hidden, 2 * hidden), weights.head("dense.b", hidden))
    out = Linear(weights.head("out.w", OUTPUTS, hidden), weights.head("out.b", OUTPUTS))
    graph.head(graph.body(progress), dense, out)
    return graph.serialised(LOGITS, OUTPUTS)


def read_changes(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an archive. Raises ``ModelCorrupt``; nothing in it is ever executed."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except Exception as error:  # zip, zlib, headers read as Python: each raises errors of its own
        raise ModelCorrupt(f"The judge's weights cannot be read: {error}.", _HINT) from error


class JudgeGraph(Graph):
    """The encoder with attention in one node that multiplies by int8 itself.

    It gives the same bits as the embedder's three nodes, and writes each head's queries, keys and
    values where they are read, instead of side by side, to be split and moved. The embedder keeps
    its nodes: with another file it would have another name, and every stored vector made anew.
    """

    def attention(self, name: str, hidden: str) -> str:
        wide, joint = self.sizes.hidden, name + "qkv"
        made = self.of_layers.matrix(joint, [name + part for part in "qkv"], (wide, wide))
        values, scale, zero = (name + part for part in ("in", "in.scale", "in.zero"))
        self._node("DynamicQuantizeLinear", [hidden], values, scale, zero)
        inputs = [
            values,
            self._weight(joint + ".matrix", made.values),
            self._weight(joint + ".bias", made.bias),
            scale,
            self._weight(joint + ".scale", made.scale),
            MASK,
            zero,
        ]
        return self._ort("QAttention", inputs, name + "mix", num_heads=self.sizes.heads)


class _Changed:
    """A layer's weights as training left them, or as they were before."""

    def __init__(self, packed: PackedEncoder, changes: Mapping[str, NDArray[Any]]) -> None:
        self._before = PackedWeights(packed)
        self._changes = changes

    def matrix(self, name: str, parts: Sequence[str], shape: tuple[int, int]) -> Matrix:
        if name + ".matrix" not in self._changes:
            return self._before.matrix(name, parts, shape)
        outputs = shape[0] * len(parts)
        return Matrix(
            self._array(name + ".matrix", np.int8, shape[1], outputs),
            self._array(name + ".scale", np.float32, outputs),
            self._array(name + ".bias", np.float32, outputs),
        )

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        if name not in self._changes:
            return self._before.floats(name, *shape)
        return self._array(name, np.float32, *shape)

    def head(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A part that exists only after training; kept in half precision."""
        return self._array(name, np.float16, *shape).astype(np.float32)

    def _array(self, name: str, kind: type[np.generic], *shape: int) -> NDArray[Any]:
        found = self._changes.get(name)
        if found is None or found.dtype != kind or found.shape != shape:
            raise ModelCorrupt(f"The judge's weights lack {name}, or it has another form.", _HINT)
        if found.dtype != np.int8 and not np.isfinite(found).all():
            raise ModelCorrupt(f"In the judge's weights {name} holds what is no number.", _HINT)
        return found
