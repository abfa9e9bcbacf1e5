"""Japanese: what is denied, exchanged or turned is false, and nothing is made unsafely."""

from __future__ import annotations

from random import Random

import pytest

from blackbird.training.corrupt import Kind, corruptions, rephrase
from tests.training.corrupt.made import all_made

NAMES = ["小説家", "リスボン", "大阪府", "マリー・キュリー"]


@pytest.mark.parametrize(
    ("kind", "sentence", "wrong"),
    [
        ("negation", "彼は本を読んだ。", "彼は本を読まなかった。"),
        ("negation", "両国は条約を結んだ。", "両国は条約を結ばなかった。"),
        ("negation", "王は城で死んだ。", "王は城で死ななかった。"),
        ("negation", "塔は再建されていない。", "塔は再建されている。"),
        ("negation", "遺体は見つからなかった。", "遺体は見つかった。"),
        ("negation", "彼女は手紙を書いた。", "彼女は手紙を書かなかった。"),
        ("negation", "図は位置を示した。", "図は位置を示さなかった。"),
        ("negation", "港は町にある。", "港は町にはない。"),
        ("negation", "山は高い。", "山は高くない。"),
        ("negation", "証拠はない。", "証拠はある。"),
        ("negation", "会議を行った。", "会議を行わなかった。"),
        ("negation", "彼は賞を与えた。", "彼は賞を与えなかった。"),
        ("negation", "電力を減らした。", "電力を減らさなかった。"),
        ("negation", "利益を目指した。", "利益を目指さなかった。"),
        ("negation", "島を見出した。", "島を見出さなかった。"),
        ("negation", "案を提出した。", "案を提出しなかった。"),
        ("negation", "調査をした。", "調査をしなかった。"),
        ("cause", "雪のため、列車は止まった。", "雪にもかかわらず、列車は止まった。"),
        ("cause", "便利なため、広まった。", "便利であるにもかかわらず、広まった。"),
        ("cause", "卒業後に移った。", "卒業前に移った。"),
        ("cause", "開始する前に去った。", "開始した後に去った。"),
        ("hedge", "城は火事で焼失したと考えられている。", "城は火事で焼失した。"),
        ("hedge", "主な道だと考えられている。", "主な道である。"),
        ("hedge", "彼は画家だろう。", "彼は画家である。"),
        ("hedge", "雪が降ることがある。", "雪が降ると決まっている。"),
        ("opposite", "輸出が増えた。", "輸出が減った。"),
        ("name", "彼はオスロに住んだ。", "彼はリスボンに住んだ。"),
        (
            "swap",
            "カエサルがクラウディウスの船を奪った。",
            "クラウディウスがカエサルの船を奪った。",
        ),
    ],
)
def test_made(kind: Kind, sentence: str, wrong: str) -> None:
    assert wrong in all_made(sentence, "ja", kind, NAMES)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("negation", "彼しか知らなかった。"),
        ("negation", "まだ完成していない。"),
        ("negation", "必ずしも正しくない。"),
        ("negation", "多くの人が亡くなった。"),
        ("negation", "20人以上が乗った。"),
        ("negation", "たくさんの人が残った。"),
        ("negation", "寺院が数多く残っている。"),
        *(("negation", f"水に{verb}した。") for verb in "達接発罰察喫逸没属適"),
        ("negation", "彼は財産をなくした。"),
        ("negation", "犬を逃がした。"),
        ("negation", "いつ来ましたか"),
        ("negation", "赤い花"),
        ("cause", "駅の前に像がある。"),
        ("cause", "国により、法律は異なる。"),
        ("cause", "選挙の結果は不明である。"),
        ("cause", "以前、彼は医師だった。"),
        ("cause", "彼はその後、去った。"),
        ("hedge", "増えるようにと考えられている。"),
        ("hedge", "「城ではないか」と考えられている。"),
        ("opposite", "肌寒い日である。"),
        ("opposite", "弟は医師である。"),
        ("opposite", "父は医師である。"),
        ("opposite", "男性が来た。"),
        ("opposite", "娘が来た。"),
        ("cause", "当局により、逮捕された。"),
        ("number", "割合は30% - 90%である。"),
        ("opposite", "上海は港町である。"),
        ("opposite", "夏目家の一員である。"),
        ("opposite", "北北戦線である。"),
        ("opposite", "人口は多くない。"),
        ("opposite", "実現の可能性を調べた。"),
        ("name", "彼は小説家である。"),
        ("name", "彼は国家を論じた。"),
        ("name", "データを調べた。"),
        ("name", "スケッチを調べた。"),
        ("name", "バッテリーを調べた。"),
        ("swap", "フランスはドイツと国境を接する。"),
        ("swap", "レノンはマッカートニーと結婚した。"),
        ("swap", "モーツァルト、ハイドンを聴いた。"),
    ],
)
def test_not_made(kind: Kind, sentence: str) -> None:
    assert all_made(sentence, "ja", kind, NAMES) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "条約は無効となり、約束は残り、規約も残り、節約が続く。",
        "1、2、3が正しい。",
        "面積は10²で、①番地に立つ。",
        "都に及び、山に達し、利用者は多い。",
        "最もらしい説が残る。",
        "一般に、この植物は毒を持つ。",
        "会議を行なった。",
    ],
)
def test_words_of_other_meaning_are_left_alone(sentence: str) -> None:
    assert {rephrase(sentence, "ja", Random(seed)) for seed in range(60)} == {sentence}


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("約３００人が来た。", "約300人が来た。"),
        ("約20人が来る村だ。", "およそ20人が来る村だ。"),
        ("城が建設された。", "城が建設されました。"),
        ("彼は画家でした。", "彼は画家でした。"),
        ("彼は王となった。", "彼は王となりました。"),
        ("町は大きくなった。", "町は大きくなりました。"),
        ("川は、北へ流れる。", "川は北へ流れる。"),
        ("しかし、城（古城）は残る。", "城は残る。"),
    ],
)
def test_the_same_in_other_words(sentence: str, other: str) -> None:
    assert other in {rephrase(sentence, "ja", Random(seed)) for seed in range(60)}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "unit",
    ["大島は", "大島", "-LRB- ", "In 1900, ", "The ", ", and it is ", "により、", "“a (b ", "A'"],
)
def test_a_long_text_takes_no_longer_than_its_parts(language: str, unit: str) -> None:
    text = unit * (6_000 // len(unit))  # quadratic time would be minutes here
    corruptions(text, language, ["Oslo", "大阪市"], Random(1))
    rephrase(text, language, Random(1))
