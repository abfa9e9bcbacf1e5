"""An embedder without a model: texts that share words lie near each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

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
        return np.stack([self.vector(text) for text in texts])

    def vector(self, text: str) -> NDArray[np.float32]:
        """Of one text."""
        total = np.full(DIMENSIONS, 1e-3)
        for word in sorted(content_words(text)):
            digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
            seed = int.from_bytes(digest[:8], "big")
            total += np.random.default_rng(seed).standard_normal(DIMENSIONS)
        unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return unit


class SynonymEmbedder(HashEmbedder):
    """Reads some words as others, as if it knew what they mean; as with e5, all are rather near."""

    def __init__(self, means: Mapping[str, str], name: str = "synonyms-64") -> None:
        super().__init__(name)
        self._means = means

    def vector(self, text: str) -> NDArray[np.float32]:
        words = (self._means.get(word, word) for word in text.casefold().split())
        own, shared = super().vector(" ".join(words)), super().vector("shared")
        both = own + 1.8 * shared
        unit: NDArray[np.float32] = both / np.linalg.norm(both)
        return unit
