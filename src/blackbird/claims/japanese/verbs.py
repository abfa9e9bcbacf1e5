"""From the form in which a Japanese clause goes on to the form in which it ends.

``生まれ、`` → ``生まれた``: the tense is that of the last predicate of the sentence, which holds
for all of its clauses. Only endings that have one reading are turned.
"""

from __future__ import annotations

import re

# Last signs of the stem of the godan verbs → ending now, ending in the past.
_GODAN = {
    "り": ("る", "った"),
    "き": ("く", "いた"),
    "ぎ": ("ぐ", "いだ"),
    "み": ("む", "んだ"),
    "び": ("ぶ", "んだ"),
    "ち": ("つ", "った"),
    "い": ("う", "った"),
}
_ICHIDAN_END = "えけげせねべめれ"
_ICHIDAN = re.compile(
    r"(?:用い|率い|強い|老い|報い|悔い|生き|起き|尽き|過ぎ|延び|伸び|浴び|帯び|滅び|満ち|落ち|"
    r"朽ち|閉じ|信じ|演じ|感じ|生じ|通じ|応じ|禁じ|命じ|論じ|転じ|投じ|報じ|見|着|似|降り|借り|"
    r"足り|試み|鑑み|でき|出来)\Z"
)
_STOPS_BEING = re.compile(r"(?:[でと]は?なく|せず|ず)\Z")
_FINITE = re.compile(
    r"(?:だ|です|た|だった|でした|ます|ました|る|いる|ない|[うくすつぬぶむぐ]|い)\Z"
)
_SINO = re.compile(r"(?:[\u4e00-\u9fff]{2}|[\u30a1-\u30fc])し\Z")
_ONE_HAN = re.compile(r"[\u4e00-\u9fff]し\Z")
_STEM = re.compile(r"[\u4e00-\u9fffなあえかまもおとわさ][^\s]\Z")
_IRREGULAR = {"行き": ("行く", "行った"), "せ": ("せる", "せた")}


def end_clause(clause: str, *, past: bool) -> str | None:
    """``clause``, without its comma, as a sentence; None if its form is not certain."""
    if clause.endswith("が") and _FINITE.search(clause[:-1]):
        return clause[:-1]
    if _STOPS_BEING.search(clause):
        return None
    for ending, forms in (
        ("であり", ("である", "であった")),
        ("ており", ("ている", "ていた")),
        ("でおり", ("でいる", "でいた")),
        ("であるほか", ("である", "であった")),
    ):
        if clause.endswith(ending):
            return clause[: -len(ending)] + forms[past]
    return _end_verb(clause, past=past)


def _end_verb(clause: str, *, past: bool) -> str | None:
    for ending, forms in _IRREGULAR.items():
        if clause.endswith(ending):
            return clause[: -len(ending)] + forms[past]
    if _SINO.search(clause):
        return clause[:-1] + ("した" if past else "する")
    if _ONE_HAN.search(clause):
        return clause[:-1] + ("した" if past else "す")
    if _ICHIDAN.search(clause) or clause[-1] in _ICHIDAN_END:
        return clause + ("た" if past else "る")
    godan = _GODAN.get(clause[-1])
    if godan is None or not _STEM.search(clause):
        return None
    return clause[:-1] + godan[past]
