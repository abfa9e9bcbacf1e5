"""Words as measures count them, in any script."""

from __future__ import annotations

import re

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")


def tokens(text: str) -> list[str]:
    """Runs of letters and digits; each sign for itself where a script sets no spaces."""
    return _TOKEN.findall(text)
