"""Make a Japanese clause stand alone: 彼, 同社, それ become what the clause before was about."""

from __future__ import annotations

import re

from blackbird.claims.japanese.nouns import NOUN
from blackbird.claims.japanese.topic import Topic, attribute_of, topic_of

_MOST = 600  # characters
_PRONOUN = re.compile(
    r"(?P<front>(?:[^、は]{1,20}(?:年|月|日|世紀)(?:に|には|、)|その後、?|また、|さらに、)?)"
    r"(?P<word>彼女|彼|同社|同氏|同国|同市|それ|これ|その)(?P<mark>は|も|の)?(?=(?P<next>.))"
)
_NOT_ITS = re.compile(
    r"その(?:後|結果|ため|うち|際|他|ほか|上|中|間|時|まま|頃|ころ|ように|よう|た|点|一方|意味|日|年)"
)


def stand_alone(clause: str, topic: Topic | None) -> tuple[str, Topic | None]:
    """``clause`` with its pronoun resolved where one thing only can be meant, and its own topic."""
    if len(clause) > _MOST:
        return clause, None
    found = _PRONOUN.match(clause)
    if found is None:
        attribute = attribute_of(clause)
        if attribute and topic:
            if not topic.has(attribute):
                return clause, None
            clause = f"{topic.text}の{clause}"
        return clause, topic_of(clause, topic)
    if topic is None or not topic.fits(found["word"]):
        return clause, None
    resolved = _put(clause, found, topic)
    if resolved == clause:
        return clause, None
    return resolved, topic_of(resolved, topic)


def _put(clause: str, found: re.Match[str], topic: Topic) -> str:
    start = found.end("front")
    if found["word"] == "その":
        if found["mark"] or _NOT_ITS.match(clause, start) or not _is_noun(found["next"]):
            return clause
        return f"{clause[:start]}{topic.text}の{clause[found.end() :]}"
    if not found["mark"]:
        return clause
    return f"{clause[:start]}{topic.text}{clause[found.end('word') :]}"


def _is_noun(sign: str) -> bool:
    return bool(re.match(rf"[{NOUN}]", sign))
