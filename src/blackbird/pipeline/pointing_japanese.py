"""Japanese questions that lean on the conversation, completed by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blackbird.text.names import names_in
from blackbird.text.topics import Phrase, phrases_in
from blackbird.types import Turn

_TURNS = 8  # of the conversation that are looked at, latest first
_SHORT_ANSWER = 40  # signs; a short answer names what was asked for
_LONGEST = 40
_GENERIC = (
    r"(?:人物?|方|国|街|町|本|曲|作品|映画|会社|企業|場所|建物|店|選手|作家|著者|画家|動物|料理|"
    r"神社|寺|城|駅|大学|学校|山|川|島|市|県|村|法律|条約|計画|事件|戦争|病気|技術|製品|組織|番組|薬|花)"
)
_PERSON = re.compile(r"彼女(?!ら|たち)|彼(?!女|ら|岸)|同氏|その(?:人物?|方|選手|作家|著者|画家)")
_POINTER = re.compile(
    rf"(?:その|この|あの){_GENERIC}(?![一-龯ァ-ヴー])|彼女(?!ら|たち)|彼(?!女|ら|岸)|同氏|同社|"
    r"それら|これら|それ(?!で|から|ぞれ|とも|以|まで|でも|なら|に(?:しても|対して))|"
    r"これ(?!から|まで|以)|そこ(?!で、|まで)|あそこ"
)
_OWNING = re.compile(r"(?:その|あの)(?=[一-龯ァ-ヴーA-Za-z])(?!後|他|時|間|前|際|ため|結果)")
_OPENER = re.compile(r"^(?:それでは|では|じゃあ|じゃ|それなら|そして|あと)、?")
_BARE = re.compile(r"^([^、。？?\s]{1,14}?)(?:は|って|も)(?:どうですか|どう)?[？?]?$")
_ASKING = re.compile(r"^(?:なぜ|どうして|いつ|どこ|誰|だれ|何|どの|どう|どんな|いくら|いくつ)")
_TOPIC = frozenset("はがをのにもとでっ")
_AMOUNT = re.compile(r"約?[\d０-９一二三四五六七八九十百千]")
_ASKS = re.compile(r"(?:[？?]|か|ください|下さい|教えて|知りたい|は|って)[。！!]?\s*\Z")
_PLACE = re.compile(r"^(?:日本|米国|中国|韓国|英国|東京|大阪|京都|名古屋|福岡|北海道|沖縄)$")


def complete(history: Sequence[Turn], text: str) -> str:
    """``text`` with what it points to, or leaves out; unchanged where nothing is found."""
    topic = _topic(history, person=_PERSON.search(text) is not None)
    if not topic or topic in text:
        return text
    if match := _POINTER.search(text):
        return text[: match.start()] + topic + text[match.end() :]
    if match := _OWNING.search(text):
        return f"{text[: match.start()]}{topic}の{text[match.end() :]}"
    rest = _OPENER.sub("", text)
    if match := _BARE.match(rest):
        return _instead(history, topic, match[1]) or f"{topic}の{rest}"
    return f"{topic}は{rest}" if _ASKING.match(rest) else text


def _instead(history: Sequence[Turn], topic: str, said: str) -> str | None:
    """The last question about ``topic``, asked about ``said``, if the two are of one kind."""
    if not _alike(topic, said):
        return None
    asked = [t.content for t in history[-_TURNS:] if t.role == "user" and topic in t.content]
    return asked[-1][:200].replace(topic, said, 1)


def _alike(first: str, second: str) -> bool:
    return first[-1] == second[-1] or (_named(first) and _named(second))


def _named(text: str) -> bool:
    return bool(_PLACE.match(text)) or (0, len(text)) in names_in(text)


def _topic(history: Sequence[Turn], *, person: bool) -> str:
    """What the latest turn that says it was about."""
    latest = history[-1].content
    short = len(latest) <= _SHORT_ANSWER and not latest.rstrip().endswith(("？", "?", "か"))
    answered = _phrases(latest) if person and short else []
    if answered:
        return answered[0].text[:_LONGEST]
    for turn in reversed(history[-_TURNS:]):
        if turn.role == "user" and _ASKS.search(turn.content) and (found := _first(turn.content)):
            return found.text[:_LONGEST]
    return ""


def _first(text: str) -> Phrase | None:
    """The phrase that a question of its own is about: the first that a particle marks."""
    bare = _BARE.match(_OPENER.sub("", text))
    leans = _POINTER.search(text) or _OWNING.search(text) or (bare and "の" not in bare[1])
    if leans and not (bare and _named(bare[1])):
        return None
    marked = (phrase for phrase in _phrases(text) if phrase.after in _TOPIC)
    return next(marked, None)


def _phrases(text: str) -> list[Phrase]:
    """Phrases that name one thing, and no amount or date."""
    whole = [phrase for phrase in phrases_in(text) if phrase.shape == "full"]
    return [phrase for phrase in whole if not _AMOUNT.match(phrase.text)]
