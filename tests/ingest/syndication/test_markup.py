"""Reading feeds of every shape, and of shapes that nobody should send."""

from __future__ import annotations

import base64
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.syndication.document import Document, Entry, Unreadable
from blackbird.ingest.syndication.read import is_address, read_feed, read_list
from blackbird.text.moments import moment

URL = "https://page.example/dir/feed"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-AT">'


def read(text: str | bytes, declared: str = "") -> Document:
    return read_feed(text.encode() if isinstance(text, str) else text, declared, URL)


def one(inside: str) -> Entry:
    (entry,) = read(f'<rss version="2.0"><channel><item>{inside}</item></channel></rss>').entries
    return entry


def atom(inside: str) -> Entry:
    (entry,) = read(f"{ATOM}<entry>{inside}</entry></feed>").entries
    return entry


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ('<title type="text">1 &lt; 2 &amp; &lt;b&gt;</title>', "1 < 2 & <b>"),
        ("<title>a &lt;b&gt;</title>", "a <b>"),
        ('<title type="html">a &lt;b&gt;b&lt;/b&gt; &amp;amp; c</title>', "a b & c"),
        (
            '<title type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml">a <i>b</i></p></title>',
            "a b",
        ),
        ("<title><![CDATA[a & b]]></title>", "a & b"),
        ("<title>a<!-- no -->b</title>", "ab"),
        ("<title>caf&eacute; &unknown; x</title>", "café x"),
    ],
)
def test_a_title_is_read_as_its_kind_says(inside: str, title: str) -> None:
    assert atom(inside).title == title


def test_addresses_are_whole_by_the_base_that_holds_there() -> None:
    entry = atom(
        '<link rel="self" href="/self"/><link href="one"/>'
        '<content type="html" xml:base="/deep/x">&lt;a href="../two"&gt;t&lt;/a&gt;'
        "&lt;a href='javascript:x'&gt;j&lt;/a&gt;&lt;script&gt;no&lt;/script&gt;</content>"
    )
    assert entry.link == "https://page.example/dir/one"
    assert entry.links == ("https://page.example/two",)
    assert entry.text == "tj"
    assert entry.language == "de"


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        (
            "<link> https://a.example/x </link><guid>https://a.example/1</guid>",
            "https://a.example/x",
        ),
        ("<guid>https://a.example/1</guid>", "https://a.example/1"),
        ('<guid isPermaLink="false">https://a.example/1</guid>', ""),
        ("<link>javascript:x</link>", ""),
        ("<link>https://[broken</link>", ""),
        ("<link>https://a.example/a b</link>", ""),
    ],
)
def test_a_link_is_an_address_on_the_web(inside: str, link: str) -> None:
    assert one(inside).link == link


@pytest.mark.parametrize(
    ("inside", "author"),
    [
        ("<author>ada@a.example (Ada L.)</author>", "Ada L."),
        ("<dc:creator>Ada</dc:creator>", "Ada"),
        ("<author><name>Ada</name></author>", "Ada"),
        ("<author>Ada</author>", "Ada"),
        (
            "<i:author xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'>P</i:author>",
            "",
        ),
    ],
)
def test_an_author_is_named_as_people_read_it(inside: str, author: str) -> None:
    assert one(inside).author == author


def test_other_vocabularies_do_not_speak_for_the_entry() -> None:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    entry = one(
        f"<media:title {media}>Picture</media:title><title>Own</title><description></description>"
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        "&lt;p&gt;Long&lt;/p&gt;</content:encoded>"
    )
    assert (entry.title, entry.text) == ("Own", "Long")


def test_rdf_and_cdf_are_read_too() -> None:
    rdf = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel><title>R</title></channel><item rdf:about="https://a.example/1"><title>One</title>'
        "<dc:date>2026-01-01</dc:date></item></rdf:RDF>"
    )
    (entry,) = rdf.entries
    assert (rdf.title, entry.guid, entry.link) == ("R", *["https://a.example/1"] * 2)
    assert entry.published == 1767225600_000_000
    (entry,) = read(
        '<CHANNEL><ITEM HREF="/1" LASTMOD="2026"><TITLE>C</TITLE><ABSTRACT>A</ABSTRACT></ITEM>'
        "</CHANNEL>"
    ).entries
    assert (entry.link, entry.title, entry.text) == ("https://page.example/1", "C", "A")
    assert entry.updated == 1767225600_000_000


@pytest.mark.parametrize(
    ("data", "declared", "title"),
    [
        ("<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>é", "", "é"),
        ("<?xml version='1.0' encoding='utf-8'?><rss><channel><title>é", "", "é"),
        ("<rss><channel><title>é", "windows-1252", "é"),
        ("<rss><channel><title>é", "no-such-encoding", "é"),
    ],
)
def test_a_wrong_encoding_costs_nothing(data: str, declared: str, title: str) -> None:
    assert read(data.encode("latin-1"), declared).title == title
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig"):
        assert read(data.encode(encoding), declared).title == title


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("hello", "neither XML nor JSON"),
        ("<", "neither XML nor JSON"),
        ("<!DOCTYPE html><html><title>x</title></html>", "a page"),
        ("<!doctype html><html lang=en><meta charset=utf-8><title>x</title><p>y", "a page"),
        ("<opml/>", "a list of feeds"),
        ("<svg/>", "another kind"),
        ("{", "is none"),
        ("[" * 100_000, "is none"),
        ("{}", "no JSON Feed"),
        ("[1]", "no JSON Feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


def test_no_entity_is_loaded_or_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    kinds = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "ha"><!ENTITY x SYSTEM "{secret.as_uri()}">{kinds}]>'
    body = "<rss><channel><item><title>A &x; B &l11; C</title></item></channel></rss>"
    assert "SECRET" not in str(read(head + body))
    assert len(str(read(head + body))) < 1000
    # A parser that is told to would have: the test can fail.
    from lxml import etree

    open_parser = etree.XMLParser(resolve_entities=True, load_dtd=True)
    loose = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><r>&x;</r>'
    assert etree.fromstring(loose.encode(), open_parser).text == "SECRET"


@pytest.mark.parametrize(
    "inside",
    [
        "<item/>" * 100_000,
        "<item><title>x</title><pubDate>soon or later</pubDate></item>" * 10_000,
        f"<item><pubDate>{'12 ' * 100_000}</pubDate></item>",
        "<item><link " + " ".join(f"a{n}=''" for n in range(50_000)) + "/></item>",
        f"<item><description>{'&lt;div&gt;' * 60_000}</description></item>",
        f"<item><description>{'&lt;' * 200_000}</description></item>",
        "<item><title>" + " \n" * 300_000 + "</title></item>",
        f"<item><title>{'&eacute;' * 100_000}</title></item>",
        "<a>" * 100_000,
        "& <x " * 100_000,
    ],
    ids=range(10),
)
def test_no_document_takes_long(inside: str) -> None:
    began = time.process_time()
    read(f"<rss><channel>{inside}</channel></rss>")
    assert time.process_time() - began < 3


@given(st.binary(max_size=300), st.text(max_size=20))
def test_whatever_comes_is_read_or_refused(data: bytes, declared: str) -> None:
    for whole in (data, b"<rss><channel><item><title>" + data, b'{"items":[' + data):
        with suppress(Unreadable):
            read_feed(whole, declared, URL)


@given(st.lists(st.sampled_from([*list("<>/&;!-[] \n=\"'axé"), "<item>", "</item>", "<![CDATA["])))
def test_whatever_is_mended_is_read_or_refused(pieces: list[str]) -> None:
    entries = read(f"<rss><channel>{''.join(pieces)}<item><title>x</title></item>").entries
    assert len(entries) <= 1 + len(pieces)


def test_json_feeds_are_read() -> None:
    document = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "en-US",'
        ' "author": {"name": "Ada"}, "items": [7,'
        ' {"id": 1, "url": "/1", "content_html": "<p>a</p><p>b</p>", "title": "One",'
        '  "date_published": "2026-01-01T00:00:00Z", "date_modified": "2026-01-02T00:00:00Z",'
        '  "authors": [{"name": "Bo"}, {"name": "Cy"}, 7]},'
        ' {"id": true, "external_url": "https://a.example/x", "content_text": "1 < 2 & 3",'
        '  "language": "fr", "content_html": 5},'
        ' {"id": "three", "summary": "S", "content_html": "<br>"}]}'
    )
    first, second, third = document.entries
    assert (document.title, first.guid, first.link) == ("J", "1", "https://page.example/1")
    assert (first.text, first.author, first.language) == ("a\n\nb", "Bo, Cy", "en")
    assert first.published == moment("2026-01-01")
    assert first.updated == moment("2026-01-02")
    assert (second.guid, second.link) == ("", "https://a.example/x")
    assert (second.text, second.author, second.language) == ("1 < 2 & 3", "Ada", "fr")
    assert (third.guid, third.text) == ("three", "S")


def test_addresses_in_json_are_no_html() -> None:
    # "&reg", "&copy" and "&sect" are signs in HTML, also where more letters follow.
    address = "https://a.example/?id=1&region=us&copy=2&section=3"
    document = read(json.dumps({"items": [{"id": address, "url": address, "title": "T"}]}))
    assert [(one.guid, one.link) for one in document.entries] == [(address, address)]


def test_a_title_in_json_is_plain_text() -> None:
    document = read(json.dumps({"items": [{"id": "1", "title": "Why <dialog>\n& not <b>?"}]}))
    assert [one.title for one in document.entries] == ["Why <dialog> & not <b>?"]


def test_a_list_names_feeds() -> None:
    text = (
        "<opml><body><outline text='group'><outline XMLURL=' https://a.example/1 '/></outline>"
        "<outline xmlUrl='file:///etc/x'/><outline xmlUrl='https://a.example/1'/></body></opml>"
    )
    assert read_list(text.encode()) == ["https://a.example/1"]
    with pytest.raises(Unreadable):
        read_list(base64.b64decode("AAAA"))


def test_an_address_is_one_of_the_web() -> None:
    assert is_address("https://a.example/feed")
    for other in ("list.opml", "/etc/x", "https://", "https://[x", "ftp://a.example/"):
        assert not is_address(other)
