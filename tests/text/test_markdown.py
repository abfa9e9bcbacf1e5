"""Markdown and plain text files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.markdown import is_binary, read_markdown
from tests.growth import assert_linear


def test_front_matter_is_read_and_taken_off() -> None:
    front, body = read_markdown(
        "\ufeff---\r\ntitle: \"A: b\"\nDate: 2023-04-01\ntags:\n - x\nsay: 'hi'\n---\nThe body.\n"
    )
    assert front == {"title": "A: b", "date": "2023-04-01", "tags": "", "say": "hi"}
    assert body == "The body."


@pytest.mark.parametrize(
    "text", ["---\nno keys\n---\ntext", "---\na: b\nnever closed", "---\n" + "a: b\n" * 300, "text"]
)
def test_what_only_looks_like_front_matter_is_body(text: str) -> None:
    assert read_markdown(text) == ({}, text.strip())


@pytest.mark.parametrize(
    ("marked", "prose"),
    [
        ('See [the page](https://a.b/c_(d) "T").', "See the page."),
        (
            "It is **very** *old* and ***rare***, __so__ _it_ is.",
            "It is very old and rare, so it is.",
        ),
        ("snake_case_name and 2*3*4 stay, * too", "snake_case_name and 2*3*4 stay, * too"),
        ("`code` and <https://a.b>", "code and https://a.b"),
        ("## A head ##", "## A head"),
        ("![alt](image.png)Text<!-- a\ncomment --> goes on <!-- open", "Text goes on <!-- open"),
        ("- **item**\n- other", "- item\n- other"),
        ("```py\n**a** = [b](c)\n~~~\n```\nafter", "**a** = [b](c)\n~~~\nafter"),
        ("| a | *b* |", "| a | b |"),
    ],
)
def test_marks_are_taken_out_of_prose(marked: str, prose: str) -> None:
    assert read_markdown(marked) == ({}, prose)


@given(st.text(alphabet="abc XYZ.,。日本\n", max_size=200))
def test_plain_text_stays_as_it_is(text: str) -> None:
    body = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    assert read_markdown(text) == ({}, body)


@pytest.mark.parametrize("name", ["utf-8", "shift_jis", "euc_jp", "iso2022_jp", "utf-16"])
def test_text_in_any_encoding_is_not_binary(name: str) -> None:
    assert not is_binary("日本語の文です。\r\n\tText.\f".encode(name))
    assert not is_binary(b"")


@pytest.mark.parametrize("data", [b"a\x00b", b"%PDF-1.7 text", b"\x89PNG", bytes(range(1, 32)) * 9])
def test_binary_content_is_known_whatever_its_name(data: bytes) -> None:
    assert is_binary(data)


@pytest.mark.parametrize(
    "unit",
    [
        "*a",
        "[a](",
        "![a](",
        "<!--",
        "_",
        "`",
        "# ",
        "[a](b (c",
        "<http://",
        "* a",
        "**a ",
        "a: b\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: read_markdown("---\na: b\n" + text), unit)
