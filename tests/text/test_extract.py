"""The main text of pages, well and ill formed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.text.extract import LIMIT, extract

ARTICLE = """<html lang="en-GB"><head><title>Site | Rooks</title>
<meta property="article:published_time" content="2023-04-05T01:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Rooks return to the tower</h1>
<p>The first rooks of the year were seen on the old tower on Monday, the keeper said.</p>
<p>They build <b>large</b> nests<br>and stay until <a href="/x">August</a> in most years.</p>
<ul><li>Eleven nests in the north</li><li>Nine nests in the south</li></ul>
<table><tr><th>Year</th><th>Nests</th></tr><tr><td>2022</td><td>18</td></tr></table>
<blockquote>There were never more of them than now.</blockquote></article>
<footer>Imprint</footer></body></html>"""


def test_an_article_is_taken_out_of_its_page() -> None:
    page = extract(ARTICLE, "https://example.org/rooks")
    assert page.url == "https://example.org/rooks"
    assert page.title == "Rooks return to the tower"
    assert page.date == "2023-04-05"
    assert page.language == "en"
    paragraphs = page.text.split("\n\n")
    assert "They build large nests\nand stay until August in most years." in paragraphs
    assert "- Eleven nests in the north\n- Nine nests in the south" in paragraphs
    assert "| Year | Nests |\n| 2022 | 18 |" in paragraphs
    assert "Imprint" not in page.text
    assert "Home" not in page.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello</p>", "Hello"),
        ("just text &amp; more", "just text & more"),
        (
            "<p>One<p>Two <b>three</b><script>four</script><div>Five</div>six",
            "One\n\nTwo three\n\nFive\n\nsix",
        ),
        ("<p>Hel\x00lo \ud800there</p>", "Hello there"),
        ("<div>" * 100_000 + "deep" + "</div>" * 100_000, "deep"),
        ("<!-- <p>gone</p> --><p>here</p>", "here"),
        ("<" * 9, "<" * 9),
        ("<i></i>" * 20_000 + "end", "end"),
    ],
    ids=[
        "short",
        "no markup",
        "unclosed",
        "illegal signs",
        "nested",
        "comment",
        "brackets",
        "many",
    ],
)
def test_pages_too_short_or_broken_give_all_their_text(html: str, text: str) -> None:
    assert extract(html).text == text


@pytest.mark.parametrize(
    "html", ["", " \n", "<br>", "<!-- a -->", "<script>x</script>", "<svg><p>x<p>"]
)
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(BadInput, match="no text"):
        extract(html)


def test_a_page_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="at most"):
        extract("x" * (LIMIT + 1))


def test_a_large_page_is_read_quickly_as_a_whole() -> None:
    page = extract("<title>Long</title>" + "<p>Some words here.</p>" * 40_000, "no address")
    assert page.title == "Long"
    assert page.text.count("Some words here.") == 40_000


def test_a_short_page_has_the_language_that_it_claims() -> None:
    assert extract("<html lang=ja-JP><p>OK</p>").language == "ja"
    assert extract("<html lang=en><p>" + "これは日本語の長い文です。" * 30).language == "ja"
    assert extract("<html lang=''><p>これは日本語です。").language == "ja"


def test_a_declaration_of_another_encoding_does_no_harm() -> None:
    html = "<?xml version='1.0' encoding='shift_jis'?><html><body><p>日本語</p></body></html>"
    assert extract(html).text == "日本語"


@pytest.mark.parametrize("reader", ["bare_extraction", "metadata.extract_metadata"])
@pytest.mark.parametrize("error", [RecursionError, AssertionError, IndexError])
def test_a_reader_that_breaks_leaves_the_words(
    monkeypatch: pytest.MonkeyPatch, reader: str, error: type[Exception]
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"trafilatura.{reader}", breaks)
    page = extract(ARTICLE)
    assert "They build large nests" in page.text
    assert page.language == "en"


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</article>",
        "<table><tr><td>",
        "<li>",
        "<a href='x'>",
        "text ",
        "<",
        "A sentence of several words, for length. " * 6,
        "&#0;",
        "&amp;",
        "<script>",
        "<html lang=x>",
        "<meta property='article:published_time' content='x'>",
        "<!--",
        "\x0c",
        "<br>",
        "<svg>",
        "é",
    ]
)


@example("<svg><<br><p><")  # breaks the reader of titles and dates
@given(st.lists(TAGS, max_size=12).map("".join))
def test_no_page_fails_but_with_bad_input(html: str) -> None:
    try:
        page = extract(html)
    except BadInput:
        return
    assert page.text.strip() == page.text != ""
