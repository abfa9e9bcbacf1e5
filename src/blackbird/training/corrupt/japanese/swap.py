"""Japanese sentences in which two things have each other's part: who acts, and on what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt import names
from blackbird.training.corrupt.names import MUTUAL_JA

_LONGEST = 400  # characters
_WORD = r"[\u4e00-\u9fff々ァ-ヴーA-Za-z・]{1,16}"
_NOUN = rf"(?:{_WORD}の){{0,2}}{_WORD}"
# All that belongs to a noun begins behind a comma or a particle, or with the sentence.
_TOPIC = re.compile(rf"(?:(?<=[、。」）])|\A)(?P<noun>{_NOUN})[はが](?![じな])")
_OBJECT = re.compile(
    rf"(?<=[はが、でへ])(?P<noun>{_NOUN})(?:を(?!行|受|持|し|す|目指|務|占|経|得|挙|開始|担|通|含め|"
    r"中心|めぐ|巡|除|もっ|以)|によ(?:って|り)|に(?=属|仕え|勝|敗|含まれ|従|由来|滅ぼ|征服|支配|買収))"
)
_WHEN = re.compile(
    r"(?:年|月|日|時|頃|後|前|中|時代|世紀|現在|当初|一般|実際|場合|方|点|上|下|際|結果|他|以外|以上|"
    r"一部|多数|大半|全員|今日|最近|近年|当時|晩年|普段|通常|従来|本来|内容|目的|理由|特徴|意味|名前)\Z"
)


def swapped(sentence: str, others: Sequence[str], random: Random) -> str | None:
    """The sentence with subject and object exchanged, or two names of which each has its part."""
    makers = [_roles_exchanged, names.swapped]
    for make in random.sample(makers, len(makers)):
        made = make(sentence, others, random)
        if made is not None:
            return made
    return None


def _roles_exchanged(sentence: str, _others: Sequence[str], _random: Random) -> str | None:
    text = sentence[:_LONGEST]
    for topic in _TOPIC.finditer(text):
        thing = _OBJECT.search(text, topic.end())
        if thing is None:
            return None
        stop = text.find("。", thing.end())
        clause = text[topic.start() : stop if stop >= 0 else _LONGEST]
        one, two = topic["noun"], thing["noun"]
        if MUTUAL_JA.search(clause) or "、" in text[topic.end() + 1 : thing.start()]:
            continue
        if not (_WHEN.search(one) or _WHEN.search(two)) and _stand_once(sentence, one, two):
            (a, b), (c, d) = topic.span("noun"), thing.span("noun")
            return sentence[:a] + two + sentence[b:c] + one + sentence[d:]
    return None


def _stand_once(sentence: str, one: str, two: str) -> bool:
    return sentence.count(one) == sentence.count(two) == 1
