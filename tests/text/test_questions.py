"""How many things a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.questions import count_asked, parts_of


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


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Which search engine and which model did it rely on?",
            ("Which search engine did it rely on?", "which model did it rely on?"),
        ),
        (
            "In the first year, when and where was it built?",
            ("In the first year, when was it built?", "In the first year, where was it built?"),
        ),
        (
            "Who founded the firm and when was it sold?",
            ("Who founded the firm?", "when was it sold?"),
        ),
        (
            "What does it do, and how much does it cost?",
            ("What does it do?", "how much does it cost?"),
        ),
        (
            "Which film won, and what was it about?",
            ("Which film won?", "what was it about?"),
        ),
        (
            "When, where and why did it end?",
            ("When did it end?", "where did it end?", "why did it end?"),
        ),
        ("¿Cuándo y dónde nació?", ("¿Cuándo nació?", "¿dónde nació?")),
        (
            "Wer hat es gegründet, und wann wurde es verkauft?",
            ("Wer hat es gegründet?", "wann wurde es verkauft?"),
        ),
        (
            "塔はどの石とどの鉄で作られましたか？",
            ("塔はどの石で作られましたか？", "塔はどの鉄で作られましたか？"),
        ),
        (
            "彼はいつ、どこで生まれましたか？",
            ("彼はいつ生まれましたか？", "彼はどこで生まれましたか？"),
        ),
        ("誰が設立し、いつ設立されましたか？", ("誰が設立し？", "いつ設立されましたか？")),
        (
            "どこで、誰が、何をしましたか",
            ("どこでしましたか？", "誰がしましたか？", "何をしましたか？"),
        ),
    ],
)
def test_joined_questions_are_taken_apart(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "How tall is the tower?",
        "Who knows what happened?",
        "Who wrote and who directed Psycho?",
        "Who founded the firm, and when?",
        "Who, what, when and where?",
        "Tell me who won, and what he said.",
        "What is the name of the dog, which lived in Alaska?",
        "What did he do, when the war ended?",
        "¿Quién dijo que la tierra es redonda y que el sol gira?",
        "Combien de personnes vivent à Paris et à Lyon, qui est le maire ?",
        "このワインはぶどうと、りんごで作られますか？",
        "It rains. " * 110 + "Who built it and when was it built?",
        "What is the name and age of the king?",
        "何と何が違いますか",
        "誰がいつ作りましたか",
        "塔はどの石、何",
        "",
    ],
)
def test_what_cannot_be_taken_apart_stays_whole(question: str) -> None:
    assert parts_of(question) == (question,)


@given(st.text(), st.sampled_from([" and which ", "、どの", ", when ", "と何", "?"]), st.text())
def test_there_is_always_a_part_and_never_many(a: str, joint: str, b: str) -> None:
    parts = parts_of(a + joint + b)
    assert 1 <= len(parts) <= 3
    assert len(set(parts)) == len(parts)
    assert all(parts) or parts == (a + joint + b,)
