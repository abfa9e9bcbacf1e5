"""Reads the packed 4-bit encoder file: its sizes, its vocabulary and its weights.

Layout, little endian: magic ``E5S1``; version; seven sizes, the layer norm's epsilon and the
block length; the vocabulary (counts, ids, offsets, scores, UTF-8 pieces); a table of character
replacements; a directory of named tensors; the tensors. A tensor is float32 or Q4_0 as in ggml:
blocks of 32 weights, each a float16 scale and 16 bytes, byte ``j`` holding weight ``j`` in its
low and weight ``j + 16`` in its high half, and a weight is ``scale * (nibble - 8)``.

The file comes from outside: each count is checked against the bytes that are really there before
anything is allocated for it, and whatever does not fit raises ``ModelCorrupt``.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import ModelCorrupt

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 18  # a float16 scale and 32 nibbles
MAX_BYTES = 1 << 30  # ten times the largest file of this kind
_SIZES = struct.Struct("<I7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_HINT = 'Remove the model with "blackbird models remove" and pull it again.'


def corrupt(why: str) -> ModelCorrupt:
    """The one error of this format, saying where it broke."""
    return ModelCorrupt(f"The packed encoder file cannot be read: {why}.", _HINT)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Shape of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor's bytes lie, and how many weights they hold."""

    packed: bool
    count: int
    data: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PackedEncoder:
    """An encoder as it lies in the file; tensors are views, not copies."""

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    tensors: Mapping[str, Tensor]

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A float32 tensor of the given shape."""
        tensor = self._named(name, shape, packed=False)
        values = tensor.data.view("<f4").astype(np.float32).reshape(shape)
        if not np.isfinite(values).all():
            raise corrupt(f"{name} holds a value that is no number")
        return values

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[np.uint8]:
        """A Q4_0 tensor's raw blocks, shape ``(rows, columns // 32, 18)``."""
        tensor = self._named(name, (rows, columns), packed=True)
        return tensor.data.reshape(rows, columns // BLOCK, BLOCK_BYTES)

    def _named(self, name: str, shape: tuple[int, ...], *, packed: bool) -> Tensor:
        tensor = self.tensors.get(name)
        if tensor is None:
            raise corrupt(f"{name} is missing")
        if tensor.packed != packed or tensor.count != int(np.prod(shape, dtype=np.int64)):
            raise corrupt(f"{name} has an unexpected size or type")
        return tensor


def scales(blocks: NDArray[np.uint8]) -> NDArray[np.float16]:
    """Scale of each block, shape ``(rows, blocks)``. Raises ``ModelCorrupt`` on NaN and inf."""
    values = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float16)
    if not np.isfinite(values).all():
        raise corrupt("a block's scale is no number")
    return values


def in_order(blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The nibbles of each row in the order of its weights, two a byte, the first one low.

    Shape ``(rows, columns // 2)``: what ONNX calls a packed 4-bit tensor.
    """
    even, odd = blocks[..., 2::2], blocks[..., 3::2]
    first = (even & 0x0F) | (odd << 4)
    second = (even >> 4) | (odd & 0xF0)
    return np.concatenate([first, second], axis=-1).reshape(len(blocks), -1)


def weights(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The weights themselves, shape ``(rows, columns)``. The products are exact in float32."""
    nibbles = np.concatenate([blocks[..., 2:] & 0x0F, blocks[..., 2:] >> 4], axis=-1)
    values = (nibbles.astype(np.float32) - 8) * scales(blocks).astype(np.float32)[..., None]
    return values.reshape(len(blocks), -1)


def read_packed(path: Path) -> PackedEncoder:
    """Open a packed encoder file. Raises ``ModelCorrupt``, also for a file that is too large."""
    size = path.stat().st_size
    if not 0 < size <= MAX_BYTES:
        raise corrupt(f"it has {size} bytes")
    cursor = _Cursor(np.memmap(path, dtype=np.uint8, mode="r"))
    if bytes(cursor.take(4)) != MAGIC:
        raise corrupt("it does not begin as such a file does")
    sizes = _read_sizes(cursor)
    pieces, scores_ = _read_vocabulary(cursor)
    cursor.take(cursor.unpack("<iI")[1])  # replacements: NFKC and spaces, written in ``unigram``
    return PackedEncoder(sizes, pieces, scores_, _read_directory(cursor))


class _Cursor:
    """Walks through the file and never past its end."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> NDArray[np.uint8]:
        """The next ``count`` bytes."""
        if not 0 <= count <= len(self.data) - self.at:
            raise corrupt("it ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def unpack(self, form: str) -> tuple[Any, ...]:
        """The next values, laid out as ``struct`` describes them."""
        return struct.unpack(form, self.take(struct.calcsize(form)).tobytes())


def _read_sizes(cursor: _Cursor) -> Sizes:
    _, *values, block = cursor.unpack(_SIZES.format)
    sizes, counts = Sizes(*values), values[:-1]
    limits = (4096, 64, 64, 16384, 1 << 20, 8192, 16)  # no encoder of this kind comes near them
    sound = (
        all(0 < count <= limit for count, limit in zip(counts, limits, strict=True))
        and sizes.hidden % sizes.heads == 0
        and sizes.hidden % BLOCK == 0
        and sizes.inner % BLOCK == 0
        and block == BLOCK
        and 0 <= sizes.epsilon < 1
    )
    if not sound:
        raise corrupt("its sizes make no sense")
    return sizes


def _read_vocabulary(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    count, *_, length = cursor.unpack(_VOCABULARY.format)
    if not 0 < count <= 1 << 20:
        raise corrupt("its vocabulary has a size that makes no sense")
    offsets = cursor.take(4 * (count + 1)).view("<u4").astype(np.int64)
    scores_ = cursor.take(4 * count).view("<f4").astype(np.float32)
    blob = cursor.take(length).tobytes()
    if offsets[0] != 0 or offsets[-1] != length or (np.diff(offsets) <= 0).any():
        raise corrupt("its vocabulary is out of order")
    if not np.isfinite(scores_).all():
        raise corrupt("a piece's score is no number")
    ends = offsets.tolist()
    try:
        pieces = tuple(blob[a:b].decode() for a, b in pairwise(ends))
    except UnicodeDecodeError:
        raise corrupt("a piece of its vocabulary is not text") from None
    if any("\t" in piece or "\n" in piece for piece in pieces):
        raise corrupt("a piece of its vocabulary holds a separator")
    return pieces, scores_


def _read_directory(cursor: _Cursor) -> dict[str, Tensor]:
    (count,) = cursor.unpack("<i")
    tensors: dict[str, Tensor] = {}
    for _ in range(count):  # each turn reads at least 23 bytes or raises
        (length,) = cursor.unpack("<H")
        name = cursor.take(length).tobytes().decode("ascii", "replace")
        kind, weights_, start, size = cursor.unpack("<BIQQ")
        expected = weights_ // BLOCK * BLOCK_BYTES if kind else 4 * weights_
        if kind not in (0, 1) or size != expected or start + size > len(cursor.data):
            raise corrupt(f"{name[:40]!a} does not lie where the file says")
        tensors[name] = Tensor(kind == 1, weights_, cursor.data[start : start + size])
    return tensors
