"""From the model's text to draft sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.models.scripted import ScriptedModel
from blackbird.pipeline.answer import draft, drafted
from blackbird.types import DraftSentence, Evidence, Passage, Plan


def test_marks_become_picks_and_leave_the_text() -> None:
    assert drafted("It opened in 1889. [2][1][2]", [1, 2]) == DraftSentence(
        "It opened in 1889.", (2, 1)
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Based on the information provided in the notes, the tower fell.", "The tower fell."),
        ("According to the evidence, it fell.", "It fell."),
        ("Note 1 states that it fell.", "It fell."),
        ("Based on a novel, the film won.", "Based on a novel, the film won."),
        ("Notes: none", "None"),
        ("According to the notes,", "According to the notes,"),
    ],
)
def test_talk_about_the_notes_is_taken_off(text: str, plain: str) -> None:
    sentence = drafted(text, [1])
    assert sentence is not None
    assert sentence.text == plain


def test_a_mark_alone_is_no_sentence() -> None:
    assert drafted(" [1]", [1]) is None


async def test_a_sentence_is_said_once() -> None:
    text = "It opened in 1889."
    evidence = [Evidence(n, Passage(f"p{n}", text), text, 0, len(text), 1.0) for n in (1, 2)]
    model = ScriptedModel(
        lambda _m, _s: f"{text} [1] It opened tall. [1] It is 9 m tall. [1] it opened in 1889. [2]"
    )
    plan = Plan("lookup", "When did it open, and how tall is it?", (), "en")
    pieces = [piece async for piece in draft(plan, evidence, model, max_tokens=100, mark="m")]
    sentences = [piece for piece in pieces if isinstance(piece, DraftSentence)]
    assert sentences == [DraftSentence(text, (1,)), DraftSentence("It is 9 m tall.", (1,))]


async def test_who_loses_the_thread_is_not_heard() -> None:
    text = "The old tram of Bram was drawn by horses."
    evidence = [Evidence(1, Passage("p1", text), text, 0, len(text), 1.0)]
    model = ScriptedModel(
        lambda _m, _s: f"The old tram of Bram, in the old tram of Bram. [1] {text} [1]"
    )
    plan = Plan("lookup", "What drew the tram of Bram?", (), "en")
    pieces = [piece async for piece in draft(plan, evidence, model, max_tokens=100, mark="m")]
    assert [p for p in pieces if isinstance(p, DraftSentence)] == [DraftSentence(text, (1,))]


@given(st.text(), st.lists(st.integers(1, 9), unique=True))
def test_no_id_appears_that_was_not_handed_out(text: str, ids: list[int]) -> None:
    sentence = drafted(text, ids)
    assert sentence is None or set(sentence.picked) <= set(ids)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("The notes also mention that it opened in 1889. [1]", "It opened in 1889."),
        ("The passage states that it opened in 1889. [1]", "It opened in 1889."),
        ("Based on the notes, it opened in 1889. [1]", "It opened in 1889."),
        ("の訳: 塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("の文脈では、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("[1]の回答は、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("の文書によると、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("によると、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("は、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("はるかに塔は高い。[1]", "はるかに塔は高い。"),
        ("の第2句では、塔は1889年に開いた。[1]", "塔は1889年に開いた。"),
        ("の記述は塔の北部にある門を指す。[1]", "塔の北部にある門を指す。"),
        ("の立花隆は記者である。[1]", "立花隆は記者である。"),
        ("の8月15日に塔は開いた。[1]", "8月15日に塔は開いた。"),
        ("のちに塔は開いた。[1]", "のちに塔は開いた。"),
        ("文脈では、塔は語に当たる。[1]", "文脈では、塔は語に当たる。"),
        ("とはいえ、塔は開いた。[1]", "とはいえ、塔は開いた。"),
        ("The text of the law opened a way. [1]", "The text of the law opened a way."),
        ("The information desk says little. [1]", "The information desk says little."),
    ],
)
def test_more_talk_about_the_notes_is_taken_off(written: str, kept: str) -> None:
    assert drafted(written, [1]) == DraftSentence(kept, (1,))


@pytest.mark.parametrize(
    "written",
    [
        "This information directly answers the question about the tower. [1]",
        "この質問は、塔の高さを説明します。[1]",
        "To what may the tower be compared? [1]",
        "塔の高さは何ですか？[1]",
    ],
)
def test_a_sentence_about_the_answer_is_none(written: str) -> None:
    assert drafted(written, [1]) is None
