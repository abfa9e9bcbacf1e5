"""Conversion gives the same bytes each time, means what the source means, and fails plainly."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import numpy_helper

from blackbird.errors import ModelCorrupt
from blackbird.models import q4
from blackbird.models.e5 import convert
from tests.models.tiny_encoder import CONTROLS, HIDDEN, PIECES, packed_encoder, write_packed


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_packed(tmp_path)
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append([path.read_bytes() for path in convert(source, tmp_path / name, silent)])
    assert made[0] == made[1]


def test_other_weights_give_other_bytes(tmp_path: Path) -> None:
    first = convert(write_packed(tmp_path, seed=1), tmp_path, silent)[0].read_bytes()
    second = convert(write_packed(tmp_path, seed=2), tmp_path, silent)[0].read_bytes()
    assert first != second


def test_the_graph_is_valid_and_its_vocabulary_complete(tmp_path: Path) -> None:
    model, vocabulary = convert(write_packed(tmp_path), tmp_path, silent)
    onnx.checker.check_model(onnx.load(model))
    rows = [line.split("\t") for line in vocabulary.read_text("utf-8").splitlines()]
    assert [piece for piece, _ in rows] == [*CONTROLS, *PIECES]
    assert [float(score) for _, score in rows][:5] == [0, 0, 0, 0, -1]


def test_progress_ends_at_the_last_layer(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    convert(write_packed(tmp_path), tmp_path, lambda done, total: seen.append((done, total)))
    assert seen == [(0, 1), (1, 1)]


def test_the_vocabulary_of_the_graph_is_exact(tmp_path: Path) -> None:
    source = q4.read_packed(write_packed(tmp_path))
    blocks = source.blocks("emb.word", len(CONTROLS) + len(PIECES), HIDDEN)
    packed = q4.in_order(blocks)
    nibbles = np.stack([packed & 15, packed >> 4], axis=-1).reshape(len(packed), -1)
    scale = q4.scales(blocks).astype(np.float32).repeat(q4.BLOCK, axis=1)
    assert ((nibbles.astype(np.float32) - 8) * scale == q4.weights(blocks)).all()


def test_int8_weights_stay_within_half_a_step_and_seven_bits(tmp_path: Path) -> None:
    path = write_packed(tmp_path)
    weights = q4.weights(q4.read_packed(path).blocks("l0.fi.w", 64, HIDDEN))
    graph = onnx.load(convert(path, tmp_path, silent)[0]).graph
    made = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    matrix, scale = made["l0.fi.matrix"].astype(np.float32), made["l0.fi.scale"]
    assert np.abs(matrix).max() == 63
    assert (np.abs(matrix * scale - weights.T) <= scale * 0.5001).all()


@pytest.mark.parametrize("field", range(1, 8))
@pytest.mark.parametrize("value", [0, -1, 2**31 - 1])
def test_wild_sizes_are_refused(tmp_path: Path, field: int, value: int) -> None:
    path = write_packed(tmp_path, sizes={field: value})
    with pytest.raises(ModelCorrupt):
        convert(path, tmp_path, silent)


@pytest.mark.parametrize("name", ["emb.word", "emb.pos", "l0.q.w", "l0.fo.b", "l0.oln.w"])
def test_a_missing_tensor_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelCorrupt, match=name):
        convert(write_packed(tmp_path, without=name), tmp_path, silent)
    assert not (tmp_path / "model.onnx").exists()


@pytest.mark.parametrize("piece", ["a\tb", "a\nb"])
def test_a_piece_that_would_break_its_line_is_refused(tmp_path: Path, piece: str) -> None:
    with pytest.raises(ModelCorrupt):
        convert(write_packed(tmp_path, pieces=[piece]), tmp_path, silent)


@pytest.mark.parametrize("data", [b"", b"E5S1", b"GGUF" + bytes(400), b"E5S1" + b"\xff" * 400])
def test_what_is_no_such_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.bin"
    path.write_bytes(data)
    with pytest.raises(ModelCorrupt):
        convert(path, tmp_path, silent)


def test_a_value_that_is_no_number_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed_encoder())
    data[-4:] = struct.pack("<f", float("nan"))  # the last value of the last norm
    (tmp_path / "nan.bin").write_bytes(data)
    with pytest.raises(ModelCorrupt, match=r"l0\.oln\.b"):
        convert(tmp_path / "nan.bin", tmp_path, silent)


WHOLE = packed_encoder()
BODY = WHOLE.index(b"emb.word") + 600  # behind the directory lie only weights


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(end=st.integers(0, len(WHOLE) - 1))
def test_a_truncated_file_is_refused(tmp_path: Path, end: int) -> None:
    path = tmp_path / "short.bin"
    path.write_bytes(WHOLE[:end])
    with pytest.raises(ModelCorrupt):
        convert(path, tmp_path, silent)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, BODY), junk=st.binary(min_size=1, max_size=12))
def test_a_damaged_head_never_crashes(tmp_path: Path, at: int, junk: bytes) -> None:
    path = tmp_path / "damaged.bin"
    path.write_bytes(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    with suppress(ModelCorrupt):
        convert(path, tmp_path, silent)
