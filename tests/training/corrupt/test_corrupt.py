"""Corruptions change what they say they change and nothing else; rephrasing adds no fact."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.names import names_in
from blackbird.training.corrupt import KINDS, Kind, corruptions, rephrase

NAMES = ["Grace Hopper", "Oslo", "Lake Geneva", "ロンドン", "マリー・キュリー", "大阪市", "Kyoto"]


def made(sentence: str, language: str, kind: Kind, seed: int = 1) -> str | None:
    found = {c.kind: c.text for c in corruptions(sentence, language, NAMES, Random(seed))}
    return found.get(kind)


@pytest.mark.parametrize(
    ("kind", "language", "sentence", "changed"),
    [
        ("number", "en", "The bridge has 14 arches.", r"14"),
        ("number", "en", "It took three ships.", r"three"),
        ("number", "ja", "橋には14のアーチがある。", r"14"),
        ("number", "ja", "三人が来た。", r"三"),
        ("date", "en", "The bridge opened in 1932.", r"1932"),
        ("date", "en", "They met in March.", r"March"),
        ("date", "ja", "橋は1932年5月に開通した。", r"1932年5"),
        ("date", "ja", "昭和7年に開通した。", r"昭和|7"),
        ("name", "en", "The physicist Marie Curie lived there.", r"Marie Curie"),
        ("name", "ja", "物理学者のアインシュタインが住んでいた。", r"アインシュタイン"),
        ("opposite", "en", "It is the largest lake.", r"largest"),
        ("opposite", "ja", "人口は増加した。", r"増加"),
        ("hedge", "en", "It may be the oldest tree.", r"may be"),
        ("hedge", "ja", "最古の木とされている。", r"とされている"),
        ("cause", "en", "The fair closed because of rain.", r"because of"),
        ("cause", "ja", "雨により、祭りは中止された。", r"により"),
    ],
)
def test_one_thing_changes(kind: Kind, language: str, sentence: str, changed: str) -> None:
    wrong = made(sentence, language, kind)
    assert wrong is not None
    assert wrong != sentence
    before, _, after = re.split(f"({changed})", sentence, maxsplit=1)
    assert wrong.startswith(before)
    assert wrong.endswith(after)


@pytest.mark.parametrize(
    ("language", "sentence", "wrong"),
    [
        ("en", "The bridge was built of stone.", "The bridge was not built of stone."),
        ("en", "The bridge was not built of stone.", "The bridge was built of stone."),
        ("ja", "橋は石で造られた。", "橋は石で造られなかった。"),
        ("ja", "橋は石造である。", "橋は石造ではない。"),
        ("ja", "橋は石造ではない。", "橋は石造である。"),
        ("ja", "橋は石造です。", "橋は石造ではありません。"),
    ],
)
def test_a_statement_is_denied_and_a_denial_stated(
    language: str, sentence: str, wrong: str
) -> None:
    assert made(sentence, language, "negation") == wrong


def test_two_names_change_places() -> None:
    wrong = made("In 1815 Wellington defeated Napoleon near Waterloo.", "en", "swap", seed=2)
    assert wrong is not None
    assert sorted(wrong) == sorted("In 1815 Wellington defeated Napoleon near Waterloo.")
    assert made("The towns Paris and Lyon grew.", "en", "swap") is None  # a list has no order
    assert made("The towns Paris, Rome and Lyon grew.", "en", "swap") is None
    assert made("「アルプス」・「ローヌ」と言われる。", "ja", "swap") is None
    assert made("He met Bob (Robert Smith) there.", "en", "swap") is None  # one man


def test_a_sentence_without_any_of_it_is_left_alone() -> None:
    assert corruptions("Yes.", "en", NAMES, Random(1)) == ()
    assert corruptions("はい。", "ja", [], Random(1)) == ()


def test_names_are_capitalised_runs_but_not_what_begins_a_sentence() -> None:
    text = "The bridge over the Rhine in Cologne is old. ケルンの大聖堂。"
    assert [text[a:b] for a, b in names_in(text)] == ["Rhine", "Cologne", "ケルン"]


TEXT = st.text(
    alphabet=st.sampled_from(list("abAB 0123,.%()「」、。年月一三はをがないるたアイウ県市東")),
    max_size=60,
)


@given(TEXT, st.sampled_from(["en", "ja"]), st.integers(0, 50))
def test_any_text_is_handled_the_same_way_each_time(text: str, language: str, seed: int) -> None:
    found = corruptions(text, language, NAMES, Random(seed))
    assert found == corruptions(text, language, NAMES, Random(seed))
    assert len({c.kind for c in found}) == len(found)
    assert all(c.text != text and c.kind in KINDS for c in found)


@given(st.integers(0, 200))
def test_rephrasing_keeps_numbers_and_names(seed: int) -> None:
    sentence = "In 1815, Wellington defeated a large army of Napoleon near Waterloo."
    other = rephrase(sentence, "en", Random(seed))
    assert {"1815", "Wellington", "Napoleon", "Waterloo"} <= set(re.findall(r"\w+", other))
    japanese = "しかし、およそ300人がケルン大聖堂（ドイツ）を訪れた。"
    other = rephrase(japanese, "ja", Random(seed))
    assert "300" in other
    assert "ケルン" in other


def test_rephrasing_really_changes_words() -> None:
    sentence = "However, in 1815 the film began near a large lake."
    assert len({rephrase(sentence, "en", Random(n)) for n in range(30)}) > 3
