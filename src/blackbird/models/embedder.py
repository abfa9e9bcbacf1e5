"""Embeds texts of any language with a small encoder in ONNX Runtime."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.unigram import UnigramTokenizer
from blackbird.protocols import TextRole

if TYPE_CHECKING:
    import onnxruntime

PREFIX = {"query": "query: ", "passage": "passage: "}  # what e5 was trained with
MAX_TOKENS = 512  # the encoder knows no more positions
BATCH_TOKENS = 1024  # padding included; more gained nothing in speed and cost memory
REVISION = 1  # of what this file does to a text; count up when the same model gives other vectors
_HINT = 'Run "blackbird models pull e5".'


class OnnxEmbedder:
    """An ``Embedder`` over ``model.onnx`` and ``vocabulary.tsv``, loaded at its first use.

    Several tasks may share one: ONNX Runtime serves them side by side.
    """

    dimensions = 384

    def __init__(self, model: Path, vocabulary: Path, threads: int) -> None:
        for path in (model, vocabulary):
            if not path.is_file():
                raise ModelMissing(f"The embedder's file {path.name} is not here.", _HINT)
        self._model = model
        self._vocabulary = vocabulary
        self._threads = threads
        self._loading = asyncio.Lock()
        self._loaded: _Encoder | None = None

    @cached_property
    def name(self) -> str:
        """The model, its form, and the beginning of its files' hash; stored vectors carry it."""
        digest = hashlib.sha256()
        for path in (self._model, self._vocabulary):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return f"multilingual-e5-small-int8-{digest.hexdigest()[:8]}-r{REVISION}"

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), 384)``, of each text's first 512 tokens.

        Raises ``ModelCorrupt`` when the files cannot be loaded.
        """
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        async with self._loading:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(
                    _Encoder, self._model, self._vocabulary, self._threads
                )
        prefix = PREFIX[role]
        return await asyncio.to_thread(self._loaded.encode, [prefix + text for text in texts])


class _Encoder:
    """The loaded model: texts in, vectors out, on the calling thread."""

    def __init__(self, model: Path, vocabulary: Path, threads: int) -> None:
        self._session = _open_session(model, threads)
        self._inputs = [value.name for value in self._session.get_inputs()]
        self._tokenizer = UnigramTokenizer.open(vocabulary)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors in the order of ``texts``."""
        ids = [self._tokenizer.encode(text, MAX_TOKENS) for text in texts]
        vectors = np.empty((len(texts), OnnxEmbedder.dimensions), np.float32)
        for members in batches([len(tokens) for tokens in ids]):
            vectors[members] = self._run([ids[member] for member in members])
        return vectors

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        length = max(map(len, ids))
        tokens = np.ones((len(ids), length), np.int64)  # 1 is <pad>
        mask = np.zeros((len(ids), length), np.int32)
        for row, own in enumerate(ids):
            tokens[row, : len(own)] = own
            mask[row, : len(own)] = 1
        fed = dict(zip(self._inputs, (tokens, mask), strict=True))
        (vectors,) = self._session.run(None, fed)
        return np.asarray(vectors, np.float32)


def batches(lengths: Sequence[int], limit: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Groups of indices of like length, the padded size of each at most ``limit`` tokens.

    A text that is longer than the limit is a group of its own.
    """
    group: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) + 1) * lengths[index] > limit:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _open_session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    import onnxruntime as ort  # here: 0.2 s and 30 MB that most commands do without

    options: Any = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Beside a busy language model 1.6 times faster, alone on the machine a tenth slower.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it never gives back what the longest batch needed
    options.enable_mem_pattern = False  # lengths differ with each batch
    # Only constants are folded: the next level fuses what is faster apart (see ``onnx_graph``).
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    try:
        return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises a family of its own, without a public base
        raise ModelCorrupt(f"{model.name} cannot be loaded: {str(error)[:200]}", _HINT) from error
