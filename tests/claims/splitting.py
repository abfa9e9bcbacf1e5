"""The claims of a whole text, sentence by sentence, as an answer is split while it comes."""

from __future__ import annotations

from blackbird.claims.split import split_claims
from blackbird.text.sentences import split_sentences
from blackbird.types import Claim, Span


def split_text(text: str) -> tuple[tuple[Span, tuple[Claim, ...]], ...]:
    """Each sentence of ``text`` with its claims; pronouns are resolved along the way."""
    spans = split_sentences(text)
    said = [span.text for span in spans]
    return tuple((span, split_claims(span.text, said[:n])) for n, span in enumerate(spans))
