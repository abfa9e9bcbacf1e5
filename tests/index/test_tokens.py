"""Text becomes the same terms whether it is stored or asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.index.tokens import LONGEST, tokenize


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("The Quick-brown fox_trot", ["the", "quick", "brown", "fox", "trot"]),
        ("Grok 1 has 314B, a 4.5", ["grok", "1", "has", "314b", "a", "4", "5"]),
        ("吾輩は猫", ["吾輩", "輩は", "は猫", "吾", "輩", "猫"]),
        ("猫", ["猫"]),
        ("xAIの検索API", ["xai", "の検", "検索", "検", "索", "api"]),
        ("ﾃﾚﾋﾞ ＡＢＣ", ["テレ", "レビ", "abc"]),
        ("「名前」、まだ", ["名前", "名", "前", "まだ"]),
        ("한국어", ["한국", "국어"]),
        ("Straße ÉCOLE", ["strasse", "école"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("don’t", ["don", "t"]),
        ('a" OR (b:c*)~2', ["a", "or", "b", "c", "2"]),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert tokenize(text) == terms


@given(st.text())
def test_a_term_is_never_empty_and_holds_no_space(text: str) -> None:
    for term in tokenize(text):
        assert term
        assert len(term) <= LONGEST
        assert all(unicodedata.category(c)[0] in "LMN" for c in term)


@given(st.text())
def test_width_and_case_do_not_matter(text: str) -> None:
    assert tokenize(text.casefold()) == tokenize(text)
    assert tokenize(unicodedata.normalize("NFKC", text)) == tokenize(text)


@given(st.text(), st.text())
def test_texts_on_two_lines_are_cut_apart(one: str, two: str) -> None:
    assert tokenize(f"{one}\n{two}") == tokenize(one) + tokenize(two)


@given(st.text(alphabet="猫犬名前はまだ", min_size=2))
def test_a_japanese_text_is_found_by_each_of_its_parts(text: str) -> None:
    whole = set(tokenize(text))
    for start in range(len(text) - 1):
        assert set(tokenize(text[start : start + 2])) <= whole


@given(st.text(st.characters(max_codepoint=127)))
def test_what_is_all_ascii_takes_a_quicker_way_to_the_same_terms(text: str) -> None:
    assert tokenize(text) == tokenize(f"{text} é")[:-1]
