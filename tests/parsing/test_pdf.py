"""PDF files as PDFium reads them."""

from __future__ import annotations

import pytest

from blackbird.errors import BadInput
from blackbird.parsing import pdf
from blackbird.parsing.pdf import read_pdf
from tests.fakes.hostile_files import BAD_FILES, WORDS, pdf_of, simple_pdf
from tests.fakes.made_files import made_files

PLAIN, *_ = made_files(1)


def test_what_the_file_tells_of_itself() -> None:
    page = read_pdf(PLAIN.data)
    assert (page.title, page.author, page.language) == ("A report on trams", "A. Mori", "en")
    assert page.date == "2000-01-01"  # when the library that makes it says it is
    assert page.text.split("\n\n") == list(PLAIN.paragraphs)


def test_a_page_that_is_broken_costs_itself() -> None:
    sound = simple_pdf()
    assert read_pdf(b"%junk\n" + sound).text == WORDS


@pytest.mark.parametrize("name", [name for name in BAD_FILES if name.endswith(".pdf")])
def test_what_cannot_be_read_is_said(name: str) -> None:
    data, said = BAD_FILES[name]
    if said != "holds no text":
        with pytest.raises(BadInput) as caught:
            read_pdf(data)
        assert said in str(caught.value)
        assert caught.value.hint


def test_there_is_an_end_to_pages_and_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MOST_PAGES", 0)
    with pytest.raises(BadInput, match="has 1 pages; at most 0"):
        read_pdf(simple_pdf())


def test_a_page_without_a_page() -> None:
    broken = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[9 0 R]/Count 1>>")
    with pytest.raises(BadInput, match="The PDF"):
        read_pdf(broken)
