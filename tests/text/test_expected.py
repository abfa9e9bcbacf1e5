"""What a question asks for, by its words."""

from __future__ import annotations

import pytest

from blackbird.text.expected import expected, holds_expected


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it built?", "date"),
        ("In which year did she leave?", "date"),
        ("¿Cuándo nació?", "date"),
        ("塔は何年に建てられましたか？", "date"),
        ("How much money did he give?", "number"),
        ("Wie viele Brücken hat die Stadt?", "number"),
        ("何人が住んでいますか？", "number"),
        ("Since when is it open?", "date"),
        ("Who built it and when?", "date"),
        ("How many had left when it closed?", "number"),
        ("What happened when the wall fell?", None),
        ("Who was king when she was born?", None),
        ("彼がいつも飲んでいた飲み物は何ですか", None),
        ("いくつかの国で使われている言語はどれですか", None),
        ("塔はいつ建てられましたか？", "date"),
        ("How many had left, and in which year did it close?", "number"),
        ("In which year did it close, and how many had left?", "date"),
        ("Who built it?", None),
        ("Which engine does it use?", None),
        ("", None),
    ],
)
def test_the_kind_of_what_is_asked(question: str, kind: str | None) -> None:
    assert expected(question) == kind


def test_what_holds_it_and_what_does_not() -> None:
    assert holds_expected("It was built in 1889.", "date")
    assert holds_expected("It was built before the war.", "date")
    assert holds_expected("1889年に建てられた。", "date")
    assert not holds_expected("It was built by the king.", "date")
    assert holds_expected("He gave two of them.", "number")
    assert not holds_expected("He also paid the rent.", "number")
    assert holds_expected("Anything.", None)
