"""Bytes are what they hold, whatever they are called."""

from __future__ import annotations

import pytest

from blackbird.parsing.kinds import kind_by_name, kind_of
from blackbird.protocols import FileKind


@pytest.mark.parametrize(
    ("data", "said", "kind"),
    [
        (b"%PDF-1.7\n\x00", None, "pdf"),
        (b"%PDF-1.7", "html", "pdf"),
        (b"\r\njunk %PDF-1.7", "pdf", "pdf"),
        (b"A PDF begins with %PDF-1.7", None, None),
        (b"PK\x03\x04\x00", "html", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "docx", "docx"),
        (b"<!doctype html>", None, "html"),
        (b"\xef\xbb\xbf  <p>", "pdf", "html"),
        ("<p>塔".encode("utf-16"), "html", "html"),
        (b"words", "html", "html"),
        (b"words", "pdf", None),
        (b"words", None, None),
        (b"\x89PNG\r\n\x1a\n\x00", "html", None),
        (b"", "pdf", None),
    ],
)
def test_what_it_holds(data: bytes, said: FileKind | None, kind: FileKind | None) -> None:
    assert kind_of(data, said) == kind


def test_what_a_name_says() -> None:
    names = ["a.PDF", "b.docx", "c.htm", "d.html", "e.md", "pdf", "f."]
    assert [kind_by_name(n) for n in names] == ["pdf", "docx", "html", "html", None, "pdf", None]
