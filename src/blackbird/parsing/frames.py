"""What passes between the assistant and the child that parses, as bytes. Both sides are here.

An order is one line of JSON and the file's bytes. An answer is one line with its length, and
fields with zeros between them: nothing in it is nested, so that reading it costs what it weighs.
What the child answers is as hostile as what it read: it is held against the same rules as any
input before it becomes a ``Page``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import get_args

from blackbird.errors import BadInput
from blackbird.parsing.document import LIMIT
from blackbird.protocols import FileKind
from blackbird.types import Page

LONGEST_ANSWER = 4 * LIMIT + 100_000
"""Bytes: every character may have four."""

_FIELD = 2000  # characters of a title, an author, a message
_SAFE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*")
_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*")
_DAY = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PAGE, _REFUSED = "page", "refused"


@dataclass(frozen=True, slots=True)
class Order:
    """One file to parse; ``size`` bytes of it follow."""

    kind: FileKind
    size: int
    seconds: float
    url: str | None = None
    charset: str | None = None

    def line(self) -> bytes:
        """As it is sent."""
        fields = [self.kind, self.size, self.seconds, self.url, self.charset]
        return json.dumps(fields).encode() + b"\n"


def read_order(line: bytes) -> Order:
    """What ``line`` orders. Raises ``ValueError``."""
    kind, size, seconds, url, charset = json.loads(line)
    if kind not in get_args(FileKind):
        raise ValueError(f"no parser for {kind}")
    return Order(kind, size, seconds, url, charset)


def page_answer(page: Page) -> bytes:
    """The answer that holds a page."""
    return _answer(_PAGE, page.title, page.author, page.date or "", page.language, page.text)


def refusal(error: BadInput) -> bytes:
    """The answer that says why there is none."""
    return _answer(_REFUSED, error.message[:_FIELD], error.hint[:_FIELD])


def _answer(*fields: str) -> bytes:
    joined = "\x00".join([fields[0], *(field.replace("\x00", "") for field in fields[1:])])
    data = joined.encode("utf-8", "replace")
    return b"%d\n%b" % (len(data), data)


def answer_size(line: bytes) -> int:
    """How many bytes of an answer follow. Raises ``ValueError``."""
    if not re.fullmatch(rb"\d{1,9}\n", line) or int(line) > LONGEST_ANSWER:
        raise ValueError("no length of an answer")
    return int(line)


def read_answer(data: bytes, url: str | None) -> Page:
    """The page in an answer on the file at ``url``.

    Raises ``BadInput`` if it is a refusal, ``ValueError`` if it is neither.
    """
    kind, *fields = data.decode("utf-8").split("\x00", 6)
    if kind == _REFUSED and len(fields) == 2 and all(map(_is_short, fields)):
        raise BadInput(fields[0], fields[1])
    if kind != _PAGE or len(fields) != 5:
        raise ValueError("neither a page nor a refusal")
    title, author, date, language, text = fields
    if not (
        _is_short(title)
        and _is_short(author)
        and _DAY.fullmatch(date)
        and _LANGUAGE.fullmatch(language)
        and len(text) <= LIMIT
        and _SAFE.fullmatch(text)
    ):
        raise ValueError("a page whose fields cannot be")
    return Page(url, title, text, date or None, language, author=author)


def _is_short(field: str) -> bool:
    return len(field) <= _FIELD and _LINE.fullmatch(field) is not None
