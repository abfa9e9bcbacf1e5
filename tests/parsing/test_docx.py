"""Word files: what is text in them and what is not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from blackbird.errors import BadInput
from blackbird.parsing.docx import read_docx
from tests.fakes.hostile_files import (
    BAD_FILES,
    WORDS,
    docx_of,
    docx_paragraph,
    external_entity,
)

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
    'properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>A. Mori</dc:creator><dc:language>de-CH</dc:language>"
    "<t:created>2019-01-01T00:00:00Z</t:created><t:modified>2023-05-01T10:00:00Z</t:modified>"
    "</cp:coreProperties>"
)


def text(body: str, **parts: bytes) -> str:
    return read_docx(docx_of(body, {f"word/{n}.xml": d for n, d in parts.items()})).text


def test_what_the_file_tells_of_itself() -> None:
    core = {"docProps/core.xml": CORE.format(title="The trams").encode()}
    page = read_docx(docx_of(docx_paragraph("88"), core))
    assert (page.title, page.author, page.date, page.language, page.text) == (
        "The trams",
        "A. Mori",
        "2023-05-01",
        "de",
        "88",
    )
    core = {"docProps/core.xml": CORE.format(title="Microsoft Word - a.doc").encode()}
    assert read_docx(docx_of(docx_paragraph(), core)).title == ""
    assert read_docx(docx_of(docx_paragraph(), {"docProps/core.xml": b"<broken"})).title == ""


def test_a_template_that_nobody_filled_in_tells_nothing() -> None:
    made, out = docx.Document(), BytesIO()
    made.add_heading("The trams of Aldenport", 1)
    made.add_paragraph(WORDS)
    made.save(out)
    page = read_docx(out.getvalue())
    assert (page.title, page.author, page.date) == ("The trams of Aldenport", "", None)
    assert page.text == f"The trams of Aldenport\n\n{WORDS}"


def test_deleted_text_instructions_and_readings_are_left_out() -> None:
    ruby = (
        "<w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>塔</w:t></w:r></w:rubyBase></w:ruby>"
    )
    body = (
        "<w:p><w:del><w:r><w:delText>not</w:delText><w:t>this</w:t></w:r></w:del>"
        f"<w:ins><w:r><w:t>but that</w:t></w:r></w:ins><w:r>{ruby}</w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:tab/><w:t>up</w:t><w:noBreakHyphen/><w:t>to</w:t><w:br/><w:t>now</w:t></w:r></w:p>"
    )
    assert text(body) == "but that塔 up-to\nnow"


def test_tables_lists_notes_and_boxes() -> None:
    cell = "<w:tc>{}</w:tc>".format
    inner = f"<w:tbl><w:tr>{cell(docx_paragraph('in'))}</w:tr></w:tbl>"
    table = f"<w:tbl><w:sdt><w:tr>{cell(docx_paragraph('a'))}{cell(inner)}</w:tr></w:sdt></w:tbl>"
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>"
    boxed = f"<w:txbxContent>{docx_paragraph('boxed')}</w:txbxContent>"
    box = f"<w:p><w:r><w:t>beside</w:t>{boxed}</w:r></w:p>"
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {w}><w:footnote w:type="separator">{docx_paragraph("line")}</w:footnote>'
        f"<w:footnote>{docx_paragraph('a note')}</w:footnote></w:footnotes>"
    ).encode()
    assert text(f"{table}{item}{box}", footnotes=notes) == (
        "| a | | in | |\n\n- one\n\nbeside\n\nboxed\n\na note"
    )


@pytest.mark.parametrize("padding", [0, 5000])
def test_nothing_outside_the_file_is_read(tmp_path: Path, padding: int) -> None:
    (tmp_path / "secret").write_text("the secret of the house")
    with pytest.raises(BadInput, match="declares entities"):
        read_docx(external_entity((tmp_path / "secret").as_uri(), padding))


@pytest.mark.parametrize("name", [name for name in BAD_FILES if name.endswith(".docx")])
def test_what_cannot_be_read_is_said(name: str) -> None:
    data, said = BAD_FILES[name]
    if data:
        with pytest.raises(BadInput) as caught:
            read_docx(data)
        assert said in str(caught.value)
        assert caught.value.hint
