"""Take the main text out of a web page, with its title, date and language.

trafilatura finds the main text. Its strict reading leaves out more of what surrounds an article,
its generous one loses less: the strict one is taken unless it has less than half of the generous
one's text. What is found is written with a blank line between paragraphs, one list item to a
line, and table rows between bars. A page too short, too large or too broken for it gives the
text of all its elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from blackbird.errors import BadInput
from blackbird.text.language import detect_language
from blackbird.text.urls import is_url
from blackbird.types import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

LIMIT = 10_000_000
"""Characters of a page; longer ones are refused."""

_ANALYSED = 300_000  # characters of visible text; analysing more would take seconds
_ANALYSED_ELEMENTS = 15_000  # the same for elements: a million empty ones took 160 s
_WHOLE = 250  # characters of visible text; in less, nothing can be told from its surroundings
_STRICT_LEAST = 0.5  # share of the generous reading's text that the strict one has to have
_BORDER = "\x00"  # between blocks; taken out of the page before
_TITLE_MOST = 500
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=[-_]|\Z)")
_LANGUAGE_SAMPLE = 200  # characters of text that tell its language better than the page's claim
_TAG = re.compile(r"<[^<>]{0,4000}>")
# Broken pages break their readers; the plain text remains.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "title", "iframe", "select"})
_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table td th tr ul".split()
)


def extract(html: str, url: str | None = None) -> Page:
    """Main text of a page. ``url`` only helps to find the date; nothing is fetched.

    Raises ``BadInput`` for a page without any text or longer than ``LIMIT``.
    """
    if len(html) > LIMIT:
        raise BadInput(
            f"The page has {len(html):,} characters; at most {LIMIT:,} are read.",
            "Save the part that matters and add that.",
        )
    html = _UNUSABLE.sub("", html)
    tree = _parse(html)
    if tree is None or not any(map(str.strip, tree.itertext())):
        visible, found = _stripped(html), _Found()  # a parser gives up where tags nest too deep
    else:
        visible, found = _visible(tree), _Found()
        if len(visible) <= _ANALYSED and sum(1 for _ in tree.iter()) <= _ANALYSED_ELEMENTS:
            found = _analyse(html, url if url and is_url(url) else None, visible)
    text = found.text if len(visible) > _WHOLE and found.text else visible
    if not text:
        raise BadInput(
            "The page has no text.", "Check that its address shows text without scripts."
        )
    title = found.title or _title(tree)
    return Page(
        url,
        title[:_TITLE_MOST],
        text,
        found.date,
        _language(tree, text),
        author=found.author[:_TITLE_MOST],
    )


@dataclass(frozen=True, slots=True)
class _Found:
    text: str = ""
    title: str = ""
    date: str | None = None
    author: str = ""


def _parse(html: str) -> _Element | None:
    from lxml import etree  # here: slow to load

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
    return etree.fromstring(html.encode(), parser) if html.strip() else None


def _analyse(html: str, url: str | None, visible: str) -> _Found:
    from trafilatura import load_html  # here: takes half a second to load

    tree = load_html(html.encode())
    if tree is None:
        return _Found()
    text = _read(tree, url, strict=True)
    if len(text) < _STRICT_LEAST * len(visible):  # the generous reading cannot be twice as long
        generous = _read(tree, url, strict=False)
        text = text if len(text) >= _STRICT_LEAST * len(generous) else generous
    return _described(tree, url, text)


def _read(tree: _Element, url: str | None, *, strict: bool) -> str:
    from trafilatura import bare_extraction  # here: takes half a second to load

    try:
        document = bare_extraction(
            tree,
            url=url,
            favor_precision=strict,
            favor_recall=not strict,
            include_comments=False,
        )
    except _BROKEN:
        return ""
    if document is None or isinstance(document, dict):
        return ""
    return "\n\n".join(_paragraphs(document.body))


def _described(tree: _Element, url: str | None, text: str) -> _Found:
    from trafilatura.metadata import extract_metadata  # here: takes half a second to load

    try:
        told = extract_metadata(tree, url)
    except _BROKEN:
        return _Found(text)
    date, author = told.date or "", (told.author or "").replace("; ", ", ")
    return _Found(text, told.title or "", date if _DAY.fullmatch(date) else None, author)


def _paragraphs(body: _Element) -> Iterator[str]:
    for line_break in body.iter("lb"):
        line_break.text = "\n"
    yield from filter(None, [_line(body.text or "")])
    for block in body:
        if block.tag == "list":
            text = "\n".join(f"- {_text(item)}" for item in block.iter("item") if _text(item))
        elif block.tag == "table":
            text = "\n".join(filter(None, map(_row, block.iter("row"))))
        else:
            text = _text(block)
        yield from filter(None, [text, _line(block.tail or "")])


def _text(element: _Element) -> str:
    lines = "".join(map(str, element.itertext())).split("\n")
    return "\n".join(filter(None, map(_line, lines)))


def _row(row: _Element) -> str:
    cells = [_line(_text(cell)) for cell in row.iter("cell")]
    return f"| {' | '.join(cells)} |" if any(cells) else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _visible(tree: _Element) -> str:
    """Text of all elements that are shown, with a blank line between blocks."""
    from lxml.etree import iterwalk  # here: slow to load

    parts: list[str] = []
    hidden = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = str(element.tag)
        hidden += (tag in _HIDDEN) * (1 if event == "start" else -1)
        if tag in _BLOCKS:
            parts.append(_BORDER)
        text = element.text if event == "start" else element.tail
        if text and not hidden:
            parts.append(text)
    return _joined("".join(parts).split(_BORDER))


def _stripped(html: str) -> str:
    """Text of a page that no parser reads: everything outside angle brackets."""
    return _joined([unescape(_TAG.sub(" ", html))])


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(filter(None, map(_line, paragraphs)))


def _title(tree: _Element | None) -> str:
    found = None if tree is None else tree.find(".//title")
    return "" if found is None else _text(found).replace("\n", " ")


def _language(tree: _Element | None, text: str) -> str:
    claim = _LANGUAGE.match("" if tree is None else tree.get("lang", ""))
    claimed = claim[0].lower() if claim else ""
    if claimed and len(text) < _LANGUAGE_SAMPLE:
        return claimed
    return detect_language(text, claimed or "en")
