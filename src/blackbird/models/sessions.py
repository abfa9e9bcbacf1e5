"""Encoders in ONNX Runtime: a loaded graph, and rows of token ids in batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelCorrupt

if TYPE_CHECKING:
    import onnxruntime

BATCH_TOKENS = 1024  # padding included; more gained nothing in speed and cost memory
PADDING = 1  # the id of <pad>
_SPINNING = MappingProxyType(
    {
        "intra_op.allow_spinning": "1",
        "intra_op.spin_duration_us": "10",
        "force_spinning_stop": "1",
    }
)


class Session:
    """A loaded graph of ids, and of a mask if it asks for one; threads may share it.

    Raises ``ModelCorrupt`` with ``hint`` when the file cannot be loaded.
    """

    def __init__(self, model: Path, threads: int, hint: str) -> None:
        self._threads = threads
        self._session = _open_session(model, threads, hint)
        self._inputs = [value.name for value in self._session.get_inputs()]

    def rows(self, ids: Sequence[Sequence[int]], width: int) -> NDArray[np.float32]:
        """The output, ``(len(ids), width)``, for rows of any lengths, in their order; those of
        like length are computed together.
        """
        made = np.empty((len(ids), width), np.float32)
        for group in batches([len(tokens) for tokens in ids]):
            made[group] = self.run([ids[row] for row in group])
        return made

    def each(self, ids: Sequence[Sequence[int]], width: int) -> NDArray[np.float32]:
        """As ``rows``, each by itself and as many at once as there are threads.

        The step of int8 is taken over all that is computed together: only alone does a row get
        the same output whatever stands beside it. Threads of two rows need not wait for one
        another either, as those of one row do at each of the graph's hundred nodes.
        """
        if len(ids) == 1:
            return self.run(ids)
        made = np.empty((len(ids), width), np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for row, output in enumerate(pool.map(self.run, ([tokens] for tokens in ids))):
                made[row] = output[0]
        return made

    def run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The graph's one output, a row for each row of ids."""
        length = max(map(len, ids))
        tokens = np.full((len(ids), length), PADDING, np.int64)
        mask = np.zeros((len(ids), length), np.int32)
        for row, own in enumerate(ids):
            tokens[row, : len(own)] = own
            mask[row, : len(own)] = 1
        fed = dict(zip(self._inputs, (tokens, mask), strict=False))  # rows of one need no mask
        (output,) = self._session.run(None, fed)
        return np.asarray(output, np.float32)


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


def _open_session(model: Path, threads: int, hint: str) -> onnxruntime.InferenceSession:
    import onnxruntime as ort  # here: 0.2 s and 30 MB that most commands do without

    options: Any = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A graph of a hundred short nodes waits for its threads at each: asleep they wake too late, and
    # spinning for long they take the cores from a language model. So they spin for a node or two.
    for name, value in _SPINNING.items():
        options.add_session_config_entry(f"session.{name}", value)
    options.enable_cpu_mem_arena = False  # it never gives back what the longest batch needed
    options.enable_mem_pattern = False  # lengths differ with each batch
    # Only constants are folded: the next level fuses what is faster apart (see ``onnx_graph``).
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    try:
        return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises a family of its own, without a public base
        raise ModelCorrupt(f"{model.name} cannot be loaded: {str(error)[:200]}", hint) from error
