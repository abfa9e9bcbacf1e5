"""Languages of questions and texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.language import detect_language, language_name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who wrote the first novel in English?", "en"),
        ("How tall is Mount Fuji?", "en"),
        ("¿Quién escribió la primera novela?", "es"),
        ("Wer hat den ersten Roman geschrieben?", "de"),
        ("Qui a écrit le premier roman ?", "fr"),
        ("Chi ha scritto il primo romanzo?", "it"),
        ("Quem escreveu o primeiro romance?", "pt"),
        ("Wie heeft de eerste roman geschreven?", "nl"),
        ("最初の小説は誰が書いたか。", "ja"),
        ("iPhoneとは?", "ja"),
        ("ﾆｯﾎﾟﾝ", "ja"),
        ("谁写了第一部小说?", "zh"),
        ("누가 첫 소설을 썼나요?", "ko"),
        ("Кто написал первый роман?", "ru"),
        ("Хто написав перший роман і чому?", "uk"),
        ("من كتب أول رواية؟", "ar"),
        ("Ποιος έγραψε;", "el"),
        ("מי כתב", "he"),
        ("ใครเขียน", "th"),
        ("यह किसने लिखा है?", "hi"),
    ],
)
def test_the_language_of_a_question_is_found(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_where_nothing_tells_the_default_is_taken() -> None:
    for text in ("", "12345", "Zyx?", "https://example.org/page", "@someone #tag"):
        assert detect_language(text, "de") == "de"
    assert detect_language("Zyx?", "ja") != ""


def test_han_characters_alone_follow_their_character_set_or_the_choice() -> None:
    assert detect_language("総理大臣") == "ja"
    assert detect_language("中华人民共和国") == "zh"
    assert detect_language("東京都知事") == "zh"
    assert detect_language("東京都知事", han="ja") == "ja"


def test_quoted_words_of_another_script_do_not_decide() -> None:
    assert detect_language("What does the word 東京 mean in English?") == "en"


def test_languages_have_english_names() -> None:
    assert language_name("ja") == "Japanese"
    assert language_name("pt-BR") == "Portuguese"
    assert language_name("xx") == "xx"


@given(st.text(max_size=80))
def test_any_text_has_a_language_with_a_code_of_two_letters(text: str) -> None:
    assert len(detect_language(text)) == 2
