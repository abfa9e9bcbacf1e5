"""Read Markdown and plain text files: front matter, body as prose, binary or not.

The body is what gets stored, cut and quoted, so marks that would show in a quotation are taken
out (links, emphasis, images, comments, fences). Headings, lists and tables keep theirs: they
carry the structure that cutting into passages needs. Text inside code blocks is left alone.
"""

from __future__ import annotations

import re

_FRONT_LINE = re.compile(r"(\w[\w -]{0,63}):(?:[ \t]+(.*))?")
_FRONT_MOST = 200  # lines; a longer block is not front matter
_FENCE = re.compile(r" {0,3}(```|~~~)")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,2000})?\)"
)
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_STARRED = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,1000})(?<=\S)\1(?![\w*])")
_UNDERSCORED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,1000})(?<=\S)\1(?![\w_])")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,1000})`(?!`)")
_ANY_MARK = re.compile(r"[#\[<`*_]")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")

_SAMPLE = 8192  # bytes
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 and UTF-32: zero bytes are part of the text
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))  # escape is part of ISO-2022-JP
_CONTROL_MOST = 0.02  # share of control bytes that a damaged text file may have


def read_markdown(text: str) -> tuple[dict[str, str], str]:
    """Front matter (keys in lower case) and body of a Markdown or plain text file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front, body = _front_matter(text)
    return front, _prose(_without_comments(body)).strip()


def is_binary(data: bytes) -> bool:
    """Whether ``data`` is something other than text, whatever its file name says."""
    if data.startswith(_WIDE_MARKS):
        return False
    sample = data[:_SAMPLE]
    if b"\x00" in sample or sample.startswith(_SIGNATURES):
        return True
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return control > _CONTROL_MOST * len(sample)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    lines = text.split("\n", _FRONT_MOST)
    if lines[0].rstrip() != "---":
        return {}, text
    front: dict[str, str] = {}
    for n, line in enumerate(lines[1:-1] if len(lines) > _FRONT_MOST else lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            return (front, "\n".join(lines[n + 1 :])) if front else ({}, text)
        found = _FRONT_LINE.fullmatch(line.rstrip())
        if found:
            front[found[1].strip().lower()] = _unquoted(found[2] or "")
    return {}, text


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        parts.append(text[at:begin])
        at = end + 3
    return "".join([*parts, text[at:]])


def _prose(text: str) -> str:
    kept, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        else:
            kept.append(line if fence else _plain(line))
    return "\n".join(kept)


def _plain(line: str) -> str:
    if not _ANY_MARK.search(line):
        return line.rstrip()
    heading = _HEADING.match(line)
    if heading:
        line = f"{heading[1]} {line[heading.end() :].rstrip().rstrip('#').rstrip()}"
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _ADDRESS.sub(r"\1", line)
    line = _CODE.sub(r"\1", line)
    line = _STARRED.sub(r"\2", line)
    return _UNDERSCORED.sub(r"\2", line).rstrip()
