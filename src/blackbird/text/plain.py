"""Take the plain text out of a piece of HTML that somebody wrote into a post or a feed's entry.

Paragraphs stand apart by a blank line, ``<br>`` and list items by a line break. What is hidden
for the eye in a shortened address (``<span class="invisible">``) is kept: so the address is whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

LONGEST = 20_000
"""Characters of a text that are kept."""

_READ = 400_000  # characters of HTML that are looked at
_LINKS = 20
_LINK = 2048  # characters of an address
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[^<>]{0,4000}>")
_HIDDEN = frozenset("script style noscript template svg math head iframe select object".split())
_PARAGRAPHS = frozenset(
    "address article aside blockquote body dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html main nav ol p pre section table ul".split()
)
_LINES = frozenset("dd div dt figcaption li summary tr".split())
_CELLS = frozenset({"td", "th"})
_LINE, _APART = (
    "\x00",
    "\x01",
)  # where lines and paragraphs begin and end; both are taken out before
_EMPTY = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")
_ASIDE = "quote-inline"  # the copy of a link that stands beside it anyway
_NAMES = frozenset({"mention", "hashtag"})  # links to people and topics, no links of the text


@dataclass(frozen=True, slots=True)
class Plain:
    """Text, and the addresses that it links to."""

    text: str
    links: tuple[str, ...] = ()


def plain(html: str, base: str = "", most: int = LONGEST) -> Plain:
    """The text of ``html``; links are read from ``base``. Never fails."""
    html = _UNUSABLE.sub("", html[:_READ])
    if "<" not in html:
        return Plain(_tidied(unescape(html), most))
    tree = _parsed(html)
    if tree is None:
        return Plain(_tidied(unescape(_TAG.sub(" ", html)), most))
    return plain_tree(tree, base, most)


def plain_tree(tree: _Element, base: str = "", most: int = LONGEST) -> Plain:
    """The text of what stands in an element, HTML or XHTML; links are read from ``base``."""
    from lxml.etree import iterwalk  # here: slow to load

    parts: list[str] = []
    links: list[str] = []
    hidden = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        starts = event == "start"
        if not isinstance(element.tag, str):  # an entity that is not known
            parts += [] if starts or hidden else [element.tail or ""]
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if tag in _HIDDEN or _ASIDE in element.get("class", ""):
            hidden += 1 if starts else -1
        if tag in _PARAGRAPHS:
            parts.append(_APART)
        elif tag in _LINES:
            parts.append(f"{_LINE}- " if tag == "li" and starts else _LINE)
        elif tag == "br" and starts:
            parts.append("\n")
        elif tag in _CELLS:
            parts.append(" ")
        if starts and tag == "a" and not hidden:
            links += _link(element, base)
        text = element.text if starts else element.tail
        if text and not hidden and (starts or element is not tree):
            parts.append(text if _in_pre(element, starts) else _SPACE.sub(" ", text))
    return Plain(_tidied("".join(parts), most), tuple(dict.fromkeys(links))[:_LINKS])


def _parsed(html: str) -> _Element | None:
    from lxml import etree  # here: slow to load

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    tree = etree.fromstring(html.encode(), parser)
    return tree if tree is not None and any(map(str.strip, tree.itertext())) else None


def _in_pre(element: _Element, starts: bool) -> bool:
    inside = element if starts else element.getparent()
    return inside is not None and str(inside.tag).rpartition("}")[2].lower() == "pre"


def _link(element: _Element, base: str) -> list[str]:
    if _NAMES & set(element.get("class", "").split()):
        return []
    url = absolute(element.get("href", ""), base)
    return [url] if url else []


def absolute(url: str, base: str) -> str:
    """A web address as it is meant on a page at ``base``; empty for what is none."""
    url = url.strip()
    try:
        whole = urljoin(base, url) if url else ""
    except ValueError:
        return ""
    fits = len(whole) <= _LINK and whole.lower().startswith(("http://", "https://"))
    return whole if fits and not _SPACE.search(whole) else ""


def _tidied(text: str, most: int) -> str:
    paragraphs = ("\n".join(_filled(part.split(_LINE))) for part in text.split(_APART))
    return _EMPTY.sub("\n\n", "\n\n".join(filter(None, paragraphs)))[:most].rstrip()


def _filled(lines: Iterable[str]) -> Iterator[str]:
    """Those with anything in them, spaces put in order; a line may be broken by its author."""
    for line in lines:
        if line := line.strip():
            yield "\n".join(" ".join(part.split()) for part in line.split("\n"))
