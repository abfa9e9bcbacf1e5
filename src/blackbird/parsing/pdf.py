"""The text of a PDF, by PDFium: pages → lines → paragraphs. Runs in the child process only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from blackbird.errors import BadInput
from blackbird.parsing.document import LIMIT, page_of
from blackbird.parsing.lines import Line, join_pages, largest
from blackbird.types import Page

_MOST_PAGES = 10_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_HYPHEN = "\ufffe"  # what PDFium writes for a hyphen at the end of a line, and joins the lines


def read_pdf(data: bytes) -> Page:
    """Text, title, author, date and language of a PDF. Raises ``BadInput``."""
    import pypdfium2 as pdfium  # here: only the child needs it

    try:
        with closing(pdfium.PdfDocument(data)) as document:
            pages = list(_pages(document))
            told = document.get_metadata_dict()
            language = _language(document)
    except pdfium.PdfiumError as error:
        locked = error.err_code == _PASSWORD and b"/Encrypt" in data  # its last one may be told
        raise _unreadable(locked=locked) from error
    text = join_pages(pages)
    if not text.strip():
        raise BadInput(
            "The PDF has no text, only pictures of pages or nothing.",
            "Run it through text recognition (OCR), and add what that gives.",
        )
    page = page_of(
        text,
        title=told.get("Title", ""),
        author=told.get("Author", ""),
        date=told.get("CreationDate") or told.get("ModDate") or "",
        language=language,
    )
    return page if page.title else page_of_title(page, pages)


def page_of_title(page: Page, pages: list[list[Line]]) -> Page:
    """``page`` with the largest line of its first page for a title."""
    return Page(page.url, largest(pages), page.text, page.date, page.language, author=page.author)


def _unreadable(*, locked: bool) -> BadInput:
    if locked:
        return BadInput(
            "The PDF is protected by a password.", "Save it without one, and add that file."
        )
    return BadInput("The PDF is broken.", "Open it in a viewer and save or print it to a new PDF.")


def _language(document: Any) -> str:
    """What the PDF says of its language, such as ``en-GB``."""
    from pypdfium2 import raw  # here: only the child needs it

    buffer = (ctypes.c_ushort * 32)()
    raw.FPDFCatalog_GetLanguage(document.raw, buffer, ctypes.sizeof(buffer))
    return bytes(buffer).decode("utf-16-le", "ignore").partition("\x00")[0]


@dataclass(slots=True)
class _Room:
    """How many characters may still come."""

    left: int = LIMIT


def _pages(document: Any) -> Iterator[list[Line]]:
    from pypdfium2 import PdfiumError  # here: only the child needs it

    room = _Room()
    count = len(document)
    if count > _MOST_PAGES:
        raise BadInput(
            f"The PDF has {count:,} pages; at most {_MOST_PAGES:,} are read.",
            "Cut it into smaller files.",
        )
    broken = 0
    for number in range(count):
        try:
            page = document[number]
        except PdfiumError:
            broken += 1
            continue
        with closing(page), closing(page.get_textpage()) as textpage:
            yield _lines(textpage, page.get_height(), room)
    if count and broken == count:
        raise _unreadable(locked=False)


def _lines(textpage: Any, height: float, room: _Room) -> list[Line]:
    from pypdfium2 import raw  # here: only the child needs it

    room.left -= textpage.count_chars()
    if room.left < 0:
        raise BadInput(
            f"The text has more than {LIMIT:,} characters.", "Cut it into smaller files."
        )
    text: str = textpage.get_text_range()
    lines: list[Line] = []
    start = 0
    for part in text.split("\r\n"):
        at = start
        pieces = part.split(_HYPHEN)
        for n, piece in enumerate(pieces):
            if piece.strip():
                hyphen = n + 1 < len(pieces)
                lines.append(_line(raw, textpage.raw, piece, at, height, hyphen=hyphen))
            at += len(piece) + len(_HYPHEN)
        start += len(part) + 2
    return lines


def _line(raw: Any, textpage: Any, text: str, start: int, height: float, *, hyphen: bool) -> Line:
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    left, _ = _edges(raw, textpage, first)
    _, right = _edges(raw, textpage, last)
    base = height - _base(raw, textpage, first)
    return Line(
        " ".join(text.split()), left, right, base, _size(raw, textpage, first), height, hyphen
    )


def _char(raw: Any, textpage: Any, index: int) -> int:
    return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(textpage, index)))


def _edges(raw: Any, textpage: Any, index: int) -> tuple[float, float]:
    """Left and right of a sign."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, _char(raw, textpage, index), box)
    return box.left, box.right


def _base(raw: Any, textpage: Any, index: int) -> float:
    """The height of the line that a sign stands on."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, _char(raw, textpage, index), x, y)
    return y.value


def _size(raw: Any, textpage: Any, index: int) -> float:
    """Points of a sign, as printed: some scale a font of one point."""
    char = _char(raw, textpage, index)
    matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
    raw.FPDFText_GetMatrix(textpage, char, matrix)
    return float(raw.FPDFText_GetFontSize(textpage, char)) * math.hypot(matrix.b, matrix.d)
