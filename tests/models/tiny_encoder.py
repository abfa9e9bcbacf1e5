"""Writes packed 4-bit encoder files with random weights, a layer or two and a few words."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

HIDDEN, INNER, HEADS, POSITIONS = 384, 64, 12, 512
CONTROLS = ("<s>", "<pad>", "</s>", "<unk>")
PIECES = (
    "▁",
    "e",
    "r",
    "y",
    ":",
    "▁query",
    "▁passage",
    "▁the",
    "▁cat",
    "▁cats",
    "s",
    "猫",
    "▁猫は",
)


def packed_encoder(
    *,
    seed: int = 7,
    pieces: Sequence[str] = PIECES,
    without: str = "",
    layers: int = 1,
    sizes: dict[int, int] | None = None,
) -> bytes:
    """The bytes of a file; ``without`` leaves a tensor out, ``sizes`` overwrites header fields."""
    vocabulary = [*CONTROLS, *pieces]
    header = [1, HIDDEN, layers, HEADS, INNER, len(vocabulary), POSITIONS, 2]
    for index, value in (sizes or {}).items():
        header[index] = value
    blob = b"".join(piece.encode() for piece in vocabulary)
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in vocabulary)]).astype("<u4")
    scores = np.array([0.0] * 4 + [-1.0 - i / 8 for i in range(len(pieces))], "<f4")
    head = b"E5S1" + struct.pack("<I7i", *header) + struct.pack("<fi", 1e-12, 32)
    head += struct.pack("<5iQ", len(vocabulary), 0, 2, 1, 3, len(blob))
    head += offsets.tobytes() + scores.tobytes() + blob + struct.pack("<iI", 0, 0)
    tensors = _tensors(len(vocabulary), layers, seed)
    tensors.pop(without, None)
    directory_bytes = 4 + sum(23 + len(name) for name in tensors)
    at = len(head) + directory_bytes
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, count, data) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at + len(body), len(data))
        body += data
    return head + directory + body


def write_packed(folder: Path, **settings: object) -> Path:
    """A packed encoder file in ``folder``."""
    path = folder / "tiny-q4.bin"
    path.write_bytes(packed_encoder(**settings))  # type: ignore[arg-type]  # passed on as they are
    return path


def _tensors(vocabulary: int, layers: int, seed: int) -> dict[str, tuple[int, int, bytes]]:
    rng = np.random.default_rng(seed)

    def floats(count: int, around: float = 0.0) -> tuple[int, int, bytes]:
        values = around + rng.standard_normal(count) / 8
        return 0, count, values.astype("<f4").tobytes()

    def blocks(rows: int, columns: int) -> tuple[int, int, bytes]:
        count = rows * columns // 32
        scale = (rng.random((count, 1)) / 16).astype("<f2").view(np.uint8)
        nibbles = rng.integers(0, 256, (count, 16), np.uint8)
        return 1, rows * columns, np.concatenate([scale, nibbles], axis=1).tobytes()

    named = {
        "emb.word": blocks(vocabulary, HIDDEN),
        "emb.pos": floats(POSITIONS * HIDDEN),
        "emb.type": floats(2 * HIDDEN),
        "emb.ln.w": floats(HIDDEN, 1.0),
        "emb.ln.b": floats(HIDDEN),
    }
    for name in (f"l{number}." for number in range(layers)):
        for part in ("q", "k", "v", "ao"):
            named |= {f"{name}{part}.w": blocks(HIDDEN, HIDDEN), f"{name}{part}.b": floats(HIDDEN)}
        named |= {f"{name}fi.w": blocks(INNER, HIDDEN), f"{name}fi.b": floats(INNER)}
        named |= {f"{name}fo.w": blocks(HIDDEN, INNER), f"{name}fo.b": floats(HIDDEN)}
        for part in ("aln", "oln"):
            named |= {f"{name}{part}.w": floats(HIDDEN, 1.0), f"{name}{part}.b": floats(HIDDEN)}
    return named
