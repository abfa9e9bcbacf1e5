"""English sentences: cause and effect exchanged, hedges removed, words for their opposites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.english.opposites import OPPOSITES
from blackbird.training.corrupt.english.view import DENIAL, WHOLE_WORDS, unless_behind, unquoted
from blackbird.training.corrupt.rules import Replacement, applied, by_rules, compiled


def _either(words: str) -> str:
    """These words inside a sentence, or capitalised where it begins."""
    return rf"(?:{words}|^[{words[0].upper()}]{words[1:]})"


_FREE = r"(?<!ly )" + unless_behind(
    "is are was were be been being not had has have and or but just the by also part"
)
# What is led to is no place: "to famine", "to the building of a bridge", but not "to the hill".
_EFFECT = (
    r"(?= (?:(?:the|an?|its|their) (?:\w+ )?\w+(?:tion|ing) of"
    r"|(?!(?:the|an?|his|her|its|their|this|that|be|believe|think)\b)[a-z]+)\b)"
)
# A verb in front; nothing that somebody is made to do ("caused him to leave").
_NO_OBJECT = (
    r"(?= (?!by\b|him |them |us |me |it |her to )(?:(?! to [a-z]+\b)[^,.;]){1,60}(?:[,.;]|$))"
)
_NOUNISH = unless_behind("the of these those main natural other common and")
_CLAUSE = r"(?= (?:the|an?|it|he|she|they|his|her|their|its|this|these|there|[A-Z]\w+) )"
# A time, not a name ("named after the king"), a rank ("second after France") or a place.
_TIME = (
    r"(?= (?:[a-z]+ing |[12][0-9]{3}\b|World War|(?:the|his|her|its|their) (?:\w+ )?"
    r"(?:[Ww]ar|birth|death|fall|end|\w+tion)\b))"
)
_FIRST = r"(?= (?:the|his|her|its|their|this|[A-Z]\w+|[12][0-9]{3}|[a-z]+ing)\b)"


def _when(word: str) -> str:
    """A word of order, where surely a time follows: at the front, or told by what follows."""
    return rf"(?:^{word.capitalize()}{_FIRST}|{unless_behind('not never')}{word}{_TIME})"


_CAUSES = (
    (rf"{_FREE}led to{_EFFECT}", "resulted from"),
    (rf"{_FREE}leads to{_EFFECT}", "results from"),
    (r"resulted in", "resulted from"),
    (r"results in", "results from"),
    (r"resulting in", "resulting from"),
    (rf"{_FREE}caused{_NO_OBJECT}", "resulted from"),
    (rf"{_NOUNISH}causes(?! of\b){_NO_OBJECT}", "results from"),
    (r"(?:was|were) caused by", "caused"),
    (r"is caused by", "causes"),
    (r"are caused by", "cause"),
    (rf"{_FREE}{_either('due to')}(?! (?:be|open|begin|start|arrive|take|end|run)\b)", "despite"),
    (rf"{_FREE}{_either('because of')}", "despite"),
    (rf"{_FREE}{_either('as a result of')}", "despite"),
    (rf"{_FREE}{_either('thanks to')}", "despite"),
    (rf"{_FREE}{_either('because')}{_CLAUSE}", "although"),
    (rf"{_FREE}{_either('despite')}(?! (?:not|no)\b)", "because of"),
    (rf"{_either('in spite of')}", "because of"),
    (rf"{_either('although')}{_CLAUSE}", "because"),
    (rf"{_either('even though')}{_CLAUSE}", "because"),
    (_when("before"), "after"),
    (_when("after"), "before"),
    (rf"{_FREE}{_either('prior to')}", "following"),
    (r"^Following(?= (?:the|his|her|its|their) )", "Prior to"),
    (r"(?<=, )following(?= (?:the|his|her|its|their) )", "prior to"),
    (r"succeeded by", "preceded by"),
    (r"preceded by", "succeeded by"),
    (
        rf"{unless_behind('lasted not continued ran extended up')}until"
        r"(?= [12][0-9]{3}(?:\.|,|$))", "from"),
)  # fmt: skip
# The tail of "until 1990", which begins instead of ending.
_FROM = re.compile(r"\bfrom ([12][0-9]{3})(?=[.,]|\Z)")

# A subject seen from its beginning: behind "of" or "and" the verb may belong to a word before.
_JOINED = r"(?:of|in|on|at|for|from|with|to|by|and|or|who|which|that|there)"
# Words that do not show their number, and names in -s.
_UNCLEAR = (
    r"(?:(?!This)[A-Z]\w+s|I|\w*(?:men|children|people|police|cattle|feet|teeth|mice|data|ia|i|ae"
    r"|ena|species|series|means|gas)|some|many|most|all|few|several|both|what|so|also|not)"
)
_SUBJECT = (
    rf"((?:^|(?<=, )|(?<=\bthat ))(?:(?!{_JOINED} )\w+ ){{0,3}}"
    rf"(?!(?:{_JOINED}|{_UNCLEAR}) )\w+) "
)
_PLURAL = re.compile(r"(?:\b(?:they|we|you|these|those)|[^\Wsiu]s)\Z", re.IGNORECASE)


def _agreeing(match: re.Match[str]) -> str:
    """What is for certain, with the verb in the number of its subject."""
    return f"{match[1]} {'are' if _PLURAL.search(match[1]) else 'is'}"


_MORE = unless_behind("more most less least as very so how too quite not or than can could cannot")
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
_HEDGES: tuple[tuple[str, Replacement], ...] = (
    (rf"(?:may|might|could) have(?= {_DONE}\b)", "had"),
    (rf"{_SUBJECT}(?:may|might) be", _agreeing),
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
_exchange = by_rules(compiled(_CAUSES, *WHOLE_WORDS), _plain)


def cause_exchanged(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """Cause for effect, reason for obstacle, before for after."""
    made = _exchange(sentence, (), random)
    if made is None or len(_ORDER.findall(sentence)) > 1:
        # Of two times in one sentence, one changed may leave them both true.
        return None
    if "until" in sentence and "until" not in made:
        return _FROM.sub(r"from \1 on", made, count=1)
    return made


unhedged = by_rules(compiled(_HEDGES, *WHOLE_WORDS), _plain)
"""What may be stated as what is, what is often as what always is."""


def opposite(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """One word turned into its opposite; none that the sentence has already."""
    view = _undenied(sentence)
    if view is None:
        return None
    said = set(_WORD.findall(view.lower()))
    rules = tuple((old, new) for old, new in OPPOSITES if new not in said)
    return applied(sentence, rules, random, view)
