"""Japanese sentences: negated, cause and effect exchanged, hedges removed, opposites, rephrased."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.rules import Rules, by_opposites, by_rules

_END = r"(?=[。．!！]?$)"


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(old), new) for old, new in pairs)


# A statement is denied at its end, where Japanese has its verb.
_AFFIRMED = _rules(
    (rf"(?:では|じゃ|で)ない{_END}", "である"),
    (rf"ではなかった{_END}", "であった"),
    (rf"ではありません{_END}", "です"),
    (rf"(?:して|されて)いない{_END}", "している"),
    (rf"ことはない{_END}", "ことがある"),
    (rf"しなかった{_END}", "した"),
    (rf"されなかった{_END}", "された"),
    (rf"(?<=[っれてい])なかった{_END}", "た"),
    (rf"できない{_END}", "できる"),
)
_NEGATED = _rules(
    (rf"であった{_END}", "ではなかった"),
    (rf"である{_END}", "ではない"),
    (rf"だった{_END}", "ではなかった"),
    (rf"でした{_END}", "ではありませんでした"),
    (rf"です{_END}", "ではありません"),
    (rf"ていた{_END}", "ていなかった"),
    (rf"ている{_END}", "ていない"),
    (rf"ています{_END}", "ていません"),
    (rf"ました{_END}", "ませんでした"),
    (rf"ます{_END}", "ません"),
    (rf"された{_END}", "されなかった"),
    (rf"される{_END}", "されない"),
    (rf"した{_END}", "しなかった"),
    (rf"する{_END}", "しない"),
    (rf"なった{_END}", "ならなかった"),
    (rf"なる{_END}", "ならない"),
    (rf"られた{_END}", "られなかった"),
    (rf"られる{_END}", "られない"),
    (rf"れた{_END}", "れなかった"),
    (rf"できる{_END}", "できない"),
    (rf"があった{_END}", "はなかった"),
    (rf"がある{_END}", "はない"),
    (rf"だ{_END}", "ではない"),
)
_CAUSES = _rules(
    (r"により(?=[、，])|によって(?=[、，])", "にもかかわらず"),
    (r"(?<=[たいるのな])ため(?=[、，に])", "にもかかわらず"),
    (r"ので(?=[、，])", "のに"),
    (r"(?<=[るたい])から(?=[、，])", "けれども"),
    (r"にもかかわらず", "ために"),
    (r"(?<=[るの])前に", "後に"),
    (r"(?<=[たの])後[、，に]", "前に"),
    (r"以前", "以降"),
    (r"以降|以後", "以前"),
    (r"をきっかけに|を受けて", "を待たずに"),
    (r"の原因となった|を引き起こした", "の結果として起きた"),
    (r"の結果[、，]?", "にもかかわらず、"),
)
_HEDGES = _rules(
    (r"(?:である)?かもしれない", "に違いない"),
    (
        rf"(?:である)?と(?:考えられて|言われて|いわれて|推定されて|みられて|されて|見られて)いる{_END}",
        "である",
    ),
    (rf"(?:である)?とされる{_END}", "である"),
    (rf"(?:である)?と(?:思われる|考えられる|みられる){_END}", "である"),
    (rf"という説がある{_END}|との説もある{_END}", "ことが証明されている"),
    (rf"可能性が(?:ある|高い){_END}", "ことが確認されている"),
    (rf"ことが(?:ある|あります|多い){_END}|こともある{_END}", "ことになっている"),
    (rf"(?:であろう|だろう){_END}", "である"),
    (r"ほとんどの|多くの|大半の|一部の", "すべての"),
    (r"主に|一般に|一般的に|通常|しばしば|たいてい|多くは", "必ず"),
    (r"おそらく|恐らく|たぶん", "間違いなく"),
)
_OPPOSITES = (
    *(("増加", "減少"), ("増え", "減っ"), ("最大", "最小"), ("最高", "最低"), ("最古", "最新")),
    *(("上昇", "下降"), ("多い", "少ない"), ("大きい", "小さい"), ("大きな", "小さな")),
    *(("高い", "低い"), ("長い", "短い"), ("古い", "新しい"), ("北", "南"), ("東部", "西部")),
    *(("以上", "以下"), ("男性", "女性"), ("父", "母"), ("息子", "娘"), ("兄", "弟")),
    *(("勝利", "敗北"), ("成功", "失敗"), ("賛成", "反対"), ("開始", "終了"), ("誕生", "死去")),
    *(("公開", "非公開"), ("前期", "後期"), ("初期", "末期"), ("上流", "下流"), ("輸出", "輸入")),
    *(("最初", "最後"), ("肯定", "否定"), ("許可", "禁止"), ("拡大", "縮小"), ("合法", "違法")),
    *(("可能", "不可能"), ("先に", "後に"), ("春", "秋"), ("夏", "冬"), ("暑", "寒"), ("右", "左")),
    *(("始まっ", "終わっ"), ("始まる", "終わる"), ("入学", "卒業"), ("設立", "廃止")),
    *(("内側", "外側"), ("上", "下"), ("強い", "弱い"), ("有名", "無名"), ("早い", "遅い")),
)  # fmt: skip

_CONNECTIVE = re.compile(
    r"^(?:しかし|また|そして|さらに|なお|そのため|一方|例えば|ただし|つまり|特に|このため)[、，]"
)
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_WORDS = (
    *(("約", "およそ"), ("しかし", "だが"), ("用いられ", "使われ"), ("行われ", "実施され")),
    *(("全て", "すべて"), ("様々な", "さまざまな"), ("多くの", "数多くの"), ("存在する", "ある")),
    *(("建設", "建造"), ("呼ばれる", "いわれる"), ("有する", "持つ"), ("位置する", "ある")),
    *(("開始", "スタート"), ("及び", "と"), ("および", "と"), ("非常に", "とても")),
    *(("において", "で"), ("における", "での"), ("に関する", "についての"), ("最も", "一番")),
    *(("利用", "使用"), ("発売", "販売開始"), ("であるが", "だが"), ("亡くなっ", "死去し")),
)
_POLITE = _rules(
    (rf"であった{_END}", "でした"),
    (rf"である{_END}", "です"),
    (rf"(?<=[れさ])れている{_END}", "れています"),
    (rf"ている{_END}", "ています"),
    (rf"した{_END}", "しました"),
    (rf"する{_END}", "します"),
    (rf"なった{_END}", "なりました"),
    (rf"がある{_END}", "があります"),
)


def negated(sentence: str, _others: Sequence[str], _random: Random) -> str | None:
    """The opposite statement: a negation taken from the end, or put there."""
    for pattern, new in (*_AFFIRMED, *_NEGATED):
        if pattern.search(sentence):
            return pattern.sub(new, sentence, count=1)
    return None


cause_exchanged = by_rules(_CAUSES)
"""Reason for obstacle, before for after."""
unhedged = by_rules(_HEDGES)
"""What may be stated as what is, what is often as what always is."""
opposite = by_opposites(_OPPOSITES)
"""One word turned into its opposite."""


def rephrased(sentence: str, random: Random) -> str:
    """The same in other words: less said, another register, words for words."""
    text = _CONNECTIVE.sub("", sentence)
    if random.random() < 0.7:
        text = _BRACKETS.sub("", text)
    if random.random() < 0.3:
        text = unicodedata.normalize("NFKC", text)
    if random.random() < 0.4:
        for pattern, new in _POLITE:
            if pattern.search(text):
                text = pattern.sub(new, text, count=1)
                break
    for old, new in random.sample(_WORDS, len(_WORDS)):
        if random.random() < 0.5:
            text = text.replace(old, new, 1)
    if random.random() < 0.3:
        text = text.replace("、", "", 1)
    return text
