"""The pieces of a passage that can be quoted as evidence and still mean something."""

from __future__ import annotations

import re

from blackbird.text.sentences import split_sentences
from blackbird.types import Span

# A sentence that opens with one of these means nothing without the sentence before it.
_LEANS = re.compile(
    r"^(?:he|she|it|they|his|her|its|their|this|that|these|those|such|there|however|but|also|"
    r"él|ella|ellos|esto|este|esta|su|sus|il|elle|ils|elles|ce|cette|ces|er|sie|es|dies\w*)\b|"
    r"^(?:それ|その|この|これ|彼|しかし|また|そして|ここ|そこ|同)",
    re.IGNORECASE,
)
_JOINED = 600  # characters; joining stops before a quotation becomes a page


def split_quotable(text: str) -> list[Span]:
    """Sentences of ``text``; one that leans on its predecessor is joined to it.

    Headings and lines without a letter or digit are left out.
    """
    pieces: list[Span] = []
    before: Span | None = None
    for span in split_sentences(text):
        if not _is_prose(span.text):
            before = None
            continue
        if before is not None and _LEANS.match(span.text) and span.end - before.start <= _JOINED:
            pieces[-1] = before = Span(text[before.start : span.end], before.start, span.end)
        else:
            pieces.append(span)
            before = span
    return pieces


def _is_prose(text: str) -> bool:
    return not text.startswith("#") and re.search(r"\w", text) is not None
