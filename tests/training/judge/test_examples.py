"""The pairs to learn from: read, made, and never from what is measured."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

import pytest

from blackbird.training.judge.examples import (
    Example,
    Passage,
    joined,
    read_claims,
    read_groups,
    read_passages,
)
from blackbird.training.judge.exchange import exchanged, exchanges_of, twins
from blackbird.training.judge.made import besides, from_passages, questions
from blackbird.training.judge.mixture import epoch
from blackbird.training.split import held_back, trained_on
from tests.training.judge.sets import write_sets

BRIDGE = Passage(
    "Bridge",
    "en",
    "The old bridge opened in 1932. It spans the Rhine near Cologne. Many ships pass below it. "
    "A ferry ran there before the war.",
    (("When did the bridge open?", ("1932",)), ("What ran there before?", ("ferry",))),
)
HARBOUR = Passage("Bridge", "en", "The harbour lies to the north. Cranes stand there.", ())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_sets(tmp_path)


def test_pairs_are_read_plain_or_packed(tmp_path: Path) -> None:
    row = {"claim": "A.", "evidence": "B.", "label": "supported", "source": "s", "language": "en"}
    (tmp_path / "x.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "y.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    expected = [Example("A.", "B.", "supported", "s")]
    assert read_claims(tmp_path / "x.jsonl") == read_claims(tmp_path / "y.jsonl.gz") == expected


def test_both_halves_of_a_set_are_all_of_it_and_share_nothing(data: Path) -> None:
    path = data / "claims" / "jnli_valid.jsonl"
    seen, unseen = read_groups(path, seen=True), read_groups(path, seen=False)
    assert len(seen) + len(unseen) == len(read_claims(path))
    texts = [{t for e in part for t in (e.first, e.second)} for part in (seen, unseen)]
    assert seen
    assert unseen
    assert not texts[0] & texts[1]
    titles = [
        {p.title for p in read_passages(data / "qa", "xquad_en", seen=half)}
        for half in (True, False)
    ]
    assert titles[0]
    assert titles[1]
    assert not titles[0] & titles[1]


def test_claims_from_a_passage_are_true_false_and_beside_the_point() -> None:
    made = [e for n in range(20) for e in from_passages([BRIDGE, HARBOUR], Random(n))]
    assert {e.target for e in made} == {"supported", "refuted", "not_enough_info", "not_supported"}
    whole = BRIDGE.text + " " + HARBOUR.text
    for example in made:
        assert all(part.strip() in whole for part in example.second.split(". ")[:1])


def test_exchanging_a_shared_word_keeps_agreement_and_breaks_it() -> None:
    pair = Example("It opened in 1932.", "The bridge opened in 1932.", "supported", "s")
    one, two, both = exchanged(pair, "en", ["Oslo", "Kyoto"], Random(1))
    assert (one.target, two.target, both.target) == ("refuted", "refuted", "supported")
    assert one.first == both.first != pair.first
    assert one.second == pair.second
    assert two.second == both.second != pair.second
    assert two.first == pair.first
    assert both.second == both.first.replace("It ", "The bridge ")
    assert list(exchanged(Example("a", "b", "refuted", "s"), "en", [], Random(1))) == []


HUGO = "Victor Hugo was a French poet , born in 1802 ."


def test_words_that_make_a_claim_false_make_it_true_when_the_evidence_has_them() -> None:
    claims = [
        Example("Hugo was a French poet.", HUGO, "supported", "s"),
        Example("Hugo was a Danish poet.", HUGO, "refuted", "s"),
        Example("Hugo was only a poet.", HUGO, "refuted", "s"),
        Example("Hugo was a Dutch poet.", "Another text on a French poet .", "refuted", "s"),
    ]
    true, false = twins(claims)
    assert true.first == "Hugo was a Danish poet."
    assert false.first == "Hugo was a French poet."
    assert true.second == false.second == HUGO.replace("French", "Danish")
    assert (true.target, false.target) == ("supported", "refuted")
    assert exchanges_of(claims) == {"French": ["Danish"]}


def test_words_that_people_exchanged_elsewhere_are_exchanged_here() -> None:
    pair = Example("Zola was a French writer.", "Zola , a French author .", "supported", "s")
    known = {"French": ["Danish"], "writer": ["dancer"], "author": ["Zola"]}
    made = {e for n in range(10) for e in exchanged(pair, "en", [], Random(n), known)}
    assert Example("Zola was a Danish writer.", pair.second, "refuted", "s_exchanged") in made
    both = {(e.first, e.second) for e in made if e.target == "supported"}
    assert ("Zola was a Danish writer.", "Zola , a Danish author .") in both
    assert not any("dancer" in e.first for e in made), "only what both texts hold is exchanged"


def test_a_claim_beside_another_text_on_its_subject_is_not_supported_by_it() -> None:
    pairs = [
        Example("There Marie Curie won a prize.", "She won.", "supported", "s"),
        Example("There Marie Curie was born.", "She was born in Warsaw.", "supported", "s"),
    ]
    near = list(besides(pairs, Random(1)))
    assert [(e.first, e.second) for e in near] == [
        (pairs[0].first, pairs[1].second),
        (pairs[1].first, pairs[0].second),
    ]
    assert {e.target for e in near} == {"not_enough_info"}


def test_questions_are_answered_only_where_the_answer_stands() -> None:
    made = [e for n in range(20) for e in questions([BRIDGE, HARBOUR], Random(n))]
    assert {e.target for e in made} == {"answers", "does_not_answer"}
    wanted = {question: answers for question, answers in BRIDGE.questions}
    for example in made:
        holds = any(answer in example.second for answer in wanted[example.first])
        assert holds == (example.target == "answers")


def test_an_epoch_is_the_same_for_the_same_seed_and_learns_from_nothing_measured(
    data: Path,
) -> None:
    shares = {"fever": 30, "jnli_valid": 12, "made_en": 20, "question_en": 10, "unheard_of": 5}
    first = epoch(data, 1, shares)
    assert first == epoch(data, 1, shares) != epoch(data, 2, shares)
    assert len(first) == 72
    hidden = [e for e in read_claims(data / "claims" / "training.jsonl.gz") if held_back(e.second)]
    assert hidden
    assert not {e.second for e in hidden} & {e.second for e in first}
    unseen = read_groups(data / "claims" / "jnli_valid.jsonl", seen=False)
    assert not {e.first for e in unseen} & {e.first for e in first}
    passages = read_passages(data / "qa", "xquad_en", seen=False)
    assert passages
    assert not any(trained_on(p.title) for p in passages)
    asked = {q for p in passages for q, _ in p.questions}
    assert asked
    assert not asked & {e.first for e in first}


def test_texts_cut_into_tokens_are_joined() -> None:
    cut = "It 's a `` test '' -LRB- or two -RRB- , is n't it ? Yes ."
    assert joined(cut) == "It's a “test” (or two), isn't it? Yes."
    assert joined("人口は100人 である。") == "人口は100人 である。"
