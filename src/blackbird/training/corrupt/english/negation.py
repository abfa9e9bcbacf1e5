"""English statements denied, and denials stated, where that surely makes a true sentence false."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.english.view import (
    DENIAL,
    WHOLE_WORDS,
    main_clause,
    unless_behind,
    unquoted,
)
from blackbird.training.corrupt.rules import Replacement, applied, compiled, placed

_BASES = {
    "became": "become", "began": "begin", "won": "win", "wrote": "write", "led": "lead",
    "took": "take", "made": "make", "gave": "give", "held": "hold", "built": "build",
    "left": "leave", "lost": "lose", "found": "find", "published": "publish",
    "released": "release", "received": "receive", "founded": "found", "invented": "invent",
    "discovered": "discover", "played": "play", "moved": "move", "joined": "join",
    "directed": "direct", "produced": "produce", "introduced": "introduce",
    "established": "establish", "defeated": "defeat", "signed": "sign", "created": "create",
    "opened": "open", "appeared": "appear", "returned": "return", "sold": "sell",
    "bought": "buy", "wore": "wear", "saw": "see", "came": "come", "went": "go", "met": "meet",
    "reached": "reach", "developed": "develop", "used": "use", "formed": "form",
}  # fmt: skip
_PASTS = {base: past for past, base in _BASES.items()}
# Unlike "made" or "founded", no participle, which might belong to a noun ("the wine made there").
_FINITE = "became|began|wrote|took|gave|wore|saw|came|went"
_OBJECT = r"(?= (?:an?|the|his|her|its|their|[A-Z][a-z]+)\b)"
_PAST = re.compile(
    r"(?<=[a-z] )(?<!ly )"
    + unless_behind(
        "is are was were be been being am has have had having may might must can could will would "
        "shall should to the a an and or but by of in on for with not ever never also newly best "
        "just still his her its their he's as than get got gets"
    )
    + rf"(?:(?P<plain>{_FINITE})(?= [a-zA-Z0-9])|(?P<object>{'|'.join(_BASES)}){_OBJECT})"
)
_THIRD = {"have": "has", "do": "does", "go": "goes", "be": "is"}


def _present(match: re.Match[str]) -> str:
    """The third person of a verb."""
    verb = match[1]
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y\Z", verb) else verb + "s"


def _past(match: re.Match[str]) -> str:
    return _PASTS.get(match[1], f"did {match[1]}")


_BUT = (
    r"(?! (?:only|just|merely|simply|necessarily|all|until|least|yet|even|every|so|exactly"
    r"|entirely|always|much|many)\b)"
)
_AFFIRMING: tuple[tuple[str, Replacement], ...] = (
    (rf"(is|are|was|were|could|will|would|should|must|has|have|had) not{_BUT}", r"\1"),
    (rf"(?:cannot|can not){_BUT}", "can"),
    (rf"did not{_BUT} ([a-z]+)", _past),
    (rf"does not{_BUT} ([a-z]+)", _present),
    (
        r"(is|are|was|were|has|have|had|can|could|will|would) never(?! (?:again|before|mind"
        r"|more))", r"\1"),
    (r"(?:(?<=\bhe )|(?<=\bshe )|(?<=\bthey ))never (?=[a-z]+ed\b)", ""),
    (r"no longer(?! than)", "still"),
    (r"unable to", "able to"),
    (
        r"without(?= (?:an?|the|its|his|her|their) (?!single|doubt|need|trace|question"
            r"|help))", "with"),
)  # fmt: skip
_AFFIRMED = compiled(_AFFIRMING, *WHOLE_WORDS)
_ADVERB = (
    r"(?! (?:not|n't|also|only|almost|just|still|nearly|both|either|neither|no|none|now|so|too"
    r"|probably|perhaps|likely|possibly|usually|often|generally|sometimes|mainly|mostly|and|or"
    r"|primarily|largely|partly|always|already|typically|normally|commonly|thus|therefore|then"
    r"|however|once|to|at (?:least|most)|more than|less than|all|any|some|many|several"
    r"|[a-z]+ly)\b|,)"
)
_NEGATING = (
    (rf"(is|are|was|were|could|will|would|should|must){_ADVERB}", r"\1 not"),
    (rf"can{_ADVERB}", "cannot"),
    (rf"(has|have|had) (been|become|made|won|taken|led|given|shown|had){_ADVERB}", r"\1 not \2"),
    (r"(?<!also )(?<!and )has(?= (?:an?|the|its|his|her|[0-9]+) )", "does not have"),
)
_NEGATED = compiled(_NEGATING, *WHOLE_WORDS)
# Of some, what is said of others may be true as well; "not" beside "all" has two readings.
_QUANTIFIED = re.compile(
    r"(?:^|, )(?:Other|Certain|Another|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|About"
    r"|Around|[0-9])\b"
    r"|\b(?:often|usually|sometimes|generally|typically|frequently|occasionally|normally|at least"
    r"|at most|up to|some(?:one|thing|where)?|any|may|might|possibly|probably|perhaps)\b"
)
_OF_SOME = re.compile(
    r"\b(?:all|every|each|some|many|(?<!the )most|several|both|any|few|various|half|hundreds"
    r"|thousands|much|more|number of|numerous|majority)\b",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(r"\b(?:but|instead|rather|any|ever|yet)\b")  # "not X but Y"


def negated(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The opposite statement: a negation taken away, or put to the main verb."""
    view = main_clause(sentence)
    if sentence.rstrip().endswith("?") or _QUANTIFIED.search(view):
        return None
    denials = DENIAL.findall(unquoted(sentence))
    if not denials:
        return _denied(sentence, view)
    if len(denials) > 1 or _SAYS_OTHERWISE.search(sentence) or _OF_SOME.search(view):
        return None
    return applied(sentence, _AFFIRMED, random, view)


def _denied(sentence: str, view: str) -> str | None:
    """The sentence with its first verb denied, unless its subject is some of many."""
    found = _verb(view)
    if found is None or _OF_SOME.search(view[: found[0].start()]):
        return None
    return placed(sentence, *found[0].span(), found[1])


def _verb(view: str) -> tuple[re.Match[str], str] | None:
    """The first verb, and what denies it."""
    auxiliary = min(
        ((m.start(), m, new) for p, new in _NEGATED if (m := p.search(view))),
        key=lambda found: found[0],
        default=None,
    )
    past = _PAST.search(view)
    if past and (auxiliary is None or past.start() < auxiliary[0]):
        if past["object"] and auxiliary is not None:
            return None  # perhaps a participle ("the film directed the year before was lost")
        return past, f"did not {_BASES[past['plain'] or past['object']]}"
    return None if auxiliary is None else (auxiliary[1], auxiliary[1].expand(auxiliary[2]))
