"""One file, of whatever kind, made into a page. Runs in the child process only."""

from __future__ import annotations

from blackbird.errors import BadInput
from blackbird.parsing.docx import read_docx
from blackbird.parsing.pdf import read_pdf
from blackbird.protocols import FileKind
from blackbird.text.encoding import decode
from blackbird.text.extract import extract
from blackbird.types import Page


def read_page(
    data: bytes, kind: FileKind, url: str | None = None, charset: str | None = None
) -> Page:
    """The main text of a file. Raises ``BadInput``."""
    if kind == "html":
        return extract(decode(data, charset), url)
    return read_pdf(data) if kind == "pdf" else read_docx(data)


def load_libraries() -> None:
    """Load what parsing needs, so that the first file waits for nothing and limits can be set."""
    words = "The tower opened in 1889, and people came to see it from far away. " * 5
    extract(
        f"<html><title>The tower</title><article><p>{words}<p>{words}</article></html>",
        "https://example.org/",
    )
    try:
        read_pdf(b"")
    except BadInput:
        return
