"""Whether a number or a date in a sentence is a bound ("at least 20") or a rough value."""

from __future__ import annotations

import re

_REACH = 48  # characters looked at before and after a value
_FILL = (
    r"(?:(?:the|a|an|total|of|some|about|early|late|mid|year|its|his|her|their|[A-Z][a-z]{2,8}"
    r"|\d{1,2},?|[\d,.]{1,12}|hundred|thousand|million"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)[ -]|[$€£¥]){0,4}"
)
_BEFORE = re.compile(
    r"(?:\b(?:than|at least|at most|(?:the )?(?:minimum|maximum)(?: of)?|up to|over|under|below"
    r"|above|beyond|exceed\w*|surpass\w*|reach\w*|within|nearly|almost|between|as (?:many|much"
    r"|few|little|low|high|early|late|large|small|long|old|young) as|limit(?:ed)? (?:of|to)"
    r"|(?:down|close|next|prior|due) to|before|after|by|not until|as of|no|top|or|only|just|per)"
    rf"[ -]{_FILL}|[<>≤≥±~]\s?|[A-Za-z]\s?=\s?)\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\b[^.;]{0,40}\band \Z", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:(?:[ -](?:hundred|thousand|million|billion|[a-z]+)){0,2}"
    r"(?: (?:or|and|at) (?:more|less|fewer|over|under|above|below|older|younger|higher|lower|later"
    r"|earlier|longer|shorter|larger|smaller|up|most|least|beyond)\b"
    r"| (?:maximum|minimum)\b|\+)|\+| ?(?:-|–|—|to) ?\d)"
)
_JA_BEFORE = re.compile(
    r"(?:少なくとも|最低(?:でも|限)?|最大(?:で|でも)?|最高(?:で)?|最小(?:で)?|多くとも"
    r"|せいぜい|高々|"
    r"たかだか|早くとも|遅くとも|から|[〜～])(?:[約、]|西暦|[\d.,]{1,8}[年月])?\Z"
)
_JA_UNIT = r"(?:[\d.,０-９百千万億兆%％°℃㎡A-Za-z]|[^\s\d、。，．はがをにもでと以未超]){0,7}?"
_JA_AFTER = re.compile(
    rf"{_JA_UNIT}(?:以[上下内前降後]|未満|超|を[超越上下]|[弱強](?![\w])|近く|余り?|あまり"
    rf"|足らず|まで(?!続)"
    r"|より|以外|[〜～~]|[のよ]?り?[前後](?=[にのはで、。])|までに|か\d|から\d|に満たな"
    r"|に達|代以|限)"
)
_ROUGH = re.compile(
    r"(?:\b(?:about|around|approximately|roughly|circa|c\.|some|estimated(?: at)?|an estimated)"
    rf" {_FILL}|約|およそ|おおよそ|概ね|ほぼ)\Z",
    re.IGNORECASE,
)
_JA_ROUGH = re.compile(rf"{_JA_UNIT}(?:程度|前後|ほど|くらい|ぐらい|頃|ごろ|半ば)")


def bounded(sentence: str, start: int, end: int) -> bool:
    """Whether the value from ``start`` to ``end`` only says where the true one may begin or end.

    Another value there need not be false: with "at least 20" goes "at least 10".
    """
    before = sentence[max(0, start - _REACH) : start]
    after = sentence[end : end + _REACH]
    return bool(
        _BEFORE.search(before)
        or _BETWEEN.search(before)
        or _AFTER.match(after)
        or _JA_BEFORE.search(before)
        or _JA_AFTER.match(after)
    )


def rough(sentence: str, start: int, end: int) -> bool:
    """Whether the value is said to be near the true one only: a near one would be true as well."""
    before = sentence[max(0, start - _REACH) : start]
    return bool(_ROUGH.search(before) or _JA_ROUGH.match(sentence, end))
