"""Japanese sentences: cause and effect exchanged, hedges removed, words for their opposites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.rules import END_JA, Replacement, applied, by_rules, compiled

_PAUSE = r"(?=[、，])"
_NO_HAN = r"(?<![一-龯])"


_DEED = (
    r"(?:戦争|大戦|革命|独立|統一|維新|事件|地震|即位|結婚|離婚|出発|開始|誕生|到着|成立"
    r"|建国|設立|開業|公開"
    r"|放送|発売|発表|引退|退職|卒業|就任|試合|改革|合併|解散|解体|帰国|移籍|入社|終戦"
    r"|完成|出版|退位|開戦|出産)"
)
_NO_AGENT = r"(?<![者家氏人法律軍社党府省庁年月日国州県市語説書会院者局団員班られ君族隊])"
_CAUSES = (
    (
        rf"{_NO_AGENT}(?<=[一-龯ァ-ヴーれ])(?:により|によって){_PAUSE}(?!.{0,80}(?:異な|違"
        rf"|様々|さまざま|多様))", "にもかかわらず"),
    (rf"(?:(?<=[たい])|(?<=[あいれなき]る))ため{_PAUSE}", "にもかかわらず"),
    (rf"(?<=[一-龯ァ-ヴー])のため{_PAUSE}", "にもかかわらず"),
    (rf"(?<=[一-龯的か])なため{_PAUSE}", "であるにもかかわらず"),
    (rf"^(そ|こ)のため{_PAUSE}", r"\1れにもかかわらず"),
    (rf"(?<!も)ので{_PAUSE}", "のに"),
    (rf"(?<=[るたい])(?<!く)から{_PAUSE}", "けれども"),
    (r"(?<=[たるい])にもかかわらず", "ために"),
    (r"(?<=[一-龯ァ-ヴー])にもかかわらず", "のために"),
    (r"^(そ|こ)れにもかかわらず", r"\1のために"),
    (r"(?<=[一-龯ァ-ヴー][一-龯ー])する前に", "した後に"),
    (r"(?<=さ)れる前に", "れた後に"),
    (rf"(?<=[一-龯ァ-ヴー][一-龯ー])した後(?:に{_PAUSE}|に|(?=、))", "する前に"),
    (r"(?<=さ)れた後(?:に|(?=、))", "れる前に"),
    (rf"({_DEED})の前(?=[に、])", r"\1の後"),
    (rf"({_DEED})の後(?=[に、])", r"\1の前"),
    (rf"({_DEED})前(?=[に、])", r"\1後"),
    (rf"({_DEED})後(?=[に、])", r"\1前"),
    (rf"{_NO_HAN}戦後(?=[、の])", "戦前"),
    (rf"{_NO_HAN}戦前(?=[、の])", "戦後"),
    (r"(?<=[0-9一二三四五六七八九十]年)後(?=[にの、])", "前"),
    (r"(?<=[年紀代日月期治正和成])以前(?!と)", "以降"),
    (r"(?<=[年紀代日月期治正和成])以[降後](?!と)", "以前"),
    (r"をきっかけに(?!し)|を機に(?=、)", "を待たずに"),
    (r"の原因となった|を引き起こした", "の結果として起きた"),
    (
        r"(?<!検査)(?<!調査)(?<!選挙)(?<!投票)(?<!実験)(?<!計算)(?<!分析)(?<!試験)(?<!測定)(?<!"
        r"審査)(?<!研究)"
     r"(?<=[一-龯ァ-ヴー])の結果[、，]", "にもかかわらず、"),
    (r"(?<=た)結果[、，]", "にもかかわらず、"),
)  # fmt: skip

# What ends a verb or an adjective in its plain form; of the rest, nouns need a copula.
_VERBAL = re.compile(
    r"(?:[^うおこそとのもよろ]う|った|いた|した|れた|きた|えた|けた|せた|めた|ていた|だった"
    r"|んだ|[一-龯ぁ-ん][るくすつぬぶむぐい])\Z"
)
_NOMINAL = re.compile(r"(?:[一-龯ァ-ヴー0-9）』A-Za-z]|こと|もの|ため|ところ)\Z")
_GUESS = (
    r"(?:考えられて|言われて|いわれて|推定されて|みられて|されて|見られて"
    r"|推測されて)(?:いる|います)"
    r"|(?:される|思われる|考えられる|みられる|いわれる|推測される)"
)


def _stated(match: re.Match[str]) -> str:
    """What was only thought, as a plain statement; as it was where its form is not certain."""
    said = match[1]
    if said.endswith("である") or said.endswith("であった") or _VERBAL.search(said):
        return said
    if said.endswith("だ"):
        return said[:-1] + "である"
    return said + "である" if _NOMINAL.search(said) else match.group()


_HEDGES: tuple[tuple[str, Replacement], ...] = (
    (r"かもしれない", "に違いない"),
    (r"かもしれません", "に違いありません"),
    (rf"([^、。と]{{1,60}})と(?:{_GUESS}){END_JA}", _stated),
    (rf"([^、。]{{1,60}}?)(?:であろう|だろう|でしょう){END_JA}", _stated),
    (rf"(?<=[たるい])という説(?:がある|もある){END_JA}", "ことが証明されている"),
    (rf"(?<=[たるい])可能性[がも](?:ある|高い|あります){END_JA}", "ことが確認されている"),
    (rf"(?<=[一-龯ァ-ヴー])の可能性[がも](?:ある|高い){END_JA}", "であることが確認されている"),
    (rf"(?<=る)こと(?:[がも]ある|が多い){END_JA}", "と決まっている"),
    (rf"(?<=る)こと(?:[がも]あります|が多いです){END_JA}", "と決まっています"),
    (rf"(?<=る)場合(?:[がも]ある|が多い){END_JA}", "と決まっている"),
    (r"ほとんどの(?!場合)", "すべての"),
    (r"(?<![数りも一-龯])(?:多くの|大半の|一部の)(?!場合)(?=[^、。を]{1,10}[がはで])", "すべての"),
    (r"の多くは", "のすべては"),
    (r"(?<![一-龯])一般(?:的)?に(?:は(?=、?))?(?!も)", "必ず"),
    (r"(?<![一-龯])通常(?:は|(?=、))", "必ず"),
    (r"しばしば(?!も)", "常に"),
    (r"たいてい(?:は)?", "必ず"),
    (r"(?<![一-龯])主に(?!し)", "専ら"),
    (r"おそらく|恐らく|たぶん", "間違いなく"),
)  # fmt: skip

_WHOLE = "(?<![一-龯])"  # no part of a longer word (肌寒い, 興味深い)
_TO_NOUN = r"(?=[はがをにでのとへもや、。])"
_DONE = r"(?=[さしすを])"
_COUNTED = r"(?<=[人個本円年歳%％mgk点台回社校基隻トンルメ度件倍割上])"


def _both(*pairs: tuple[str, str], before: str = "", after: str = "") -> list[tuple[str, str]]:
    return [
        (f"{before}{old}{after}", new)
        for pair in pairs
        for old, new in (pair, tuple(reversed(pair)))
    ]


_OPPOSITES = (
    *_both(("増加", "減少"), ("勝利", "敗北"), ("拡大", "縮小"), after="(?=[さしす])"),
    *_both(("始まっ", "終わっ"), ("増え", "減っ"), ("上がっ", "下がっ"), after="(?=[てた])"),
    *_both(("開始", "終了"), ("設立", "廃止"), ("肯定", "否定"), after=_DONE),
    *_both(("許可", "禁止"), after="(?=[さしす])"),
    *_both(("成功", "失敗"), after="(?=[しす])"),
    *_both(("賛成", "反対"), before="(?<=に)", after="(?=[しすで])"),
    *_both(("最大", "最小"), ("最高", "最低"), ("最古", "最新"), after="(?=の)"),
    *_both(("最初", "最後"), after="(?=[のに])"),
    *_both(("初期", "末期"), ("前期", "後期"), after="(?=[のにか])"),
    *_both(("多い", "少ない"), ("大きい", "小さい"), ("高い", "低い"), before=_WHOLE),
    *_both(("長い", "短い"), before=_WHOLE),
    *_both(("古い",
        "新しい"), ("強い", "弱い"), ("早い", "遅い"), ("大きな", "小さな"), ("速い", "遅い")),
    *_both((
        "暑い", "寒い"), ("広い", "狭い"), ("深い", "浅い"), ("重い", "軽い"), before=_WHOLE),
    *_both((
        "東部", "西部"), ("北部", "南部"), ("東側", "西側"), ("北側", "南側"), ("内側", "外側")),
    *_both(("内部", "外部"), ("上流", "下流"), ("前半", "後半"), before=
        r"(?<![一-龯])", after=_TO_NOUN),
    *_both(("合法", "違法"), ("右側", "左側")),
    *_both(("可能", "不可能"), before="(?<!不)", after="(?=[でなにとだ。])"),
    *_both(("春", "秋"), ("夏", "冬"), ("右", "左"), ("北", "南"),
           before=r"(?<![一-龯ァ-ヴーをがにと])", after=r"(?=[はがをにでのとへ])"),
    *_both(("以上", "以下"), before=_COUNTED, after="(?=[のがをはにで])"),
    *_both(("輸出", "輸入"), after="(?=[のをさしすがは量額])"),
    ("上昇(?=[さしす])", "低下"), ("(?:低下|下降)(?=[さしす])", "上昇"), ("に入学(?=し)", "を卒業"),
    ("を卒業(?=し)", "に入学"), ("(?<!から)始まる", "終わる"), ("(?<!に)(?<!で)終わる", "始まる"),
)  # fmt: skip
_DENIED = re.compile(r"(?:ない|なかった|ません|ませんでした|ず)[。．!！]?\Z")

_exchange = by_rules(compiled(_CAUSES))
_state = by_rules(compiled(_HEDGES))
_turned = compiled(_OPPOSITES)


def cause_exchanged(sentence: str, others: Sequence[str], random: Random) -> str | None:
    """Reason for obstacle, before for after."""
    return _exchange(sentence, others, random)


def unhedged(sentence: str, others: Sequence[str], random: Random) -> str | None:
    """What may be stated as what is, what is often as what always is."""
    made = _state(sentence, others, random)
    return None if made == sentence else made


def opposite(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """One word turned into its opposite; none that the sentence has already."""
    if _DENIED.search(sentence):
        return None  # "not many" and "not few" may both be true
    rules = tuple((old, new) for old, new in _turned if new not in sentence)
    return applied(sentence, rules, random)
