"""The few sentences that Blackbird says in its own voice, in the language of the question."""

from __future__ import annotations

_ABSTAIN = {
    "en": "I could not establish this.",
    "ja": "これについては確認できませんでした。",
    "es": "No he podido establecerlo.",
    "de": "Das konnte ich nicht feststellen.",
    "fr": "Je n'ai pas pu l'établir.",
    "it": "Non ho potuto accertarlo.",
    "pt": "Não consegui estabelecer isso.",
    "nl": "Dit kon ik niet vaststellen.",
    "zh": "我无法确认这一点。",
    "ko": "이 내용은 확인할 수 없었습니다.",
}
_NEAREST = {
    "en": "The nearest that was found:",
    "ja": "最も近い記述:",
    "es": "Lo más cercano que se encontró:",
    "de": "Am nächsten kommt:",
    "fr": "Le plus proche trouvé :",
    "it": "La cosa più vicina trovata:",
    "pt": "O mais próximo que foi encontrado:",
    "nl": "Het dichtstbijzijnde dat gevonden is:",
    "zh": "找到的最接近的内容：",
    "ko": "찾은 것 중 가장 가까운 내용:",
}


def abstention(language: str) -> str:
    """What is said when nothing supports an answer."""
    return _ABSTAIN.get(language, _ABSTAIN["en"])


def nearest(language: str) -> str:
    """What introduces the nearest thing that was found."""
    return _NEAREST.get(language, _NEAREST["en"])
