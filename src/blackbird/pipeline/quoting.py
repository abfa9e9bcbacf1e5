"""Sentences of the evidence that are said word for word."""

from __future__ import annotations

from blackbird.pipeline.phrases import otherwise
from blackbird.prompts.quote import quote
from blackbird.text.language import detect_language
from blackbird.types import Evidence, Sentence

_QUOTED = 0.99  # as for every sentence that says what its evidence says, letter by letter


def quotation(evidence: Evidence, language: str) -> Sentence:
    """``evidence`` as a sentence; between quotation marks if it is in another ``language``."""
    text = quote(evidence.text)  # marks like [1] in it would be taken for ours
    if detect_language(evidence.passage.text, language) != language:
        text = f"「{text}」" if language == "ja" else f"“{text}”"
    return Sentence(text, "supported", _QUOTED, (evidence.id,), repaired=True)


def other_side(evidence: Evidence, ids: tuple[int, ...], language: str) -> Sentence:
    """What ``evidence``, and with it all of ``ids``, says against the sentence before."""
    text = otherwise(language).format(quote=quote(evidence.text))
    return Sentence(text, "supported", _QUOTED, ids, repaired=True)
