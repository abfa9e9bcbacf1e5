"""Make a Japanese clause stand alone: 彼, 同社, それ become what the clause before was about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from blackbird.claims.japanese.clauses import ATTRIBUTE

_MOST = 600  # characters
_TOPIC = re.compile(
    r"(?:[^、は]{1,20}(?:年|月|日|世紀)(?:に|には|、))?"
    r"(?P<topic>[^、。「」『』]{1,40}?[\u4e00-\u9fff\u30a1-\u30fc\w）)])"
    r"(?<![でにとらへりもたいこまろ])は(?![じるやたなもんいっかしあてり])"
)
_PRONOUN = re.compile(
    r"(?P<front>(?:[^、は]{1,20}(?:年|月|日|世紀)(?:に|には|、)|その後、?|また、|さらに、)?)"
    r"(?P<word>彼女|彼|同社|同氏|同国|同市|それ|これ|その)(?P<mark>は|も|の)?(?=(?P<next>.))"
)
_NOT_ITS = re.compile(
    r"その(?:後|結果|ため|うち|際|他|ほか|上|中|間|時|まま|頃|ころ|ように|よう|た|点|一方|意味|日|年)"
)
_PERSON = re.compile(
    r"生まれ|結婚|死去|卒業|(?:作家|画家|詩人|学者|俳優|女優|歌手|選手|監督|政治家|実業家|音楽家|"
    r"作曲家|建築家|物理学者|医師|教授|大統領|首相|社長|武将|皇帝|天皇|人物|者|家|人)"
    r"(?:である|であった|だった|です|でした|だ)?(?=[。、]|\Z)"
)
_PERSON_NAME = re.compile(r"(?:氏|さん|首相|大統領|監督|選手|教授|天皇|博士)\Z")
_THING = re.compile(
    r"(?:国|市|県|州|町|村|島|山|川|湖|塔|橋|駅|城|寺|神社|大学|会社|企業|社|都市|首都|建物|作品|"
    r"映画|小説|言語|楽曲|機関|団体|組織|施設|製品|惑星|動物|植物|元素|祭り|メーカー|電波塔|山脈)"
)
_THING_END = re.compile(_THING.pattern + r"(?:である|であった|だった|です|でした|だ)?。?\Z")
_THING_VERB = re.compile(
    r"(?:位置する|位置している|建設された|設立された|創業した|公開された|建てられた|開業した)。?\Z"
)
_COMPANY = re.compile(r"(?:社|企業|メーカー|銀行|グループ|設立|創業)")
_COUNTRY = re.compile(r"(?:国|共和国|王国|連邦)(?:\Z|である|です|だ|。)")
_CITY = re.compile(r"(?:市|都市|町)(?:\Z|である|です|だ|。)")
_OTHER = re.compile(r"[\u30a1-\u30fc]・[\u30a1-\u30fc]|(?:氏|さん)(?:と|に|を|が)|と結婚|と出会")


@dataclass(frozen=True, slots=True)
class Topic:
    """``kind``: person, thing or unknown. ``rival``: somebody else is named."""

    text: str
    kind: str
    company: bool = False
    country: bool = False
    city: bool = False
    rival: bool = False

    def fits(self, word: str) -> bool:
        """Whether ``word`` can stand for this and for nothing else."""
        if word in ("彼", "彼女", "同氏"):
            return self.kind != "thing" and not self.rival
        if word in ("同社", "同国", "同市"):
            return {"同社": self.company, "同国": self.country, "同市": self.city}[word]
        return self.kind == "thing"


def stand_alone(clause: str, topic: Topic | None) -> tuple[str, Topic | None]:
    """``clause`` with its pronoun resolved where one thing only can be meant, and its own topic."""
    if len(clause) > _MOST:
        return clause, None
    found = _PRONOUN.match(clause)
    if found is None:
        own = _TOPIC.match(clause)
        if own and own["topic"] in ATTRIBUTE and not own.start("topic") and topic:
            clause = f"{topic.text}の{clause}"
        return clause, _topic_of(clause, topic)
    if topic is None or not topic.fits(found["word"]):
        return clause, None
    resolved = _put(clause, found, topic)
    if resolved == clause:
        return clause, None
    known = replace(topic, kind="person") if found["word"] in ("彼", "彼女", "同氏") else topic
    return resolved, _topic_of(resolved, known)


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
    return bool(re.match(r"[\u4e00-\u9fff\u30a1-\u30fc]", sign))


def _topic_of(clause: str, known: Topic | None) -> Topic | None:
    found = _TOPIC.match(clause)
    if found is None:
        return known
    text = found["topic"]
    rest = clause[found.end() :].rstrip("。")
    rival = _OTHER.search(rest) is not None
    if known is not None and text.startswith(known.text):
        return replace(known, rival=rival)  # the same, or something of it
    return Topic(
        text,
        _kind(text, rest),
        company=_COMPANY.search(text + "\n" + rest) is not None,
        country=_COUNTRY.search(rest) is not None or text.endswith("国"),
        city=_CITY.search(rest) is not None or text.endswith("市"),
        rival=rival,
    )


def _kind(text: str, rest: str) -> str:
    if _PERSON_NAME.search(text):
        return "person"
    if _THING_END.search(text) or _THING_END.search(rest) or _THING_VERB.search(rest):
        return "thing"
    return "person" if _PERSON.search(rest) else "unknown"
