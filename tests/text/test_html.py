"""Markdown becomes HTML that a page may show as it is, whoever wrote it."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.html import LONGEST, block_html, inline_html

ALLOWED = set(
    "p br hr strong em s code pre blockquote ul ol li table thead tbody tr th td"
    " h1 h2 h3 h4 h5 h6".split()
)
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://elsewhere.test/pixel.png)",
    "<https://elsewhere.test>",
    "[x]: https://elsewhere.test\n\n[x]",
    "`<b>`<svg onload=alert(1)>",
    "<a href='//elsewhere.test'>x</a>",
    "**<style>*{background:url(//elsewhere.test)}</style>**",
    "<!--><img src=x onerror=alert(1)>-->",
    "| <b onclick=alert(1)> | b |\n|--|--|\n| <iframe> | <math><mtext></form><form> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p style='position:fixed'>x",
    "\x00<scr\x00ipt>",
]


class Reader(HTMLParser):
    """Keeps every element and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}


def seen(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("made", [block_html, inline_html])
def test_nothing_runs_and_nothing_leaves(text: str, made: object) -> None:
    assert callable(made)
    found = seen(made(text))
    assert found.elements <= ALLOWED
    assert not found.attributes


def test_the_reader_of_these_tests_sees_what_is_dangerous() -> None:
    found = seen("<img src=x onerror=alert(1)>")
    assert found.elements == {"img"}
    assert ("img", "onerror") in found.attributes


@given(st.text(max_size=300))
def test_so_it_is_for_any_text(text: str) -> None:
    for html in (block_html(text), inline_html(text)):
        found = seen(html)
        assert found.elements <= ALLOWED
        assert found.attributes <= {("ol", "start")}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It is **tall** and `x<y`.", "It is <strong>tall</strong> and <code>x&lt;y</code>."),
        ("5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
        ('AT&T says 3 < 4 & "so"', 'AT&amp;T says 3 &lt; 4 &amp; "so"'),
        ("[1] stays", "[1] stays"),
    ],
)
def test_a_sentence_keeps_its_words(text: str, html: str) -> None:
    assert inline_html(text) == html


def test_a_text_keeps_its_form() -> None:
    html = block_html(
        "# Head\n\nOne\ntwo\n\n3. three\n4. four\n\n| a |\n|--|\n| b |\n\n```\n<x>\n```"
    )
    for part in ("<h1>Head</h1>", "One<br>", '<ol start="3">', "<td>b</td>", "<code>&lt;x&gt;\n"):
        assert part in html


@pytest.mark.parametrize("unit", ["*", "[", "> ", "`", "- ", "**a", "|", "~~", "_a", "a`", "1. "])
def test_no_text_takes_long(unit: str) -> None:
    block_html("warm **up**")
    started = time.process_time()
    block_html((unit * LONGEST)[:LONGEST])
    inline_html((unit * LONGEST)[:LONGEST])
    assert time.process_time() - started < 5


def test_a_dump_is_shown_plain() -> None:
    text = "**a** <b> " * LONGEST
    assert seen(block_html(text)).elements == {"pre"}
    assert seen(inline_html(text)).elements == set()
