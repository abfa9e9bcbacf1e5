"""Rewriting: bounds of the measures, and rewriters whose scores are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.rewriting import Rewritten, added_recall, figures_of, measure, rouge_1
from blackbird.evals.run import SMALL_SETS, open_run
from tests.evals.conftest import Watched, write_rows

ROWS: list[dict[str, Any]] = [
    {
        "history": ["Who wrote Faust?"],
        "utterance": "When was he born?",
        "rewrite": "When was Goethe born?",
    },
    {
        "history": [{"role": "user", "content": "When did the Eiffel Tower open?"}],
        "utterance": "How high is it?",
        "rewrite": "How high is the Eiffel Tower?",
    },
    {"history": [], "utterance": "What is a tram?", "rewrite": "What is a tram?"},
]


@given(st.text(), st.text())
def test_rouge_is_a_share_and_does_not_care_which_is_which(a: str, b: str) -> None:
    assert 0.0 <= rouge_1(a, b) == rouge_1(b, a) <= 1.0


@given(st.text())
def test_a_text_shares_all_words_with_itself(text: str) -> None:
    assert rouge_1(text, text) == 1.0


def test_rouge_counts_words_as_often_as_they_occur() -> None:
    assert rouge_1("the the cat", "the cat sat") == pytest.approx(4 / 6)
    assert rouge_1("a b", "c d") == 0.0
    assert rouge_1("東京の塔", "東京") == pytest.approx(4 / 6)


@given(st.text(), st.text(), st.text())
def test_recall_of_added_terms_is_a_share(a: str, b: str, c: str) -> None:
    assert (share := added_recall(Rewritten(a, b, c))) is None or 0.0 <= share <= 1.0


def test_the_perfect_rewriter_scores_1_and_doing_nothing_recalls_nothing() -> None:
    pairs = [(str(r["utterance"]), str(r["rewrite"])) for r in ROWS]
    perfect = figures_of("x", [Rewritten(u, h, h) for u, h in pairs])
    assert [f.value for f in perfect] == [1.0, 1.0, 0.0]
    nothing = figures_of("x", [Rewritten(u, u, h) for u, h in pairs])
    assert nothing[0].value == dict(nothing[0].beside)["doing nothing, same rows"] < 1.0
    assert nothing[1].value == 0.0
    assert (nothing[0].of, nothing[1].of) == (3, 2)


def test_no_rows_give_no_figures() -> None:
    assert figures_of("x", []) == []
    assert len(figures_of("x", [Rewritten("a", "a", "a")])) == 2  # nothing was added


async def test_rewriting_beats_doing_nothing_where_the_topic_is_plain(
    assistant: Assistant, tmp_path: Path, watched: Watched
) -> None:
    write_rows(tmp_path / "rewriting/some.jsonl", ROWS[1:])
    report = await measure(open_run(assistant, tmp_path, progress=watched.show))
    by_name = {f.name: f for f in report.figures}
    assert by_name["some: ROUGE-1 F"].value == 1.0
    assert by_name["all: recall of added terms"].value == 1.0
    assert list(report.data) == ["rewriting/some.jsonl"]
    assert watched.progress[-1] == ("rewriting", 2, 2)


async def test_published_figures_stand_beside_the_sets_they_are_of(assistant: Assistant) -> None:
    report = await measure(open_run(assistant, SMALL_SETS, limit=3, seed=2))
    by_name = {f.name: f for f in report.figures}
    assert dict(by_name["cast2020: ROUGE-1 F"].beside)["doing nothing, published"] == 0.734
    assert [who for who, _ in by_name["mtrag_govt: ROUGE-1 F"].beside] == [
        "doing nothing, same rows"
    ]
    assert by_name["all: ROUGE-1 F"].of == 15
    assert by_name["mtrag: ROUGE-1 F"].of == 6
    assert "cast2020: made worse" in by_name


async def test_a_history_that_is_no_list_is_refused(assistant: Assistant, tmp_path: Path) -> None:
    write_rows(tmp_path / "rewriting/some.jsonl", [{**ROWS[0], "history": "text"}])
    with pytest.raises(BadInput, match="history"):
        await measure(open_run(assistant, tmp_path))
