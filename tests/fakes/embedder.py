"""An embedder without a model: texts that share words lie near each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from blackbird.protocols import TextRole
from blackbird.text.words import content_words

DIMENSIONS = 64


class HashEmbedder:
    """Adds one pseudo-random direction for each word. ``calls`` counts the batches."""

    def __init__(self, name: str = "hash-64") -> None:
        self._name = name
        self.calls = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        del role
        self.calls += 1
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(DIMENSIONS, 1e-3)
        for word in sorted(content_words(text)):
            digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
            seed = int.from_bytes(digest[:8], "big")
            total += np.random.default_rng(seed).standard_normal(DIMENSIONS)
        unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return unit
