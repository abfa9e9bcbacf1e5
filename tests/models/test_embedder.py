"""Vectors are of unit length, in order, and do not depend on how texts were grouped."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.e5 import convert
from blackbird.models.embedder import OnnxEmbedder
from blackbird.models.sessions import batches
from blackbird.models.vocabulary import Vocabulary
from blackbird.protocols import Embedder
from tests.models.tiny_encoder import write_packed

TEXTS = ["the cats", "", "猫は the cat", "x" * 100_000, "lone \ud800", "the " * 700, "\x00"]


def made(folder: Path, seed: int = 7) -> OnnxEmbedder:
    source = write_packed(folder, seed=seed)
    model, vocabulary = convert(source, folder, lambda done, total: None)
    return OnnxEmbedder(model, Vocabulary(vocabulary), threads=1)


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    return made(tmp_path_factory.mktemp("embedder"))


async def test_vectors_have_the_length_one(embedder: Embedder) -> None:
    vectors = await embedder.embed(TEXTS, "passage")
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


async def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert (await embedder.embed([], "query")).shape == (0, 384)


async def test_vectors_come_in_the_order_of_the_texts(embedder: Embedder) -> None:
    together = await embedder.embed(TEXTS, "query")
    alone = [(await embedder.embed([text], "query"))[0] for text in TEXTS]
    # int8 takes its step from the whole batch, so equal up to that; different texts are far off.
    own = (together * np.stack(alone)).sum(axis=1)
    assert own.min() > 0.99
    assert (together[0] @ alone[5]) < 0.99


async def test_a_patient_one_lets_others_go_first(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    files = tmp_path / "model.onnx", tmp_path / "vocabulary.tsv"
    made(tmp_path)
    patient = OnnxEmbedder(files[0], Vocabulary(files[1]), 1, patient=True)
    vectors = await patient.embed(TEXTS, "passage")
    assert (vectors * await embedder.embed(TEXTS, "passage")).sum(axis=1).min() > 0.999
    assert patient._pool is not None
    (worker,) = patient._pool._threads
    assert os.getpriority(os.PRIO_PROCESS, worker.native_id or 0) == 19
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


async def test_the_role_changes_the_vector(embedder: Embedder) -> None:
    asked = await embedder.embed(["the cat"], "query")
    told = await embedder.embed(["the cat"], "passage")
    assert float((asked * told).sum()) < 0.999


async def test_what_lies_beyond_512_tokens_changes_nothing(embedder: Embedder) -> None:
    short, long = await embedder.embed(["the " * 600, "the " * 600 + "猫 " * 9], "passage")
    assert (short == long).all()


async def test_several_tasks_may_share_one(tmp_path: Path) -> None:
    embedder = made(tmp_path)
    alone = await embedder.embed(["the cat"], "query")
    several = await asyncio.gather(*[embedder.embed(["the cat"], "query") for _ in range(8)])
    assert all((vectors == alone).all() for vectors in several)


def test_the_name_follows_the_files(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
    first, same, other = (
        made(tmp_path / "a", seed=1).name,
        made(tmp_path / "b", seed=1).name,
        made(tmp_path / "c", seed=2).name,
    )
    assert first == same != other
    assert first.startswith("multilingual-e5-small-int8-")


@pytest.mark.parametrize("missing", ["model.onnx", "vocabulary.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    made(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelMissing, match=missing):
        OnnxEmbedder(tmp_path / "model.onnx", Vocabulary(tmp_path / "vocabulary.tsv"), 1)


@pytest.mark.parametrize("broken", ["model.onnx", "vocabulary.tsv"])
async def test_a_broken_file_is_refused(tmp_path: Path, broken: str) -> None:
    embedder = made(tmp_path)
    (tmp_path / broken).write_bytes(b"no such thing")
    with pytest.raises(ModelCorrupt, match=broken):
        await embedder.embed(["the cat"], "query")


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 1200))
def test_batches_hold_each_text_once_and_keep_the_limit(lengths: list[int], limit: int) -> None:
    groups = list(batches(lengths, limit))
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    for group in groups:
        padded = len(group) * max(lengths[index] for index in group)
        assert padded <= limit or len(group) == 1
