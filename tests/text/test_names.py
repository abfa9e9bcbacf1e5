"""Names are found where they are written as such, at their exact places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.names import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The bridge over the Rhine in Cologne is old.", ["Rhine", "Cologne"]),
        ("There Marie Curie met the Duke of York in May.", ["Marie Curie", "Duke of York"]),
        ("Bridges are old.", []),
        ("However, Oslo grew. The End", ["Oslo", "End"]),
        ("In 1815 Jean-Luc's ship left.", ["Jean-Luc's"]),
        ("ケルンの大聖堂は大阪市にない。", ["ケルン", "大阪市"]),
        ("「夜の歌」を書いた。", ["夜の歌"]),
        ("", []),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert [text[a:b] for a, b in names_in(text)] == names


@given(st.text(max_size=200))
def test_spans_are_in_order_and_in_the_text(text: str) -> None:
    spans = names_in(text)
    assert spans == sorted(spans)
    assert all(0 <= a < b <= len(text) for a, b in spans)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("彼は小説家で、徳川家に仕えた。", ["徳川家"]),
        ("首都は大阪府にない。", ["大阪府"]),
        ("この政党と会社は国家に頼る。", []),
        ("The fair closed. Gradually it grew.", []),
        ("He met Dr. Watson and Prof. Moriarty.", ["Watson", "Moriarty"]),
        ("The The The", []),
    ],
)
def test_common_words_are_no_names(text: str, names: list[str]) -> None:
    found = [text[a:b] for a, b in names_in(text)]
    assert [name for name in found if name not in ("Dr", "Prof")] == names
