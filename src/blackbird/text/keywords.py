"""The words of a question that an engine is to look for, which has to find all of them in a page.

Function words and words that ask are left out, and so is what would be an operator.
"""

from __future__ import annotations

import re
import unicodedata

from blackbird.text.words import FUNCTION

_READ = 1000  # characters of a question
_MOST = 12
_CJK = r"\u30a0-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af々"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}\u3040-\u309f]+(?:[.'’-][^\W_{_CJK}\u3040-\u309f]+)*")
_ASKING = re.compile(r"[何誰幾].{0,2}|[年月日時人方]")
_OPERATORS = frozenset({"or", "and", "not"})


def keywords(question: str) -> tuple[str, ...]:
    """In their order, each once. Hiragana, which writes endings, is left out."""
    text = unicodedata.normalize("NFKC", question[:_READ])
    found = [word for word in _RUN.findall(text) if not _is_plain(word)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _is_plain(word: str) -> bool:
    low = word.lower()
    return low in FUNCTION or low in _OPERATORS or bool(_ASKING.fullmatch(word))
