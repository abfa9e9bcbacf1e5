"""An answer for people: disputes with both sides, what was left out, notes, and the last line."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from blackbird.cli.answer import answer_rows
from blackbird.cli.page import as_plain
from blackbird.types import Answer, Citation, Dispute, Sentence

CITATIONS = tuple(
    Citation(n, f"https://e.test/{n}", f"Paper {n}", f"It cost {n}0.", 0, 11, date, "", "", "notes")
    for n, date in ((1, "2024-12"), (3, "2023-05"), (4, None))
)
ANSWER = Answer(
    question="What did it cost?",
    standalone="What did it cost?",
    kind="lookup",
    language="en",
    queries=("What did it cost?",),
    text="It cost 10. [1]",
    abstained=False,
    sentences=(
        Sentence("It cost 10.", "supported", 0.9, (1,)),
        Sentence("It was red.", "refuted", 0.1, dropped=True),
        Sentence("It was liked.", "not_enough_info", 0.4),
    ),
    citations=CITATIONS,
    disputes=(Dispute("It cost 10.", (1,), (3, 4)),),
    notes=("web could not be searched: no answer.",),
    model="blackbird-2-mini",
    timings_ms={"first_evidence": 210.0, "total": 2900.0},
)


def shown(answer: Answer) -> str:
    return as_plain(answer_rows(answer, ("documents", "web")))


def test_each_sentence_of_the_answer_has_its_mark() -> None:
    assert shown(ANSWER).splitlines()[:2] == ["✓ It cost 10. [1]", "? It was liked."]


def test_what_was_contradicted_is_apart_and_named() -> None:
    text = shown(ANSWER)
    assert "left out of the answer:\n  ✗ It was red. (contradicted by the evidence)\n" in text


def test_a_dispute_names_both_sides_with_quotes_and_dates() -> None:
    text = shown(ANSWER)
    assert "Disputed: It cost 10. [1] (2024-12) against [3] (2023-05) [4]\n" in text
    assert "    [1] 2024-12: “It cost 10.”\n    [3] 2023-05: “It cost 30.”\n" in text
    assert "    [4] undated: “It cost 40.”\n" in text


def test_a_dispute_counts_independent_sources_where_there_are_several() -> None:
    dispute = Dispute("It cost 10.", (1,), (3, 4), (1, 2))
    text = shown(replace(ANSWER, disputes=(dispute,)))
    assert "[3] (2023-05) [4] (1 independent source against 2)\n" in text


def test_what_was_outweighed_is_not_called_supported() -> None:
    sentences = (*ANSWER.sentences, Sentence("It cost 30.", "supported", 0.9, (3,), dropped=True))
    text = shown(replace(ANSWER, sentences=sentences))
    assert "  ✓ It cost 30. (more independent sources say otherwise)\n" in text


def test_what_holds_and_misses_the_question_says_so() -> None:
    beside = Sentence("It has a cellar.", "supported", 0.9, (3,), dropped=True, missed=True)
    text = shown(replace(ANSWER, sentences=(*ANSWER.sentences, beside)))
    assert "  ✓ It has a cellar. (holds, but does not answer the question)\n" in text


def test_evidence_notes_sources_and_times() -> None:
    text = shown(ANSWER)
    assert "[1] Paper 1, 2024-12  https://e.test/1\n    “It cost 10.”\n" in text
    assert "Note: web could not be searched: no answer.\n" in text
    last = text.splitlines()[-1]
    assert "✓ supported by the evidence" in last
    assert "searched: documents, web · model: blackbird-2-mini" in last
    assert last.endswith("evidence 0.2 s · total 2.9 s")


def test_an_abstention_says_so_and_shows_what_was_drafted() -> None:
    answer = replace(ANSWER, abstained=True, text="I could not establish this.", disputes=())
    text = shown(answer)
    assert text.startswith("? I could not establish this.\n")
    assert "  ? It was liked. (the evidence does not settle it)\n" in text


def test_a_reply_without_evidence_keeps_its_lines() -> None:
    poem = replace(ANSWER, kind="task", text="Old pond\n\n  a frog", citations=(), disputes=())
    text = shown(poem)
    assert text.startswith("– Old pond\n\n    a frog\n")
    assert "searched: " not in text.splitlines()[-1]


@given(st.text())
def test_no_text_of_an_answer_steers_the_terminal(evil: str) -> None:
    citation = replace(CITATIONS[0], title=evil, url=evil, quote=evil, date=evil)
    sentence = Sentence(evil + "\x1b[2J", "supported", 0.9, (1,))
    text = shown(replace(ANSWER, sentences=(sentence,), citations=(citation,), notes=(evil,)))
    assert not set(text) & set("\x1b\x07\x08\r\x9b\u202e\ud800")
