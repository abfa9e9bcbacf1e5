"""Pages that were read: found again, replaced, bounded, and proofs behind answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from blackbird.protocols import StoredPage
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, Entry, KeptPage, StoredTurn
from blackbird.types import Document, Page

URL = "https://page.example/"
PAGE = Page(URL, "Trams", "The tram opened in 1889.", "2023-05", "en", "2026-01-01T00:00:00+00:00")
STORED = StoredPage(URL, PAGE, '"tag"', "Fri, 02 Jan 2026 03:00:00 GMT", 17.5)
MOST = 1000


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record.open(tmp_path / "record.db")
    yield opened
    opened.close()


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def of(n: int, size: int) -> StoredPage:
    url = f"https://page.example/{n}"
    page = replace(PAGE, url=url, text="x" * size, fetched_at=f"2026-01-01T00:00:{n:02}+00:00")
    return StoredPage(url, page)


def test_a_page_comes_back_as_it_was(record: Record) -> None:
    pages = record.pages(MOST)
    assert pages.find(URL) is None
    pages.put(STORED)
    assert pages.find(URL) == STORED
    led = replace(STORED, asked="https://page.example/old", page=replace(PAGE, date=None))
    pages.put(led)
    assert pages.find("https://page.example/old") == led


def test_a_newer_one_takes_its_place(record: Record) -> None:
    pages = record.pages(MOST)
    pages.put(STORED)
    newer = replace(STORED, page=replace(PAGE, text="It opened in 1891."), etag="")
    pages.put(newer)
    assert pages.find(URL) == newer
    assert record.conversations.kept(sha(PAGE.text)) is None


def test_the_oldest_go_when_there_is_too_much(record: Record) -> None:
    pages = record.pages(MOST)
    for n in (3, 1, 2):
        pages.put(of(n, 400))
    assert [pages.find(of(n, 0).asked) is not None for n in (1, 2, 3)] == [False, True, True]
    pages.put(of(4, 5000))  # by itself more than may be kept: the answer that cites it needs it
    assert [pages.find(of(n, 0).asked) is not None for n in (2, 3, 4)] == [False, False, True]
    pages.put(of(5, 10))
    assert [pages.find(of(n, 0).asked) is not None for n in (4, 5)] == [False, True]


def test_half_a_pair_costs_a_letter(record: Record) -> None:
    pages = record.pages(MOST)
    pages.put(replace(STORED, page=replace(PAGE, text="a\ud800b")))
    found = pages.find(URL)
    assert found is not None
    assert found.page.text == "a?b"


def test_what_an_answer_cites_stays_when_the_page_has_gone(record: Record) -> None:
    record.pages(MOST).put(STORED)
    talks = record.conversations
    assert talks.kept(sha(PAGE.text)) is not None
    talks.create(Conversation("c", "t", "2026", "2026", None))
    talks.ask(StoredTurn("t", "c", None, "q", "{}", "running", "2026"))
    talks.end("t", "done", "2026", answer="{}", said="", proofs=[sha(PAGE.text), sha("other")])
    record.pages(MOST).put(replace(STORED, page=replace(PAGE, text="Changed.")))
    kept = talks.kept(sha(PAGE.text))
    assert kept is not None
    assert (kept.text, kept.document_id) == (PAGE.text, f"web:{URL}")
    talks.purge([URL])  # a document of the same name takes nothing along
    assert talks.kept(sha(PAGE.text)) is not None
    talks.delete("c")
    assert talks.kept(sha(PAGE.text)) is None


def cite(record: Record, turn: str, *hashes: str) -> None:
    talks = record.conversations
    talks.create(Conversation(f"c-{turn}", "t", "2026", "2026", None))
    talks.ask(StoredTurn(turn, f"c-{turn}", None, "q", "{}", "running", "2026"))
    talks.end(turn, "done", "2026", answer='{"quote": "It opened."}', said="", proofs=hashes)


def test_all_that_is_kept_of_the_web_is_listed_once(record: Record) -> None:
    pages = record.pages(MOST)
    assert pages.listed() == []
    pages.put(STORED)
    cite(record, "one", sha(PAGE.text))
    assert pages.listed() == [KeptPage(URL, "Trams", PAGE.fetched_at, len(PAGE.text))]
    later = replace(PAGE, text="塔", fetched_at="2026-01-02T00:00:00+00:00")
    pages.put(replace(STORED, page=later))
    assert pages.listed() == [
        KeptPage(URL, "Trams", later.fetched_at, 3),
        KeptPage(URL, "", "", len(PAGE.text)),  # an answer still rests on it
    ]


def test_all_of_it_goes_and_answers_stay(record: Record) -> None:
    pages = record.pages(MOST)
    pages.put(STORED)
    cite(record, "one", sha(PAGE.text))
    pages.put(replace(STORED, page=replace(PAGE, text="Changed.")))
    assert pages.clear() == 2
    assert (pages.listed(), pages.find(URL), pages.clear()) == ([], None, 0)
    assert record.conversations.kept(sha(PAGE.text)) is None
    assert record.conversations.turn("one").answer == '{"quote": "It opened."}'
    record.conversations.delete("c-one")


@pytest.mark.parametrize("name", ["notes/a.md", "web:https://page.example/"])
def test_what_the_owner_gave_is_not_touched(record: Record, name: str) -> None:
    record.put([Entry(Document(name, "Mine."), (), None, "", "2026")])
    cite(record, "one", sha("Mine."))
    record.pages(MOST).put(STORED)
    assert record.pages(MOST).clear() == 1
    kept = record.conversations.kept(sha("Mine."))
    assert (kept and kept.document_id, record.text(name)) == (name, "Mine.")
