"""Whether a sentence asserts anything: questions, greetings, advice and opinions do not.

An opinion that is told of somebody ("Critics called it the best film") is an assertion.
"""

from __future__ import annotations

import re

from blackbird.text.words import content_words

_LOOK = 400  # characters at each end that are looked at

_QUESTION = re.compile(r"[?？][\s\"'”’」』）)]{0,8}\Z|(?:ですか|ますか|でしょうか|ませんか)。?\Z")
_BEGINS = re.compile(
    r"(?:here (?:it|they|you) (?:is|are|go)\b|(?:hello|hi|hey|good (?:morning|evening)|welcome|"
    r"sure|of course|certainly|absolutely|"
    r"great question|good question|thanks?|thank you|you'?re welcome|no problem|let me|let us|"
    r"let's|sorry|apologies|feel free|as an ai)\b(?!-)|"
    r"here (?:is|are|'s) (?:a|an|the|some|what|your|my)\b|here's|"
    r"(?:unfortunately,? )?i(?:'m| am| was| have| will| can| could| do| did|'ve|'ll|'d| would| "
    r"hope| apologi[sz]e| found no| cannot)(?:n't)?\b|(?:i )?hope (?:this|that)|"
    r"(?:the )?(?:given |provided |available )?(?:passages?|notes?|evidence|sources?|documents?|"
    r"texts?|context|search results?|information)(?: (?:provided|given|above|available))? "
    r"(?:do|does|did)(?: not|n't) (?:say|mention|contain|state|include|provide|specify|give|tell|"
    r"indicate|answer|describe|cover|address|have)\b|"
    r"(?:there is|there's) (?:no|not enough|insufficient) (?:information|mention)|"
    r"no (?:information|answer|results?) (?:was|were|is|are|could)|"
    r"(?:based on|according to|from) the (?:evidence|texts?|passages?|notes?|sources?)[,.:]?\s*\Z|"
    r"(?:in|to) (?:summary|short|sum up|conclusion)[,.:]?\s*\Z|"
    r"you(?:'ve| have)? (?:asked|said|wanted|mentioned|want|wrote|told|should|might want)"
    r"\b|your (?:question|request|message)\b|the question (?:is|was|asks)\b|"
    r"(?:the|this) (?:answer|summary|list|table|response) (?:above|below|follows)|"
    r"(?:the|this) following (?:is|are)\b)",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:please\b|(?:(?:for more|to learn more)[^,]{0,40}, )?(?:see|try|check|visit|click|"
    r"consider|remember|make sure|refer|read|look|consult|ask|open|keep in mind|be sure|"
    r"don't|do not|contact|compare|try again|tell me|imagine|suppose) "
    r"(?:the|an?|your|this|that|these|our|my|it|for|to|at|out|again|with|if|below|above|in|on|"
    r"whether|what|how|me|us|both|all|\d+)\b|try again\b)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:i (?:(?:\w+ )?(?:think|believe|feel|guess|suppose|suspect|doubt|prefer|recommend|"
    r"suggest|love|like|hate))|in my (?:\w+ )?(?:opinion|view)|if you ask me|to my mind|"
    r"would you like)\b|\A(?:personally|imho|imo)\b",
    re.IGNORECASE,
)
_JAPANESE_BEGINS = re.compile(
    r"(?:こんにちは|こんばんは|おはよう|はじめまして|ありがとう|すみません|すいません|ごめん|"
    r"申し訳|もちろん(?:です)?[、。！]|承知|かしこまり|了解|どういたしまして|どうぞ|はい。?\Z|"
    r"いいえ。?\Z|お役に立|ご質問|ご不明|お尋ね|あなたは|私(?:は|の(?:意見|考え))|"
    r"個人的に|要約(?:すると|します)?[、。：:]?\Z|結論[、。：:]?\Z)"
)
_JAPANESE_ENDS = re.compile(
    r"(?:て|で)(?:ください|下さい|みましょう)ね?。?\Z|(?:ましょう|なさい)。?\Z|"
    r"(?:と思います|と思う|と考えます|気がします|と感じます|かなと思います)。?\Z|"
    r"(?:以下|次|下記|上記)の(?:とおり|通り|ように(?:まとめ|なり))[^。]{0,10}。?\Z|"
    r"(?:ご覧|ご参照|ご確認|お試し|お知らせ|お問い合わせ)(?:ください|下さい)。?\Z|"
    r"(?:見つかり|見つけられ|見当たり|分かり|わかり|お答えでき|確認でき|判断でき)"
    r"ません(?:でした)?。?\Z|"
    r"(?:記載|記述|言及|情報)(?:され|し)?(?:て?い|が|は)?(?:あり|おり|い)?ません(?:でした)?。?\Z|"
    r"お(?:答え|伝え|手伝い)します。?\Z|(?:説明|紹介|要約|回答)(?:いた)?します。?\Z"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|will|\w{2,}ed|\w{2,}s)\b", re.IGNORECASE
)
_ASKING = re.compile(r"(?:how|what|when|where|who|whom|whose|why|which|whether)\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")


_LEAD = re.compile(
    r"(?:(?:sure|of course|certainly|absolutely|yes|no|indeed|thanks(?: for asking)?|thank you|"
    r"(?:i'm |i am )?sorry)[,!:](?: but)? |(?:i'm|i am) (?:sorry|afraid),? (?:but|that) |"
    r"(?:please )?(?:note|remember|keep in mind) that |"
    r"(?:in|to) (?:summary|short|sum up|conclusion), |(?:based on|according to|from) the "
    r"(?:given |provided |available )?(?:evidence|texts?|passages?|notes?|sources?|context|"
    r"documents?|information)(?: (?:given|provided|above|available))?, )",
    re.IGNORECASE,
)
_JAPANESE_LEAD = re.compile(r"(?:はい|いいえ|もちろん|結論として|要約すると|まとめると)、")


def without_lead(sentence: str) -> str:
    """``sentence`` without what an answer puts in front: ``Sure, ``, ``Based on the text, ``."""
    lead = _LEAD.match(sentence.replace("’", "'")) or _JAPANESE_LEAD.match(sentence)
    if lead is None:
        return sentence
    rest = sentence[lead.end() :]
    return rest[:1].upper() + rest[1:]


def asserts(sentence: str, said: str = "") -> bool:
    """Whether ``sentence`` says something that can be true or false, and not merely ``said``."""
    text = sentence.strip()
    if not content_words(text) and not any(c.isdigit() for c in text):
        return False
    if text.endswith((":", "：")):
        return False  # announces what follows
    begin, end = text[:_LOOK].replace("’", "'"), text[-_LOOK:]
    if _QUESTION.search(end) or _BEGINS.match(begin) or _INSTRUCTION.match(begin):
        return False
    if _OPINION.search(begin) or _JAPANESE_BEGINS.match(begin) or _JAPANESE_ENDS.search(end):
        return False
    return not _echoes(text, said)


def _echoes(text: str, said: str) -> bool:
    """Whether the sentence gives the user's words back without saying anything of them.

    An answer says the words of its question too, so it must be a part of a question, or have no
    verb, or be the user's own sentence about himself.
    """
    words = content_words(text)
    if not said or not words or not words <= content_words(said):
        return False
    if text.isascii():
        mine, theirs = _flat(text), _flat(said)
        own = mine.split()[0] in ("i", "my", "you", "your") and len(mine.split()) > 1
        return own or bool(_ASKING.match(text)) or (not _FINITE.search(text) and mine in theirs)
    return _flat(text) in _flat(said) and text.rstrip("。").endswith(("について", "こと"))


def _flat(text: str) -> str:
    return _NO_WORD.sub(" ", text.lower()).strip()
