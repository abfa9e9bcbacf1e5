"""PDF, Word and HTML files that are broken, or made to harm who reads them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

WORDS = "The tram of Aldenport opened in 1889."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def simple_pdf(text: str = WORDS, password: str | None = None) -> bytes:
    """A sound PDF of one page."""
    out = BytesIO()
    canvas = Canvas(out, encrypt=password, invariant=1)
    canvas.drawString(72, 720, text)
    canvas.save()
    return out.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        out.rindex(b"xref\n"),
    )


def _page_with(stream: bytes, filters: bytes) -> bytes:
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[%b]>>stream\n%b\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def pdf_bomb(megabytes: int = 300) -> bytes:
    """Some kilobytes that unpack to a page of millions of texts."""
    one = b"BT /F1 9 Tf 72 700 Td (tram) Tj ET\n" * 30_000
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(one) for _ in range(megabytes))
    stream = zlib.compress(packed + packer.flush(), 9)
    return _page_with(stream, b"/FlateDecode/FlateDecode")


def deep_pdf(depth: int = 200_000) -> bytes:
    """A page whose dictionary holds a list in a list in a list …"""
    nest = b"[" * depth + b"]" * depth
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/X %b>>" % nest,
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Y %b>>" % nest,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Z %b>>" % nest,
    )


def deep_pages_pdf(depth: int = 20_000) -> bytes:
    """A tree of pages that is a chain, and bites its own tail."""
    kids = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R 2 0 R]/Count 99999999>>" % (n - 1, n + 1)
        for n in range(2, depth)
    ]
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", *kids, b"<</Type/Page>>")


def large_pdf(size: int = 50_000_000) -> bytes:
    """A sound page, and a stream of 50 MB that nothing refers to."""
    sound = simple_pdf()
    place = sound.rindex(b"xref")
    noise = (b"%031d\n" % size) * (size // 32)
    rest = b"999 0 obj\n<</Length %d>>stream\n%b\nendstream\nendobj\n" % (len(noise), noise)
    return sound[:place] + rest + sound[place:]


def docx_of(body: str | bytes, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file around ``body``: the inside of ``w:body``, or its whole document as bytes."""
    if isinstance(body, str):
        body = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def docx_paragraph(text: str = WORDS) -> str:
    """A paragraph as Word writes it."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_bomb(megabytes: int = 300) -> bytes:
    """Some hundred kilobytes that unpack to hundreds of megabytes."""
    return docx_of(docx_paragraph(" " * megabytes * 1_000_000))


def billion_laughs() -> bytes:
    """Entities of entities of entities."""
    entities = '<!ENTITY a0 "laugh">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    return docx_of(
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="{_W}"><w:body>'
        f"{docx_paragraph('&a11;')}</w:body></w:document>".encode()
    )


def external_entity(address: str, padding: int = 0) -> bytes:
    """A document that asks for what lies at ``address``."""
    return docx_of(
        f'<?xml version="1.0"?><!--{"x" * padding}--><!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]>'
        f'<w:document xmlns:w="{_W}"><w:body>{docx_paragraph(f"{WORDS} &x;")}'
        "</w:body></w:document>".encode()
    )


def deep_docx(depth: int = 100_000) -> bytes:
    """Tables in tables in tables …"""
    return docx_of("<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth)


def other_archive() -> bytes:
    """What other programs write looks alike from outside."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def many_parts() -> bytes:
    """An archive of very many empty parts."""
    return docx_of(docx_paragraph(), {f"p/{n}": b"" for n in range(25_000)})


def deep_html(depth: int = 300_000) -> bytes:
    """Elements in elements in elements, with words at the bottom."""
    return b"<html><body>" + b"<div>" * depth + WORDS.encode() + b"</div>" * depth


BAD_FILES: Mapping[str, tuple[bytes, str]] = {
    "broken.pdf": (b"%PDF-1.7\nnothing", "The PDF is broken. Open it"),
    "cut.pdf": (simple_pdf()[:300], "The PDF"),
    "secret.pdf": (simple_pdf(password="secret"), "protected by a password. Save it without"),
    "pages.pdf": (
        pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[]/Count 0>>"),
        "The PDF is broken.",
    ),
    "pictures.pdf": (simple_pdf(" "), "Run it through text recognition"),
    "deep.pdf": (deep_pdf(), "The PDF"),
    "chain.pdf": (deep_pages_pdf(), "The PDF is broken."),
    "page.pdf": (b"\x89PNG\r\n\x1a\n\x00", "holds no text"),
    "words.pdf": (b"Only words.", "holds no text"),
    "empty.pdf": (b"", "holds no text"),
    "empty.docx": (b"", "holds no text"),
    "broken.docx": (b"PK\x03\x04nothing", "The Word file is broken (BadZipFile). Open it"),
    "cut.docx": (docx_of(docx_paragraph())[:200], "The Word file is broken"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
    "sheet.docx": (other_archive(), "no Word file"),
    "bomb.docx": (docx_bomb(), "unpacks to more than 48 MB"),
    "laughs.docx": (billion_laughs(), "declares entities"),
    "deep.docx": (deep_docx(), "The Word file is broken"),
    "parts.docx": (many_parts(), "25,002 parts"),
    "nothing.docx": (docx_of("<w:p/>"), "The Word file has no text."),
    "nothing.html": (b"<html><body><script>1</script>", "has no text"),
}

SLOW_FILES: Mapping[str, Callable[[], bytes]] = {
    "bomb.pdf": pdf_bomb,
    "large.pdf": large_pdf,
    "deep.html": deep_html,
    "large.html": lambda: b"<p>" + WORDS.encode() * 1_300_000,
    "wide.html": lambda: b"<p>" * 3_000_000,
    "attributes.html": lambda: b"<p " + b"a=b " * 2_000_000 + b">" + WORDS.encode(),
    "signs.html": lambda: WORDS.encode() + b"&#x10ffff;&#0;&#xd800;" * 100_000,
}
"""Those that take their time."""
