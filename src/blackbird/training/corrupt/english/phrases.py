"""English sentences: cause and effect exchanged, hedges removed, words for their opposites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.english.opposites import OPPOSITES
from blackbird.training.corrupt.english.view import DENIAL, unquoted
from blackbird.training.corrupt.rules import Replacement, Rules, applied, by_rules


def _rules(*pairs: tuple[str, Replacement]) -> Rules:
    return tuple((re.compile(rf"(?<![\w'’-]){old}(?![\w-])"), new) for old, new in pairs)


def _either(words: str) -> str:
    """These words inside a sentence, or capitalised where it begins."""
    return rf"(?:{words}|^[{words[0].upper()}]{words[1:]})"


_WAY = (
    r"(?<!road )(?<!roads )(?<!path )(?<!door )(?<!gate )(?<!street )(?<!bridge )(?<!stairs )"
    r"(?<!steps )(?<!tunnel )(?<!corridor )(?<!trail )(?<!route )(?<!track )(?<!staircase )"
    r"(?<!highway )(?<!line )(?<!hall )(?<!door that )(?<!alley )(?<!avenue )(?<!passage )"
)
_BEING = (
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )(?<!being )(?<!not )(?<!had )"
    r"(?<!has )(?<!have )(?<!and )(?<!or )(?<!only )(?<!just )(?<!the )(?<!by )(?<!also )"
)
_PART = (
    r"(?<!partly )(?<!mainly )(?<!largely )(?<!mostly )(?<!part )(?<!simply )"
    r"(?<!but )(?<!merely )"
)
# A verb in front; nothing that somebody is made to do ("caused him to leave").
_NO_OBJECT = (
    r"(?= (?!by\b|him |them |us |me |it |her to )(?:(?! to [a-z]+\b)[^,.;]){1,60}(?:[,.;]|$))"
)
_NOUNISH = (
    r"(?<!the )(?<!of )(?<!these )(?<!those )(?<!main )(?<!natural )(?<!other )"
    r"(?<!common )(?<!and )"
)
_CLAUSE = r"(?= (?:the|an?|it|he|she|they|his|her|their|its|this|these|there|[A-Z]\w+) )"
_TIME = r"(?= (?:the |his |her |its |their |this |[A-Z0-9]|[a-z]+ing ))"
_PLACE = (
    r"(?! (?:the|an?|his|her|its|their) (?:\w+ )?(?:court|courts|judge|committee|council|jury|king"
    r"|commission|parliament|tribunal|senate|house|board|queen|emperor|public|audience|camera"
    r"|altar|law|fact|eyes|name|word|noun|letter|number|comma|verb)\b)"
)
_NAMED = "".join(
    f"(?<!{word} )"
    for word in "named called titled modelled modeled patterned sought Look look looked looking "
    "looks take took taken takes taking day year time ever go goes went going care cared it all "
    "one month week hour not never just only long christened come came comes run ran".split()
)
_CAUSES = _rules(
    (
        rf"{_BEING}{_WAY}led to(?! (?:be|believe|think|the (?:river|sea|north|south|east"
        rf"|west)))", "resulted from"),
    (
        rf"{_BEING}{_WAY}leads to(?! (?:be|believe|think|the (?:river|sea|north|south|east"
        rf"|west)))", "results from"),
    (r"resulted in", "resulted from"),
    (r"results in", "results from"),
    (r"resulting in", "resulting from"),
    (rf"{_BEING}caused{_NO_OBJECT}", "resulted from"),
    (rf"{_NOUNISH}causes(?! of\b){_NO_OBJECT}", "results from"),
    (r"(?:was|were) caused by", "caused"),
    (r"is caused by", "causes"),
    (r"are caused by", "cause"),
    (
        rf"{_BEING}{_PART}{_either('due to')}(?! (?:be|open|begin|start|arrive|take|end"
            rf"|run)\b)", "despite"),
    (rf"{_BEING}{_PART}{_either('because of')}", "despite"),
    (rf"{_BEING}{_PART}{_either('as a result of')}", "despite"),
    (rf"{_BEING}{_PART}{_either('thanks to')}", "despite"),
    (rf"{_BEING}{_PART}{_either('because')}{_CLAUSE}", "although"),
    (rf"{_BEING}{_either('despite')}(?! (?:not|no)\b)", "because of"),
    (rf"{_either('in spite of')}", "because of"),
    (rf"{_either('although')}{_CLAUSE}", "because"),
    (rf"{_either('even though')}{_CLAUSE}", "because"),
    (
        rf"(?<!never )(?<!not )(?<!year )(?<!come )(?<!comes )(?<!came "
        rf"){_either('before')}{_TIME}{_PLACE}", "after"),
    (
        rf"{_NAMED}{_either('after')}{_TIME}(?! (?:the|his|her|its|their) (?:name|manner|style"
        rf"|fashion))", "before"),
    (rf"{_BEING}{_either('prior to')}", "following"),
    (r"^Following(?= (?:the|his|her|its|their) )", "Prior to"),
    (r"(?<=, )following(?= (?:the|his|her|its|their) )", "prior to"),
    (r"succeeded by", "preceded by"),
    (r"preceded by", "succeeded by"),
    (
        r"(?<!lasted )(?<!not )(?<!continued )(?<!ran )(?<!extended )(?<!up )until(?= "
        r"[12][0-9]{3}(?:\.|,|$))", "from"),
)  # fmt: skip
# The tail of "until 1990", which begins instead of ending.
_FROM = re.compile(r"\bfrom ([12][0-9]{3})(?=[.,]|\Z)")

_PLURAL = re.compile(r"\b(?:they|we|you|people|these|those|\w*[a-rt-z][^\Wsiu]?(?<![siu])s)\Z")


def _agreeing(one: str, many: str) -> Replacement:
    """A verb in the number of the word before it, which the pattern holds as ``(\\w+) ``."""

    def make(match: re.Match[str]) -> str:
        return f"{match[1]} {many if _PLURAL.search(match[1]) else one}"

    return make


# The word before the hedge, that shows the number; no relative, whose number lies farther off.
_SUBJECT = r"((?!(?:who|which|that|and|or|there|not|so|also|what|both)\b)\w+) "
_MORE = "".join(
    f"(?<!{word} )"
    for word in "more most less least as very so how too quite not or than can could cannot".split()
)
_GUESSED = r"(?:thought|believed|said|reported|estimated|alleged|rumoured|rumored|supposed)"
_SPANS = (
    r"(?:years|times|days|months|weeks|hours|decades|centuries|ways|cases|others|parts|reasons"
    r"|steps|means|aspects|places|instances|respects|points)"
)
_OFTEN = r"(?:often|usually|sometimes|generally|typically|frequently|occasionally|normally)"
_DONE = (
    r"(?:\w+ed|been|become|begun|left|won|led|taken|made|given|held|built|lost|found|seen|come"
    r"|gone|had|known|written)"
)
_HEDGES = _rules(
    (rf"{_SUBJECT}(?:may|might|could) have been", _agreeing("was", "were")),
    (rf"(?:may|might|could) have(?= {_DONE}\b)", "had"),
    (rf"{_SUBJECT}(?:may|might) be", _agreeing("is", "are")),
    (r"(?<!that )(?<!it )(?:may|might)(?= (?!not|also|have|be|well|as|or|and)[a-z]+\b)", "will"),
    (rf"(is|are|was|were) {_GUESSED} to be", r"\1"),
    (rf"is {_GUESSED} to have been", "was"),
    (rf"are {_GUESSED} to have been", "were"),
    (rf"(?:is|are|was|were) {_GUESSED} to have(?= {_DONE}\b)", "had"),
    (
        r"(is|was|are|were) (?:possibly|probably|perhaps|likely|allegedly|reportedly)(?! "
            r"to\b)", r"\1"),
    (
        rf"{_MORE}(?:possibly|probably|allegedly|reportedly|supposedly|presumably)(?! "
            rf"(?:not|the)\b)",
        "certainly",
    ),
    (r"^(?:Perhaps|Possibly|Probably|Presumably|Reportedly|Supposedly)", "Certainly"),
    (r"(?<!not )seems to(?= [a-z]+ )", "is known to"),
    (r"(?<!not )appears to(?= (?!the|an?|his|her|its)[a-z]+ )", "is known to"),
    (r"(?<!not )(?:some of|many of|most of|several of)(?= (?:the|his|her|its|their) )", "all of"),
    (r"^(?:Some|Many|Most|Several) of(?= (?:the|his|her|its|their) )", "All of"),
    (rf"{_MORE}{_OFTEN}(?= [a-z]+)(?! (?:not|and|or|but|only|speaking)\b)", "always"),
    (r"(?<!not )(?:almost|nearly) all", "all"),
    (r"^(?:Almost|Nearly) all", "All"),
    (r"(?<!not )(?:almost|nearly) (?=always|every)", ""),
    (rf"^(?:Most|Many|Some)(?= (?!{_SPANS})(?:[a-z]+ )?[a-z]+[^\Wus]s\b)", "All"),
    (rf"(?<=\b(?:in|by|of|to) )most(?= (?!{_SPANS})[a-z]+[^\Wus]s\b)", "all"),
)  # fmt: skip


def _plain(sentence: str) -> str | None:
    """What rules may see of a sentence that is no question."""
    return None if sentence.rstrip().endswith("?") else unquoted(sentence)


def _undenied(sentence: str) -> str | None:
    """The same, where nothing is denied: beside a denial the opposite may be true as well."""
    view = _plain(sentence)
    return None if view is None or DENIAL.search(view) else view


_WORD = re.compile(r"[a-z]+")
_ORDER = re.compile(r"\b(?:before|after|prior to|following|until|from)\b", re.IGNORECASE)
_exchange = by_rules(_CAUSES, _plain)


def cause_exchanged(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """Cause for effect, reason for obstacle, before for after."""
    made = _exchange(sentence, (), random)
    if made is None or len(_ORDER.findall(sentence)) > 1:
        # Of two times in one sentence, one changed may leave them both true.
        return None
    if "until" in sentence and "until" not in made:
        return _FROM.sub(r"from \1 on", made, count=1)
    return made


unhedged = by_rules(_HEDGES, _plain)
"""What may be stated as what is, what is often as what always is."""


def opposite(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """One word turned into its opposite; none that the sentence has already."""
    view = _undenied(sentence)
    if view is None:
        return None
    said = set(_WORD.findall(view.lower()))
    rules = tuple((old, new) for old, new in OPPOSITES if new not in said)
    return applied(sentence, rules, random, view)
