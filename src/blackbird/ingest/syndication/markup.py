"""Read RSS, Atom, RDF and CDF: well-formed or not, and whatever its author wants it to do.

libxml2 mends what is broken. It loads nothing, expands no entity of the document's own, and stops
at 256 elements in each other; with its limits in place no document of some megabytes takes longer
than some seconds, and ordinary ones take milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from blackbird.ingest.syndication.document import MOST, Deleted, Document, Entry, Unreadable
from blackbird.ingest.values import language_of
from blackbird.text.encoding import decode
from blackbird.text.fields import words
from blackbird.text.moments import moment
from blackbird.text.plain import Plain, absolute, plain, plain_tree

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ITEMS = ("{*}item", "{*}entry", "{*}Item", "{*}ITEM", "{*}Entry")
_CHILDREN = 5000  # of an element that are looked at
_NAMES = 300  # of letters in one document
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
# Of other vocabularies (pictures, podcasts) a "title" or "content" is not the entry's.
_KNOWN = frozenset(
    {
        *("", *_ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"),
        *(f"http://backend.userland.com/rss{n}" for n in ("", "2", "2.1")),
        *("http://purl.org/pie/", "http://purl.org/dc/elements/1.1/"),
        *("http://purl.org/dc/terms/", "http://purl.org/rss/1.0/modules/content/"),
        *("http://purl.org/rss/1.0/modules/syndication/", "http://www.w3.org/1999/xhtml"),
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
)
_PREFIXES = frozenset(
    {"dc", "dcterms", "content", "atom", "sy", "rss"}
)  # used without a declaration
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"<\?xml[^<>]{0,500}\?>")
_DOCTYPE = re.compile(r"\A\s*<!doctype(?=\s)", re.IGNORECASE)  # XML knows it in capitals alone
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MAILED = re.compile(r"[^()<>]*@[^()<>]*\(([^()]+)\)")
_PERIODS = MappingProxyType(
    {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
)
_TEXTS = ("encoded", "content", "body", "description", "summary", "abstract", "tagline")


def parse(data: bytes, declared: str, url: str) -> _Element:
    """The tree of a document that came from ``url``. Raises ``Unreadable``."""
    from lxml import etree  # here: slow to load

    text = _UNUSABLE.sub("", decode(data, declared))
    text = text[max(0, text.find("<")) :]
    declaration = _DECLARATION.match(text)
    text = _spelled(text[declaration.end() :] if declaration else text)
    text = _DOCTYPE.sub("<!DOCTYPE", text)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(text.encode(), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unreadable("it is neither XML nor JSON")
    return root


def read_markup(data: bytes, declared: str, url: str) -> Document:
    """What a document says. Raises ``Unreadable``."""
    root = parse(data, declared, url)
    kind = _local(root)
    if kind not in _ROOTS:
        named = {"html": "a page, not a feed", "opml": "a list of feeds, not a feed"}
        raise Unreadable(f"it is {named.get(kind, f'a document of another kind: {kind[:40]}')}")
    channel = next((child for child in root if _local(child) == "channel"), root)
    said = _children(channel)
    language = _text(said, "language") or root.get(f"{_XML}lang", "")
    items = (element for element in root.iter(*_ITEMS) if _local(element))
    return Document(
        _inside(said, ("title",), url).text[:300],
        tuple(_entry(item, language, url) for item in islice(items, MOST)),
        tuple(_deleted(root)),
        _pause_s(said),
    )


def _entry(item: _Element, language: str, url: str) -> Entry:
    said = _children(item)
    base = item.base or url
    guid = _text(said, "guid", "id") or _attribute(item, "about")
    body = _inside(said, _TEXTS, base)
    return Entry(
        guid=guid[:2048],
        link=_link(said, item, guid, base),
        title=" ".join(_inside(said, ("title",), base).text.split())[:500],
        text=body.text,
        author=_author(said),
        language=language_of(item.get(f"{_XML}lang") or _text(said, "language") or language),
        published=_moment(said, "pubdate", "published", "issued", "date", "created"),
        updated=_moment(said, "updated", "modified") or (moment(_attribute(item, "lastmod")) or 0),
        links=body.links,
    )


def _children(element: _Element) -> Mapping[str, list[_Element]]:
    found: dict[str, list[_Element]] = {}
    for child in islice(element, _CHILDREN):
        if name := _local(child):
            found.setdefault(name, []).append(child)
    return found


def _local(element: _Element) -> str:
    """Its name in small letters; empty for one of another vocabulary."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    if space.removeprefix("{").rstrip() not in _KNOWN:
        return ""
    prefix, _, rest = name.rpartition(":")
    return "" if prefix and prefix.lower() not in _PREFIXES else rest.lower()


def _text(said: Mapping[str, list[_Element]], *names: str) -> str:
    for name in names:
        for element in said.get(name, ()):
            if text := " ".join("".join(map(str, element.itertext())).split()):
                return text
    return ""


def _inside(said: Mapping[str, list[_Element]], names: tuple[str, ...], base: str) -> Plain:
    """The text of the first of these that has one."""
    for name in names:
        for element in said.get(name, ()):
            found = _plain(element, element.base or base)
            if found.text:
                return found
    return Plain("")


def _plain(element: _Element, base: str) -> Plain:
    if len(element):
        return plain_tree(element, base)
    text = element.text or ""
    of_atom = element.tag.startswith(tuple(f"{{{space}}}" for space in _ATOM))
    if of_atom and element.get("type", "text") in ("text", "text/plain"):
        text = text.replace("&", "&amp;").replace("<", "&lt;")
    return plain(text, base)


def _link(said: Mapping[str, list[_Element]], item: _Element, guid: str, base: str) -> str:
    for element in said.get("link", ()):
        if element.get("rel", "alternate") == "alternate":
            where = element.get("href") or "".join(map(str, element.itertext()))
            if url := absolute(where, element.base or base):
                return url
    lasting = any(one.get("isPermaLink", "true") != "false" for one in said.get("guid", ()))
    if lasting and guid.startswith(("http://", "https://")):
        return absolute(guid, base)
    return absolute(_attribute(item, "href") or _attribute(item, "about"), base)


def _attribute(element: _Element, name: str) -> str:
    """By its name, whatever its letters and its vocabulary."""
    return next(
        (value for key, value in element.items() if key.rpartition("}")[2].lower() == name), ""
    )


def _author(said: Mapping[str, list[_Element]]) -> str:
    for element in said.get("author", ()):
        if name := _text(_children(element), "name", "email"):
            return words(name, 200)
    text = _text(said, "creator", "author")
    mailed = _MAILED.fullmatch(text)
    return words(mailed[1] if mailed else text, 200)


def _moment(said: Mapping[str, list[_Element]], *names: str) -> int:
    for name in names:
        for element in said.get(name, ()):
            if found := moment("".join(map(str, element.itertext()))):
                return found
    return 0


def _deleted(root: _Element) -> Iterator[Deleted]:
    for element in islice(root.iter(_TOMBSTONE), MOST):
        if guid := element.get("ref", "").strip()[:2048]:
            yield Deleted(guid, moment(element.get("when", "")) or 0)


def _pause_s(said: Mapping[str, list[_Element]]) -> float:
    """What ``ttl`` (minutes) or the syndication module ask for, the longer one."""
    ttl = _number(_text(said, "ttl")) * 60
    period = _PERIODS.get(_text(said, "updateperiod").lower(), 0)
    often = _number(_text(said, "updatefrequency")) or 1
    return float(max(ttl, period / often))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _spelled(text: str) -> str:
    """With letters for the names that HTML has for them, which XML does not know."""
    for name in islice(sorted(set(_NAMED.findall(text)) - _OF_XML), _NAMES):
        if letters := html5.get(f"{name};"):
            text = text.replace(f"&{name};", "".join(f"&#{ord(letter)};" for letter in letters))
    return text
