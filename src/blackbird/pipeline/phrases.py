"""The few sentences that Blackbird says in its own voice, in the language of the question."""

from __future__ import annotations

_ABSTAIN = {
    "en": "I could not establish this.",
    "ja": "この点は確認できませんでした。",
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
    "ja": "最も近い記述：",
    "es": "Lo más cercano que se encontró:",
    "de": "Am nächsten kommt:",
    "fr": "Le plus proche trouvé :",
    "it": "La cosa più vicina trovata:",
    "pt": "O mais próximo que foi encontrado:",
    "nl": "Het dichtstbijzijnde dat gevonden is:",
    "zh": "找到的最接近的内容：",
    "ko": "찾은 것 중 가장 가까운 내용:",
}
_OTHERWISE = {
    "en": "Other evidence says otherwise: “{quote}”",
    "ja": "一方、「{quote}」とする資料もあります。",
    "es": "Otra fuente dice lo contrario: «{quote}»",
    "de": "Eine andere Quelle sagt dagegen: „{quote}“",
    "fr": "Une autre source dit le contraire : « {quote} »",
    "it": "Un'altra fonte dice il contrario: «{quote}»",
    "pt": "Outra fonte diz o contrário: “{quote}”",
    "nl": "Een andere bron zegt iets anders: “{quote}”",
    "zh": "但另有资料称：“{quote}”",
    "ko": "다른 자료에는 이렇게 되어 있습니다: “{quote}”",
}
_NOTES = {
    "no_answer": {
        "en": "Nothing that was found answers the question.",
        "ja": "見つかった資料の中に、質問への答えはありませんでした。",
    },
    "nothing_near": {
        "en": "Nothing that was searched has to do with the question.",
        "ja": "検索した範囲に、質問に関係する資料はありませんでした。",
    },
    "no_evidence": {
        "en": "Not checked: this rests on no evidence.",
        "ja": "未確認です。この回答を裏付ける根拠はありません。",
    },
    "left_out": {
        "en": "{n} drafted sentence(s) did not hold and were left out.",
        "ja": "下書きのうち、根拠で裏付けられない{n}文を除きました。",
    },
    "gave_way": {
        "en": "{n} drafted sentence(s) did not hold and gave way to quotations.",
        "ja": "下書きのうち、根拠で裏付けられない{n}文を引用に置き換えました。",
    },
    "outweighed": {
        "en": "{n} drafted sentence(s) gave way to what more independent sources say.",
        "ja": "下書きの{n}文を、独立した、より多くの情報源の内容に置き換えました。",
    },
    "no_claim": {
        "en": "The text holds no claim that could be checked.",
        "ja": "この文章には、確認できる主張が含まれていません。",
    },
    "too_many": {
        "en": (
            "Of {real:,} claims the first {n} were checked. Check the rest of the text by itself."
        ),
        "ja": ("{real:,}件の主張のうち、最初の{n}件を確認しました。残りは分けて確認してください。"),
    },
    "not_searched": {
        "en": "{source} could not be searched: {message}",
        "ja": "{source}を検索できませんでした：{message}",
    },
}


def note(name: str, language: str, **values: object) -> str:
    """What a reader is told beside an answer, in its language or in English."""
    texts = _NOTES[name]
    return texts.get(language, texts["en"]).format(**values)


def abstention(language: str) -> str:
    """What is said when nothing supports an answer."""
    return _ABSTAIN.get(language, _ABSTAIN["en"])


def otherwise(language: str) -> str:
    """What introduces the other side of a dispute; ``{quote}`` stands for its words."""
    return _OTHERWISE.get(language, _OTHERWISE["en"])


def nearest(language: str) -> str:
    """What introduces the nearest thing that was found."""
    return _NEAREST.get(language, _NEAREST["en"])
