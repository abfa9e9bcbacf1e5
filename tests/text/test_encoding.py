"""Bytes become text, whatever they claim."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.encoding import decode

JAPANESE = "日本語のテキスト、カタカナ。"
LATIN = "naïve café été Mädchen über"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp"])
def test_japanese_is_read_without_a_claim(name: str) -> None:
    assert decode(JAPANESE.encode(name)) == JAPANESE


@pytest.mark.parametrize("name", ["utf-16-be", "utf-16-le", "utf-8", "cp1252"])
def test_latin_is_read_without_a_claim(name: str) -> None:
    assert decode(LATIN.encode(name)) == LATIN


def test_hardly_any_bytes_are_read() -> None:
    assert [decode(data) for data in (b"", b"a", b"ab", b"\xe9")] == ["", "a", "ab", "é"]


def test_big_endian_marks_are_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + JAPANESE.encode("utf-16-be")) == JAPANESE
    assert decode(codecs.BOM_UTF32_BE + JAPANESE.encode("utf-32-be")) == JAPANESE


@pytest.mark.parametrize(
    "claim", ["Shift_JIS", "sjis", " shift-jis ", "Windows-31J", "x-sjis", "MS932"]
)
def test_the_declared_encoding_is_used(claim: str) -> None:
    assert decode("①東京".encode("cp932"), claim) == "①東京"


def test_the_page_s_own_claim_is_used() -> None:
    page = '<meta http-equiv="content-type" content="text/html; charset=gb2312">中文字'
    assert decode(page.encode("gb18030")) == page
    for claim, name in [("x-euc-jp", "euc_jp"), ("x-gbk", "gbk"), ("x-x-big5", "big5")]:
        page = f"<?xml version='1.0' encoding='{claim}'?>東京"
        assert decode(page.encode(name)) == page
    page = "<?xml version='1.0' encoding='iso-8859-2'?>źdźbło"
    assert decode(page.encode("iso-8859-2")) == page


@pytest.mark.parametrize("claim", ["", "no-such", "rot13", "hex", "x" * 50, "a\x00b", "idna"])
def test_a_useless_claim_is_passed_over(claim: str) -> None:
    assert decode(JAPANESE.encode("cp932"), claim) == JAPANESE


def test_a_wrong_claim_gives_way_to_valid_utf_8() -> None:
    assert decode(JAPANESE.encode(), "iso-8859-1") == JAPANESE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("Shift_JIS", JAPANESE), ("EUC-JP", JAPANESE)),
        *(("GB2312", "中文标题"), ("Big5", "繁體中文"), ("EUC-KR", "한국어")),
    ],
)
def test_latin_1_that_a_server_says_of_all_its_files_gives_way(name: str, text: str) -> None:
    # Any bytes can be read as Latin-1, and some servers add it to whatever they send.
    page = f'<?xml version="1.0" encoding="{name}"?><rss>{text}</rss>'
    assert decode(page.encode(name), "ISO-8859-1") == page
    assert decode(LATIN.encode("cp1252"), "ISO-8859-1") == LATIN


def test_a_damaged_text_keeps_what_can_be_read() -> None:
    assert decode(JAPANESE.encode() * 9 + b"\xe6").startswith(JAPANESE)
    assert decode((JAPANESE * 9).encode("euc_jp") + b"\xff", "euc-jp").startswith(JAPANESE)
    assert decode((JAPANESE * 9).encode("cp932") + b"\xff").startswith(JAPANESE)


@given(st.binary(max_size=200), st.none() | st.text(max_size=12))
def test_it_never_fails(data: bytes, claim: str | None) -> None:
    assert isinstance(decode(data, claim), str)


def test_an_encoding_that_shifts_by_escapes_is_believed_if_it_is_claimed() -> None:
    data = JAPANESE.encode("iso2022_jp")
    assert decode(data, "ISO-2022-JP") == JAPANESE
    assert decode(b'<meta charset="iso-2022-jp">' + data).endswith(JAPANESE)
    assert decode(data) == data.decode("ascii")
    assert decode(b"\x1b[1mbold", "iso-2022-jp") == "\x1b[1mbold"
    assert decode(b"plain", "iso-2022-jp") == "plain"
