"""What a Japanese sentence is about, what kind of thing that is, and what else is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from blackbird.claims.japanese.nouns import (
    ADVERBIAL,
    ATTRIBUTE,
    NAMES_ANOTHER,
    NOUN,
    OF_PERSONS,
    OF_PERSONS_AND_THINGS,
    is_relative,
)

_TOPIC = re.compile(
    r"(?:[^、は]{1,20}(?:年|月|日|世紀)[）)]?(?:に|には|、))?"
    r"(?P<topic>[^、。「」『』]{0,40}?[\u4e00-\u9fff\u30a1-\u30fc\w）)])"
    r"(?<![でにとらへりもたいこまろ])は(?![じるやたなもんいっかしあてり])"
)
_COPULA = (
    r"(?:である|であった|だった|です|でした|だ|であり|(?:と|に)な(?:った|り|りました))?"
    r"(?=[。、]|\Z)"
)
_PERSON = re.compile(
    r"(?:(?:に|で|として|が)?生まれ|結婚し|死去し|死亡し|卒業し|亡くなっ|亡くなり|没し)"
    r"(?:た|ました)?(?=[。、]|\Z)|"
    r"(?:詩人|俳優|女優|歌手|選手|監督|医師|教師|看護師|弁護士|教授|大統領|首相|社長|武将|将軍|"
    r"武士|皇帝|天皇|国王|女王|王妃|貴族|僧侶|人物|作者|(?<!富)士|出身|"
    r"(?<![前後])者|(?<![国民農商隣借一王公本分宮武大])家|(?<![\d法個万億千百十数何])人)" + _COPULA
)
_PERSON_NAME = re.compile(r"(?:氏|さん|首相|大統領|監督|選手|教授|天皇|博士)\Z")
_DEICTIC = re.compile(r"(?:この|その|あの|本|同)")
_THING = (
    r"(?:国|市|県|州|町|村|島|山|川|湖|塔|橋|駅|城|寺|神社|大学|会社|企業|社|都市|首都|建物|作品|"
    r"映画|小説|言語|楽曲|機関|団体|組織|施設|製品|惑星|衛星|恒星|動物|植物|元素|祭り|メーカー|電波塔|"
    r"山脈)"
)
_THING_END = re.compile(_THING + _COPULA)
_THING_VERB = re.compile(
    r"(?:位置する|位置している|建設された|設立された|創業した|公開された|建てられた|開業した)。?\Z"
)
_FIRM = r"(?:企業|会社|メーカー|銀行|(?<!神)社)"
_COMPANY_NAME = re.compile(_FIRM + r"\Z|\A株式会社|ホールディングス\Z")
_COMPANY = re.compile(
    _FIRM + _COPULA + r"|(?<!を)(?:設立|創業)された\Z|本社を[^、]{0,12}(?:置|構え)"
)
_NO_COMPANY = re.compile(r"(?:校|学|市|国|党|会|省|庁|園|院|館)\Z")
_COUNTRY = re.compile(r"(?:国|共和国|王国|連邦)" + _COPULA)
_CITY = re.compile(r"(?:市|都市|町)" + _COPULA)
_REGION = re.compile(r"(?:県|州|都|府|村|島|地方|地域)" + _COPULA)

_NAMED = re.compile(
    rf"(?P<noun>[{NOUN}]+)(?P<mark>を|に|と|から|が|へ|より)(?P<verb>[^、。]{{0,4}})"
)
_DATE = re.compile(r"[\d一二三四五六七八九十元](?:年|月|日|世紀|時|年代)\Z|時代\Z|\A[\d.,]+\Z")
_BECOMES = re.compile(r"(?:な[っりる]|し[てた]|する|知られ|呼ば|いう)")
_AT = re.compile(
    r"(?:あ[るりっ]|住|位置|所在|生まれ|移|到着|着[いきく]|渡[っりる]|本社|留学|滞在|属)"
)
_BESIDE = re.compile(r"(?:隣|横|前|近く|上|下|中|傍|奥|裏|側|間|周辺|付近|近郊|北|南|東|西)\Z")
_PLACE = re.compile(r"[都道府県市区町村州郡島国]\Z")
_PLACE_OF = re.compile(rf"[{NOUN}](?:県|州|都|府|郡|国)の")
# What is written, built or won is no person.
_MADE = re.compile(
    r"(?:書|描|作|著|設計|開|発|執筆|出版|建|創|設立|取得|受賞|獲得|学[びんぶ]|研究|演じ|務め|担当|歌|"
    r"弾|撮|卒業|経営|運営|制作|製作|結成|率い|食べ|飲|読|買|売|使|行[いうっ]|始め|持)"
)
_NO_PERSON = re.compile(
    r"(?:学|校|賞|戦|争|書|法|語|画|曲|論|病|院|館|幕府|軍|党|会|社|団|部|省|庁|局|権|力|性|化|位|役|"
    r"職|業|品|物|金|薬|船|車|機|器|都|道|府|県|市|区|町|村|州|国|島|山|川|海|城|寺|駅|塔|橋)\Z"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """``kind``: person, thing or unknown. ``rival``: another person, ``other``: another thing.

    ``part``: the attribute of it that the last sentence was about.
    """

    text: str
    kind: str
    company: bool = False
    country: bool = False
    city: bool = False
    rival: bool = False
    other: bool = False
    part: str = ""

    def fits(self, word: str) -> bool:
        """Whether ``word`` can stand for this and for nothing else."""
        if word in ("彼", "彼女", "同氏"):
            return self.kind == "person" and not self.rival
        if self.other or (self.part and word != "その"):
            return False
        if word in ("同社", "同国", "同市"):
            return {"同社": self.company, "同国": self.country, "同市": self.city}[word]
        return self.kind == "thing"

    def has(self, attribute: str) -> bool:
        """Whether an ``attribute`` named alone is certainly of this."""
        if self.kind == "person" and attribute not in OF_PERSONS:
            return False
        if self.kind == "thing" and attribute in OF_PERSONS - OF_PERSONS_AND_THINGS:
            return False
        return self.part not in NAMES_ANOTHER if self.part else not self.other


def attribute_of(clause: str) -> str:
    """The attribute that a clause begins with, of nothing that the clause names; or nothing."""
    own = _TOPIC.match(clause)
    return own["topic"] if own and own["topic"] in ATTRIBUTE and not own.start("topic") else ""


def topic_of(clause: str, known: Topic | None) -> Topic | None:
    """What the clause is about, where ``known`` was the topic before it; None if unsure."""
    found = _TOPIC.match(clause)
    if found is None or ADVERBIAL.search(found["topic"]):
        # A subject that is not understood may be what the next pronoun means.
        return None if re.search(r"が|[」』]は", clause) else known
    text, rest = found["topic"], clause[found.end() :].rstrip("。")
    if known is not None and text.startswith(known.text):
        return _same(text[len(known.text) :], text, rest, known)
    if text in ATTRIBUTE or (is_relative(text) and "の" not in text):
        return None  # of what?
    return _new(text, rest)


def _same(more: str, text: str, rest: str, known: Topic) -> Topic:
    """The topic before, or something of it."""
    if more.startswith("の"):
        part = more[1:] if more[1:] in ATTRIBUTE else ""
        figure = bool(part) and re.search(r"\d", rest) is not None
        return replace(known, rival=part not in OF_PERSONS, other=not figure, part=part)
    if more:
        return _new(text, rest)  # 東京 and 東京タワー
    kind = _kind(text, rest) if known.kind == "unknown" else known.kind
    other = _names_thing(rest, place=known.country or known.city)
    return replace(known, kind=kind, rival=_names_person(rest), other=other, part="")


def _new(text: str, rest: str) -> Topic:
    kind = _kind(text, rest)
    country = _COUNTRY.search(rest) is not None or text.endswith("国")
    city = _CITY.search(rest) is not None or text.endswith("市")
    place = country or city or _REGION.search(rest) is not None
    company = _COMPANY_NAME.search(text) is not None or (
        _COMPANY.search(rest) is not None and not _NO_COMPANY.search(text)
    )
    return Topic(
        text,
        kind,
        company=company and kind != "person",
        country=country,
        city=city,
        rival=is_relative(text) or _names_person(rest),
        other=is_relative(text) or _names_thing(rest, place=place),
    )


def _kind(text: str, rest: str) -> str:
    person = _PERSON_NAME.search(text) is not None or (
        _PERSON.search(rest) is not None and not _DEICTIC.match(text)
    )
    thing = any((_THING_END.search(text), _THING_END.search(rest), _THING_VERB.search(rest)))
    if person == thing:
        return "unknown"
    return "person" if person else "thing"


def _others(rest: str) -> list[re.Match[str]]:
    """The nouns of a predicate that may be what the next pronoun means."""
    return [
        found
        for found in _NAMED.finditer(rest)
        if not _DATE.search(found["noun"])
        and not (found["mark"] in "とに" and _BECOMES.match(found["verb"]))
    ]


def _names_person(rest: str) -> bool:
    for found in _others(rest):
        made = found["mark"] == "を" and _MADE.match(found["verb"])
        there = found["mark"] in "にへから" and _AT.match(found["verb"])
        if not (made or there or _NO_PERSON.search(found["noun"])):
            return True
    return False


def _names_thing(rest: str, *, place: bool) -> bool:
    for found in _others(rest):
        noun = found["noun"]
        there = found["mark"] == "に" and _AT.match(found["verb"]) and not _BESIDE.search(noun)
        if not (noun in ATTRIBUTE or there or (_PLACE.search(noun) and not place)):
            return True
    return place and _PLACE_OF.search(rest) is not None
