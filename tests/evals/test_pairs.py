"""Pairs of claims and passages with questions: what is kept, and what a broken line says."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.pairs import claim_sets, corrupted, read_pairs, read_passages
from blackbird.evals.run import SMALL_SETS, Run
from blackbird.settings import Settings
from blackbird.training.split import trained_on
from tests.evals.conftest import write_rows

SEEN = next(name for name in map(str, range(99)) if trained_on(name))
UNSEEN = next(name for name in map(str, range(99)) if not trained_on(name))
GOOD = {"claim": "It rains.", "evidence": ["Rain", "falls."], "label": "partially_supported"}


def idle(data: Path) -> Run:
    """A run on an assistant that is never opened."""
    return Run(Assistant(Settings(data_dir="unused")), data)


def test_all_labels_of_the_published_sets_are_known(tmp_path: Path) -> None:
    labels = ("supported", "partially_supported", "not_supported", "refuted", "not_enough_info")
    path = write_rows(tmp_path / "a.jsonl", ({**GOOD, "label": label} for label in labels))
    pairs = read_pairs(path)
    assert [pair.supported for pair in pairs] == [True, False, False, False, False]
    assert pairs[0].evidence == ("Rain", "falls.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"evidence": None}, "evidence is neither"),
        ({"evidence": 3}, "evidence is neither"),
        ({"evidence": ["a", None]}, "evidence is neither"),
        ({"evidence": {"text": "a"}}, "evidence is neither"),
        ({"claim": None}, "claim is no text"),
        ({"label": "SUPPORTED"}, "label 'SUPPORTED'"),
        ({"label": None}, "label None"),
        ({"label": ["supported"]}, "label"),
    ],
)
def test_a_pair_that_cannot_be_used_names_its_line(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{json.dumps({**GOOD, **changed})}\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        read_pairs(path)
    assert f"{path}, line 3" in caught.value.message
    assert said in caught.value.message
    assert caught.value.hint


def test_a_group_that_a_row_names_decides_whether_it_was_trained_on(tmp_path: Path) -> None:
    rows = [{**GOOD, "claim": f"{n}", "group": g} for n, g in enumerate([SEEN, UNSEEN])]
    path = write_rows(tmp_path / "a.jsonl", rows)
    assert [pair.claim for pair in read_pairs(path, unseen=True)] == ["1"]
    assert len(read_pairs(path)) == 2


def test_the_small_set_of_which_half_was_trained_on_holds_the_other_half_alone() -> None:
    path = SMALL_SETS / "claims" / "jnli_valid.jsonl"
    assert len(read_pairs(path, unseen=True)) == len(read_pairs(path)) == 60
    assert len(claim_sets(idle(SMALL_SETS))[path]) == 60


def passages(
    folder: Path, rows: list[dict[str, Any]], name: str = "any", answers: Any = ("1823",)
) -> Path:
    write_rows(folder / "qa" / f"{name}.passages.jsonl", rows)
    asked = [
        {"question": "When?", "answers": answers, "passage": row["id"], "title": UNSEEN}
        for row in rows
    ]
    write_rows(folder / "qa" / f"{name}.questions.jsonl", asked)
    return folder


@pytest.mark.parametrize("name", ["any", "js_en", "xquad_en"])
def test_a_passages_language_is_what_it_is_written_in(tmp_path: Path, name: str) -> None:
    rows = [
        {"id": "a", "text": "The bridge over the river was opened in 1823 by Ada Brunn."},
        {"id": "b", "text": "その橋は1823年に完成した。"},
        {"id": "c", "text": "The bridge over the river was opened in 1823.", "language": "xx"},
    ]
    run = idle(passages(tmp_path, rows, name))
    assert [p.language for p in read_passages(run, name)] == ["en", "ja", "xx"]


def test_japanese_is_corrupted_as_japanese_whatever_its_set_is_called(tmp_path: Path) -> None:
    run = idle(passages(tmp_path, [{"id": "b", "text": "その橋は1823年に完成した。"}]))
    found = corrupted(read_passages(run, "any"), Random(0))
    assert found["negation"]
    assert not found["negation"][1].supported


@pytest.mark.parametrize("answers", [None, 7])
def test_answers_that_cannot_be_used_name_their_line(tmp_path: Path, answers: Any) -> None:
    run = idle(passages(tmp_path, [{"id": "a", "text": "Rain."}], answers=answers))
    with pytest.raises(BadInput, match=r"any\.questions\.jsonl, line 1: answers is neither"):
        read_passages(run, "any")
