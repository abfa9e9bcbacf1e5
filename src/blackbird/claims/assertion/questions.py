"""Questions, told from sentences that only quote one or end like one."""

from __future__ import annotations

import re

from blackbird.claims.english.words import AUXILIARY, PAST, PAST_OR_PARTICIPLE

_LOOK = 400  # characters at each end that are looked at
_MARK = re.compile(r"[?？][\s)）*_]{0,8}\Z")
_QUOTED = re.compile(r"[\"“「『](?P<inside>[^\"“”「」『』]{1,400})[\"”」』]\Z")
_BEGINS = re.compile(
    r"(?:(?:q|question)[:.] )?(?:(?:and|so|but|now|then|well|also|okay|ok|finally|"
    r"first|next|or|please)\b,? |"
    r"(?:if|in|on|at|for|of|with|given|after|before|during|since|as|to|from|under|by)\b"
    r"[^,?]{1,120}, ){0,2}"
    r"(?:how|what|when|where|who|whom|whose|why|which|whether|is|are|am|was|were|do|does|did|has|"
    r"have|had|can|could|will|would|shall|should|may|might|must|want|need|any|anything|anyone|"
    r"ready|curious|interested|care)(?:n't|'s|'re|'d|'ll)?\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?:¿|(?:(?:und|oder|et|ou|y|e|o) )?(?:wie|wer|wo|wann|warum|wieso|weshalb|welche[rsmn]?|"
    r"wessen|wem|wen|ist|sind|hat|haben|kann|können|soll|möchten|wollen|gibt|qui|que|quoi|"
    r"quel(?:le)?s?|où|quand|comment|pourquoi|combien|est-ce|est-il|avez|voulez|qué|quién|quiénes|cuál|cuáles|cuándo|"
    r"dónde|cómo|cuántos?|cuántas?|chi|che|quale|quali|quando|dove|come|perché|quanto|qual|quais|"
    r"onde|quem|como|quantos)\b)",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z]")
_VERBS = AUXILIARY | PAST | PAST_OR_PARTICIPLE
_SMALL_WORD = re.compile(r"(?<![\w'])[a-z][a-z']*")
# A title may end in the sign, a tag follows a comma, and a figure is a fact.
_TELLS = re.compile(r",|\d|(?<=\s)[\"“]?[A-Z]|\(")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
# Who asks whether a fact is known tells it.
_TOLD = re.compile(r"[るたいう]こと(?:を|は)?(?:ご存[知じ]|知って)")
_JAPANESE = re.compile(r"(?:ですか|ますか|でしょうか|ませんか)。?\Z")
# "…, right?" asks to agree with what it asserts.
_TAG = re.compile(r"(?:ね|でしょう|だろう|じゃない|ではない|のでは)[?？][\s)）]*\Z")


def asks(text: str) -> bool:
    """Whether ``text`` is a question: it ends as one outside quotations, and begins as one."""
    quoted = _QUOTED.match(text)
    if quoted:
        text = quoted["inside"]
    begin, end = text[:_LOOK].replace("’", "'"), text[-_LOOK:]
    if _TOLD.search(end):
        return False
    if _JAPANESE.search(end):
        return True
    if not _MARK.search(end):
        return False
    if _KANA.search(begin):
        return not _TAG.search(end)
    if _BEGINS.match(begin) or _FOREIGN.match(begin) or not _LATIN.search(begin):
        return True
    return not (_TELLS.search(begin) and _has_verb(begin))


def _has_verb(text: str) -> bool:
    """Whether a word in small letters may be a verb; those of a title are none of its sentence."""
    return any(
        word in _VERBS or word.endswith(("ed", "s", "n't")) for word in _SMALL_WORD.findall(text)
    )
