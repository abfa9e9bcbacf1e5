"""Markdown as HTML that a page may show as it is, whoever wrote it.

Two fences: the parser knows neither raw HTML nor links nor images, so that text such as
``[x](javascript:…)`` stays text, and what it makes passes a sanitiser that lets through only
the elements below and no attribute but one. A page needs no third.
"""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

LONGEST = 50_000
"""Characters that are read as Markdown; a longer text is shown plain."""

_ELEMENTS = frozenset(
    "p br hr strong em s code pre blockquote ul ol li table thead tbody tr th td"
    " h1 h2 h3 h4 h5 h6".split()
)
_ATTRIBUTES = {"ol": {"start"}}
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable(["link", "image", "autolink", "html_inline", "html_block", "reference", "entity"])
)


def block_html(markdown: str) -> str:
    """A text with paragraphs, lists, tables and code."""
    if len(markdown) > LONGEST:
        return f"<pre>{nh3.clean_text(markdown)}</pre>"
    return _cleaned(_PARSER.render(markdown))


def inline_html(markdown: str) -> str:
    """One sentence, with emphasis and code."""
    if len(markdown) > LONGEST:
        return nh3.clean_text(markdown)
    return _cleaned(_PARSER.renderInline(markdown))


def _cleaned(html: str) -> str:
    return nh3.clean(html, tags=set(_ELEMENTS), attributes=_ATTRIBUTES, link_rel=None)
