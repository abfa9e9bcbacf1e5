"""Which kind of file bytes are, by what they hold; names and headers are often wrong."""

from __future__ import annotations

import re

from blackbird.protocols import FileKind
from blackbird.text.markdown import is_binary

_TAG = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,999}<(?:!|\?|[a-zA-Z])")
_PDF_WITHIN = 1024  # bytes of something else that may stand before a PDF begins
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word before 2007, and Word files with a password


def kind_of(data: bytes, said: FileKind | None = None) -> FileKind | None:
    """Which parser ``data`` needs; ``said`` is what a name or header claims.

    ``None``: plain text, or something that nobody reads (see ``is_binary``).
    """
    if data.startswith(_PDF) or (said == "pdf" and _PDF in data[:_PDF_WITHIN]):
        return "pdf"
    if data.startswith((_ZIP, _OLE)):
        return "docx"
    if is_binary(data):
        return None
    return "html" if said == "html" or _TAG.match(data) else None


def kind_by_name(name: str) -> FileKind | None:
    """What the ending of a file's name claims."""
    ending = name.rpartition(".")[2].lower()
    known: dict[str, FileKind] = {"pdf": "pdf", "docx": "docx", "html": "html", "htm": "html"}
    return known.get(ending)


def is_old_word(data: bytes) -> bool:
    """Whether it is a container that Word used before 2007, or uses for files with a password."""
    return data.startswith(_OLE)
