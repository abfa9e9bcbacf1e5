"""Scores pairs of texts with the judge's encoder in ONNX Runtime."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelMissing
from blackbird.models.pairs import pair_ids
from blackbird.models.sessions import Session
from blackbird.models.vocabulary import Vocabulary

MAX_TOKENS = 224
"""Of a claim and its evidence; longer evidence comes in windows."""
_HINT = 'Run "blackbird models pull judge".'


class OnnxScorer:
    """A ``PairScorer`` over ``judge.onnx``, loaded at its first use; tasks may share it."""

    name = "judge"

    def __init__(self, model: Path, vocabulary: Vocabulary, threads: int) -> None:
        if not model.is_file():
            raise ModelMissing("The judge's file judge.onnx is not here.", _HINT)
        self._model = model
        self.vocabulary = vocabulary
        self._threads = threads
        self._loading = asyncio.Lock()
        self._session: Session | None = None

    async def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Logits, shape ``(len(pairs), 4)``; see ``PairScorer``. Raises ``ModelCorrupt``."""
        if not pairs:
            return np.zeros((0, 4), np.float32)
        async with self._loading:
            if self._session is None:
                self._session = await asyncio.to_thread(Session, self._model, self._threads, _HINT)
        return await asyncio.to_thread(self._score, self._session, pairs)

    def _score(self, session: Session, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        tokenizer = self.vocabulary.tokenizer()
        ids = [pair_ids(tokenizer, first, second, MAX_TOKENS) for first, second in pairs]
        return session.each(ids, 4)
