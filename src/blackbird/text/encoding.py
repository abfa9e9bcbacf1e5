"""Turn the bytes of a page or file into text, whatever encoding they claim to have."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
_META_WITHIN = 4096  # bytes; HTML asks for the first 1024, pages are less strict
_SAMPLE = 65536  # bytes looked at to guess

# The labels that browsers read as their larger superset: https://encoding.spec.whatwg.org/#names
_LARGER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
_UNKNOWN_TO_PYTHON = {
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
}
_WITHOUT_ASCII = re.compile(r"[\x00-\x7f]+")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]")
_OF_TWO_BYTES = frozenset("cp932 shift_jis_2004 euc_jp gb18030 big5 big5hkscs cp949".split())
_NOT_FOR_PAGES = frozenset(
    "idna punycode undefined unicode-escape raw-unicode-escape utf-7 mbcs oem".split()
)
_FAULTS = 0.1  # share of unreadable signs, of those outside ASCII, in a damaged text
_KANA_LEAST = 0.2  # share of kana in Japanese text, of the signs outside ASCII


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of ``data``; never fails.

    Asked in turn: a byte order mark, valid UTF-8, the ``declared`` encoding (from the HTTP
    header), the document's own ``<meta charset>``, the Japanese encodings, and at last Windows
    Latin-1. UTF-8 comes before the claims since text of another encoding is hardly ever valid
    in it, whereas claims are often wrong; but a claimed one that shifts by escapes, which is all
    ASCII, comes first.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = _unmarked_wide(data)
    if wide:
        return data.decode(wide, "replace")
    claims = [name for name in (_known(declared), _known(_meta(data))) if name]
    if claims[:1] == ["cp1252"] and claims[-1] in _OF_TWO_BYTES:
        claims.reverse()  # many servers say Latin-1 of all that they have, and any bytes are that
    shifting = [name for name in claims if name.startswith("iso2022") and b"\x1b" in data]
    for name in (*shifting, "utf-8", *claims):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode(_guess(data, claims), "replace")


def _meta(data: bytes) -> str | None:
    found = _META.search(data[:_META_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _known(name: str | None) -> str | None:
    """Python's name for a text encoding, or nothing."""
    if not name:
        return None
    try:
        label = name.strip().lower()
        info = codecs.lookup(_UNKNOWN_TO_PYTHON.get(label, label))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _NOT_FOR_PAGES:  # "hex", "rot13"
        return None
    return _LARGER.get(info.name, info.name)


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text and of markup is zero."""
    even, odd = data[0:_SAMPLE:2], data[1:_SAMPLE:2]
    if len(odd) < 2:
        return None
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _guess(data: bytes, claims: list[str]) -> str:
    """For bytes that no claim reads without fault: the first encoding that nearly reads them."""
    sample = data[:_SAMPLE]
    for name in ("utf-8", *claims):
        text = _WITHOUT_ASCII.sub("", sample.decode(name, "replace"))
        if text.count("\ufffd") <= _FAULTS * len(text):
            return name
    for name in ("euc_jp", "cp932"):
        text = _WITHOUT_ASCII.sub("", sample.decode(name, "replace"))
        kana = len(_KANA.findall(text))  # Latin text read so gives Han characters, hardly kana
        if text.count("\ufffd") <= _FAULTS * len(text) and kana >= _KANA_LEAST * len(text):
            return name
    return "cp1252"
