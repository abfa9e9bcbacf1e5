"""Writes a BERT encoder as an ONNX graph: int8 matrices, a 4-bit vocabulary, pooled unit vectors.

What was chosen, each by measurement (``benchmarks/embedder``):

- The vocabulary stays in its 4-bit blocks, which is exact and half the size of int8.
- Matrices become int8 with one scale per output channel, 7 bits wide: on processors without VNNI
  the product of a byte and an int8 is summed in pairs in 16 bits, and 255 * 63 * 2 is the most
  that fits. Eight bits saturate there and come out worse.
- Query, key and value are one matrix, so that their input is quantised once.
- Layer norms are plain nodes: the fused "skip" node took ten times as long.

The bytes depend on the weights alone: elementwise arithmetic that IEEE 754 fixes, and a fixed
opset, so that the result can be pinned by its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from blackbird.models import q4

INPUT, MASK, OUTPUT, LOGITS = "input_ids", "attention_mask", "embedding", "logits"
WIDEST = 63  # seven bits and a sign: see above
_ORT = "com.microsoft"
_OPSET, _ORT_OPSET, _IR = 17, 1, 8  # as old as the nodes allow

Progress = Callable[[int, int], None]


class Matrix(NamedTuple):
    """An int8 matrix ``(inputs, outputs)`` with a scale and a bias for each output."""

    values: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]


class LayerWeights(Protocol):
    """Where the weights of layers come from."""

    def matrix(self, name: str, parts: Sequence[str], shape: tuple[int, int]) -> Matrix:
        """The matrices called ``parts``, ``(outputs, inputs)`` each, side by side as ``name``."""
        ...

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A float tensor."""
        ...


class PackedWeights:
    """Weights out of a packed file, made int8."""

    def __init__(self, source: q4.PackedEncoder) -> None:
        self._source = source

    def matrix(self, name: str, parts: Sequence[str], shape: tuple[int, int]) -> Matrix:
        """See ``LayerWeights``; raises ``ModelCorrupt``."""
        del name
        blocks = [self._source.blocks(part + ".w", *shape) for part in parts]
        biases = [self._source.floats(part + ".b", shape[0]) for part in parts]
        return Matrix(*int8(q4.weights(np.concatenate(blocks))), np.concatenate(biases))

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """See ``LayerWeights``; raises ``ModelCorrupt``."""
        return self._source.floats(name, *shape)


def encoder_graph(source: q4.PackedEncoder, progress: Progress) -> bytes:
    """The graph, serialised: ids and mask ``(batch, length)`` to unit vectors ``(batch, hidden)``.

    Raises ``ModelCorrupt`` when a tensor is missing or has another size than the header says.
    """
    graph = Graph(source, PackedWeights(source))
    graph.pooling(graph.body(progress))
    return graph.serialised(OUTPUT, source.sizes.hidden)


class Graph:
    """Nodes and weights as they come; each method adds one part and names its output."""

    inputs: Sequence[str] = (INPUT, MASK)
    rows: int | str = "batch"
    """How many texts, or pairs, are read at a time."""

    def __init__(self, source: q4.PackedEncoder, of_layers: LayerWeights) -> None:
        self.source = source
        self.of_layers = of_layers
        self.sizes = source.sizes
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def body(self, progress: Progress) -> str:
        """Everything up to the last layer's output ``(batch, length, hidden)``."""
        hidden = self.embedding()
        for layer in range(self.sizes.layers):
            progress(layer, self.sizes.layers)
            hidden = self.layer(layer, hidden)
        progress(self.sizes.layers, self.sizes.layers)
        return hidden

    def embedding(self) -> str:
        """Sum of word, position and type, normalised."""
        sizes, source = self.sizes, self.source
        words = source.blocks("emb.word", sizes.vocabulary, sizes.hidden)
        inputs = [self._weight("words", q4.in_order(words)), INPUT]
        inputs.append(self._weight("words.scale", q4.scales(words)))
        axes = {"gather_axis": 0, "quantize_axis": 1}
        self._ort("GatherBlockQuantized", inputs, "words.half", bits=4, block_size=q4.BLOCK, **axes)
        self._node("Cast", ["words.half"], "words.float", to=TensorProto.FLOAT)
        places = source.floats("emb.pos", sizes.positions, sizes.hidden)
        types = source.floats("emb.type", sizes.types, sizes.hidden)
        self._node("Shape", [INPUT], "length", start=1, end=2)
        start = self._weight("start", np.array([0], np.int64))
        axis = self._weight("axis", np.array([0], np.int64))
        table = self._weight("places", places + types[0])
        self._node("Slice", [table, start, "length", axis], "places.used")
        self._node("Add", ["words.float", "places.used"], "embedded")
        self._weight("thirds", np.full(3, sizes.hidden, np.int64))
        return self._norm("emb.ln", "embedded")

    def layer(self, number: int, hidden: str) -> str:
        """Attention and the inner network, each with its residual and its norm."""
        name = f"l{number}."
        return self.inner(name, self.attention(name, hidden), hidden)

    def inner(self, name: str, mixed: str, hidden: str) -> str:
        """What follows attention in a layer: ``mixed`` of all beside ``hidden`` of one's own."""
        wide, inner = self.sizes.hidden, self.sizes.inner
        mixed = self._matrix(name + "ao", [name + "ao"], mixed, (wide, wide))
        attended = self._norm(name + "aln", self._node("Add", [mixed, hidden], name + "sum1"))
        spread = self._matrix(name + "fi", [name + "fi"], attended, (inner, wide))
        spread = self._ort("Gelu", [spread], name + "gelu")
        folded = self._matrix(name + "fo", [name + "fo"], spread, (wide, inner))
        return self._norm(name + "oln", self._node("Add", [folded, attended], name + "sum2"))

    def attention(self, name: str, hidden: str) -> str:
        """Each token's mixture of all, head by head."""
        parts = [name + part for part in ("q", "k", "v")]
        joint = self._matrix(name + "qkv", parts, hidden, (self.sizes.hidden, self.sizes.hidden))
        self._node("Split", [joint, "thirds"], *[part + ".out" for part in parts], axis=-1)
        inputs = [*[part + ".out" for part in parts], "", MASK]
        return self._ort("MultiHeadAttention", inputs, name + "mix", num_heads=self.sizes.heads)

    def pooling(self, hidden: str) -> None:
        """The mean over a text's own tokens; its length goes, so that a sum will do."""
        self._node("Cast", [MASK], "mask.float", to=TensorProto.FLOAT)
        one = self._weight("one", np.array([1], np.int64))
        self._node("Unsqueeze", ["mask.float", one], "mask.row")
        self._node("MatMul", ["mask.row", hidden], "sum.row")
        self._node("Squeeze", ["sum.row", one], "sum")
        self._node("LpNormalization", ["sum"], OUTPUT, axis=-1, p=2)

    def serialised(self, output: str, width: int) -> bytes:
        """The model as ONNX writes it; set versions, so that a newer library changes nothing."""
        rows, types = self.rows, {INPUT: TensorProto.INT64, MASK: TensorProto.INT32}
        inputs = [helper.make_tensor_value_info(n, types[n], [rows, "length"]) for n in self.inputs]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, [rows, width])]
        read = {name for node in self.nodes for name in node.input}
        weights = [weight for weight in self.weights if weight.name in read]
        graph = helper.make_graph(self.nodes, "encoder", inputs, outputs, weights)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_ORT, _ORT_OPSET)]
        model = helper.make_model(
            graph, opset_imports=opsets, ir_version=_IR, producer_name="blackbird"
        )
        return bytes(model.SerializeToString(deterministic=True))

    def _matrix(self, name: str, parts: Sequence[str], of: str, shape: tuple[int, int]) -> str:
        """A product with int8 weights; several parts lie side by side in one matrix."""
        return self._product(name, self.of_layers.matrix(name, parts, shape), of)

    def _product(self, name: str, by: Matrix, of: str) -> str:
        inputs = [
            of,
            self._weight(name + ".matrix", by.values),
            self._weight(name + ".scale", by.scale),
            self._weight(name + ".zero", np.zeros(len(by.scale), np.int8)),
            self._weight(name + ".bias", by.bias),
        ]
        return self._ort("DynamicQuantizeMatMul", inputs, name + ".out")

    def _norm(self, name: str, of: str) -> str:
        weights = [
            self._weight(name + part, self.of_layers.floats(name + part, self.sizes.hidden))
            for part in (".w", ".b")
        ]
        inputs = [of, *weights]
        epsilon = self.sizes.epsilon
        return self._node("LayerNormalization", inputs, name + ".out", epsilon=epsilon, axis=-1)

    def _node(self, kind: str, inputs: Sequence[str], *outputs: str, **settings: Any) -> str:
        node = helper.make_node(kind, inputs, outputs, name=outputs[0], **settings)
        self.nodes.append(node)
        return outputs[0]

    def _ort(self, kind: str, inputs: Sequence[str], output: str, **settings: Any) -> str:
        return self._node(kind, inputs, output, domain=_ORT, **settings)

    def _weight(self, name: str, values: NDArray[Any]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def int8(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``(outputs, inputs)`` float weights as int8 ``(inputs, outputs)`` and a scale per output."""
    scale = np.abs(rows).max(axis=1) / np.float32(WIDEST)
    scale[scale == 0] = 1
    return np.rint(rows / scale[:, None]).astype(np.int8).T, scale
