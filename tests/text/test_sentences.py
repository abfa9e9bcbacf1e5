"""Sentence borders, whole and streamed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.sentences import SentenceBuffer, split_sentences
from tests.growth import assert_linear

WRITTEN = [
    # English: titles, short forms, initials, numbers, addresses
    ["Dr. Smith paid $3.5 million to J. K. Rowling.", "She works at Acme Inc.", "The firm grew."],
    ["It is in the U.S. Army.", "He left at 5 p.m. Monday.", "He left at 5 p.m.", "Then he slept."],
    ["No. 5 is alive.", "Was it?", "No.", "He did not."],
    ["See Fig. 3 and vol. II of it.", "Fruit, e.g. apples, etc. are sold.", "Yes."],
    ["The wall is 6 ft. high.", "It is 6 ft.", "He built it in 1990.", "Ft. Worth is old."],
    ["He waited 24 hr.", "The train came.", "Hr. Müller kam um 8 Uhr.", "Rep. Smith wrote."],
    ["They wrote to the rep.", "She answered."],
    ["He met George W. Bush.", "So do I.", "The end."],
    ["See https://a.b/c?x=1.", "Version 2.0.1 is out.", "Node.js runs."],
    ["End... and so on.", "End…", "Now."],
    ["Yahoo! said nothing.", "i went home.", "it was nice."],
    ["It began in March 2023.", "xAI raised money.", "iPhone sales rose."],
    ['He said "Go."', "Then he left.", '"Why?" he asked.', "(He was late.)", "She was not."],
    ["Use misc. things.", "He weighs approx. five stone."][1:],
    # quotations of several sentences
    ['She said, "It grew. Jobs rose."', "Then she left.", "He stayed."],
    ["She said: “It grew. Jobs rose!”", "He left.", "She stayed."],
    ['"It grew. Jobs rose?" she asked.', "He left."],
    ['It ends ("It grew. Jobs rose.") here.', "He left."],
    ["Er sagte: „Es wuchs. Alle kamen.“ Dann ging er.", "Er kam."],
    ['Er sagte: „Es wuchs. Alle kamen."', "Dann ging er.", "Er kam."],
    ['A 5" pipe burst.', "It was 6'2\" tall.", 'It is 7".', "He left."],
    ['He typed " and left.', "She stayed.", 'He typed x="a b".', "It ran."],
    ["Il dit : « Ça va. Je pars », puis il part.", "Il revient."],
    ["Il dit : «Ça va. Je pars!»", "Il revient."],
    ["It is ”so.", "It is.", "It “ grew.", "He left."],
    ['He said "It is “so. It is” done. He saw" it.', "He left."],
    # citation marks
    ["It raised 6 billion [1].", "It grew.[2][3]", "It won. [1, 2]", "It lost. [4-6].", "End."],
    ["See it.", "[The page](https://a.b) is gone."],
    ["A link.[1](https://a.b) follows.", "End."],
    ["It was supported by Jones et al. [2], Pollack, Huang and Shen.", "End."],
    ["It was made in the U.S. [1]; others followed.", "End."],
    # other languages
    ["Am 3. Oktober 1990 kam z.B. Herr Müller am 2. Tag.", "Er war 3.", "Es war gut."],
    ["¿Qué?", "¡Hola!", "El Sr. García llegó a EE.UU. El viernes."][:2],
    ["M. Dupont est là.", "Il part à 10 h."],
    ["안녕하세요.", "저는 학생입니다.", "네?"],
    ["यह एक वाक्य है।", "दूसरा वाक्य।"],
]


@pytest.mark.parametrize("sentences", WRITTEN, ids=lambda sentences: sentences[0][:20])
def test_sentences_set_apart_by_a_space_are_found(sentences: list[str]) -> None:
    assert [span.text for span in split_sentences(" ".join(sentences))] == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["彼は「行こう。早く。」と言った。", "それから走った！", "本当？", "はい。"],
        ["本当?", "そうです!", "円周率は３．１４です。", "Ver. 2.0を使う。"],
        ["「来た。」", "「見た。」"],
        ["項目Ａ．", "次の項目"],
        ["他说：“你好。”", "然后走了。", "中国很大！"],
        ["「" + "長" * 250 + "。", "開いたまま。"],  # a bracket that is never closed
        ["他说：“你好。我来了。”", "然后走了。"],
        ["映画『君の名は。』（2016年）は名作だ。", "次の文。"],
        ['彼は"行く。来い。"と言った。', "次の文。"],
        ["これは文です。[1]", "次の文です[2]。", "終わり。"],
    ],
)
def test_sentences_without_space_between_are_found(sentences: list[str]) -> None:
    assert [span.text for span in split_sentences("".join(sentences))] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One line\nand the next.", ["One line\nand the next."]),
        ("改行で\n続く文。", ["改行で\n続く文。"]),
        ("A title\n\nA text", ["A title", "A text"]),
        ("A title\r\n \r\nA text", ["A title", "A text"]),
        ("# 1. Intro. Part\nText one. Text two", ["# 1. Intro. Part", "Text one.", "Text two"]),
        (
            "- one. Two\n- three\n1. Four\n2) five",
            ["- one.", "Two", "- three", "1. Four", "2) five"],
        ),
        ("| a. B | c |\n| d | e |\nafter it", ["| a. B | c |", "| d | e |", "after it"]),
        ("Key facts:\nIt is big", ["Key facts:", "It is big"]),
        ("**Key facts**\nIt is big", ["**Key facts**", "It is big"]),
        ("Text\n> quoted\n```\ncode", ["Text", "> quoted", "```\ncode"]),
        ("・一つ目\n・二つ目", ["・一つ目", "・二つ目"]),
        ("  ", []),
        ("", []),
        ("no stop ", ["no stop"]),
    ],
)
def test_lines_and_blocks_begin_sentences(text: str, sentences: list[str]) -> None:
    assert [span.text for span in split_sentences(text)] == sentences


def test_a_sentence_is_given_as_soon_as_it_is_complete() -> None:
    buffer = SentenceBuffer()
    assert buffer.feed("It cost 3.") == []
    assert buffer.feed("5 million.") == []
    assert buffer.feed(" [1") == []
    assert buffer.feed("] It") == []
    assert buffer.feed(" rose. ") == ["It cost 3.5 million. [1]"]
    assert buffer.flush() == ["It rose."]
    assert buffer.flush() == []
    assert buffer.feed("これは。次") == ["これは。"], "a flushed buffer begins anew"


@pytest.mark.parametrize("mark", ['"', "“", "„"])
def test_a_quotation_that_is_never_closed_does_not_hold_back_all(mark: str) -> None:
    text = f"He said {mark}it is so. " + "It is old. " * 100
    assert len(split_sentences(text)) > 50
    assert split_sentences(text)[0].text.startswith(f"He said {mark}it is so. It is old.")


def test_very_many_marks_are_more_than_one_stop_has() -> None:
    text = "It is so." + "[1]" * 40 + " End."
    assert len(split_sentences(text)) == 2


def test_headings_and_lines_wait_until_they_are_told_apart() -> None:
    buffer = SentenceBuffer()
    given = [buffer.feed(sign) for sign in "# A. B\nSome text\n- item"]
    assert [sentence for sentences in given for sentence in sentences] == ["# A. B"]
    assert buffer.flush() == ["Some text", "- item"]


PIECES = st.sampled_from(
    [
        "a",
        "The ",
        "Dr",
        ".",
        ". ",
        "!",
        "?",
        "。",
        "」",
        "「",
        "と",
        "\n",
        "\n\n",
        "- ",
        "# ",
        "1",
        "|",
        "[1]",
        " [2]",
        "[",
        "(",
        '"',
        ' "',
        "“",
        "”",
        "„",
        "«",
        "»",
        "（",
        "**",
        ":",
        " ",
        "e.g",
        "\t",
        "\r\n",
        "xAI ",
        "…",
        "。[1]",
        "．",
        "日本",
        "U.S",
        " 3. Oktober",
        "।",
        "\u3000",
        "> ",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


@given(TEXTS)
def test_offsets_are_exact_and_only_white_space_is_lost(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert text[span.start : span.end] == span.text == span.text.strip() != ""
        assert text[end : span.start].strip() == ""
        end = span.end
    assert text[end:].strip() == ""


@given(TEXTS, st.lists(st.integers(1, 9), min_size=1))
def test_a_stream_gives_the_same_however_it_is_chopped(text: str, sizes: list[int]) -> None:
    buffer = SentenceBuffer()
    sentences: list[str] = []
    at = turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        sentences += buffer.feed(text[at : at + size])
        at, turn = at + size, turn + 1
    assert sentences + buffer.flush() == [span.text for span in split_sentences(text)]


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        "a. ",
        "「a。",
        "\n",
        " ",
        "[1]",
        ".[1]",
        "a\n ",
        '"',
        '"a. ',
        "“a. ",
        "“",
        "„a。",
        "e.g. ",
        "1.",
        "# ",
        "|\n",
        ".[1,1",
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(split_sentences, unit)
