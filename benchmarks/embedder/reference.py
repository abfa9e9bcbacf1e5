"""The encoder in plain float32 arithmetic: slow, and what the fast one is compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blackbird.models import q4

Floats = NDArray[np.float32]
_erf = np.vectorize(math.erf, otypes=[np.float32])


class Reference:
    """A BERT encoder over the weights of a packed file, without any further rounding."""

    def __init__(self, packed: q4.PackedEncoder) -> None:
        self.packed, self.sizes = packed, packed.sizes
        self._matrices: dict[str, Floats] = {}

    def vector(self, ids: Sequence[int]) -> Floats:
        """Unit vector of one text, given the ids of its tokens."""
        sizes, packed = self.sizes, self.packed
        words = packed.blocks("emb.word", sizes.vocabulary, sizes.hidden)[np.asarray(ids)]
        places = packed.floats("emb.pos", sizes.positions, sizes.hidden)[: len(ids)]
        hidden = q4.weights(words) + places + packed.floats("emb.type", 2, sizes.hidden)[0]
        hidden = self._norm("emb.ln", hidden)
        for layer in range(sizes.layers):
            hidden = self._layer(f"l{layer}.", hidden)
        mean = hidden.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _layer(self, name: str, hidden: Floats) -> Floats:
        wide, inner, heads = self.sizes.hidden, self.sizes.inner, self.sizes.heads
        q, k, v = (
            self._product(name + part, hidden, wide, wide)
            .reshape(len(hidden), heads, -1)
            .transpose(1, 0, 2)
            for part in ("q", "k", "v")
        )
        weights = q @ k.transpose(0, 2, 1) / math.sqrt(wide // heads)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ v).transpose(1, 0, 2).reshape(len(hidden), wide)
        attended = self._norm(name + "aln", hidden + self._product(name + "ao", mixed, wide, wide))
        spread = self._product(name + "fi", attended, inner, wide)
        spread = spread * (1 + _erf(spread / math.sqrt(2))) / 2
        return self._norm(name + "oln", attended + self._product(name + "fo", spread, wide, inner))

    def _product(self, name: str, of: Floats, rows: int, columns: int) -> Floats:
        if name not in self._matrices:
            self._matrices[name] = q4.weights(self.packed.blocks(name + ".w", rows, columns)).T
        result: Any = of @ self._matrices[name] + self.packed.floats(name + ".b", rows)
        return np.asarray(result, np.float32)

    def _norm(self, name: str, of: Floats) -> Floats:
        centred = of - of.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.sizes.epsilon)
        weight = self.packed.floats(name + ".w", self.sizes.hidden)
        return np.asarray(
            centred / scale * weight + self.packed.floats(name + ".b", self.sizes.hidden),
            np.float32,
        )
