"""Extraction: the measure's bounds, pages whose scores are known, broken sets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.extraction import (
    Marked,
    Overlap,
    main_text,
    mean_overlap,
    measure,
    overlap,
    read_pages,
    shingles,
)
from blackbird.evals.run import SMALL_SETS, open_run
from tests.evals.conftest import Watched


@given(st.text(), st.text())
def test_overlap_is_two_shares_and_f1_lies_between_them(a: str, b: str) -> None:
    found = overlap(a, b)
    low, high = sorted((found.precision, found.recall))
    assert 0.0 <= low <= high <= 1.0
    assert low - 1e-9 <= found.f1 <= high + 1e-9


@given(st.text())
def test_the_article_itself_is_found_in_full(text: str) -> None:
    assert overlap(text, text) == Overlap(1.0, 1.0)


def test_runs_of_four_words_are_compared() -> None:
    assert list(shingles("a b c d e")) == [("a", "b", "c", "d"), ("b", "c", "d", "e")]
    assert list(shingles("a b")) == [("a", "b")]
    assert list(shingles(" ,")) == []
    assert overlap("a b c d e f", "a b c d") == Overlap(1 / 3, 1.0)
    assert overlap("d c b a", "a b c d") == Overlap(0.0, 0.0)
    assert overlap("d c b a", "a b c d").f1 == 0.0
    assert overlap("", "a") == Overlap(0.0, 0.0)


def test_a_mean_needs_a_page() -> None:
    assert mean_overlap([Overlap(1.0, 0.0), Overlap(0.0, 1.0)]).f1 == 0.5
    with pytest.raises(BadInput, match="no page"):
        mean_overlap([])


def test_a_page_that_is_refused_counts_as_nothing_found() -> None:
    assert main_text(Marked("<html></html>", "", "text")) == ""


async def test_the_pages_that_ship_are_read_well(assistant: Assistant, watched: Watched) -> None:
    report = await measure(open_run(assistant, SMALL_SETS, progress=watched.show))
    assert report.figures[0].value > 0.9
    assert report.figures[0].of == 6
    assert dict(report.figures[0].beside)["trafilatura"] == 0.958
    assert watched.progress[-1] == ("extracting", 6, 6)
    assert set(report.data) == {"extraction/ground-truth.json", "extraction/html"}


def _set(folder: Path, truth: object, **pages: bytes) -> Path:
    (folder / "html").mkdir(parents=True)
    for name, data in pages.items():
        (folder / "html" / f"{name}.html.gz").write_bytes(data)
    path = folder / "ground-truth.json"
    path.write_text(json.dumps(truth), "utf-8")
    return path


def test_packed_pages_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    page = gzip.compress("<p>日本</p>".encode("euc-jp"))
    truth = {"b": {"articleBody": "two"}, "a": {"articleBody": "one", "url": "https://a.test/"}}
    pages = read_pages(_set(tmp_path, truth, a=page, b=gzip.compress(b"<p>b</p>")))
    assert [(p.article, p.url) for p in pages] == [("one", "https://a.test/"), ("two", "")]


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        ([], "cannot be used"),
        ({"a": {}}, "cannot be used"),
        ({"a": 1}, "cannot be used"),
        ({"../a": {"articleBody": ""}}, "no name of a page"),
        ({"c": {"articleBody": ""}}, "cannot be read"),
        ({"a": {"articleBody": ""}}, "cannot be read"),
    ],
)
def test_a_broken_set_is_a_plain_error(tmp_path: Path, truth: object, said: str) -> None:
    path = _set(tmp_path, truth, a=b"not packed")
    with pytest.raises(BadInput, match=said):
        read_pages(path)
