"""Of what kind a name is, as far as its form shows: only of one kind may stand for another."""

from __future__ import annotations

import re

_HEADS = {
    "place": "River Lake Mount Mountain Sea Ocean Island Islands Bay Valley Gulf Desert North "
    "South East West New Africa America Asia Europe Coast Peninsula",
    "town": "City County Street Square Park Bridge Road Avenue Castle Palace House Hall Station "
    "Airport Province District Town Village Tower Church Cathedral Abbey Museum Theatre Theater",
    "body": "University College School Court Council Parliament Party Company Corporation "
    "Committee Commission Ministry Department Agency Institute Association Society Union Army Navy "
    "Bank Board "
    "Assembly Senate Congress Government League Club Network Church Center Centre "
    "Foundation Office",
    "realm": "Empire Kingdom Republic Dynasty Federation Confederation States",
    "event": "War Wars Battle Revolution Treaty Act Convention Conference Games Festival Bowl Cup "
    "Championship Exhibition Age Era Period Rebellion Siege Prize Award Plan Crisis",
}
_KIND = {word: kind for kind, words in _HEADS.items() for word in words.split()}
HEADS = frozenset(_KIND)
"""Words that say of what kind a name is, as in "Lake Geneva"."""
_ADJECTIVE = re.compile(
    r"(?:[^\W\d_]{2,}(?:ian|ish|ese|ean|ic|ist)|French|Dutch|German|Greek|Swiss)s?\Z"
)
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ .'’-]+")
_TITLE = re.compile(
    r"(?:King|Queen|Pope|Sir|Lord|Lady|Emperor|President|Saint|St|Prince|Princess|Duke|Earl)\b"
)

_FOREIGN = re.compile(r"[ァ-ヴー]")
# Foreign words that are no names: those with the endings of loanwords, and the commonest others.
_LOANED = r"[ーム]|ング|ョン|メント|[ッー][クグスズツチジトドプ]"
_COMMON = (
    "サービス ウェア データ ライン ビル ボール モデル サイト クラブ ビジネス テレビ "
    "ラジオ ドラマ アニメ バンド ファン シングル シーズン レベル タイプ スタイル "
    "デザイン ブランド ホテル ホール クラス スクール テスト ルール タイトル テーマ "
    "ファイル パターン ウイルス ガス ガラス テンソル ベクトル レストラン ラウンジ "
    "スタジオ ファイナル クイーン レディ コンテンツ イベント ピアノ オペラ ジャズ "
    "ソフト プロ アマチュア トン メートル キロ リットル パーセント ドル ユーロ "
    "ポンド ヘクタール ボルト ヘルツ コマンド オブジェクト クエリ ワイド アルコール "
    "ビール ワイン ミサイル トンネル エンジン タイヤ バス バランス プラン "
    "プロジェクト キャンペーン インフラ マスコミ メディア コスト サイズ コンピュータ "
    "パラメータ デジタル アナログ プロテスタント ウェブ スタッフ パン サラダ ゴール "
    "ポイント ポスト グランプリ アプリ リスト ロゴ ペア ヒグマ サケ クマ ネズミ "
    "タンパク ウラン バクテリア ホールディングス ストレス ラジカル マイクロ"
).split()
_COMMON_END = re.compile(rf"(?:{_LOANED}|{'|'.join(_COMMON)})\Z")
_PART = re.compile(r"[一-龯々ァ-ヴーA-Za-z0-9０-９]")
# "E. Simon" and "the Lord's Enclosure" are parts of names; "In Rome" is none.
_LEAD = re.compile(r"(?<![\w.])(?:[A-Z]\.|[A-Z][\w.]*['’]?s?) \Z")
_MORE = re.compile(r"[A-Za-z0-9-]|['’][A-Za-z]{2}| [A-Z]\.| [A-Z]\b(?!\w)| [0-9]|(?:['’]s?)? [A-Z]")
_TITLED = re.compile(r"[「『]\Z")


def kind_of(name: str, led: str = "") -> str | None:
    """The kind of a name behind the article ``led``; None of what may be no whole name."""
    if not name:
        return None
    if not name[0].isascii() and not "À" <= name[0] <= "Þ":
        return _japanese(name)
    if not _LATIN.fullmatch(name):
        return None
    words = name.split()
    if name.isupper():
        return None if led == "a" else "letters"  # "a NATO", but "an NBA"
    head = next((_KIND[w] for w in (words[-1], words[0]) if w in _KIND), None)
    if head is not None and len(words) == 1:
        return None
    if head is not None:
        return f"{head} of {' of ' in name}"
    if _TITLE.match(name):
        return "titled"
    if _ADJECTIVE.search(words[-1]):
        return "adjective" if len(words) == 1 else None
    if any(_ADJECTIVE.search(word) for word in words):
        return None  # "French Huguenots", "English Crown": of many kinds
    many = " s" if name.endswith("s") else ""
    return None if led else f"{min(len(words), 3)} words{many}"


def _japanese(name: str) -> str | None:
    if _FOREIGN.match(name) and _FOREIGN.match(name[-1]):
        if "・" in name:
            return "foreign of parts"
        return None if _COMMON_END.search(name) else "foreign"
    return f"ends in {name[-1]}"


def stands_free(sentence: str, start: int, end: int) -> bool:
    """Whether a name is no part of a longer one, or of a longer word."""
    if sentence[start].isascii():
        lead = _LEAD.search(sentence[max(0, start - 20) : start])
        if lead and (start > 20 or lead.start() > 0):
            return False
        return _MORE.match(sentence, end) is None
    before, after = sentence[start - 1 : start], sentence[end : end + 1]
    if _TITLED.match(before):
        return True
    return not (before and (_PART.match(before) or before == "・")) and not (
        after and (_PART.match(after) or after == "・")
    )
