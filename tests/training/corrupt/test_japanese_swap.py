"""Japanese subjects and objects change places only where that makes the sentence false."""

from __future__ import annotations

from random import Random

import pytest

from blackbird.training.corrupt.japanese.swap import swapped


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("評議会は市長を選んだ。", "市長は評議会を選んだ。"),
        ("この港では、水先人が船長を助けた。", "この港では、船長が水先人を助けた。"),
        ("町の橋は村の道によって守られた。", "村の道は町の橋によって守られた。"),
        ("赤組は白組に勝った。", "白組は赤組に勝った。"),
        ("王は長い戦の後に隣の町を見た。", None),  # next door is so both ways
    ],
)
def test_who_acts_becomes_what_is_acted_on(sentence: str, wrong: str | None) -> None:
    assert {swapped(sentence, [], Random(seed)) for seed in range(4)} == {wrong}


@pytest.mark.parametrize(
    "sentence",
    [
        "北町は南町と境界を接する。",  # holds both ways
        "委員会は調査を行った。",  # carried out is no thing that acts
        "1945年は終戦を見た。",
        "当時は市長を選んだ。",
        "市長は市長を選んだ。",
        "市長は笑い、評議会を選んだ。",  # of another clause
        "雨が降った。",
        "高い塔は白い家を見る。",  # what belongs to a noun would be left behind
        "",
    ],
)
def test_what_would_stay_true_or_break_is_not_made(sentence: str) -> None:
    assert {swapped(sentence, [], Random(seed)) for seed in range(4)} == {None}


def test_names_with_parts_of_their_own_change_places_too() -> None:
    sentence = "その後アルノーがシャルロッテにベルナールの手紙を渡した。"
    found = {swapped(sentence, [], Random(seed)) for seed in range(20)}
    assert found == {"その後アルノーがベルナールにシャルロッテの手紙を渡した。"}


def test_a_long_text_costs_no_time() -> None:
    swapped("大島は" * 20_000, [], Random(1))
    swapped("大島の" * 20_000 + "町を", [], Random(1))
