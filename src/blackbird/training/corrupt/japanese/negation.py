"""Japanese statements denied, and denials stated: at the end, where Japanese has its verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.rules import END_JA, compiled

# Verbs whose stem ends in a consonant, by their ending; the written form alone does not say it.
_WA = "言使扱失争戦担従伴習買追問違願救養襲奪負狙歌補縫舞払"
_RA = "残作送移至握守取乗登渡回誤縛折祈頼語参下帰減滑去破"
_KA = "書置築開描働続導引招抱磨動聞説届傾驚除"
_MA = "読住進込含飲望営挑生包悩組踏盗編積刻摘産済"
_BA = "学運呼結選遊飛並及叫浮転"
_TA = "持立勝打育保放待"
_GA = "継泳防脱注稼"
_SA = "示表指移残出渡返壊倒消落許減隠離殺刺押流貸探試放満犯侵冒写記起"
_RA_KANA = (
    "始ま|終わ|広ま|高ま|集ま|決ま|止ま|起こ|関わ|異な|加わ|伝わ|変わ|上が|下が|広が|繋が"
    "|つなが|見つか|当た|わた|あた|分か|かか"
)
_E = "えけげせぜてでねへべめれ"
_ADJECTIVE = (
    r"(?:高|低|大き|小さ|強|弱|長|短|深|古|新し|若|速|早|遅|良|よ|悪|近|遠|広|狭|厳し|激し"
    r"|難し|美し|多|少な|暑|寒|重|軽)"
)

_AFFIRMING = (
    (r"(?:では|じゃ|で)ない", "である"),
    (r"ではなかった", "であった"),
    (r"ではありませんでした", "でした"),
    (r"ではありません", "です"),
    (r"(て|で)いない", r"\1いる"),
    (r"(て|で)いなかった", r"\1いた"),
    (r"(て|で)いません", r"\1います"),
    (r"(て|で)いませんでした", r"\1いました"),
    (r"ことはない", "ことがある"),
    (r"([はがもに])ない", r"\1ある"),
    (r"(?<![泳稼注防脱研])([はが])なかった", r"\1あった"),
    (r"([はが])いない", r"\1いる"),
    (r"([はが])いなかった", r"\1いた"),
    (r"しなかった", "した"),
    (r"しない", "する"),
    (r"できない", "できる"),
    (r"できなかった", "できた"),
    (rf"(?<=[{_E}])なかった", "た"),
    (rf"(?<=[{_E}])ない", "る"),
    (r"(?<=[来見着似])なかった", "た"),
    (rf"(?<=[{_RA}])らなかった", "った"),
    (rf"(?<=[{_RA}])らない", "る"),
    (r"(?<=走)らなかった", "った"),
    (r"(?<=つか)らなかった", "った"),
    (r"(?<=とな)らなかった", "った"),
    (rf"(?<=[{_WA}])わなかった", "った"),
    (rf"(?<=[{_WA}])わない", "う"),
    (rf"(?<=[{_KA}])かなかった", "いた"),
    (rf"(?<=[{_KA}])かない", "く"),
    (rf"(?<=[{_MA}])まなかった", "んだ"),
    (rf"(?<=[{_MA}])まない", "む"),
    (rf"(?<=[{_BA}])ばなかった", "んだ"),
    (rf"(?<=[{_TA}])たなかった", "った"),
    (rf"(?<=[{_SA}])さなかった", "した"),
    (r"(?<=[高低強弱長短深古若速早遅広狭多])くない", "い"),
    (r"(?<=[高低強弱長短深古若速早遅広狭多])くなかった", "かった"),
)  # fmt: skip
_NEGATING = (
    (r"であった", "ではなかった"),
    (r"である", "ではない"),
    (r"だった", "ではなかった"),
    (r"でした", "ではありませんでした"),
    (r"です", "ではありません"),
    (r"(て|で)いた", r"\1いなかった"),
    (r"(て|で)いる", r"\1いない"),
    (r"(て|で)います", r"\1いません"),
    (r"(て|で)いました", r"\1いませんでした"),
    (r"ました", "ませんでした"),
    (r"ます", "ません"),
    (r"(?<=[とにく])なった", "ならなかった"),
    (r"(?<=[とにく])なる", "ならない"),
    (rf"({_ADJECTIVE})かった", r"\1くなかった"),
    (rf"(?<=[はがも])({_ADJECTIVE})い", r"\1くない"),
    (r"がいる", "はいない"),
    (r"がいた", "はいなかった"),
    (r"があった", "はなかった"),
    (r"がある", "はない"),
    (r"にある", "にはない"),
    (r"にあった", "にはなかった"),
    (r"できる", "できない"),
    (r"できた", "できなかった"),
    (r"を行った", "を行わなかった"),
    (r"を行う", "を行わない"),
    (r"(?<=[にへ])行った", "行かなかった"),
    (rf"(?<=[{_WA}])った", "わなかった"),
    (rf"(?<=[{_WA}])う", "わない"),
    (rf"((?<=[{_RA}])|{_RA_KANA})った", r"\1らなかった"),
    (rf"((?<=[{_RA}])|{_RA_KANA})る", r"\1らない"),
    (rf"(?<=[{_TA}])った", "たなかった"),
    (rf"(?<=[{_TA}])つ", "たない"),
    (rf"(?<=[{_KA}])いた", "かなかった"),
    (rf"(?<=[{_KA}])く", "かない"),
    (rf"(?<=[{_MA}])んだ", "まなかった"),
    (rf"(?<=[{_MA}])む", "まない"),
    (rf"(?<=[{_BA}])んだ", "ばなかった"),
    (rf"(?<=[{_BA}])ぶ", "ばない"),
    (r"(?<=死)んだ", "ななかった"),
    (rf"(?<=[{_GA}])いだ", "がなかった"),
    # 決定した, グループ化した; but 示した, 果たした, and 目指した, though 提出した
    (r"(?<=[一-龯ァ-ヴー][一-龯ー])(?<![見目引打追取持][出指渡返消])した", "しなかった"),
    (r"(?<=[をに])した", "しなかった"),
    (rf"(?<=[{_SA}たらわこぼごや])した", "さなかった"),
    (r"(?<=[一-龯ァ-ヴーをにとく])する", "しない"),
    (r"(?<=[示表指移残出果])す", "さない"),
    (r"(?<=たら|及ぼ)す", "さない"),
    (r"れた", "れなかった"),
    (r"(?<=[えけげせぜねへべめ])た", "なかった"),
    (rf"(?<=[{_E}])る", "ない"),
    # Not after ん, where it is the past of a verb (読んだ).
    (r"(?<=[一-龯ァ-ヴーとのみり）」』])だ", "ではない"),
)  # fmt: skip
_AFFIRMED = compiled(_AFFIRMING, after=END_JA)
_NEGATED = compiled(_NEGATING, after=END_JA)
# Words that go with a denial only, and forms that look like one.
_BOUND_TO_DENIAL = re.compile(
    r"しか(?!し)|誰も|何も|一度も|全く|まったく|決して|あまり|ほとんど|必ずしも|それほど"
    r"|一切|さほど|めったに"
    r"|一人も|一つも|少しも|とは限ら|だけでは|のみでは|ばかりでは|わけで?は|てはなら"
    r"|ねばなら|なければ|なくては"
    r"|かもしれ|に違いない|過ぎない|すぎない|ざるを得|やむを得|ほかなら|他なら|のではない"
    r"|ではない[かの]|つまらない"
    r"|まだ|未だ|いまだ|もはや|もう|なくはない|ずには|いけない|さえ|すら|必要は"
)
# Of many or some, the opposite may be true of others.
_SOME = re.compile(
    r"たくさん|数多く|(?:多く|一部|いくつか|ほとんど|大半|大部分|数[十百千万]?[人名個校社か]).{0,20}[がはも]"
    r"|[0-9０-９一二三四五六七八九十百千万]+[^。、]{0,4}(?:人|名|個|隻|台|社|校|頭|か国"
    r"|カ国)(?:以上|以下|未満|余り)?が"
    r"|分の[0-9０-９一二三四五六七八九]+が|ことがある|こともある|ことが多い|場合がある"
    r"|場合もある|場合が多い|ことがあった|可能性|しばしば|しがち|[たて]り(?:して|する)"
    r"|もある[。]?\Z|もあった[。]?\Z|もいる[。]?\Z|など(?:が|も)ある"
)


def negated(sentence: str, _others: Sequence[str], _random: Random) -> str | None:
    """The opposite statement: a negation taken from the end, or put there."""
    if not sentence or sentence[-1] in "?？か":
        return None
    bound = _BOUND_TO_DENIAL.search(sentence) is not None
    for pattern, new in _AFFIRMED:
        if match := pattern.search(sentence):
            return None if bound else _ended(sentence, match, new)
    if bound or _SOME.search(sentence):
        return None
    for pattern, new in _NEGATED:
        if match := pattern.search(sentence):
            return _ended(sentence, match, new)
    return None


def _ended(sentence: str, match: re.Match[str], new: str) -> str:
    return sentence[: match.start()] + match.expand(new) + sentence[match.end() :]
