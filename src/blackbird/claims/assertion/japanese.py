"""What a Japanese answer says besides facts: courtesies, offers, excuses, opinions.

A polite verb without a subject is the assistant's own: 説明します is an offer, この章は関数を
説明します a fact.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"「[^」]{0,400}」|『[^』]{0,400}』")
_STOP = "。！!、 "
_COURTESY = re.compile(
    r"(?:こんにちは|こんばんは|おはよう(?:ございます)?|はじめまして|初めまして|なるほど|"
    r"[^はがも]{0,20}ありがとう(?:ござい(?:ます|ました))?|"
    r"(?:大変|どうも|本当に)?(?:すみません|すいません|恐れ入ります|ごめん(?:なさい)?|失礼しました)|"
    r"[^はがも]{0,20}申し訳(?:ありません|ございません)(?:でした)?|"
    r"もちろん(?:です)?|承知(?:しました|いたしました|です)?|かしこまりました|"
    r"了解(?:しました|いたしました|です)?|どういたしまして|どうぞ|はい|いいえ|"
    r"[^はが]{0,15}お役に立て(?:れば|たら|ば|て)[^、]{0,8}|お役に立てば[^、]{0,8}|"
    r"ご質問(?:です|の件(?:です)?|について(?:です)?|は[^、]{0,40}(?:について|のこと)ですね)|"
    r"あなたは[^、]{0,60}(?:質問|と言い|おっしゃい|尋ね|聞き)(?:し)?(?:て(?:い)?)?ました|"
    r"(?:要約(?:すると|します)?|結論)|そう(?:思います|思う|考えます)|"
    r"私は(?:AI|人工知能|アシスタント|言語モデル|チャットボット)[^、\d]{0,20}です)"
)
_REFERS = re.compile(
    r"(?:ご覧|ご参照|ご確認|お試し|お知らせ|お問い合わせ|ご相談|お尋ね|お聞き|ご連絡|お待ち|ご了承|"
    r"お申し付け|教えて|参照して|確認して|相談して|聞いて|試して|尋ねて|見て)(?:ください|下さい)ね?\Z|"
    r"(?:試して|見て|考えて|始め|まとめ|調べて|確認し)(?:み)?ましょう\Z"
)
_FACT_BEFORE = re.compile(r"(?:の?で|から|が|ため|た|であり|ており|し)、|\d")
_FOLLOWS = re.compile(
    r"(?:以下|次|下記|上記)の(?:とおり|通り)(?:です|である|だ|になります|となります|でした)?\Z|"
    r"(?:以下|次|下記)(?:は|が)[^、\d]{0,40}(?:一覧|まとめ|リスト|表|要約|概要|回答)(?:です|になります)\Z|"
    r"(?:以下|次|下記|上記)のように(?:まとめ|なり)(?:ます|ました)\Z"
)
_MATERIAL = (
    r"(?<!の)(?:(?:ご?提供(?:され|いただい)た|与えられた|提示された|手元の|参照した|上記の|この|これらの)?"
    r"(?:資料|文章|文書|テキスト|情報源?|検索結果|記事|パッセージ)|上記)"
    r"(?:の中)?(?:に|で|から)(?:は|も)?、?"
)
_NOT_WRITTEN = re.compile(
    r"(?:記載|言及|記述|説明|明記|掲載|含ま)(?:され|し|れ)て(?:は)?(?:い|おり)ません(?:でした)?\Z"
)
_CANNOT = re.compile(
    r"(?:見つかり|見つけられ|見当たり|分かり|わかり|お答えでき|答えられ|確認でき|判断でき)"
    r"ません(?:でした)?\Z"
)
_LACKS = re.compile(
    r"(?:情報|記載|記述|言及|データ|説明|答え|回答|検索結果)(?:(?:され|し)て(?:は|も)?|は|が|も|を)?"
    rf"(?:{_MATERIAL})?(?:あり|おり|い|見つかり|見つけられ|見当たり|得られ|含まれてい)ません(?:でした)?\Z"
)
_ABOUT = re.compile(r"(?:に関する|に関して|についての?|に対する)")
_OFFER = re.compile(
    r"(?:お(?:答え|伝え|手伝い|知らせ)|(?:ご)?(?:説明|紹介|要約|回答|案内))(?:いた)?します\Z"
)
_VALUES = re.compile(
    r"美し|きれい|綺麗|素晴らし|すばらし|(?<!に)(?:良い|よい|いい)|好き|嫌い|面白|おもしろ|楽し|すごい|魅力|"
    r"おすすめ|お勧め|最高|最悪|重要|大切|べき|かわい|残念|嬉し|うれし|悲し|怖|ひど|つまらな|"
    r"興味深|おいし|美味"
)
_JUDGED = re.compile(rf"(?:{_VALUES.pattern})[ぁ-ん]{{0,6}}\Z")
_THINKS = re.compile(r"(?:と思います|と思う|気がします|と感じます|と考えます|と思っています)\Z")
_OWN_VIEW = re.compile(r"(?:個人的には?、|私(?:の(?:意見|考え)|見)では|私としては)")
_I = re.compile(r"(?:私|わたし)(?:に)?(?:は|が)")
_OTHERS = re.compile(r"(?:人|人々|者|家|国民|たち|ら|方)は")
_LIKES = re.compile(r"(?:好き|嫌い)です\Z")
_SCENE = re.compile(r"(?:ここ|以下|今回|次|まず|それ|これから|本回答)(?:で)?(?:は|も)、?|では、")
_KNOWN = re.compile(r"(?:それ|答え|詳細|詳しいこと)(?:は|が)")
_SUBJECT = re.compile(r"は|が|(?<=[\u4e00-\u9fff\u30a1-\u30fc])も")
_PLACE = re.compile(r"[にで]")
_LEAD = re.compile(
    r"(?:はい|いいえ|もちろん(?:です)?|結論として|結論から言うと|残念ながら|ご質問にお答えすると|要約すると|まとめると|"
    r"以上をまとめると|簡単に言うと)、"
)
_HEAD = re.compile(r"(?P<head>[^、。]{1,40}?)(?:ですが|が|けれども|けど)?、")


def is_talk(text: str) -> bool:
    """Whether ``text`` speaks of the talk itself or gives an opinion, and tells no fact."""
    plain = _QUOTED.sub("『』", text).strip().rstrip(_STOP)
    if _COURTESY.fullmatch(plain) or _FOLLOWS.search(plain):
        return True
    if _REFERS.search(plain):
        return not _FACT_BEFORE.search(plain)
    return _is_excuse(plain) or _is_offer(plain) or _is_opinion(plain)


def lead(sentence: str) -> int:
    """How many signs at the start of ``sentence`` are talk before a fact; 0 if none."""
    found = _LEAD.match(sentence)
    if found:
        return found.end()
    return _courtesy(sentence)


def _courtesy(text: str) -> int:
    """How many signs a courtesy before a comma takes: ``申し訳ありませんが、``."""
    head = _HEAD.match(text)
    return head.end() if head and _COURTESY.fullmatch(head["head"]) else 0


def _is_excuse(text: str) -> bool:
    if _NOT_WRITTEN.search(text) and re.search(_MATERIAL, text):
        return not re.search(r"\d", text)
    lacks = _LACKS.search(text)
    if lacks:
        before = re.sub(_MATERIAL, "", _ABOUT.sub("", text[: lacks.start()]))
        return not (_PLACE.search(before) or _SUBJECT.search(before))
    if not _CANNOT.search(text) or re.search(r"\d", text):
        return False
    # After an apology it is the assistant who does not know.
    return _courtesy(text) > 0 or not _names_subject(re.sub(_MATERIAL, "", text))


def _names_subject(text: str) -> bool:
    """Whether somebody or something else than the speaker does what is said."""
    return _SUBJECT.search(_KNOWN.sub("", _I.sub("", text))) is not None


def _is_offer(text: str) -> bool:
    if not _OFFER.search(text) or re.search(r"\d", text):
        return False
    return not _names_subject(_SCENE.sub("", text))


def _is_opinion(text: str) -> bool:
    if re.search(r"\d", text) or not _VALUES.search(text) or _OTHERS.search(text):
        return False
    mine = _I.match(text) is not None
    if _OWN_VIEW.match(text) or (mine and _LIKES.search(text)):
        return True
    thinks = _THINKS.search(text)
    if thinks is None or not _JUDGED.search(text[: thinks.start()]):
        return False
    return mine or thinks[0] in ("と思います", "気がします") or not _SUBJECT.search(text)
