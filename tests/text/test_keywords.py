"""The words of a question that an engine is to find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.keywords import keywords


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When did the tram of Aldenport open?", "tram Aldenport open"),
        ("Who wrote “The Old-Town's Song” in C.S.?", "wrote Old-Town's Song C.S"),
        ("東京タワーはいつ開業しましたか？", "東京タワー 開業"),
        ("最初のGrokは何年に出ましたか。", "最初 Grok 出"),
        ("誰が首相ですか", "首相"),
        ("¿Cuándo abrió el tranvía?", "abrió tranvía"),
        ('Tram tram OR NOT -insource:/x/ "z"', "Tram tram insource x z"),
        ("Was ist das?", ""),
        ("", ""),
    ],
)
def test_what_says_nothing_is_left_out(question: str, words: str) -> None:
    assert " ".join(keywords(question)) == words


@given(st.text())
def test_no_operator_is_left(question: str) -> None:
    found = keywords(question)
    assert len(found) <= 12
    assert not any(set(word) & set('"~*:!|()?') or word[0] in "-+" for word in found)
