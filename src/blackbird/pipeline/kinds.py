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
    r"bonjour|bonsoir|salut|merci(?: beaucoup)?|au revoir|ça va|comment (?:ça va|vas-tu|allez-vous)|"
    r"hallo|guten (?:tag|morgen|abend)|danke(?: schön)?|tschüss|wie geht(?:'s| es dir)?|"
    r"こんにちは|こんばんは|おはよう(?:ございます)?|はじめまして|やあ|もしもし|"
    r"ありがとう(?:ございます|ございました)?|どうも|さようなら|またね|お疲れ様(?:です|でした)?|元気ですか|"
    r"調子はどう(?:ですか)?|あなたは誰(?:ですか)?|何ができますか|"
    r"你好|您好|谢谢|再见|你是谁|안녕(?:하세요)?|감사합니다|고마워)"
    r"(?:[ ,、]+(?:there|blackbird|everyone|again|friend|all|too))*[\s!?.。、！？~〜ー♪:)]*$",
    re.IGNORECASE,
)
_TASK_VERB = (
    r"translate|summari[sz]e|shorten|paraphrase|rephrase|rewrite|proofread|correct|fix the grammar|"
    r"write|compose|draft|make up|invent|brainstorm|list some ideas|turn (?:this|the following)|"
    r"convert (?:this|the following)|tell me a (?:joke|story)|give me (?:a|some) (?:joke|poem|haiku)|"
    r"traduce|resume|resumir|escribe|redacta|corrige|traduis|traduisez|résume|résumez|écris|écrivez|"
    r"corrigez|übersetze|übersetz|fasse|schreibe?|korrigiere"
)
_TASK_START = re.compile(
    rf"^(?:please |kindly |can you |could you |would you |i need you to |por favor,? |s'il te plaît,? "
    rf"|bitte )*(?:{_TASK_VERB})\b",
    re.IGNORECASE,
)
_TASK_CJK = re.compile(
    r"(?:翻訳|要約|添削|校正|英訳|和訳|言い換え|書き直|訳)(?:して|し|を|せ)|"
    r"(?:俳句|短歌|詩|物語|小説|手紙|メール|作文|歌詞|文章)を?(?:書い|作っ|詠ん|考え)|"
    r"(?:に|へ)(?:訳して|翻訳して)|冗談を言って|"
    r"^请?(?:翻译|总结|概括|改写|写一)|번역해|요약해|써 ?줘"
)


def kind_of(text: str) -> Kind:
    """The kind of request that ``text`` is."""
    head = text.strip()[:400]
    if _TALK.match(head):
        return "talk"
    if _TASK_START.match(head) or _TASK_CJK.search(head):
        return "task"
    return "lookup"
