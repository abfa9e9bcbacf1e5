"""Names in a text, found by how they are written: no list of names, no model.

English and its neighbours write them with capitals; Japanese shows foreign ones in katakana, and
places and bodies by their last character.
"""

from __future__ import annotations

import re

_WORD = r"[A-ZÀ-Þ][\w'’-]*\w"
_LATIN = re.compile(rf"(?<![\w.'’-]){_WORD}(?:(?: (?:of|the|de|von|van|da|du|la|al) | |-){_WORD})*")
_JAPANESE = re.compile(
    r"[ァ-ヴー]{3,}(?:・[ァ-ヴー]+)*"
    r"|[一-龯]{1,4}(?:県|市|区|町|村|都|府|州|島|川|山|湖|大学|高校|寺|神社|城|駅|帝国|共和国|王国|藩|家|党|社|新聞|天皇)"
    r"|(?<=「)[^「」]{2,12}(?=」)|(?<=『)[^『』]{2,16}(?=』)"
)
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
    spans = [m.span() for m in _JAPANESE.finditer(text)]
    for match in _LATIN.finditer(text):
        start, end = match.span()
        while (first := text[start:end].split(" ", 1))[0].lower() in _NO_NAMES:
            if len(first) == 1:
                start = end
                break
            start += len(first[0]) + 1
        alone = start == 0 and " " not in text[start:end]
        if end - start >= 3 and not alone:
            spans.append((start, end))
    return sorted(spans)
