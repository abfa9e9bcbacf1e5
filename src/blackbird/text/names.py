"""Names in a text, found by how they are written: no list of names, no model.

English and its neighbours write them with capitals; Japanese shows foreign ones in katakana, and
places and bodies by their last character.
"""

from __future__ import annotations

import re

from blackbird.text.abbreviations import TITLES

_WORD = r"[A-ZÀ-Þ][\w'’-]*\w"
_LATIN = re.compile(rf"(?<![\w.'’-]){_WORD}(?:(?: (?:of|the|de|von|van|da|du|la|al) | |-){_WORD})*")
_JAPANESE = re.compile(
    r"[ァ-ヴー]{3,}(?:・[ァ-ヴー]+)*"
    r"|[一-龯]{1,4}(?:県|市|区|町|村|都|府|州|島|川|山|湖|大学|高校|寺|神社|城|駅|帝国"
    r"|共和国|王国|藩|家|党|社|新聞|天皇)"
    r"|(?<=「)[^「」]{2,12}(?=」)|(?<=『)[^『』]{2,16}(?=』)"
)
# Ends as a name does, and names nothing: callings, and what "the same" or "each" leads.
_COMMON = re.compile(
    r"(?:[小大]?説|作|画|国|政治|音楽|芸術|革命|思想|投資|実業|企業|起業|発明|建築|法律"
    r"|専門|評論|批評|翻訳|写真|登山|冒険"
    r"|探検|活動|運動|作曲|演出|脚本|劇作|漫画|彫刻|版画|書道|宗教|教育|収集|愛好|資本"
    r"|事業|銀行|戦略|理論|農|民|一|実|両"
    r"|各|名|王|公|武|本|分|人|借|空|隠れ|理論|数学|戯曲|随筆|歴史|考古|詩|歌|好事|努力|読書)家"
    r"|.{0,3}(?:都市|政党)|首都|[同各両当全他自本諸某旧新政与野]?(?:政党|会社|神社|党|社"
    r"|[都県市区町村州島川山湖駅城寺府])"
    r"|(?:株式|親|子|持株|持ち株|保険|鉄道|運輸|電力|関連|有限)会社|(?:政|立法|行政|司法"
    r"|幕|新政)府|[同各両当全他総合国公私立単科]{1,3}(?:大学|高校|新聞)"
    r"|[半列諸群離本全]島|[火鉱登高]山|[河]川|[農漁]村|[下港]町|[地学]区|選挙区|市町村"
    r"|[商出支本]社|[与野]党"
)
# A word of some length and a stop before the next word; initials and short forms are shorter.
_STOP = re.compile(r"\b(\w{4,})[.!?] \Z")
# Capitalised, and no names: what begins sentences, and the calendar, which ``values`` changes.
_NO_NAMES = frozenset(
    """a an the this that these those it its he she they we you i his her their our my in on at by
    for from with without of to as and or but nor yet so if when while after before since until
    although though because however therefore thus also both either neither each every some many
    most few several all other another such one two three four five six seven eight nine ten there
    here then now during under over between among within about against through throughout despite
    unlike like what which who whom whose where why how not no only even still just more less first
    second third january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday according are is was were be
    been has have had do does did can could will would shall should might must""".split()
)


def names_in(text: str) -> list[tuple[int, int]]:
    """Spans of what looks like a name, in order; a sentence's first word alone is none."""
    spans = [m.span() for m in _JAPANESE.finditer(text) if not _COMMON.fullmatch(m.group())]
    for match in _LATIN.finditer(text):
        start, end = match.span()
        for word in match.group().split(" "):
            if word.lower() not in _NO_NAMES:
                break
            start += len(word) + 1
        alone = " " not in text[start:end] and _begins_sentence(text, start)
        if end - start >= 3 and not alone:
            spans.append((start, end))
    return sorted(spans)


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence surely begins there; behind "Dr." or an initial none does."""
    if start == 0:
        return True
    stop = _STOP.search(text, max(0, start - 24), start)
    return stop is not None and stop[1].lower() not in TITLES
