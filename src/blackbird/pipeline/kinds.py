"""What kind of request a text is: a look-up, a task on the user's own text, or small talk.

Rules alone, by what people write in six languages. In doubt it is a look-up: searching in vain
costs a second, answering a question of fact unchecked costs trust.
"""

from __future__ import annotations

import re

from blackbird.types import Kind

_TALK = re.compile(
    r"^(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|night)|greetings|"
    r"thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|bye|goodbye|see you|ok(?:ay)?|cool|great|"
    r"nice|wow|lol|how are you(?: doing)?(?: today)?|how(?:'s| is) it going|what'?s up|"
    r"who are you|what are you|what can you do|what is your name|are you (?:an ai|a bot|human)|"
    r"nice to meet you|you(?:'re| are) (?:great|awesome|welcome|funny)|"
    r"hola|buenos días|buenas(?: tardes| noches)?|gracias|muchas gracias|adiós|qué tal|cómo estás|"
    r"bonjour|bonsoir|salut|merci(?: beaucoup)?|au revoir|ça va|"
    r"comment (?:ça va|vas-tu|allez-vous)|"
    r"hallo|guten (?:tag|morgen|abend)|danke(?: schön)?|tschüss|wie geht(?:'s| es dir)?|"
    r"こんにちは|こんばんは|おはよう(?:ございます)?|はじめまして|やあ|もしもし|"
    r"ありがとう(?:ございます|ございました)?|どうも|さようなら|またね|お疲れ様(?:です|でした)?|元気ですか|"
    r"調子はどう(?:ですか)?|あなたは誰(?:ですか)?|何ができますか|"
    r"你好|您好|谢谢|再见|你是谁|안녕(?:하세요)?|감사합니다|고마워)"
    r"(?:[ ,、]+(?:there|blackbird|everyone|again|friend|all|too))*[\s!?.。、！？~〜ー♪:)]*$",
    re.IGNORECASE,
)
_POLITE = (
    r"^(?:please |kindly |can you |could you |would you |will you |i need you to |i want you to |"
    r"now |por favor,? |puedes |s'il te plaît,? |s'il vous plaît,? |peux-tu |pouvez-vous |bitte |"
    r"kannst du )*"
)
# What these make is made up, or rests on the words that follow: nothing to look up.
_MAKE = re.compile(
    rf"{_POLITE}(?:(?:write|compose|draft|make up|invent|create|give|tell|sing|generate)"
    r"(?: me| us)?(?: up)?"
    # "Write a short story", but not "tell me who wrote the story" or "how many letters".
    r"(?: (?!(?:the|of|who|whom|whose|what|which|how|when|where|why|about|if|whether)\b)\w+){0,4}? "
    r"(?:haikus?|poems?|limericks?|sonnets?|stor(?:y|ies)|tales?|songs?|lyrics|jokes?|riddles?|puns?|"
    r"e-?mails?|letters?|messages?|tweets?|slogans?|taglines?|names|toasts?|speech(?:es)?|"
    r"functions?|scripts?|programs?|regex(?:es)?|code|quer(?:y|ies))\b|"
    r"brainstorm\b|translate\b|traduce\b|traduis\b|traduisez\b|übersetze?\b|"
    r"(?:escribe|écris|écrivez|schreibe?)(?:me|-moi| mir)? (?:un|una|une|ein|eine|einen) "
    r"(?:haiku|poema|poème|gedicht|cuento|historia|histoire|geschichte|chiste|blague|witz|"
    r"carta|lettre|brief|correo|e-?mail)\b)",
    re.IGNORECASE,
)
# These need a text: without one in the request ("summarise the history of …") it is a look-up.
_CHANGE = re.compile(
    rf"{_POLITE}(?:summari[sz]e|shorten|simplify|paraphrase|rephrase|rewrite|reword|proofread|"
    r"correct|fix|improve|polish|turn|convert|format|resume|resumir|corrige|mejora|résume|résumez|"
    r"corrigez|fasse|korrigiere|verbessere)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"[:：]\s*\S|\n|[\"“”«»「『]|\b(?:this|the following|the above|my|these|este|esta|mi|ce|cette|"
    r"mon|diesen|dieses|diese|meinen?)\b",
    re.IGNORECASE,
)
_MAKE_CJK = re.compile(
    r"(?:翻訳|英訳|和訳)(?:して|し|せよ|を)|(?:に|へ)訳して|"
    r"(?:俳句|短歌|川柳|詩|物語|小説|手紙|メール|作文|歌詞|冗談|なぞなぞ)を?"
    r"(?:一つ|ひとつ|1つ)?(?:書い|作っ|詠ん|考え|言っ)|"
    r"^请?(?:帮我)?(?:翻译|把.{1,200}翻译|写一?[首封个篇])|번역해|써 ?줘"
)
_CHANGE_CJK = re.compile(
    r"(?:要約|添削|校正|言い換え|書き直|推敲)(?:して|し|て)|^请?(?:总结|概括|改写|润色)|요약해"
)


def kind_of(text: str) -> Kind:
    """The kind of request that ``text`` is."""
    head = text.strip()[:600]
    if _TALK.match(head):
        return "talk"
    if _MAKE.match(head) or _MAKE_CJK.search(head):
        return "task"
    if (_CHANGE.match(head) or _CHANGE_CJK.search(head)) and _GIVEN.search(head):
        return "task"
    return "lookup"
