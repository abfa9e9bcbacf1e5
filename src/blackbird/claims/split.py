"""From a sentence to what in it can be true or false."""

from __future__ import annotations

import re

from blackbird.text.words import content_words
from blackbird.types import Claim

_QUESTION = re.compile(r"[?？]\s*[\"'”’」』）)]*$|(?:ですか|ますか|でしょうか)[。]?$")
_ADDRESS = re.compile(
    r"^(?:hello|hi|hey|sure|of course|certainly|thanks?|thank you|you'?re welcome|let me know|"
    r"i hope|i'm sorry|i am sorry|i apologi[sz]e|feel free|here (?:is|are)|as an ai|"
    r"i (?:do not|don't|cannot|can't)|based on the (?:evidence|text|passages?)[,.]?$|"
    r"こんにちは|ありがとう|すみません|申し訳|もちろん|承知|はい[、。]|いいえ[、。]$)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:i (?:think|believe|feel|guess)|in my (?:opinion|view)|personally)\b|"
    r"(?:と思います|と考えます|気がします)[。]?$",
    re.IGNORECASE,
)


def split_claims(sentence: str) -> tuple[Claim, ...]:
    """The claims of ``sentence``: none for a question, a greeting, an opinion or a fragment.

    One claim for each sentence in this version; clauses are not taken apart.
    """
    text = sentence.strip()
    if not content_words(text) and not re.search(r"\d", text):
        return ()
    if _QUESTION.search(text) or _ADDRESS.match(text) or _OPINION.search(text):
        return ()
    return (Claim(text),)
