"""Embeds texts of any language with a small encoder in ONNX Runtime."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelMissing
from blackbird.models.sessions import Session
from blackbird.models.vocabulary import Vocabulary
from blackbird.protocols import TextRole

PREFIX = {"query": "query: ", "passage": "passage: "}  # what e5 was trained with
MAX_TOKENS = 512  # the encoder knows no more positions
REVISION = 1  # of what this file does to a text; count up when the same model gives other vectors
_LAST = 19  # of the priorities that Unix knows
_HINT = 'Run "blackbird models pull e5".'


class OnnxEmbedder:
    """An ``Embedder`` over ``model.onnx`` and ``vocabulary.tsv``, loaded at its first use.

    Several tasks may share one: ONNX Runtime serves them side by side. ``patient``: all is done by
    one thread, which leaves the processor to whoever else wants it.
    """

    dimensions = 384

    def __init__(
        self, model: Path, vocabulary: Vocabulary, threads: int, *, patient: bool = False
    ) -> None:
        for path in (model, vocabulary.path):
            if not path.is_file():
                raise ModelMissing(f"The embedder's file {path.name} is not here.", _HINT)
        self._model = model
        self._vocabulary = vocabulary
        self._threads = threads
        self._pool = ThreadPoolExecutor(1, initializer=_step_back) if patient else None
        self._loading = asyncio.Lock()
        self._session: Session | None = None

    @cached_property
    def name(self) -> str:
        """The model, its form, and the beginning of its files' hash; stored vectors carry it."""
        digest = hashlib.sha256()
        for path in (self._model, self._vocabulary.path):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return f"multilingual-e5-small-int8-{digest.hexdigest()[:8]}-r{REVISION}"

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), 384)``, of each text's first 512 tokens.

        Raises ``ModelCorrupt`` when the files cannot be loaded.
        """
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        run = asyncio.get_running_loop().run_in_executor
        async with self._loading:
            if self._session is None:
                loading = partial(Session, self._model, self._threads, _HINT)
                self._session = await run(self._pool, loading)
        prefixed = [PREFIX[role] + text for text in texts]
        return await run(self._pool, _encode, self._session, self._vocabulary, prefixed)


def _step_back() -> None:
    """Let all other threads go first, where the system knows priorities of threads."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LAST)


def _encode(session: Session, vocabulary: Vocabulary, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors in the order of ``texts``, on the calling thread."""
    tokenizer = vocabulary.tokenizer()
    ids = [tokenizer.encode(text, MAX_TOKENS) for text in texts]
    return session.rows(ids, OnnxEmbedder.dimensions)
