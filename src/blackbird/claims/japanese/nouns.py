"""The Japanese nouns on which cutting a sentence and resolving its pronouns rest."""

from __future__ import annotations

import re

ATTRIBUTE = frozenset(
    "人口 面積 高さ 長さ 全長 標高 本社 首都 本店 本部 公用語 通貨 気候 所在地 県庁所在地 最高峰 "
    "創業者 創設者 社長 会長 監督 主演 著者 作者 原作 代表作 本名 出身地 身長 体重 直径 深さ 幅 "
    "売上高 従業員数 設立者 国土 宗教 元首 流域面積 総面積 開園 学長".split()
)
"""Nouns that are always of something: of the topic before them."""
NAMES_ANOTHER = frozenset("首都 県庁所在地 最高峰 代表作 原作 本社 本店 本部 所在地".split())
"""Those of them that name a thing which has attributes of its own."""
OF_PERSONS = frozenset("代表作 本名 出身地 身長 体重".split())
OF_PERSONS_AND_THINGS = frozenset(["代表作"])
RELATIVE = frozenset(
    "父 母 両親 父親 母親 兄 弟 姉 妹 兄弟 姉妹 夫 妻 息子 娘 子 子供 長男 長女 次男 次女 "
    "祖父 祖母 叔父 伯父 叔母 伯母 甥 姪 孫 弟子 師匠 部下 上司 友人 恋人 後任 前任 主人公 実家 "
    "業績 天守 外観 内部 屋根 表面 中心 周囲 舞台 内容 名前 名称 性格 色 形 味 構造 特徴 目的 "
    "鼻 耳 目 口 足 手 尾 首 頭 体 羽 毛 血圧 脈 死因 墓 遺体 遺骨 "
    "融点 沸点 密度 質量 温度 湿度 速度 水深 重さ 大きさ 価格 料金 費用 期間 年齢 "
    "動機 原因 理由 結果 効果 副作用 "
    "売上 利益 株価 工場 支店 社員 乗客 乗員 被告 原告 犯人 津波".split()
)
"""Kin, parts and properties: whose, the sentence does not say."""
ADVERBIAL = re.compile(
    r"(?:当初|最初|現在|今日?|後|当時|以前|通常|普段|近年|最近|晩年|実際|後年|戦後|戦前|幼少期|翌年|"
    r"今後|従来|本来|元来|今回|前回|特|主|同年|同日|平日|週末|夏|冬|春|秋|夜|朝|昼|"
    r"一?昨年|去年|今年|来年|毎年|先月|今月|来月|毎月|昨日|明日|毎日|昨季|今季|前年|"
    r"[\d一二三四五六七八九十]+(?:年|月|日|時)|その?後|一部)\Z"
)
"""With は they say when, not of what."""
NOUN = r"\u3005\u30fb\u4e00-\u9fff\u30a1-\u30faーA-Za-zＡ-Ｚａ-ｚ0-9"
"""The signs of nouns, for a class of a pattern."""


_PART = re.compile("(?:" + "|".join(sorted(n for n in RELATIVE if len(n) > 1)) + r")\Z")
# Only endings that hardly any other noun has: 法律 and 三成 are written alike.
_NAME = re.compile(
    r"・|[A-Z][a-z]|[\u3005\u4e00-\u9fff]{1,4}(?:郎|雄|彦|之|介|助|吉|衛門|子)\Z|"
    r"[\u4e00-\u9fff]{2,4}(?<!都)(?:県|市|大学|神社|天皇)\Z"
)
_NO_NAME = re.compile(
    r"(?:原|電|分|粒|量|陽|中性|光|種|胞|精|因|伝|弟|王|太|男|女|息|親|双|迷|様|調|格|菓|獅|利|帽|椅|"
    r"障|冊|拍|扇|硝|骨|餃|団|養|妻|母|父|末)子\Z"
)


def is_name(topic: str) -> bool:
    """Whether ``topic`` is certainly a name, which is understood without the clause before."""
    return _NAME.search(topic) is not None and not _NO_NAME.search(topic)


def is_relative(topic: str) -> bool:
    """Whether ``topic`` is somebody's or something's: 父, 太郎の父, 表面温度."""
    return topic.rsplit("の", 1)[-1] in RELATIVE or _PART.search(topic) is not None
