"""Segmentation finds the best pieces, and no text stands for a control symbol."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import ModelCorrupt
from blackbird.models.unigram import END, START, UNKNOWN, UnigramTokenizer, normalize
from tests.models.tiny_encoder import CONTROLS

PIECES = {
    "▁": -2.0,
    "a": -3.0,
    "b": -3.5,
    "ab": -4.0,
    "▁a": -3.1,
    "bab": -7.5,
    "～": -4.0,
    "~": -5.0,
}
TOKENIZER = UnigramTokenizer([*CONTROLS, *PIECES], [0.0] * 4 + list(PIECES.values()))
NAMES = [*CONTROLS, *PIECES]


def pieces(text: str) -> list[str]:
    return [NAMES[i] for i in TOKENIZER.encode(text, 512)[1:-1]]


@given(st.text("ab", min_size=1, max_size=7))
def test_no_segmentation_scores_higher(word: str) -> None:
    text, best = "▁" + word, float("-inf")
    for cuts in product([False, True], repeat=len(text) - 1):
        bounds = [0, *[i + 1 for i, cut in enumerate(cuts) if cut], len(text)]
        parts = [text[a:b] for a, b in pairwise(bounds)]
        if all(part in PIECES for part in parts):
            best = max(best, sum(PIECES[part] for part in parts))
    found = pieces(word)
    assert "".join(found) == text
    assert sum(PIECES[piece] for piece in found) == pytest.approx(best)


@given(st.text(max_size=200), st.integers(2, 40))
def test_every_text_has_a_start_an_end_and_a_limit(text: str, limit: int) -> None:
    ids = TOKENIZER.encode(text, limit)
    assert (ids[0], ids[-1]) == (START, END)
    assert len(ids) <= limit
    assert all(UNKNOWN <= i < len(NAMES) for i in ids[1:-1])


def test_control_symbols_in_a_text_are_only_text() -> None:
    ids = TOKENIZER.encode("</s><s><pad>", 512)
    assert not {START, END, 1} & set(ids[1:-1])


def test_unknown_characters_in_a_row_are_one() -> None:
    assert pieces("xyz") == ["▁", "<unk>"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ﾊﾝｶｸｶﾞ", "ハンカクガ"),
        ("cafe\u0301", "café"),
        ("１２３①", "1231"),
        ("25～26", "25～26"),
        ("a\u200bb\ufeffc\u3000d", "a b c d"),
        ("bell\x07", "bell"),
        ("lone \ud800", "lone ?"),
        ("plain\ttext", "plain\ttext"),
    ],
)
def test_normalization(text: str, normal: str) -> None:
    assert normalize(text) == normal


def test_a_vocabulary_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    scores = [0.0] * 4 + list(PIECES.values())
    path.write_text("".join(f"{p}\t{s}\n" for p, s in zip(NAMES, scores, strict=True)), "utf-8")
    assert UnigramTokenizer.open(path).encode("bab a", 99) == TOKENIZER.encode("bab a", 99)


@pytest.mark.parametrize("data", [b"", b"a", b"a\tb\n", b"\xff\t1\n", b"a\t0\n", b"a\t-1\nb\n"])
def test_a_broken_vocabulary_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_bytes(data)
    with pytest.raises(ModelCorrupt):
        UnigramTokenizer.open(path)
