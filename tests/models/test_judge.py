"""The judge's file is made the same each time, refuses what is wrong, and scores pairs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.e5 import convert as convert_embedder
from blackbird.models.judge import MAX_TOKENS, OnnxScorer
from blackbird.models.judge_graph import JudgeGraph, convert
from blackbird.models.onnx_graph import INPUT, MASK, OUTPUT, Graph, PackedWeights
from blackbird.models.pairs import pair_ids
from blackbird.models.q4 import PackedEncoder, read_packed
from blackbird.models.sessions import Session
from blackbird.models.unigram import END, START
from blackbird.models.vocabulary import Vocabulary
from blackbird.protocols import PairScorer
from tests.models.tiny_encoder import write_packed
from tests.models.tiny_judge import changes, write_changes


def silent(done: int, total: int) -> None:
    assert 0 <= done <= total


def made(folder: Path, layers: int = 1, joint: int = 1) -> OnnxScorer:
    packed = write_packed(folder, layers=layers)
    _, vocabulary = convert_embedder(packed, folder, silent)
    model = convert([packed, write_changes(folder, changes(joint=joint))], folder, silent)
    return OnnxScorer(model, Vocabulary(vocabulary), threads=1)


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> OnnxScorer:
    return made(tmp_path_factory.mktemp("judge"))


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    sources = [write_packed(tmp_path), write_changes(tmp_path)]
    first = convert(sources, tmp_path, silent).read_bytes()
    assert convert(sources, tmp_path, silent).read_bytes() == first
    other = [sources[0], write_changes(tmp_path, changes(seed=4))]
    assert convert(other, tmp_path, silent).read_bytes() != first
    onnx.checker.check_model(onnx.load_from_string(first))


def test_layers_that_did_not_change_are_the_embedder_s(tmp_path: Path) -> None:
    packed = write_packed(tmp_path)
    embedder, _ = convert_embedder(packed, tmp_path, silent)
    kept = convert([packed, write_changes(tmp_path, changes(layer=False))], tmp_path, silent)
    before = {w.name: w.raw_data for w in onnx.load(embedder).graph.initializer}
    after = {w.name: w.raw_data for w in onnx.load(kept).graph.initializer}
    left_out = {"l0.qkv.zero"}  # its node takes "no offset" as given
    assert {n for n in before if n.startswith("l0.")} - left_out <= {
        n for n, data in after.items() if before.get(n) == data
    }


def test_attention_in_one_node_gives_what_three_give(tmp_path: Path) -> None:
    packed = read_packed(write_packed(tmp_path, layers=2))
    random = np.random.default_rng(5)
    made: list[list[NDArray[np.float32]]] = []
    for kind in (Graph, BothTexts):
        graph = kind(packed, PackedWeights(packed))
        graph.pooling(graph.body(silent))
        path = tmp_path / f"{kind.__name__}.onnx"
        path.write_bytes(graph.serialised(OUTPUT, packed.sizes.hidden))
        rows = [random.integers(4, 17, length).tolist() for length in (40, 3, 17)]
        made.append([Session(path, 1, "").run([row]) for row in rows])
        random = np.random.default_rng(5)
    for ours, theirs in zip(*made, strict=True):
        assert np.abs(ours - theirs).max() < 1e-6
    assert np.abs(made[0][0] - made[0][1]).max() > 0.01  # rows differ


class BothTexts(JudgeGraph):
    """All layers over both texts, and a mask for the mean alone."""

    inputs = (INPUT, MASK)

    def __init__(self, source: PackedEncoder, of_layers: PackedWeights) -> None:
        super().__init__(source, of_layers, source.sizes.layers)


@pytest.mark.parametrize("joint", [0, 1, 2])
async def test_both_texts_are_read_however_many_layers_are_joint(
    tmp_path: Path, joint: int
) -> None:
    judge = made(tmp_path, layers=2, joint=joint)
    pairs = [("the cat", "cats"), ("the cat", "猫は"), ("cats", "猫は"), ("the cats", "猫は the")]
    found = await judge.score([*pairs, *pairs])
    assert (found[:4] == found[4:]).all()
    different = np.abs(found[:4, None] - found[None, :4]).max(-1)
    assert (different[~np.eye(4, dtype=bool)] > 1e-3).all()


@pytest.mark.parametrize("joint", [-1, 2])
def test_layers_that_there_are_not_are_refused(tmp_path: Path, joint: int) -> None:
    sources = [write_packed(tmp_path), write_changes(tmp_path, changes(joint=joint))]
    with pytest.raises(ModelCorrupt, match="layers for both texts"):
        convert(sources, tmp_path, silent)


@pytest.mark.parametrize("name", sorted(changes()))
@pytest.mark.parametrize("how", ["missing", "shape", "type"])
def test_a_wrong_array_is_refused_by_name(tmp_path: Path, name: str, how: str) -> None:
    arrays = changes()
    if how == "missing":
        del arrays[name]
    elif how == "shape":
        arrays[name] = arrays[name].reshape(-1)[:-1]
    else:
        arrays[name] = arrays[name].astype(np.float64)
    sources = [write_packed(tmp_path), write_changes(tmp_path, arrays)]
    if how == "missing" and name.startswith("l0.") and name.endswith((".matrix", "ln.w", "ln.b")):
        convert(sources, tmp_path, silent)  # then the layer's part is the embedder's
        return
    with pytest.raises(ModelCorrupt, match=name):
        convert(sources, tmp_path, silent)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    arrays = changes()
    arrays["out.b"][1] = np.nan
    with pytest.raises(ModelCorrupt, match=r"out\.b"):
        convert([write_packed(tmp_path), write_changes(tmp_path, arrays)], tmp_path, silent)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
@example(206, b"\x00\x00")  # an array's header that breaks off within a bracket
def test_a_damaged_archive_is_refused_or_the_same(tmp_path: Path, at: int, junk: bytes) -> None:
    packed = write_packed(tmp_path)
    sound = write_changes(tmp_path).read_bytes()
    broken = tmp_path / "broken.npz"
    broken.write_bytes(sound[:at] + junk + sound[at + len(junk) :])
    with suppress(ModelCorrupt):  # any other error would be a crash
        convert([packed, broken], tmp_path, silent)


def test_objects_in_an_archive_are_never_unpacked(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.npz"
    np.savez(hostile, allow_pickle=True, **{"out.b": np.array([print], dtype=object)})
    with pytest.raises(ModelCorrupt):
        convert([write_packed(tmp_path), hostile], tmp_path, silent)


async def test_a_pair_s_score_does_not_hang_on_its_neighbours(scorer: OnnxScorer) -> None:
    pairs = [("the cat", "the cats"), ("猫は", "the " * 300), ("", ""), ("cats", "猫は the cat")]
    together = await scorer.score(pairs)
    assert together.shape == (4, 4)
    assert np.isfinite(together).all()
    for row, pair in zip(together, pairs, strict=True):
        assert ((await scorer.score([pair]))[0] == row).all()
    assert (await scorer.score([])).shape == (0, 4)


async def test_the_order_of_two_texts_matters(scorer: OnnxScorer) -> None:
    one, two = await scorer.score([("the cat", "cats"), ("cats", "the cat")])
    assert np.abs(one - two).max() > 1e-3


def test_a_pair_is_joined_as_the_encoder_learnt_it(scorer: OnnxScorer, tmp_path: Path) -> None:
    _, vocabulary = convert_embedder(write_packed(tmp_path), tmp_path, silent)
    tokenizer = Vocabulary(vocabulary).tokenizer()
    ids = pair_ids(tokenizer, "the cat", "cats", 64)
    first, second = tokenizer.encode("the cat", 64), tokenizer.encode("cats", 64)
    assert ids == [*first, END, *second[1:]]
    assert ids[0] == START
    assert ids[-1] == END
    assert ids.count(END) == 3


@given(st.text(max_size=3000), st.text(max_size=3000), st.integers(16, MAX_TOKENS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_no_pair_is_too_long(scorer: OnnxScorer, first: str, second: str, limit: int) -> None:
    tokenizer = scorer.vocabulary.tokenizer()
    ids = pair_ids(tokenizer, first, second, limit)
    assert len(ids) <= limit
    assert ids.count(END) == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"judge\.onnx"):
        OnnxScorer(tmp_path / "judge.onnx", Vocabulary(tmp_path / "vocabulary.tsv"), 1)


async def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    scorer: PairScorer = made(tmp_path)
    (tmp_path / "judge.onnx").write_bytes(b"no such thing")
    with pytest.raises(ModelCorrupt, match=r"judge\.onnx"):
        await scorer.score([("a", "b")])
