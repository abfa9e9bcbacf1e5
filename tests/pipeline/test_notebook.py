"""What is saved of a report comes back as it was; what was damaged comes back as nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.pipeline.notebook import Asked, Notebook, Part, as_json, from_json
from blackbird.types import Dispute, Evidence, Label, Passage, Sentence

TEXT = st.text(max_size=20)
SCORE = st.floats(0, 1)
PASSAGES = st.builds(
    Passage, id=TEXT, text=TEXT, title=TEXT, date=st.none() | TEXT, sha256=TEXT, source=TEXT
)


@st.composite
def notebooks(draw: st.DrawFn) -> Notebook:
    number = draw(st.integers(0, 3))
    evidence = tuple(
        Evidence(n, draw(PASSAGES), draw(TEXT), 0, draw(st.integers(0, 9)), draw(SCORE))
        for n in range(1, number + 1)
    )
    ids = st.lists(st.integers(1, number), max_size=3).map(tuple) if number else st.just(())
    sentences = st.builds(
        Sentence,
        text=TEXT,
        verdict=st.sampled_from(get_args(Label)),
        score=SCORE,
        citations=ids,
        repaired=st.booleans(),
        dropped=st.booleans(),
    )
    parts = st.builds(
        Part,
        sentences=st.lists(sentences, max_size=3).map(tuple),
        notes=st.lists(TEXT, max_size=2).map(tuple),
        answered=st.booleans(),
    )
    disputes = st.builds(Dispute, claim=TEXT, supported_by=ids, refuted_by=ids)
    questions = st.builds(Asked, text=st.text(min_size=1, max_size=9), about=TEXT)
    asked = draw(st.lists(questions, min_size=1, max_size=4))
    return Notebook(
        tuple(asked),
        draw(TEXT),
        draw(SCORE),
        tuple(draw(st.lists(parts, max_size=len(asked)))),
        evidence,
        tuple(draw(st.lists(disputes, max_size=2))),
        draw(ids),
    )


@given(notebooks())
def test_what_is_saved_comes_back_as_it_was(notebook: Notebook) -> None:
    assert from_json(json.loads(json.dumps(as_json(notebook)))) == notebook


WHOLE = Notebook(
    (Asked("How?"), Asked("How?", "A title")),
    "2026-11-22",
    0.9,
    (Part((Sentence("It is so.", "supported", 0.9, (1,)),), ("A note.",), True),),
    (Evidence(1, Passage("p", "It is so.", sha256="h"), "It is so.", 0, 9, 1.0),),
    (Dispute("It is so.", (1,), (1,)),),
    (1,),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a JSON value."""
    inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    below = [p for k, v in inner if isinstance(v, (dict, list)) for p in places(v, (*at, k))]
    return [(*at, k) for k, _ in inner] + below


SAVED = json.dumps(as_json(WHOLE))


@given(st.sampled_from(places(json.loads(SAVED))), JSON)
def test_one_foreign_value_never_makes_a_traceback(place: tuple[Any, ...], value: Any) -> None:
    saved = json.loads(SAVED)
    inner = saved
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    notebook = from_json(saved)
    if notebook is not None:  # the value was of the right kind
        assert from_json(json.loads(json.dumps(as_json(notebook)))) == notebook
        known = {e.id for e in notebook.evidence}
        assert all(i in known for s in notebook.sentences for i in s.citations)


@given(JSON)
def test_any_json_is_a_notebook_or_nothing(value: Any) -> None:
    assert from_json(value) is None
    assert from_json({"version": json.loads(SAVED)["version"], "notebook": value}) is None


@pytest.mark.parametrize(
    "damaged",
    [
        replace(WHOLE, asked=()),
        replace(WHOLE, asked=(Asked("How?"), Asked(""))),
        replace(WHOLE, asked=(Asked("How?"),), parts=(Part(), Part())),
        replace(WHOLE, evidence=()),
        replace(WHOLE, evidence=(replace(WHOLE.evidence[0], id=2),)),
        replace(WHOLE, told=(2,)),
        replace(WHOLE, disputes=(Dispute("It is so.", (1,), (0,)),)),
        replace(WHOLE, disputes=(Dispute("It is so.", (3,), (1,)),)),
        replace(WHOLE, evidence=(replace(WHOLE.evidence[0], score=float("nan")),)),
    ],
)
def test_what_does_not_fit_together_is_nothing(damaged: Notebook) -> None:
    assert from_json(json.loads(json.dumps(as_json(WHOLE)))) == WHOLE
    assert from_json(json.loads(json.dumps(as_json(damaged)))) is None


def test_a_pair_has_two() -> None:
    saved = json.loads(SAVED)
    saved["notebook"]["disputes"][0]["independent"] = [1, 1, 1]
    assert from_json(saved) is None


def test_another_version_is_nothing() -> None:
    assert from_json(json.loads(SAVED) | {"version": 1}) is None


def test_a_piece_that_is_known_keeps_its_number() -> None:
    one, two = (
        Evidence(n, Passage(f"p{n}", t, sha256=f"h{n}"), t, 0, 2, 1.0)
        for n, t in enumerate(("It.", "Is."), start=1)
    )
    book, numbers = Notebook((Asked("How?"),)).with_evidence([one, two])
    assert numbers == {1: 1, 2: 2}
    again, numbers = book.with_evidence([replace(two, id=1), replace(one, id=2, end=1)])
    assert numbers == {1: 2, 2: 3}
    assert [e.id for e in again.evidence] == [1, 2, 3]
    assert again.quoted == {"h1", "h2"}


def test_one_new_piece_twice_is_one() -> None:
    one = Evidence(1, Passage("p", "It."), "It.", 0, 2, 1.0)
    book, numbers = Notebook((Asked("How?"),)).with_evidence([one, replace(one, id=2)])
    assert numbers == {1: 1, 2: 1}
    assert len(book.evidence) == 1
    assert book.quoted == frozenset()
