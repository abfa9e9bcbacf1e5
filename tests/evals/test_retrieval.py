"""Retrieval: bounds and order of the measures, and sets whose scores are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.retrieval import (
    LIMIT,
    figures_of,
    hits_at,
    indexed,
    mean_reciprocal_rank,
    measure,
    rank_of,
    read_set,
)
from blackbird.evals.run import SMALL_SETS, open_run
from blackbird.types import Document, Hit, Passage
from tests.evals.conftest import Watched, write_rows

RANKS = st.lists(st.none() | st.integers(1, 30), min_size=1)
TOWNS = ("Aldenport", "Bramwick", "Corvale", "Dunmere")


def _hits(*ids: str) -> list[Hit]:
    return [Hit(Passage(id, "text"), 0.5) for id in ids]


@given(RANKS)
def test_measures_are_shares_in_their_order(ranks: list[int | None]) -> None:
    mrr = mean_reciprocal_rank(ranks)
    assert 0.0 <= hits_at(ranks, 1) <= mrr + 1e-9
    assert mrr <= hits_at(ranks, LIMIT) + 1e-9 <= 1.0 + 1e-9


@given(RANKS)
def test_a_better_place_is_never_worse(ranks: list[int | None]) -> None:
    better = [1 if r is None else max(1, r - 1) for r in ranks]
    assert mean_reciprocal_rank(better) >= mean_reciprocal_rank(ranks)
    assert hits_at(better, 5) >= hits_at(ranks, 5)


def test_known_ranks() -> None:
    assert mean_reciprocal_rank([1, 2, None, 20]) == pytest.approx(1.5 / 4)
    assert hits_at([1, 2, None, 6], 5) == 0.5
    assert [f.value for f in figures_of("x", [1, 1])] == [1.0, 1.0, 1.0]
    assert figures_of("x", []) == []


def test_a_documents_place_is_that_of_its_first_passage() -> None:
    assert rank_of("a#b", _hits("c#1", "a#b#2", "a#b#1")) == 2
    assert rank_of("a", _hits("ab#1")) is None
    assert rank_of("a", []) is None


def _write(folder: Path, *, shifted: bool) -> None:
    """Passages about towns and a question on each; ``shifted`` marks the next town's passage."""
    write_rows(
        folder / "qa/towns.passages.jsonl",
        [{"id": f"p{n}", "text": f"The tram of {t} opened long ago."} for n, t in enumerate(TOWNS)],
    )
    write_rows(
        folder / "qa/towns.questions.jsonl",
        [
            {
                "question": f"When did the tram of {town} open?",
                "answers": ["long ago"],
                "passage": f"p{(n + shifted) % len(TOWNS)}",
                "title": f"Town_of {town}",
            }
            for n, town in enumerate(TOWNS)
        ],
    )


async def test_what_can_be_found_is_and_what_is_marked_wrongly_is_not(
    assistant: Assistant, tmp_path: Path, watched: Watched
) -> None:
    _write(tmp_path / "right", shifted=False)
    _write(tmp_path / "wrong", shifted=True)
    right = await measure(open_run(assistant, tmp_path / "right", plot=watched.keep))
    wrong = await measure(open_run(assistant, tmp_path / "wrong", progress=watched.show))
    assert [f.value for f in right.figures] == [1.0, 1.0, 1.0]
    assert wrong.figures[0].value == 0.0
    assert list(right.data) == ["qa/towns.questions.jsonl", "qa/towns.passages.jsonl"]
    assert "towns" in watched.plots["retrieval-hits.svg"]
    assert watched.progress[-1] == ("asking towns", 4, 4)


async def test_the_owner_keeps_its_documents_and_the_guest_knows_none_of_them(
    assistant: Assistant,
) -> None:
    await assistant.add_documents([Document("own", "The tram of Aldenport has seven stops.")])
    async with indexed(assistant, [Document("d", "A tram of Bramwick.")]) as other:
        folder = Path(other.settings.data_dir)
        assert [d.id for d in (await other.record()).documents()] == ["d"]
        assert await other.loaded.scorer() is await assistant.loaded.scorer()
    assert not folder.exists()
    assert [d.id for d in (await assistant.record()).documents()] == ["own"]


def test_titles_are_those_of_the_questions(tmp_path: Path) -> None:
    _write(tmp_path, shifted=False)
    assert read_set(tmp_path / "qa", "towns", titled=True).documents[0].title == "Town of Aldenport"
    assert read_set(tmp_path / "qa", "towns").documents[0].title == ""


def test_questions_without_their_passages_say_what_is_expected(tmp_path: Path) -> None:
    _write(tmp_path, shifted=False)
    (tmp_path / "qa/towns.passages.jsonl").unlink()
    with pytest.raises(BadInput, match=r"expected at .*towns\.passages\.jsonl"):
        read_set(tmp_path / "qa", "towns")


@pytest.mark.parametrize("name", ["xquad_en", "jsquad_valid"])
def test_the_sets_that_ship_are_whole(name: str) -> None:
    qa = read_set(SMALL_SETS / "qa", name)
    texts = {d.id: d.text for d in qa.documents}
    assert len(texts) == 12
    assert len(qa.questions) > 30
    held = [any(a in texts[q.passage] for a in q.answers) for q in qa.questions]
    assert sum(held) >= 0.9 * len(held)  # some answers stand in the title alone
