"""Training on a tiny encoder: it learns, it can be repeated, and what it writes is what it was.

Needs torch: run by ``make test-training``.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from blackbird.models.e5 import convert as convert_embedder
from blackbird.models.judge import OnnxScorer
from blackbird.models.judge_graph import convert
from blackbird.models.unigram import UnigramTokenizer
from blackbird.models.vocabulary import Vocabulary
from blackbird.training.judge import ablate, checkpoint
from blackbird.training.judge.batches import Batch, batches, loss
from blackbird.training.judge.encoder import open_encoder
from blackbird.training.judge.examples import Example, Target
from blackbird.training.judge.export import export
from blackbird.training.judge.measure import logits_of, measured
from blackbird.training.judge.train import OtherPairs, Settings, Trainer, train
from tests.models.tiny_encoder import write_packed
from tests.training.judge.sets import write_sets

PAIRS = [
    Example("the cat", "the cat", "supported", "x"),
    Example("the cats", "猫は the", "refuted", "x"),
    Example("猫は", "the cats the", "not_enough_info", "x"),
    Example("the", "cats", "answers", "x"),
]


def settings(folder: Path, seed: int = 1) -> Settings:
    data = write_sets(folder) if not (folder / "claims").exists() else folder
    packed = write_packed(folder, layers=2)
    settings = Settings(data, packed, folder, seed=seed, frozen=0, joint=1, every=64, size=8)
    return replace(settings, together=1)


def tokenizer_of(folder: Path) -> UnigramTokenizer:
    _, vocabulary = convert_embedder(write_packed(folder), folder, lambda _d, _t: None)
    return UnigramTokenizer.open(vocabulary)


@pytest.mark.parametrize("bfloat16", [False, True])
def test_training_lowers_the_loss_and_writes_its_curve(tmp_path: Path, bfloat16: bool) -> None:
    trainer = Trainer(replace(settings(tmp_path), bfloat16=bfloat16))
    trainer.learn(PAIRS * 32, 1)
    kept = torch.load(tmp_path / "judge.pt", weights_only=True)
    assert {value.dtype for value in kept.values()} == {torch.float32}
    record = json.loads((tmp_path / "run.json").read_text())
    first, *_, last = record["history"]
    assert last["pairs"] == 128
    assert last["loss"] < first["loss"]
    assert record["settings"]["seed"] == 1
    assert record["settings"]["bfloat16"] is bfloat16
    assert str(tmp_path) not in json.dumps(record)


def test_a_second_pass_sees_other_pairs_and_goes_on_from_the_first(tmp_path: Path) -> None:
    once = replace(settings(tmp_path), passes=1, pairs=64, together=2)
    train(replace(once, passes=2))
    both = json.loads((tmp_path / "run.json").read_text())["history"]
    train(once)
    first = json.loads((tmp_path / "run.json").read_text())["history"]
    train(replace(once, seed=2, start=tmp_path / "judge.pt"))
    second = json.loads((tmp_path / "run.json").read_text())["history"]
    assert [entry["pairs"] for entry in both] == [64, 128]
    figures = ("fever_symmetric", "jnli", "made_xquad_en")
    assert [both[0][f] for f in figures] == [first[0][f] for f in figures]
    assert [both[1][f] for f in figures] == [second[0][f] for f in figures]


@pytest.mark.parametrize("ended_at", [5, 9, 12])
def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended_at: int
) -> None:
    chosen = replace(settings(tmp_path), passes=2, pairs=60, saved=16)
    train(chosen)
    whole = torch.load(tmp_path / "judge.pt", weights_only=True)
    checkpoint.remove(tmp_path)
    steps = 0

    def ended(trainer: Trainer, batch: Batch) -> None:
        nonlocal steps
        steps += 1
        if steps == ended_at:
            raise KeyboardInterrupt
        step(trainer, batch)

    step = Trainer._step
    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "_step", ended)
        with pytest.raises(KeyboardInterrupt):
            train(chosen)
    assert (tmp_path / checkpoint.NAME).exists()
    assert Trainer(replace(chosen, rate=1.0)).resume() == 0  # another run does not go on from it
    train(chosen)
    again = torch.load(tmp_path / "judge.pt", weights_only=True)
    assert all(torch.equal(whole[name], again[name]) for name in whole)
    assert [e["pairs"] for e in json.loads((tmp_path / "run.json").read_text())["history"]] == [
        60,
        120,
    ]


def test_a_run_goes_on_only_with_its_own_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = replace(settings(tmp_path), saved=16)
    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "_keep", ended)
        with pytest.raises(KeyboardInterrupt):
            Trainer(chosen).learn(PAIRS * 16, 1)
    later = Trainer(chosen)
    later.resume()
    with pytest.raises(OtherPairs, match="another --out"):
        later.learn(PAIRS[::-1] * 16, 1)
    later = Trainer(chosen)
    later.resume()
    later.learn(PAIRS * 16, 1)
    assert later.history[-1]["pairs"] == 64


def ended(_trainer: Trainer) -> None:
    raise KeyboardInterrupt


def test_the_last_passes_compute_the_claim_alone_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(trainer: Trainer, examples: Sequence[Example], seed: int) -> None:
        apart.append(trainer.apart)
        learn(trainer, examples, seed)

    learn, apart = Trainer.learn, list[bool]()
    monkeypatch.setattr(Trainer, "learn", told)
    train(replace(settings(tmp_path), pairs=16, passes=3, together=2))
    assert apart == [False, False, True]


def test_a_pass_may_be_added_to_a_finished_run(tmp_path: Path) -> None:
    both, once = (replace(settings(tmp_path), pairs=32, passes=n) for n in (2, 1))
    train(both)
    expected = torch.load(tmp_path / "judge.pt", weights_only=True)
    checkpoint.remove(tmp_path)
    train(once)
    train(both)
    found = torch.load(tmp_path / "judge.pt", weights_only=True)
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["settings"]["passes"] == 2
    assert [entry["pairs"] for entry in record["history"]] == [32, 64]


def test_a_finished_run_has_nothing_left_to_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = replace(settings(tmp_path), pairs=32, passes=1)
    train(chosen)
    monkeypatch.setattr(Trainer, "_step", ended)
    train(chosen)
    assert json.loads((tmp_path / "run.json").read_text())["history"][-1]["pairs"] == 32


def test_equal_seeds_give_equal_weights(tmp_path: Path) -> None:
    saved = []
    for seed in (1, 1, 2):
        Trainer(settings(tmp_path, seed)).learn(PAIRS * 8, 1)
        saved.append(torch.load(tmp_path / "judge.pt", weights_only=True)["out.weight"])
    assert torch.equal(saved[0], saved[1])
    assert not torch.equal(saved[0], saved[2])


@pytest.mark.parametrize("joint", [0, 1, 2])
def test_what_ships_scores_as_what_was_trained(tmp_path: Path, joint: int) -> None:
    chosen = replace(settings(tmp_path), joint=joint)
    trainer = Trainer(chosen)
    trainer.apart = True
    trainer.learn(PAIRS * 16, 1)
    export(tmp_path / "judge.pt", tmp_path / "judge.npz", frozen=0, joint=joint)
    packed = chosen.base
    model = convert([packed, tmp_path / "judge.npz"], tmp_path, lambda _d, _t: None)
    encoder = open_encoder(packed, joint)
    encoder.load_state_dict(torch.load(tmp_path / "judge.pt", weights_only=True), strict=False)
    tokenizer = tokenizer_of(tmp_path)
    vocabulary = Vocabulary(tmp_path / "vocabulary.tsv")
    scorer = OnnxScorer(model, vocabulary, threads=1)
    ours = asyncio.run(scorer.score([(e.first, e.second) for e in PAIRS]))
    theirs = logits_of(encoder, tokenizer, PAIRS)
    assert np.abs(ours - theirs).max() < 0.2  # int8 against float
    assert np.abs(ours - theirs).max() < 0.25 * np.abs(theirs).max()


@pytest.mark.parametrize("joint", [0, 1, 2])
def test_a_pair_s_logits_do_not_hang_on_the_longer_ones_beside_it(
    tmp_path: Path, joint: int
) -> None:
    encoder = open_encoder(write_packed(tmp_path, layers=2), joint)
    tokenizer = tokenizer_of(tmp_path)
    pairs = [*PAIRS, Example("the cats " * 20, "猫は", "supported", "x")]
    together = logits_of(encoder, tokenizer, pairs)
    alone = np.concatenate([logits_of(encoder, tokenizer, [pair]) for pair in pairs])
    assert np.abs(together - alone).max() < 1e-5
    assert np.abs(alone[0] - alone[1]).max() > 1e-3


def test_batches_hold_every_pair_once_within_the_limit(tmp_path: Path) -> None:
    tokenizer = tokenizer_of(tmp_path)
    found = list(batches(PAIRS * 5, tokenizer, 8, 16, Random(1)))
    assert sum(len(b.targets) for b in found) == 20
    assert all(b.ids.shape[1] == int(b.lengths.max()) <= 16 for b in found)
    assert sorted(t for b in found for t in b.targets) == sorted(e.target for e in PAIRS * 5)


@pytest.mark.parametrize(
    ("target", "best"),
    [
        ("supported", [5.0, 0.0, 0.0, 0.0]),
        ("refuted", [0.0, 5.0, 0.0, 0.0]),
        ("not_enough_info", [0.0, 0.0, 5.0, 0.0]),
        ("not_supported", [0.0, 4.0, 4.0, 0.0]),
        ("answers", [0.0, 0.0, 0.0, 5.0]),
        ("does_not_answer", [0.0, 0.0, 0.0, -5.0]),
    ],
)
def test_the_loss_is_least_where_the_target_is(target: Target, best: list[float]) -> None:
    flat = loss(torch.zeros(1, 4), [target], 0.0)
    right = loss(torch.tensor([best]), [target], 0.0)
    wrong = loss(-torch.tensor([best]), [target], 0.0)
    assert right < flat < wrong


def test_measuring_gives_each_set_its_figure(tmp_path: Path) -> None:
    encoder = open_encoder(write_packed(tmp_path), 1)
    found = measured(
        encoder,
        tokenizer_of(tmp_path),
        {"jnli": PAIRS[:3], "questions": [*PAIRS[3:], Example("a", "b", "does_not_answer", "x")]},
    )
    assert set(found) == {"jnli", "jnli_three_way", "questions"}
    assert all(0 <= value <= 1 for value in found.values())


def test_variants_are_compared_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(trainer: Trainer, examples: Sequence[Example], seed: int) -> None:
        learn(trainer, examples, seed)
        learnt.append(trainer._encoder.out.weight.detach().clone())

    learn, learnt = Trainer.learn, list[torch.Tensor]()
    monkeypatch.setattr(Trainer, "learn", kept)
    names = ["as chosen", "word vectors trained", "no made pairs"]
    common = replace(settings(tmp_path), pairs=32, out=tmp_path / "out")
    for name in names:
        ablate.run(name, common)
    known = json.loads((common.out / "ablations.json").read_text())
    assert list(known) == names
    assert {figures["pairs"] for figures in known.values()} == {32}
    assert not any(torch.equal(learnt[0], other) for other in learnt[1:])
    assert [path.name for path in common.out.iterdir()] == ["ablations.json"]
