"""Words that a text writes with a full stop which ends no sentence: ``v.``, ``J.``, ``No.``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from blackbird.text.abbreviations import MAY_END
from blackbird.text.sentences import split_sentences

_READ = 2000  # characters of a text that are searched
_MOST = 40
_FORM = re.compile(r"(?<![^\s(])([^\W\d_]{1,8}\.)\s(?=\S)")


def short_forms(texts: Iterable[str]) -> tuple[str, ...]:
    """Words that end with a stop inside a sentence of ``texts``, in their order; at most 40.

    Those that end a sentence at other times (``etc.``, ``Inc.``) are left out.
    """
    spans = (span.text for text in texts for span in split_sentences(text[:_READ]))
    found = (form for span in spans for form in _FORM.findall(span))
    inner = (form for form in found if form[:-1].lower() not in MAY_END)
    return tuple(dict.fromkeys(inner))[:_MOST]
