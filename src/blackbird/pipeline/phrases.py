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
_OVERVIEW = {
    "en": "In short",
    "ja": "要点",
    "es": "En breve",
    "de": "In Kürze",
    "fr": "En bref",
    "it": "In breve",
    "pt": "Em resumo",
    "nl": "In het kort",
    "zh": "要点",
    "ko": "요약",
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
    "tried": {
        "en": "Looked through for it, too: {titles}.",
        "ja": "次の文書も調べました：{titles}",
    },
    "open": {
        "en": "Could not be established: {asked}",
        "ja": "確認できませんでした：{asked}",
    },
    "out_of_time": {
        "en": (
            "{n} of {of} parts were looked up: then the time for a report was used up. "
            "Ask the same again to go on."
        ),
        "ja": (
            "{of}項目のうち{n}項目を調べたところで、レポートの時間の上限に達しました。"
            "同じ質問をもう一度すると、続きを調べます。"
        ),
    },
    "out_of_length": {
        "en": "{n} of {of} parts were looked up: then a report's length was reached.",
        "ja": "{of}項目のうち{n}項目を調べたところで、レポートの長さの上限に達しました。",
    },
    "resumed": {
        "en": "{n} part(s) are from when this report was begun ({begun}).",
        "ja": "{n}項目は、このレポートを始めたとき（{begun}）に調べたものです。",
    },
    "not_kept": {
        "en": "This report could not be kept while it was written: the disk did not take it.",
        "ja": "ディスクに書き込めず、作成中のレポートを保存できませんでした。",
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
    "page_cut": {
        "en": "The page is long: its first {n:,} characters were checked.",
        "ja": "ページが長いため、最初の{n:,}文字だけを確認しました。",
    },
    "itself": {
        "en": "The page is among what was searched; it was not taken as evidence for itself.",
        "ja": "検索した範囲にこのページ自身が含まれていましたが、根拠からは除きました。",
    },
    "instead": {
        "en": "The web could not be reached: this rests on your documents instead.",
        "ja": "ウェブに接続できなかったため、代わりに登録済みの文書に基づいています。",
    },
    "partly_searched": {
        "en": "{source} may lack posts: {message}",
        "ja": "{source}の投稿には欠けがあるかもしれません：{message}",
    },
    "as_of": {
        "en": "As of {moment} UTC.",
        "ja": "{moment} UTC現在。",
    },
    "posts_alone": {
        "en": (
            "This rests on posts alone ({n} independent): it was said, and no other source that "
            "was searched confirms it."
        ),
        "ja": (
            "投稿だけに基づいています（独立した投稿{n}件）。そう述べられていることは確かですが、"
            "検索したほかの情報源では確認できませんでした。"
        ),
    },
    "posts_partly": {
        "en": "Part of this rests on posts alone ({n} independent), which nothing else confirms.",
        "ja": (
            "一部は投稿だけに基づいており（独立した投稿{n}件）、"
            "ほかの情報源では確認できませんでした。"
        ),
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


def overview(language: str) -> str:
    """The heading of a report's first part."""
    return _OVERVIEW.get(language, _OVERVIEW["en"])


def nearest(language: str) -> str:
    """What introduces the nearest thing that was found."""
    return _NEAREST.get(language, _NEAREST["en"])
