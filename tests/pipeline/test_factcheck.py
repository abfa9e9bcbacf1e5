"""A text's claims, listed and then checked one by one against the sources."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.judge import EvidenceJudge
from blackbird.events import CheckEvent, ClaimChecked, ClaimsListed, FactChecked
from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.factcheck import MOST_CLAIMS, fact_check, list_claims
from blackbird.pipeline.parts import Parts
from blackbird.types import FactCheck, Hit, Passage, Query, TextClaim
from tests.pipeline.flows import BRIDGE, TOWER, Shelf, parts, says

TEXT = "Hello! The tower opened in 1889. It is 500 metres tall. Is it blue?"


def judging(*sources: Shelf, chance: float = 0.2) -> Parts:
    """Quotations are supported; what else is claimed has this chance."""
    scorer = ScriptedScorer(lambda _c, _e: chance)
    return replace(parts(says(""), *sources), judge=EvidenceJudge(scorer))


async def events_of(text: str, with_parts: Parts) -> list[CheckEvent]:
    return [event async for event in fact_check(text, with_parts)]


async def result_of(text: str, with_parts: Parts) -> FactCheck:
    last = (await events_of(text, with_parts))[-1]
    assert isinstance(last, FactChecked)
    return last.result


async def test_claims_are_listed_then_marked_in_their_order_then_told_as_a_whole() -> None:
    first, *later, last = await events_of(TEXT, judging(Shelf(TOWER)))
    assert isinstance(first, ClaimsListed)
    assert [c.verdict for c in first.claims] == [
        *("not_a_claim", "not_checked", "not_checked", "not_a_claim")
    ]
    assert [TEXT[c.start : c.end] for c in first.claims] == [
        *("Hello!", "The tower opened in 1889.", "It is 500 metres tall.", "Is it blue?")
    ]
    assert all(isinstance(e, ClaimChecked) for e in later)
    checked = {e.index: e.claim for e in later if isinstance(e, ClaimChecked)}
    assert list(checked) == [1, 2]
    assert isinstance(last, FactChecked)
    assert [last.result.claims[n] for n in checked] == list(checked.values())
    assert last.result.model == "scripted"
    assert {"claims", "first_verdict", "last_verdict", "total"} <= set(last.result.timings_ms)


@pytest.mark.parametrize(
    ("claim", "text", "verdict"),
    [
        ("The tower opened in 1850.", TOWER, "refuted"),
        ("Ann Lee wrote the language of the program.", TOWER, "not_enough_info"),
        ("塔は東京の中心にある。", TOWER, "not_enough_info"),
    ],
)
async def test_only_what_speaks_of_the_matter_contradicts(
    claim: str, text: str, verdict: str
) -> None:
    result = await result_of(claim, judging(Shelf(text), chance=0.01))
    (only,) = result.claims
    assert only.verdict == verdict
    assert bool(only.against) == (verdict == "refuted")


async def test_what_supports_and_what_contradicts_is_quoted() -> None:
    result = await result_of(TEXT, judging(Shelf(TOWER), chance=0.01))
    _, opened, tall, _ = result.claims
    quotes = {c.id: c for c in result.citations}
    assert (opened.verdict, opened.against) == ("supported", ())
    assert "1889" in quotes[opened.citations[0]].quote
    assert (tall.verdict, tall.citations) == ("refuted", ())
    assert "330 metres" in quotes[tall.against[0]].quote
    assert tall.text == "The tower is 500 metres tall."  # searched and judged by itself
    for quote in result.citations:
        assert TOWER[quote.start : quote.end] == quote.quote


async def test_one_place_has_one_number_however_often_it_is_quoted() -> None:
    text = "The tower opened in 1889. The bridge was closed in 1950. The tower opened in 1889."
    seen = await events_of(text, judging(Shelf(TOWER, BRIDGE)))
    checked = [e for e in seen if isinstance(e, ClaimChecked)]
    assert [e.claim.citations for e in checked] == [(1,), (2,), (1,)]
    assert [[q.id for q in e.quotes] for e in checked] == [[1], [2], [1]]
    assert isinstance(seen[-1], FactChecked)
    assert [c.id for c in seen[-1].result.citations] == [1, 2]


async def test_sources_that_differ_on_a_figure_stand_on_both_sides() -> None:
    older = "The donor gave the museum 100 million dollars in all."
    newer = "The donor gave the museum 44 million dollars in all."
    result = await result_of(older, judging(Shelf(older, newer)))
    (claim,) = result.claims
    quotes = {c.id: c.quote for c in result.citations}
    assert claim.verdict == "supported"
    assert [quotes[i] for i in claim.citations] == [older]
    assert [quotes[i] for i in claim.against] == [newer]


async def test_without_evidence_nothing_is_settled() -> None:
    result = await result_of("The tower opened in 1889.", judging(Shelf()))
    (claim,) = result.claims
    assert (claim.verdict, claim.score) == ("not_enough_info", 0.0)
    assert (result.citations, result.notes) == ((), ())


async def test_a_source_that_fails_is_named_once_and_not_asked_for_ever() -> None:
    broken = Shelf(name="web", error="It is down.")
    text = " ".join(f"The tower number {n} opened in 1889." for n in range(9))
    result = await result_of(text, judging(broken, Shelf(TOWER)))
    assert result.notes == ("web could not be searched: It is down. Try later.",)
    assert len(broken.queries) == 3
    assert len(result.claims) == 9


async def test_a_text_without_a_claim_is_told_so() -> None:
    result = await result_of("Hello! How are you?", judging(Shelf(TOWER)))
    assert {c.verdict for c in result.claims} == {"not_a_claim"}
    assert result.notes == ("The text holds no claim that could be checked.",)


async def test_notes_are_in_the_language_of_the_text() -> None:
    broken = Shelf(name="web", error="It is down.")
    result = await result_of("こんにちは。お元気ですか？", judging(broken))
    assert result.notes == ("この文章には、確認できる主張が含まれていません。",)
    result = await result_of("その塔は1889年に開業した。", judging(broken))
    assert result.notes == ("webを検索できませんでした：It is down. Try later.",)


async def test_of_very_many_claims_the_first_are_checked() -> None:
    text = " ".join(f"The tower opened in {1500 + n}." for n in range(MOST_CLAIMS + 5))
    shelf = Shelf(BRIDGE)
    result = await result_of(text, judging(shelf))
    assert len(shelf.queries) == MOST_CLAIMS
    assert [c.verdict for c in result.claims[MOST_CLAIMS:]] == ["not_checked"] * 5
    assert result.notes == (
        "Of 205 claims the first 200 were checked. Check the rest of the text by itself.",
    )


async def test_others_get_their_turn_while_a_long_text_is_cut() -> None:
    steps = fact_check("It is tall. " * 50, judging())
    listed = asyncio.ensure_future(anext(steps))
    turns = 0
    while not listed.done():
        await asyncio.sleep(0)  # one turn of the loop, which is what is counted; no time passes
        turns += 1
    await steps.aclose()
    assert turns >= 50


async def test_the_period_bounds_every_search() -> None:
    class Dated(Shelf):
        async def search(self, query: Query) -> Sequence[Hit]:
            assert (query.since, query.until) == ("2020", "2021")
            return [Hit(Passage("d", TOWER, 0, len(TOWER)), 1.0)]

    steps = fact_check("The tower opened in 1889.", judging(Dated()), since="2020", until="2021")
    last = [event async for event in steps][-1]
    assert isinstance(last, FactChecked)
    assert last.result.claims[0].verdict == "supported"
    assert last.result.citations[0].sha256 == ""


@pytest.mark.parametrize(
    "text",
    [
        "word " * 2000,
        "あ" * 10_000,
        "a" * 10_000,
        "The tower\x00\x07\x1b[31m opened\u202e in 1889.\ud800",
        "The tower opened in 1889 [1]. It is tall [2][3]. [4]",
        "The 塔 opened в 1889 году で。東京タワーは1958年に開業した。Она высокая!",
        "\n\n---\n```\n| a | b |\n",
        "!" * 5000,
    ],
)
async def test_hostile_texts_are_checked_like_others(text: str) -> None:
    result = await result_of(text, judging(Shelf(TOWER)))
    assert _in_order(result.claims, text)
    assert all("[1]" not in c.text for c in result.claims if c.verdict != "not_a_claim")


_WORDS = st.sampled_from(
    [
        *("The tower", "opened in 1889", "It", "is tall", "塔は", "1889年に開業した", "。", ". "),
        *(
            "? ",
            "!",
            "\n\n",
            "- ",
            "Mr. ",
            " [1]",
            "“",
            "”",
            "😀",
            "\u0301",
            "# ",
            "Why",
            "and",
            ", ",
        ),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_each_claim_lies_in_the_text_and_they_stand_in_order(text: str) -> None:
    claims = list(list_claims(text))
    assert _in_order(claims, text)
    covered = "".join(text[a:b] for a, b in dict.fromkeys((c.start, c.end) for c in claims))
    assert "".join(covered.split()) == "".join(text.split())  # no sentence is lost


def _in_order(claims: Sequence[TextClaim], text: str) -> bool:
    inside = all(0 <= c.start < c.end <= len(text) for c in claims)
    places = [(c.start, c.end) for c in claims]
    return inside and all(a == b or a[1] <= b[0] for a, b in pairwise(places))
