"""What a file tells of itself beside its text, made safe: each field short, on one line."""

from __future__ import annotations

import re

from blackbird.errors import BadInput
from blackbird.text.language import detect_language
from blackbird.types import Page

LIMIT = 10_000_000
"""Characters of a document's text."""

_FIELD = 500  # characters of a title or an author
_DAY = re.compile(r"(?:D:)?(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=[-_]|\Z)")
_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")
_NO_TITLE = re.compile(
    r"(?i)\W*(?:untitled|unspecified|anonymous|no ?title|title|document\d*|名称未設定|無題)?\W*"
    r"|(?:microsoft (?:word|powerpoint|excel) - .*)"
    r"|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|odt|xlsx?)"
)
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0xAD: None, 0x200B: None, 0xA0: " ",
}  # fmt: skip


def page_of(
    text: str, *, title: str = "", author: str = "", date: str = "", language: str = ""
) -> Page:
    """A document out of what a file holds. Raises ``BadInput`` if its text is too long."""
    text = clean(text).strip()
    if len(text) > LIMIT:
        raise BadInput(
            f"The text has {len(text):,} characters; at most {LIMIT:,} are read.",
            "Cut it into smaller files.",
        )
    claim = _LANGUAGE.match(language)
    day = _DAY.match(date)
    return Page(
        url=None,
        title=_named(title),
        text=text,
        date="-".join(day.groups()) if day else None,
        language=detect_language(text, claim[0].lower() if claim else "en"),
        author=_named(author),
    )


def clean(text: str) -> str:
    """``text`` without signs that no text has; ligatures as the letters that they stand for."""
    return _UNUSABLE.sub("", text).translate(_LIGATURES)


def _named(field: str) -> str:
    line = " ".join(clean(field[: 4 * _FIELD]).split())[:_FIELD]
    return "" if _NO_TITLE.fullmatch(line) else line
