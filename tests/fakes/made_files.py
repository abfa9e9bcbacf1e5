"""PDF and Word files made for tests, with the words that were put into them.

English and Japanese, in one column and two, with tables, running heads, several pages, ligatures,
and words broken at the end of a line.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import reportlab
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

_SUBJECTS = (
    "the efficient office/the first ferry/a well-known baker/the harbour authority/an affluent"
    " merchant/the north-east district/the final flood report/a fifth officer/the tram company"
    "/the conflict commission"
).split("/")
_VERBS = "confirmed/refused/described/financed/reorganised/surveyed/identified/simplified".split(
    "/"
)
_OBJECTS = (
    "the construction of a lighthouse/seven international agreements/the classification of fishes"
    "/a considerable infrastructure/the administration of waterfalls/an unofficial correspondence"
    "/the fire-fighting equipment/responsibilities beyond the municipality"
).split("/")
_JAPANESE = (
    "{n}年に港の灯台が建てられました。/塔の高さは{n}メートルです。/市は{n}台の路面電車を走らせている。"
    "/会議では、漁業の契約について話し合われた。/「橋は{n}年に閉鎖された」と新聞は伝えた。"
    "/データベースの管理者は{n}件の記録を確認した。/山の北側には古い神社があります。"
).split("/")
_FONTS = {"en": "Times-Roman", "ja": "HeiseiMin-W3", "kaku": "HeiseiKakuGo-W5", "vera": "Vera"}


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and the paragraphs that were put into it."""

    name: str
    data: bytes
    title: str
    author: str
    language: str
    paragraphs: tuple[str, ...]


@dataclass(slots=True)
class Writer:
    """Draws sentences by chance, and keeps what it gave."""

    chance: random.Random
    language: str
    given: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        c = self.chance
        if self.language == "ja":
            return c.choice(_JAPANESE).format(n=c.randint(2, 2400))
        what = f"{c.choice(_SUBJECTS)} {c.choice(_VERBS)} {c.choice(_OBJECTS)}"
        return f"{what[0].upper()}{what[1:]} in {c.randint(900, 2020)}."

    def paragraph(self, sentences: int = 5) -> str:
        joint = "" if self.language == "ja" else " "
        return self.keep(joint.join(self.sentence() for _ in range(sentences)))

    def heading(self) -> str:
        c = self.chance
        if self.language == "ja":
            return self.keep(f"第{c.randint(1, 99)}章 港と漁業の歴史")
        return self.keep(f"{c.choice(_OBJECTS).capitalize()}, part {c.randint(1, 99)}")

    def rows(self) -> list[list[str]]:
        c = self.chance
        names = "町名 電車 年" if self.language == "ja" else "Town Trams Opened"
        towns = "青森 釧路 高知" if self.language == "ja" else "Aldenport Besmar Coldwater"
        table = [names.split()]
        table += [[t, str(c.randint(2, 99)), str(c.randint(1870, 2020))] for t in towns.split()]
        for row in table:
            self.keep(" ".join(row))
        return table

    def keep(self, text: str) -> str:
        self.given.append(text)
        return text


Shape = Callable[[Writer], bytes]


def _soft(text: str) -> str:
    """``text`` with places in its long words where a line may break them."""
    return " ".join(
        f"{w[:4]}\xad{w[4:8]}\xad{w[8:]}" if len(w) > 11 and w.isalpha() else w
        for w in text.split(" ")
    )


def _pdf(
    writer: Writer, story: list[Flowable], *, columns: int = 1, head: str = "", title: str = ""
) -> bytes:
    out = BytesIO()
    told = {"title": title, "author": "A. Mori"} if title else {}
    document = BaseDocTemplate(out, pagesize=A4, lang=writer.language, invariant=1, **told)
    width = 495 / columns
    frames = [Frame(50 + n * width, 60, width - 15, 720, id=str(n)) for n in range(columns)]

    def decorate(canvas: Any, page: Any) -> None:
        if head:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(50, 810, head)
            canvas.drawString(280, 30, f"Page {page.page} of the report")

    document.addPageTemplates([PageTemplate("all", frames, onPage=decorate)])
    document.build(story)
    return out.getvalue()


def _style(writer: Writer, size: int = 10, font: str = "", **more: Any) -> ParagraphStyle:
    more |= {"wordWrap": "CJK"} if writer.language == "ja" else {}
    name = _FONTS[font or writer.language]
    return ParagraphStyle(
        "x", fontName=name, fontSize=size, leading=1.4 * size, spaceAfter=0.6 * size, **more
    )


def _plain(writer: Writer) -> bytes:
    big = Paragraph(writer.heading(), _style(writer, 18))
    story = [Paragraph(writer.paragraph(), _style(writer)) for _ in range(12)]
    return _pdf(writer, [big, *story], title="A report on trams")


def _columns(writer: Writer) -> bytes:
    style = _style(writer, alignment=0 if writer.language == "ja" else 4)
    story = [Paragraph(_soft(writer.paragraph()), style) for _ in range(24)]
    return _pdf(writer, story, columns=2)


def _tables(writer: Writer) -> bytes:
    story: list[Flowable] = []
    for _ in range(4):
        story.append(Paragraph(writer.paragraph(), _style(writer)))
        style = [("FONTNAME", (0, 0), (-1, -1), _FONTS[writer.language])]
        story += [Table(writer.rows(), style=style), Spacer(1, 12)]
    return _pdf(writer, story)


def _long(writer: Writer) -> bytes:
    story: list[Flowable] = []
    for _ in range(6):
        story.append(Paragraph(writer.heading(), _style(writer, 14)))
        story += [Paragraph(writer.paragraph(8), _style(writer)) for _ in range(6)]
        story.append(PageBreak())
    return _pdf(writer, story, head="Annual report of Aldenport")


def _ligatures(writer: Writer) -> bytes:
    font = "kaku" if writer.language == "ja" else "vera"
    texts = [writer.paragraph() for _ in range(10)]
    drawn = [t.replace("fi", "\ufb01").replace("fl", "\ufb02") for t in texts]
    return _pdf(writer, [Paragraph(t, _style(writer, font=font)) for t in drawn])


def _narrow(writer: Writer) -> bytes:
    style = _style(writer, 9)
    story = [Paragraph(_soft(writer.paragraph()), style) for _ in range(20)]
    return _pdf(writer, story, columns=3, head="In three columns")


def _word(writer: Writer) -> bytes:
    document = docx.Document()
    document.core_properties.title = "A report on trams"
    document.core_properties.author = "A. Mori"
    section = document.sections[0]
    section.header.paragraphs[0].text = "Annual report of Aldenport"
    for _ in range(4):
        document.add_heading(writer.heading(), 1)
        for _ in range(3):
            paragraph = document.add_paragraph()
            for piece in writer.paragraph().partition(" "):
                paragraph.add_run(piece).bold = writer.chance.random() < 0.5
        for _ in range(3):
            document.add_paragraph(writer.keep(writer.sentence()), style="List Bullet")
        table = document.add_table(0, 3)
        for row in writer.rows():
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(document)


def _word_columns(writer: Writer) -> bytes:
    document = docx.Document()
    columns = document.sections[0]._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    for _ in range(15):
        document.add_paragraph(writer.paragraph()).add_run().add_break()
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


SHAPES: dict[str, Shape] = {
    "plain.pdf": _plain,
    "columns.pdf": _columns,
    "tables.pdf": _tables,
    "long.pdf": _long,
    "ligatures.pdf": _ligatures,
    "narrow.pdf": _narrow,
    "word.docx": _word,
    "columns.docx": _word_columns,
}


def made_files(count: int, seed: int = 0) -> Iterator[Made]:
    """``count`` files, of each shape and language in turn."""
    _register_fonts()
    for number in range(count):
        shape = list(SHAPES)[number % len(SHAPES)]
        language = "ja" if number // len(SHAPES) % 2 else "en"
        writer = Writer(random.Random(f"{seed} {number}"), language)
        data = SHAPES[shape](writer)
        named = shape in ("plain.pdf", "word.docx")
        yield Made(
            f"{number:03}-{language}-{shape}",
            data,
            "A report on trams" if named else "",
            "A. Mori" if named else "",
            language,
            tuple(writer.given),
        )


def _register_fonts() -> None:
    for name in ("HeiseiMin-W3", "HeiseiKakuGo-W5"):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", str(vera)))
