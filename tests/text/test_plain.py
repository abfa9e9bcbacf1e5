"""HTML of posts as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.plain import LONGEST, absolute, plain

PIECES = ["<p>", "</p>", "<br>", "<a href='x'>", "</a>", "<div>", "<pre>", "</pre>", "<script>"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>wor</b>ld<br>line two</p><p>three</p>", "Hello world\nline two\n\nthree"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("1 < 2", "1 < 2"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<div>a</div>\n <div>b</div>", "a\nb"),
        ("a<br><br><br><br>b", "a\n\nb"),
        ("a<br>\n<br>b", "a\n\nb"),
        ("<pre>a\n  b</pre>x<script>no</script>y<style>no</style>", "a\nb\n\nxy"),
        ("<p>two\nlines   here</p>", "two lines here"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<details><summary>More</summary>of it</details>", "More\nof it"),
        ("<table><tr><td>a</td> <td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<!-- c -->a<?pi x?>b", "ab"),
        ("<p class='quote-inline'>RE: <a href='https://x.example'>x</a></p><p>own</p>", "own"),
        ("<p>日本<em>語</em></p>", "日本語"),
        ("\x00a\x01<b>b</b>\x07", "ab"),
        ("", ""),
        ("<p></p>", ""),
        ("<div>" * 3000 + "deep", "deep"),
    ],
)
def test_html_is_read_as_people_see_it(html: str, text: str) -> None:
    assert plain(html).text == text


def test_links_are_whole_and_none_of_names() -> None:
    html = (
        "<a href='/a'>a</a><a href='https://b.example/'>b</a><a href='/a'>again</a><a>none</a>"
        "<a href='javascript:x'>j</a><a class='u-url mention' href='https://c.example/@c'>@c</a>"
        "<a href='https://[x'>broken</a><script><a href='/no'>x</a></script>"
    )
    assert plain(html, "https://page.example/x/").links == (
        "https://page.example/a",
        "https://b.example/",
    )
    assert absolute("https://a.example/" + "x" * 3000, "") == ""


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=30))
def test_whatever_is_written_the_reader_goes_on(pieces: list[str]) -> None:
    found = plain("".join(pieces), "https://page.example/")
    assert found.text == found.text.strip()
    assert "\n\n\n" not in found.text
    assert "\x00" not in found.text


def test_text_is_bounded() -> None:
    assert len(plain("<p>x</p>" * 100_000).text) <= LONGEST
    assert len(plain("x" * 1_000_000, most=10).text) == 10
    assert (
        len(plain("".join(f"<a href='https://a.example/{n}'>x</a>" for n in range(99))).links) == 20
    )
