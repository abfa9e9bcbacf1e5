"""How many things a question asks for."""

from __future__ import annotations

import re

_MOST = 3
# A second question word after a conjunction asks for a second thing: "which engine and which
# model", "when and where". One inside a clause does not: "who knows what happened".
_SECOND = re.compile(
    r"(?:\b(?:and|or|y|e|o|et|ou|und|oder)|[,;&]|[、と])\s*(?:(?:in|on|at|by|for|with|from|to|en|"
    r"con|por|de|à|avec|von|mit)\s+)?"
    r"(?:(?:who|whom|whose|which|what|when|where|why|how|quién|quiénes|qué|cuál|cuáles|cuándo|"
    r"dónde|cómo|cuánto|cuántos|qui|que|quoi|quel|quelle|quand|où|pourquoi|comment|combien|wer|"
    r"wen|wem|was|welche|welcher|welches|wann|wo|warum|wie)\b|どの|どこ|だれ|誰|いつ|何|なぜ|どう)",
    re.IGNORECASE,
)


def count_asked(question: str) -> int:
    """1 for a plain question, more where it joins several; at most 3."""
    return min(_MOST, 1 + len(_SECOND.findall(question[:1000])))
