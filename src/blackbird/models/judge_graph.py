"""Makes the judge's ONNX file: the embedder's pinned 4-bit weights, and what training changed.

The changes ship with the program (``weights/``) as an ``.npz`` archive of plain arrays: for each
trained layer its int8 matrices, scales, biases and norms, the head's, and how many layers read both
texts. The file is pinned by
its hash like every model; its arrays are checked all the same, since a store may hold anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from blackbird.errors import ModelCorrupt
from blackbird.models.onnx_graph import (
    INPUT,
    LOGITS,
    Graph,
    LayerWeights,
    Matrix,
    PackedWeights,
    Progress,
)
from blackbird.models.q4 import PackedEncoder, read_packed
from blackbird.models.unigram import END

MODEL_FILE = "judge.onnx"
OUTPUTS = 4
"""Logits: supported, refuted, not enough information; and "this text answers the question"."""
_HINT = 'Run "blackbird models pull judge".'

Linear = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A float matrix ``(outputs, inputs)`` and a bias for each output."""


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
    """The graph, serialised: the ids of one pair ``(1, length)`` to its logits ``(1, 4)``."""
    weights = _Changed(packed, changes)
    graph = JudgeGraph(packed, weights, weights.joint())
    graph.head(graph.claim(progress), weights)
    return graph.serialised(LOGITS, OUTPUTS)


def read_changes(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an archive. Raises ``ModelCorrupt``; nothing in it is ever executed."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except Exception as error:  # zip, zlib, headers read as Python: each raises errors of its own
        raise ModelCorrupt(f"The judge's weights cannot be read: {error}.", _HINT) from error


class JudgeGraph(Graph):
    """The encoder over one pair; above ``joint`` layers only the first text is still computed.

    A pair at a time needs no mask, and the step of int8 is its own. Attention in the lower layers
    is one node that multiplies by int8 itself and writes each head's queries, keys and values where
    they are read. The embedder keeps its three: with another file it would have another name, and
    every stored vector made anew.
    """

    inputs: Sequence[str] = (INPUT,)
    rows = 1

    def __init__(self, source: PackedEncoder, of_layers: LayerWeights, joint: int) -> None:
        super().__init__(source, of_layers)
        self.joint = joint

    def claim(self, progress: Progress) -> str:
        """The first text ``(1, its length, hidden)`` after the last layer."""
        hidden, layers = self.embedding(), self.sizes.layers
        for layer in range(self.joint):
            progress(layer, layers)
            hidden = self.layer(layer, hidden)
        first, rest = self._parted(hidden)
        kept = self._kept(rest) if self.joint < layers else []
        for layer, (keys, values) in enumerate(kept, self.joint):
            progress(layer, layers)
            first = self._reading(f"l{layer}.", first, keys, values)
        progress(layers, layers)
        return first

    def attention(self, name: str, hidden: str) -> str:
        made = self._joint_matrix(name)
        values, scale, zero = (name + part for part in ("in", "in.scale", "in.zero"))
        self._node("DynamicQuantizeLinear", [hidden], values, scale, zero)
        inputs = [
            values,
            self._weight(name + "qkv.matrix", made.values),
            self._weight(name + "qkv.bias", made.bias),
            scale,
            self._weight(name + "qkv.scale", made.scale),
            "",
            zero,
        ]
        return self._ort("QAttention", inputs, name + "mix", num_heads=self.sizes.heads)

    def head(self, first: str, weights: _Changed) -> None:
        """Logits from the first token beside the mean of the text, through one hidden layer."""
        wide = self.sizes.hidden
        one = self._weight("one", np.array([1], np.int64))
        self._node("ReduceMean", [first], "mean", axes=[1], keepdims=0)
        zero = self._weight("zero", np.array([0], np.int64))
        self._node("Gather", [first, zero], "start.row", axis=1)
        self._node("Squeeze", ["start.row", one], "start.token")
        self._node("Concat", ["start.token", "mean"], "both", axis=-1)
        dense = (weights.head("dense.w", wide, 2 * wide), weights.head("dense.b", wide))
        spread = self._node("Tanh", [self._linear("dense", "both", dense)], "spread")
        out = (weights.head("out.w", OUTPUTS, wide), weights.head("out.b", OUTPUTS))
        self._linear("out", spread, out, LOGITS)

    def _parted(self, hidden: str) -> tuple[str, str]:
        """The first text up to the mark that ends it, and what follows."""
        self._node("Equal", [INPUT, self._weight("end", np.array(END, np.int64))], "ends")
        self._node("Cast", ["ends"], "ends.number", to=TensorProto.INT32)
        self._node("ArgMax", ["ends.number"], "end.at", axis=1, keepdims=0)
        one = self._weight("one.more", np.array([1], np.int64))
        self._node("Add", ["end.at", one], "first.length")
        start, axis = self._weight("first.start", np.array([0], np.int64)), "first.axis"
        self._weight(axis, np.array([1], np.int64))
        last = self._weight("rest.end", np.array([np.iinfo(np.int64).max], np.int64))
        return (
            self._node("Slice", [hidden, start, "first.length", axis], "first"),
            self._node("Slice", [hidden, "first.length", last, axis], "rest"),
        )

    def _kept(self, rest: str) -> list[tuple[str, str]]:
        """Keys and values of the second text for each upper layer: it no longer changes, so that
        one product makes them all.
        """
        wide = self.sizes.hidden
        numbers = range(self.joint, self.sizes.layers)
        made = [self._joint_matrix(f"l{number}.") for number in numbers]
        joined = Matrix(
            np.concatenate([one.values[:, wide:] for one in made], axis=1),
            np.concatenate([one.scale[wide:] for one in made]),
            np.concatenate([one.bias[wide:] for one in made]),
        )
        names = [(f"l{number}.rest.k", f"l{number}.rest.v") for number in numbers]
        product = self._product("rest.kv", joined, rest)
        self._node("Split", [product], *[name for pair in names for name in pair], axis=-1)
        return names

    def _reading(self, name: str, first: str, keys: str, values: str) -> str:
        """A layer of the first text, which reads itself and the second."""
        joint = self._product(name + "qkv", self._joint_matrix(name), first)
        q, k, v = (name + part + ".out" for part in "qkv")
        self._node("Split", [joint], q, k, v, axis=-1)
        self._node("Concat", [k, keys], name + "k.all", axis=1)
        self._node("Concat", [v, values], name + "v.all", axis=1)
        inputs = [q, name + "k.all", name + "v.all"]
        mixed = self._ort("MultiHeadAttention", inputs, name + "mix", num_heads=self.sizes.heads)
        return self.inner(name, mixed, first)

    def _joint_matrix(self, name: str) -> Matrix:
        wide = self.sizes.hidden
        return self.of_layers.matrix(name + "qkv", [name + part for part in "qkv"], (wide, wide))

    def _linear(self, name: str, of: str, made: Linear, output: str = "") -> str:
        weight, bias = made
        inputs = [of, self._weight(name + ".w", weight), self._weight(name + ".b", bias)]
        return self._node("Gemm", inputs, output or name + ".out", transB=1)


class _Changed:
    """A layer's weights as training left them, or as they were before."""

    def __init__(self, packed: PackedEncoder, changes: Mapping[str, NDArray[Any]]) -> None:
        self._before = PackedWeights(packed)
        self._layers = packed.sizes.layers
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

    def joint(self) -> int:
        """So many of the lowest layers read both texts."""
        found = self._array("joint", np.int64)
        if not 0 <= found <= self._layers:
            raise ModelCorrupt(f"The judge's weights have {found} layers for both texts.", _HINT)
        return int(found)

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
