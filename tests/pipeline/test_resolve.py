"""Questions that lean on a conversation, made to stand alone without a model."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.pointers import pointer_in
from blackbird.pipeline.resolve import resolve
from blackbird.pipeline.salience import chance, read_talk
from blackbird.text.topics import words_of
from blackbird.text.words import content_words
from blackbird.types import Turn
from tests.patience import SLACK_S


def after(*said: str) -> tuple[Turn, ...]:
    return tuple(Turn("user", text) for text in said)


TOWER = "When did the Eiffel Tower open?"


@pytest.mark.parametrize(
    ("history", "text", "resolved"),
    [
        ((TOWER,), "How tall is it?", "How tall is the Eiffel Tower?"),
        ((TOWER,), "Who designed its lifts?", "Who designed Eiffel Tower's lifts?"),
        (
            ("Tell me about Melania Trump.", "What is Melania Trump's religion?"),
            "When was she born?",
            "When was Melania Trump born?",
        ),
        (
            ("Who are the Pittsburgh Steelers?", "Tell me about the Pittsburgh Steelers."),
            "What is their record?",
            "What is Pittsburgh Steelers' record?",
        ),
        (("Who wrote Faust?", "Goethe wrote Faust."), "When was he born?", "When was Goethe born?"),
        (("Who wrote Faust?", "nobody knows."), "When was he born?", "When was he born?"),
        (("Tell me about Johann Goethe.",), "When was he born?", "When was Johann Goethe born?"),
        (("Who wrote it?",), "Why?", "Why?"),
        ((TOWER,), "Is the Eiffel Tower good? Is it?", "Is the Eiffel Tower good? Is it?"),
        ((TOWER,), "When was the first bridge over the Thames opened to carriages?", None),
        (("¿Quién escribió el Quijote en España?",), "¿Y dónde nació él, en qué ciudad?", None),
    ],
)
def test_english(history: tuple[str, ...], text: str, resolved: str | None) -> None:
    assert resolve(after(*history), text).text == (resolved or text)


def test_what_is_sure_is_put_behind_and_a_guess_is_only_searched_for() -> None:
    history = after("What is GMO food labeling?", "Is GMO food labeling required?")
    done = resolve(history, "What are the pros and cons?")
    assert done.text == "What are the pros and cons (GMO food labeling)?"
    assert done.searched == done.text
    unsure = resolve(after("What is honey?", "Do people walk to shops?"), "Why so often then?")
    assert unsure.text == "Why so often then?"
    assert unsure.searched.startswith("Why so often then (")


def test_answers_are_told_from_questions_by_role_or_by_form() -> None:
    long = "It is a lattice tower in Paris. " * 8
    by_role = (Turn("user", TOWER), Turn("assistant", "In 1889, to visitors."))
    assert read_talk(by_role)[0].answers == (1,)
    assert read_talk(after(TOWER, long))[0].answers == (1,)
    assert read_talk(after(TOWER, TOWER, long))[0].answers == (2,)
    assert read_talk(after(long))[0].answers == ()
    assert read_talk((Turn("assistant", "Hello, dear visitor."),))[0].users == ()
    assert resolve((Turn("assistant", "The Eiffel Tower."),), "How tall is it?").text.endswith(
        "it?"
    )


def test_old_answers_are_left_out_and_the_last_one_is_read() -> None:
    turns = [
        turn
        for n in range(4)
        for turn in (Turn("user", f"What is topic{n}?"), Turn("assistant", f"Say answer{n}."))
    ]
    said = {found.phrase.text for found in read_talk(turns)[1]}
    assert {"answer2", "answer3", "topic0"} <= said
    assert "answer1" not in said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How tall is it?", "it"),
        ("What is its height?", "it"),
        ("Is it possible to fly?", None),
        ("How much does it cost?", None),
        ("It's late", None),
        ("Does he know?", "person"),
        ("Where do they live?", "they"),
        ("How do I get there?", "there"),
        ("Is there a way?", None),
        ("Who is there?", None),
    ],
)
def test_a_word_that_points(text: str, kind: str | None) -> None:
    pointer = pointer_in(text)
    assert (pointer.kind if pointer else None) == kind


@pytest.mark.parametrize(
    ("history", "text", "resolved"),
    [
        (("富士山の高さは？",), "どの県にありますか？", "富士山はどの県にありますか？"),
        (("東京タワーはいつ完成しましたか？", "1958年です。"), "値段は？", "東京タワーの値段は？"),
        (("フランスの首都はどこですか？",), "では日本は？", "日本の首都はどこですか？"),
        (("緑茶の効能を教えて。",), "紅茶はどうですか？", "紅茶の効能を教えて。"),
        (("『心』の著者は誰ですか？", "夏目漱石です。"), "彼の妻は？", "夏目漱石の妻は？"),
        (("電話の発明者は誰ですか？", "さあ。"), "彼の妻は？", "電話の妻は？"),
        (
            ("ペンギンはどこに住みますか？", "何を食べますか？"),
            "その寿命は？",
            "ペンギンの寿命は？",
        ),
        (("ドイツの人口は？", "イタリアは？"), "首都は？", "イタリアの首都は？"),
        (
            ("厳島神社はどこですか？",),
            "この神社はいつ建ちましたか？",
            "厳島神社はいつ建ちましたか？",
        ),
        (("それは？",), "その理由は？", "その理由は？"),
        (("ペンギンは何を食べますか？",), "ペンギンのその寿命は？", "ペンギンのその寿命は？"),
        (("ペンギンは何を食べますか？",), "でも寒いですよね", "でも寒いですよね"),
    ],
)
def test_japanese(history: tuple[str, ...], text: str, resolved: str) -> None:
    assert resolve(after(*history), text).text == resolved


def test_an_answer_of_the_assistant_is_no_japanese_topic() -> None:
    history = (Turn("user", "富士山の高さは？"), Turn("assistant", "静岡県は近いですか？"))
    assert resolve(history, "いつ噴火しましたか？").text == "富士山はいつ噴火しましたか？"


def test_a_bare_japanese_question_leans_and_a_long_one_does_not() -> None:
    assert depends_on_history("イタリアは？")
    assert not depends_on_history("エベレストの高さは何メートルですか？")


SAID = st.lists(st.text(max_size=300), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(SAID, st.text(alphabet="what is it their he? それ彼その値段は？(.'’ ", max_size=60))
def test_what_comes_out_is_bounded(said: list[str], text: str) -> None:
    done = resolve(after(*said), text)
    assert max(len(done.text), len(done.searched)) <= len(text) + 210


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(alphabet="Tower bees honey of it? .’'", max_size=99), min_size=1, max_size=6),
    st.sampled_from(["How tall is it?", "Why?", "What is their use?", "Does he know more?"]),
)
def test_only_what_was_said_comes_in(said: list[str], text: str) -> None:
    done = resolve(after(*said), text)
    heard = {word for turn in [*said, text] for word in words_of(turn)}
    assert {*words_of(done.text), *words_of(done.searched)} <= {"the", "s", *heard}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc of it their ?.", max_size=60))
def test_english_never_loses_a_naming_word_of_the_user(text: str) -> None:
    done = resolve(after(TOWER, "Is the Eiffel Tower made of iron?"), text)
    assert content_words(text) <= content_words(done.text)


@pytest.mark.parametrize(
    "piece", ["a ", "it ", "Eiffel Tower of ", "の", "富士山は", "?", "A.b'", " "]
)
def test_a_hostile_history_is_read_quickly(piece: str) -> None:
    flood = piece * (100_000 // len(piece))
    began = time.perf_counter()
    for text in ("How tall is it?", "その値段は？", "Why?"):
        resolve((*after(flood, flood), *after(TOWER)), text)
        resolve(after(*["it tower?"] * 2000, flood), text)
    assert time.perf_counter() - began < 2 + SLACK_S


def test_a_very_long_question_is_left_alone() -> None:
    text = "it " * 1000
    assert resolve(after(TOWER), text).text == text


def test_a_chance_stays_a_chance() -> None:
    assert 0 < chance({"a": 1e9}, {"": -1, "a": -1}) < chance({"a": 1e9}, {"a": 1}) < 1


def test_it_is_the_name_that_was_asked_about_and_not_one_of_the_answer() -> None:
    history = [
        Turn("user", "Tell me about the Eiffel Tower"),
        Turn("assistant", "It is a tower in Paris built by Gustave Eiffel in 1889."),
    ]
    assert resolve(history, "How tall is it?").text == "How tall is the Eiffel Tower?"
    again = [*history, Turn("user", "How tall is it?"), Turn("assistant", "It is 330 m tall.")]
    assert resolve(again, "Who built it?").text == "Who built the Eiffel Tower?"


def test_a_name_that_only_says_whose_is_not_what_was_asked_about() -> None:
    asked = resolve(after("When did the tram of Aldenport open?"), "How many stops had it?")
    assert asked.text == "How many stops had the tram of Aldenport?"


def test_of_two_names_and_of_none_the_signs_decide() -> None:
    two = [Turn("user", "Do the Tay Bridge and the Forth Bridge still stand?")]
    assert resolve(two, "When was it opened?").text != "When was it opened?"
    none = [Turn("user", "how do they make it"), Turn("assistant", "Bees make honey.")]
    assert resolve(none, "Is it sweet?").text
