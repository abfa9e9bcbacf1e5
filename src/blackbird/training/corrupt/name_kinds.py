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
_COMMON_END = re.compile(
    r"(?:ション|メント|システム|サービス|ウェア|データ|コード|ベース|プログラム|ライン"
    r"|センター|ビル|ボール|カー|ゲーム"
    r"|チーム|リーグ|カップ|モデル|ページ|サイト|グループ|クラブ|ネット|ネットワーク"
    r"|コーナー|ナー|ター|サー|イヤー|ヤー"
    r"|イズム|リズム|リング|ティング|キング|ミング|ビジネス|エネルギー|テレビ|ラジオ"
    r"|ニュース|ドラマ|アニメ|バンド|ファン"
    r"|アルバム|シングル|シリーズ|シーズン|メンバー|レベル|タイプ|スタイル|デザイン"
    r"|ブランド|メーカー|ホテル|ホール|コース"
    r"|クラス|スクール|テスト|ルール|ケース|ページ|タイトル|テーマ|イメージ|メッセージ"
    r"|ファイル|フォーム|パターン|バージョン"
    r"|ウイルス|ガス|プラスチック|ガラス|テンソル|ベクトル|モーメント|ドライバー|カード"
    r"|ロビー|レストラン|ラウンジ|スタジオ"
    r"|スタジアム|スポーツ|サッカー|ボール|プレー|コーチ|ファイナル|トップ|クイーン|レディ"
    r"|ロボット|コンテンツ|イベント"
    r"|ピアノ|ギター|オペラ|ジャズ|ロック|パーティー|キャラクター|ソフト|ハード|プロ"
    r"|アマチュア|スター|トン|メートル|キロ"
    r"|グラム|リットル|パーセント|ドル|ユーロ|ポンド|ページ|ヘクタール|カロリー|ボルト"
    r"|ワット|ヘルツ|コマンド|オブジェクト"
    r"|トピック|クエリ|クリック|パスポート|スチーム|ワイド|フルート|アルコール|ビール"
    r"|ワイン|コーヒー|ミサイル|トンネル|ダム"
    r"|エンジン|タイヤ|バス|トラック|ロケット|アパート|マンション|ルート|ピーク|ピッチ"
    r"|バランス|プラン|プロジェクト|キャンペーン"
    r"|インフラ|マスコミ|メディア|コスト|サイズ|パワー|スピード|コンピュータ"
    r"|コンピューター|パラメータ|デジタル|アナログ"
    r"|キリスト|イスラム|カトリック|プロテスタント|ウェブ|スタッフ|リーダー|モーター"
    r"|バター|チーズ|パン|スープ|サラダ|ゴール"
    r"|ポイント|セット|ポスト|トーナメント|グランプリ|アプリ|ユーザー|ブロック|パート"
    r"|パーツ|リスト|ランキング|マーク|ロゴ|ペア"
    r"|ヒグマ|サケ|クマ|ネズミ|タンパク|ウラン|ナトリウム|カリウム|カルシウム|ヘリウム"
    r"|アルミニウム|ニウム|リウム|バクテリア|ホールディングス|ストレス|スウィング|スイング"
    r"|チューリップ|ショック|ラジカル|マイクロ)\Z"
)
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
        return "letters"
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
