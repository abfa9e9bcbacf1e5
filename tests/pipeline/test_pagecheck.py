"""A page by its address: read, told of, and its claims checked like those of any text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.judge import EvidenceJudge
from blackbird.errors import NetworkError
from blackbird.events import CheckEvent, FactChecked, PageRead
from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.factcheck import fact_check
from blackbird.pipeline.pagecheck import beginning, check_page
from blackbird.pipeline.parts import Parts
from blackbird.protocols import Source
from blackbird.types import FactCheck, Hit, Page, Passage, Query
from tests.pipeline.flows import TOWER, Shelf, parts, says

URL = "https://example.org/tower?a=1"
TEXT = "The tower opened in 1889. The tower is 500 metres tall."


class Pages:
    """Reads one page, whatever is asked for."""

    def __init__(self, text: str, url: str | None = URL, language: str = "en") -> None:
        self.page = Page(url, "The tower", text, "2024", language, "2026-01-02T03:04:05+00:00")
        self.asked: list[str] = []

    async def read(self, url: str) -> Page:
        self.asked.append(url)
        return self.page


class Found:
    """A source that finds one text at several addresses."""

    name = "documents"

    def __init__(self, *urls: str) -> None:
        self._urls = urls

    async def search(self, query: Query) -> Sequence[Hit]:
        return [
            Hit(Passage(f"d{n}#1", TOWER, 0, len(TOWER), url=url, sha256=f"h{n}"), 0.9)
            for n, url in enumerate(self._urls)
        ]


def judging(*sources: Source) -> Parts:
    scorer = ScriptedScorer(lambda _c, _e: 0.2)
    return replace(parts(says("")), sources=sources, judge=EvidenceJudge(scorer))


async def events_of(pages: Pages, with_parts: Parts, most: int = 1000) -> list[CheckEvent]:
    return [event async for event in check_page(URL, pages, with_parts, most=most)]


def result_of(events: Sequence[CheckEvent]) -> FactCheck:
    assert isinstance(events[-1], FactChecked)
    return events[-1].result


async def test_the_page_is_told_of_and_its_claims_are_those_of_its_text() -> None:
    pages = Pages(TEXT)
    first, *later = await events_of(pages, judging(Shelf(TOWER)))
    assert first == PageRead(pages.page)
    assert pages.asked == [URL]
    result = result_of(later)
    assert result.page == pages.page
    own = [event async for event in fact_check(TEXT, judging(Shelf(TOWER)))]
    assert result.claims == result_of(own).claims
    assert [type(e) for e in later] == [type(e) for e in own]
    assert result.notes == ()
    assert result.timings_ms["page"] < result.timings_ms["claims"] < result.timings_ms["total"]


@pytest.mark.parametrize(
    "url",
    [URL, "https://example.org/tower?utm_source=x&a=1", "http://EXAMPLE.org:80/tower?a=1#x"],
)
async def test_a_page_is_no_evidence_for_itself(url: str) -> None:
    result = result_of(await events_of(Pages(TEXT), judging(Found(url))))
    assert [c.verdict for c in result.claims] == ["not_enough_info"] * 2
    assert result.citations == ()
    assert result.notes == (
        "The page is among what was searched; it was not taken as evidence for itself.",
    )


@pytest.mark.parametrize("url", ["", "https://example.org/tower?a=2", "at://did/post", "notes.md"])
async def test_what_stands_elsewhere_is_evidence(url: str) -> None:
    result = result_of(await events_of(Pages(TEXT), judging(Found(url, URL))))
    assert result.claims[0].verdict == "supported"
    assert {c.url for c in result.citations} == {url}


@pytest.mark.parametrize("url", [URL, "https://example.org/where-it-ends"])
async def test_neither_is_what_stands_where_it_was_sent_to_or_from(url: str) -> None:
    pages = Pages(TEXT, "https://example.org/where-it-ends")
    result = result_of(await events_of(pages, judging(Found(url))))
    assert result.citations == ()


async def test_a_page_that_does_not_say_where_it_is_has_the_address_given() -> None:
    result = result_of(await events_of(Pages(TEXT, None), judging(Found(URL, ""))))
    assert result.claims[0].verdict == "supported"
    assert {c.url for c in result.citations} == {""}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "its first 25 characters"), ("ja", "最初の25文字")]
)
async def test_of_a_long_page_the_beginning_is_checked_and_that_is_said(
    language: str, said: str
) -> None:
    events = await events_of(Pages(TEXT, language=language), judging(Shelf(TOWER)), most=40)
    first, result = events[0], result_of(events)
    assert isinstance(first, PageRead)
    assert first.page.text == "The tower opened in 1889."
    assert result.page == first.page
    assert said in result.notes[0]
    assert len(result.claims) == 1


async def test_a_page_that_cannot_be_read_ends_it() -> None:
    class Fails(Pages):
        async def read(self, url: str) -> Page:
            raise NetworkError("It is away.", "Try later.")

    with pytest.raises(NetworkError, match="away"):
        await events_of(Fails(TEXT), judging(Shelf(TOWER)))


@given(st.text("ab. \n。", max_size=60), st.integers(1, 60))
def test_the_beginning_is_the_beginning(text: str, most: int) -> None:
    found = beginning(text, most)
    assert text.startswith(found)
    assert len(found) <= most
    assert found or not text
