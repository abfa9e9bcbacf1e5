"""The text of a Word file: a ZIP archive of XML, both bounded. Runs in the child process only.

Deleted text, instructions of fields and running heads are left out; footnotes stand at the end.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from blackbird.errors import BadInput
from blackbird.parsing.document import page_of
from blackbird.parsing.kinds import is_old_word
from blackbird.types import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BYTES = 48_000_000  # of one part, unpacked; a book of a thousand pages has ten
_MOST_PARTS = 20_000
_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr"})
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_MAKER, _MADE = "python-docx", "2013-12-23T23:15:00Z"  # its template's, where nobody said more
_BROKEN = "Open it in a word processor and save it anew."


def read_docx(data: bytes) -> Page:
    """Text, title, author, date and language of a Word file. Raises ``BadInput``."""
    if is_old_word(data):
        raise BadInput(
            "The Word file is protected by a password, or of the format before 2007.",
            "Save it as .docx without a password, and add that file.",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_PARTS:
                raise _broken(f"has {len(names):,} parts")
            if _BODY not in names:
                raise BadInput(
                    "It is an archive or of another program, no Word file.",
                    "Save it as .docx or PDF, or unpack it and add what it holds.",
                )
            parts = [_part(archive, name) for name in (_BODY, *_NOTES) if name in names]
            core = _core(archive) if _CORE in names else {}
    except _ERRORS as error:
        raise _broken(f"is broken ({type(error).__name__})") from error
    blocks = [block for part in parts for block in _blocks(part)]
    text = "\n\n".join(filter(None, blocks))
    if not text:
        raise BadInput("The Word file has no text.", "Check that it is the right file.")
    return page_of(
        text,
        title=core.get("title") or _heading(parts[0]),
        author="" if core.get("creator") == _MAKER else core.get("creator", ""),
        date=_date(core),
        language=core.get("language", ""),
    )


_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,  # zipfile: a compression that it does not know
    RuntimeError,  # a part has a password
    IndexError,
)


def _broken(what: str) -> BadInput:
    return BadInput(f"The Word file {what}.", _BROKEN)


def _part(archive: zipfile.ZipFile, name: str) -> _Element:
    """The XML of one part: bounded, no entity resolved, nothing fetched."""
    from lxml import etree  # here: slow to load

    with archive.open(name) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _broken(f"unpacks to more than {_MOST_BYTES // 1_000_000} MB ({name})")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise _broken("declares entities, which no Word file does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(f"is broken ({str(error).partition(',')[0][:120]})") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise _broken("declares entities, which no Word file does")
    return root


def _core(archive: zipfile.ZipFile) -> dict[str, str]:
    with suppress(BadInput):
        return {_tag(item): item.text or "" for item in _part(archive, _CORE)}
    return {}


def _date(core: dict[str, str]) -> str:
    date = core.get("modified") or core.get("created", "")
    return "" if date == _MADE else date


def _tag(element: _Element) -> str:
    """The name without its namespace: strict and transitional files differ in these."""
    return str(element.tag).rpartition("}")[2]


def _blocks(element: _Element) -> Iterator[str]:
    """Paragraphs and tables below ``element``, in order."""
    for child in element:
        tag = _tag(child)
        if tag in _LEFT_OUT:
            continue
        if tag == "p":
            yield _paragraph(child)
            for box in _boxes(child):
                yield from _blocks(box)
        elif tag == "tbl":
            yield "\n".join(filter(None, map(_row, _rows(child))))
        elif tag in ("footnote", "endnote") and _attribute(child, "type"):
            continue  # the line above the notes
        else:
            yield from _blocks(child)


def _paragraph(paragraph: _Element) -> str:
    text = "\n".join(filter(None, (" ".join(line.split()) for line in _lines(paragraph))))
    return f"- {text}" if text and _is_item(paragraph) else text


def _lines(paragraph: _Element) -> list[str]:
    return "".join(_runs(paragraph)).split("\n")


def _runs(element: _Element) -> Iterator[str]:
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _LEFT_OUT and tag != "txbxContent":
            yield from _runs(child)


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """Text boxes in a paragraph; each stands there twice, for older programs."""
    for child in paragraph:
        tag = _tag(child)
        if tag == "txbxContent":
            yield child
        elif tag not in _LEFT_OUT:
            yield from _boxes(child)


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) not in _LEFT_OUT:
            yield from _rows(child)


def _row(row: _Element) -> str:
    cells = [" ".join(" ".join(filter(None, _blocks(cell))).split()) for cell in _cells(row)]
    return f"| {' | '.join(cells)} |" if any(cells) else ""


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) not in _LEFT_OUT:
            yield from _cells(child)


def _is_item(paragraph: _Element) -> bool:
    return any(_tag(below) == "numPr" for own in paragraph if _tag(own) == "pPr" for below in own)


def _heading(body: _Element) -> str:
    """The first paragraph whose style is a title or a heading."""
    for paragraph in body.iter("{*}p"):
        for own in paragraph.iterchildren("{*}pPr"):
            style = next((_attribute(s, "val") for s in own.iterchildren("{*}pStyle")), "")
            if style.lower().startswith(("title", "heading1", "berschrift1", "titre")):
                return _paragraph(paragraph)
    return ""


def _attribute(element: _Element, name: str) -> str:
    return next((str(v) for k, v in element.items() if k.rpartition("}")[2] == name), "")
