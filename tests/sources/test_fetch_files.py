"""PDF and Word files, and pages made to harm, read from a small web server as pages are."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator

import pytest

from blackbird.errors import BadInput, BlackbirdError, ParseFailed
from blackbird.net.guard import Bounds
from blackbird.parsing.parser import ChildParser
from blackbird.sources.fetch import WebPages
from blackbird.tracing import SystemClock
from tests.fakes.hostile_files import (
    BAD_FILES,
    WORDS,
    deep_html,
    docx_of,
    docx_paragraph,
    large_pdf,
    pdf_bomb,
    simple_pdf,
)
from tests.fakes.made_files import made_files
from tests.fakes.page_server import PageServer, Script, endless, page_server, reply

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANY = "application/octet-stream"
HTML = f"<html lang=en><title>Trams</title><p>{WORDS}"


@pytest.fixture
def web() -> Iterator[PageServer]:
    with page_server() as server:
        yield server


@pytest.fixture
async def pages(web: PageServer) -> AsyncIterator[WebPages]:
    parser = ChildParser(5, most=1)
    yield WebPages(web.guard(Bounds(total_s=5)), SystemClock(), parser)
    await parser.aclose()


async def test_a_file_is_read_for_what_it_is(web: PageServer, pages: WebPages) -> None:
    pdf, docx = simple_pdf(), docx_of(docx_paragraph())
    served = [(pdf, PDF), (pdf, "text/html"), (pdf, "text/plain"), (pdf, ANY), (pdf, "")]
    served += [(docx, DOCX), (docx, ANY), (docx, "text/html"), (docx, PDF)]
    served += [(HTML.encode(), PDF), (HTML.encode(), DOCX), (HTML.encode(), ANY)]
    for n, (data, kind) in enumerate(served):
        web.pages[f"/{n}"] = reply(data, kind=kind)
        page = await pages.read(web.url(f"/{n}"))
        assert (page.text, page.url) == (WORDS, web.url(f"/{n}")), (n, kind)
    web.pages["/plain"] = reply(HTML, kind="text/plain")  # who says plain, means it
    assert (await pages.read(web.url("/plain"))).text == HTML


async def test_what_a_pdf_tells_of_itself(web: PageServer, pages: WebPages) -> None:
    (made,) = made_files(1)
    web.pages["/report.pdf"] = reply(made.data, kind=PDF)
    page = await pages.read(web.url("/report.pdf"))
    assert (page.title, page.author, page.language) == (made.title, made.author, "en")
    assert page.text.startswith(made.paragraphs[0])
    assert page.fetched_at


async def test_bad_files_are_told_and_the_next_is_read(web: PageServer, pages: WebPages) -> None:
    web.pages["/sound"] = reply(HTML)
    for name, (data, said) in BAD_FILES.items():
        if said == "holds no text":
            continue
        web.pages["/bad"] = reply(data, kind=ANY if "docx" in name or "pdf" in name else "")
        with pytest.raises(BadInput) as caught:
            await pages.read(web.url("/bad"))
        assert said in str(caught.value)
        assert caught.value.hint
        assert (await pages.read(web.url("/sound"))).text == WORDS


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(pdf_bomb(), kind=PDF), "took "),
        (reply(large_pdf(), kind=PDF), "has more than 10,000,000 bytes"),
        (endless(kind=PDF), "has more than 10,000,000 bytes"),
        (endless(b"%PDF-1.7 ", 0.05, PDF), "was not read within 5 s"),
        (
            reply(gzip.compress(bytes(50_000_000)), kind=PDF, content_encoding="gzip"),
            "has more than 10,000,000 bytes",
        ),
        (reply(b"<p>" * 3_000_000), "has no text"),
    ],
)
async def test_what_harms_costs_its_own_time(
    web: PageServer, pages: WebPages, answer: Script, said: str
) -> None:
    web.pages["/bad"], web.pages["/sound"] = answer, reply(HTML)
    with pytest.raises(BlackbirdError) as caught:
        await pages.read(web.url("/bad"))
    assert said in str(caught.value)
    assert isinstance(caught.value, ParseFailed) == said.startswith("took")
    assert (await pages.read(web.url("/sound"))).text == WORDS


async def test_deep_pages_have_text(web: PageServer, pages: WebPages) -> None:
    web.pages["/deep"] = reply(deep_html())
    assert WORDS in (await pages.read(web.url("/deep"))).text
