"""How many things a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.questions import count_asked


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Which search engine and which model did it rely on?", 2),
        ("When and where was it built?", 2),
        ("¿Quién lo fundó y cuándo?", 2),
        ("Wer hat es gegründet, und wann?", 2),
        ("どの検索エンジンと、どのモデルを使いましたか？", 2),
        ("Who, what, when and where?", 3),
        ("Who wrote Faust and Egmont?", 1),
        ("Who knows what happened?", 1),
        ("How tall is the tower?", 1),
        ("", 1),
    ],
)
def test_joined_questions_are_counted(question: str, count: int) -> None:
    assert count_asked(question) == count


@given(st.text())
def test_it_is_never_none_and_never_many(question: str) -> None:
    assert 1 <= count_asked(question) <= 3
