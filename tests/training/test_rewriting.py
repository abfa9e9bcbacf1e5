"""The recipe of the weights that choose what a question leaves unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from blackbird.pipeline.salience_weights import WEIGHTS
from blackbird.training.rewriting.__main__ import examples, learn, main

ROW = {
    "history": ["Tell me about honey bees.", "They live in hives."],
    "utterance": "What do they eat?",
    "rewrite": "What do honey bees eat?",
}


def test_a_phrase_that_the_person_added_is_an_example_of_what_is_meant() -> None:
    found = list(examples(ROW, 1, np.random.default_rng(0)))
    assert sorted({share for _, share in found}) == [0.0, 1.0]
    assert len(found) > len(list(examples(ROW, 2, np.random.default_rng(0)))) > 0
    assert not list(examples({**ROW, "history": []}, 1, np.random.default_rng(0)))


def test_what_goes_with_the_share_gets_weight() -> None:
    signs = np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0], [1.0, 0.0]] * 20)
    bias, first, second = learn(signs, signs[:, 0])
    assert first > 1 > abs(second)
    assert bias < 0


def test_the_same_seed_writes_the_same_weights(tmp_path: Path) -> None:
    folder = tmp_path / "rewriting"
    folder.mkdir()
    for name in ("cast2022", "ikat2023_train", "ikat2023_test"):
        (folder / f"{name}.jsonl").write_text(json.dumps(ROW) + "\n")
    written = []
    for name in ("a.py", "b.py"):
        main(["--data", str(tmp_path), "--out", str(tmp_path / name), "--seed", "3"])
        written.append((tmp_path / name).read_text())
    assert written[0] == written[1]
    space: dict[str, object] = {}
    exec(compile(written[0], "a.py", "exec"), space)
    made = space["WEIGHTS"]
    assert isinstance(made, type(WEIGHTS))
    assert made.keys() == WEIGHTS.keys()
    with pytest.raises(TypeError):
        made[""] = 0.0  # type: ignore[index]
