"""How many things a question asks for, and each of them as a question of its own."""

from __future__ import annotations

import re

_MOST = 3
_READ = 1000  # characters of a question that are looked at
_ASKING = (
    r"who|whom|whose|which|what|when|where|why|how|quién|quiénes|qué|cuál|cuáles|cuándo|"
    r"dónde|cómo|cuánto|cuántos|qui|que|quoi|quel|quelle|quand|où|pourquoi|comment|combien|wer|"
    r"wen|wem|was|welche|welcher|welches|wann|wo|warum|wie"
)
_ASKING_JA = r"どの|どんな|どこ|だれ|誰|いつ|何|なぜ|どう|いくら|いくつ"
# A second question word after a conjunction asks for a second thing: "which engine and which
# model", "when and where". One inside a clause does not: "who knows what happened".
_SECOND = re.compile(
    r"(?:\b(?:and|or|y|e|o|et|ou|und|oder)|[,;&]|[、と])\s*(?:(?:in|on|at|by|for|with|from|to|en|"
    r"con|por|de|à|avec|von|mit)\s+)?"
    rf"(?:(?:{_ASKING})\b|{_ASKING_JA})",
    re.IGNORECASE,
)
_JOINT = re.compile(
    rf"\s*(?:[,;]\s*)?\b(?:and|y|e|et|und)\s+(?!(?:que|qui)\b)(?=(?:{_ASKING})\b)", re.IGNORECASE
)
# Behind a comma a question word mostly begins a clause; behind another bare one it asks.
_LISTED = re.compile(rf"^((?:{_ASKING}))\s*,\s*(?=(?:{_ASKING})\b)", re.IGNORECASE)
_FIRST = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
# What a question word is followed by before the verb that both things share.
_SHARED = re.compile(
    rf"^((?:{_ASKING})\b(?: (?!(?:AUX)\b)[\w'’-]+){{0,4}}?) ((?:AUX)\b.*)$".replace(
        "AUX",
        "was|were|is|are|am|did|does|do|has|have|had|can|could|will|would|shall|should|may|might|"
        "must|fue|fueron|es|son|era|eran|ha|han|está|a|ont|est|sont|était|furent|fut|"
        "ist|sind|war|waren|wurde|wurden|hat|haben|wird",
    ),
    re.IGNORECASE | re.DOTALL,
)
# "Who founded it" is a question without any of these verbs; "which engine" is none.
_SUBJECT = re.compile(r"^(?:who|quién|quiénes|qui|wer)(?: [\w'’-]+){2}", re.IGNORECASE)
_BARE = re.compile(rf"^(?:{_ASKING})\W*$", re.IGNORECASE)
_APART_JA = r"どの|どんな|どこ|だれ|誰|いつ(?![もか])|何|なぜ|いくら|いくつ(?!か)"
_JOINT_JA = re.compile(rf"(?:と、?|および|、)(?={_APART_JA})")
_FIRST_JA = re.compile(_APART_JA)
# "Which engine" ends where the particle begins that both things share; "when" takes none.
_SHARED_JA = re.compile(
    r"^[^をがはにへ]+?((?:[をがはにへ]|で(?!す)|から|です|だ|でし).*)$", re.DOTALL
)
_PARTICLE = re.compile(r"^(?:[をがはにへで]|から)")
# These and what has a particle of its own take none of the last one's: "when", "by whom".
_OWN_JA = re.compile(r"^(?:いつ|なぜ|どう)$|[をがはにへで]$")
_PREDICATE_JA = re.compile(r"(?:[しれてた]|です|ます|か)$")


def count_asked(question: str) -> int:
    """1 for a plain question, more where it joins several; at most 3."""
    return min(_MOST, 1 + len(_SECOND.findall(question[:_READ])))


def parts_of(question: str) -> tuple[str, ...]:
    """Each thing that ``question`` asks for as a question of its own; at most 3.

    ``Which engine and which model did it use?`` asks ``Which engine did it use?`` and ``which
    model did it use?``. A question that cannot be taken apart is its own only part.
    """
    text = question.strip()
    if len(text) > _READ:
        return (question,)
    first, joint, whole = (
        (_FIRST_JA.search(text), _JOINT_JA, _whole_ja)
        if _FIRST_JA.search(text)
        else (_FIRST.search(text), _JOINT, _whole)
    )
    if not first:
        return (question,)
    *pieces, last = _split(joint, text[first.start() :])
    parts = dict.fromkeys([*(whole(piece, last) for piece in pieces), last])
    if len(parts) < 2 or "" in parts or _BARE.match(last):
        return (question,)
    before, mark = text[: first.start()], "？" if joint is _JOINT_JA else "?"
    return tuple(before + part.rstrip("?？") + mark for part in parts)[:_MOST]


def _split(joint: re.Pattern[str], asked: str) -> list[str]:
    """``asked`` at its joints, and where question words are listed one by one."""
    found: list[str] = []
    for piece in joint.split(asked):
        rest = piece
        while listed := _LISTED.match(rest):
            found.append(listed[1])
            rest = rest[listed.end() :]
        found.append(rest)
    return found


def _whole(piece: str, last: str) -> str:
    """``piece`` as a question, with the verb of the last one if it has none; or nothing."""
    if _SHARED.match(piece) or _SUBJECT.match(piece):
        return piece
    if shared := _SHARED.match(last):
        # "Which film won" is whole beside "what was it about": the two are not built alike.
        alike = _BARE.match(piece) or not _BARE.match(shared[1])
        return f"{piece} {shared[2]}" if alike else piece
    asked, _, rest = last.partition(" ")
    return f"{piece} {rest}" if _BARE.match(piece) and _BARE.match(asked) else ""


def _whole_ja(piece: str, last: str) -> str:
    if _PREDICATE_JA.search(piece):
        return piece
    shared = _SHARED_JA.match(last)
    if not shared:
        return ""
    return piece + (_PARTICLE.sub("", shared[1]) if _OWN_JA.search(piece) else shared[1])
