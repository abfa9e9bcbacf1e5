"""Lines fit, nothing is lost, and Japanese breaks where it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from blackbird.cli.wrap import wrap, wrapped

SIGNS = st.text(alphabet="ab cd。、「」漢字かなー\n,.", max_size=60)


@given(SIGNS, st.integers(2, 40))
def test_nothing_is_lost_and_everything_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)


@given(st.text(alphabet="漢字かな。、」「", min_size=1, max_size=60), st.integers(8, 40))
def test_no_line_begins_with_a_closing_mark(text: str, width: int) -> None:
    plain = text.lstrip("。、」「")
    lines = wrap(plain.replace("「", "").replace("。。", "。").replace("、、", "、"), width)
    single = all(a + b not in plain for a in "。、」「" for b in "。、」「")
    if single:
        assert not any(line[0] in "。、」" for line in lines[1:])


def test_words_stay_whole() -> None:
    assert wrap("one two three", 8) == ["one two ", "three"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]


def test_a_mark_before_japanese_keeps_its_line() -> None:
    assert wrap("最初のGrokは検索をBingに頼った。", 12) == [
        "最初のGrokは",
        "検索をBingに",
        "頼った。",
    ]


def test_opening_marks_go_to_the_next_line() -> None:
    assert wrap("漢字「かな」", 6) == ["漢字", "「か", "な」"]


def test_styles_survive() -> None:
    text = Text("one ").append("two three", "bold")
    lines = wrapped(text, 8)
    assert [line.plain for line in lines] == ["one two", "three"]
    assert [span.style for span in lines[1].spans] == ["bold"]
