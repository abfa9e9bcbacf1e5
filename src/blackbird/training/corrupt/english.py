"""English sentences: negated, cause and effect exchanged, hedges removed, opposites, rephrased."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.rules import Rules, applied, by_opposites, by_rules


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(rf"\b(?:{old})\b"), new) for old, new in pairs)


_AFFIRMED = _rules(
    (r"(is|are|was|were|can|could|will|would|should|must|has been|have been) not", r"\1"),
    (r"cannot", "can"),
    (r"did not (\w+)", r"did \1"),
    (r"does not (\w+)", r"does \1"),
    (r"never", "always"),
    (r"without", "with"),
    (r"no longer", "still"),
    (r"unable to", "able to"),
)
_NEGATED = _rules(
    (r"(is|are|was|were)(?! not|n't)", r"\1 not"),
    (r"(can|could|will|would|should|must)(?! not| be able)", r"\1 not"),
    (r"(has|have|had) (been|become|made|won|taken|led|given|shown)", r"\1 not \2"),
)
_PAST = re.compile(
    r"(?<=[a-z] )(became|began|won|wrote|led|took|made|gave|held|built|left|lost|found|"
    r"published|released|received|founded|invented|discovered|played|moved|joined|directed|"
    r"produced|introduced|established|defeated|signed|created|opened|appeared|returned)"
    r"(?= (?:a|an|the|his|her|its|their|to|in|at|for|[A-Z0-9])\b)"
)
_BASES = {
    "became": "become", "began": "begin", "won": "win", "wrote": "write", "led": "lead",
    "took": "take", "made": "make", "gave": "give", "held": "hold", "built": "build",
    "left": "leave", "lost": "lose", "found": "find", "published": "publish",
    "released": "release", "received": "receive", "founded": "found", "invented": "invent",
    "discovered": "discover", "played": "play", "moved": "move", "joined": "join",
    "directed": "direct", "produced": "produce", "introduced": "introduce",
    "established": "establish", "defeated": "defeat", "signed": "sign", "created": "create",
    "opened": "open", "appeared": "appear", "returned": "return",
}  # fmt: skip
_CAUSES = _rules(
    (r"(led|leads|leading) to", "resulted from"),
    (r"(results|resulted) in", "was the result of"),
    (r"(causes|caused|causing)", "was caused by"),
    (r"(was|were|is|are) caused by", "caused"),
    (r"(due to|because of|as a result of|thanks to)", "despite"),
    (r"because", "although"),
    (r"despite", "because of"),
    (r"although|even though", "because"),
    (r"before", "after"),
    (r"after", "before"),
    (r"prior to", "following"),
    (r"following (?=the|his|her|its|their)", "prior to "),
    (r"(replaced|succeeded) by", "preceded by"),
    (r"preceded by", "succeeded by"),
    (r"until", "since"),
)
_HEDGES = _rules(
    (r"(may|might|could) have been", "was"),
    (r"(may|might|could) have", "had"),
    (r"(may|might|could) be", "is"),
    (r"(may|might) (?=[a-z]+ )", "must "),
    (r"(is|are) (thought|believed|said|considered|reported|estimated|alleged) to be", r"\1"),
    (r"(was|were) (thought|believed|said|considered|reported|estimated|alleged) to be", r"\1"),
    (r"(is|was|are|were) (possibly|probably|perhaps|likely|allegedly|reportedly)", r"\1"),
    (r"(possibly|probably|perhaps|allegedly|reportedly|supposedly|presumably)", "certainly"),
    (r"(seems|appears|seemed|appeared) to", "is known to"),
    (r"[Ss]ome of the", "all of the"),
    (r"(often|usually|sometimes|generally|typically|frequently|occasionally)", "always"),
    (r"(almost|nearly) all", "all"),
    (r"(most|many|some|several)(?= [a-z]+s\b)", "all"),
    (r"(can|could) be", "is always"),
)
_OPPOSITES = (
    *(("increase", "decrease"), ("increased", "decreased"), ("largest", "smallest")),
    *(("larger", "smaller"), ("large", "small"), ("higher", "lower"), ("highest", "lowest")),
    *(("high", "low"), ("more", "fewer"), ("most", "least"), ("northern", "southern")),
    *(("north", "south"), ("eastern", "western"), ("east", "west"), ("first", "last")),
    *(("early", "late"), ("earlier", "later"), ("earliest", "latest"), ("old", "new")),
    *(("older", "younger"), ("oldest", "youngest"), ("male", "female"), ("father", "mother")),
    *(("son", "daughter"), ("brother", "sister"), ("husband", "wife"), ("king", "queen")),
    *(("actor", "actress"), ("won", "lost"), ("win", "lose"), ("victory", "defeat")),
    *(("best", "worst"), ("good", "bad"), ("strong", "weak"), ("rich", "poor")),
    *(("positive", "negative"), ("public", "private"), ("urban", "rural"), ("major", "minor")),
    *(("accepted", "rejected"), ("supported", "opposed"), ("succeeded", "failed")),
    *(("begin", "end"), ("began", "ended"), ("beginning", "end"), ("opened", "closed")),
    *(("born", "died"), ("birth", "death"), ("alive", "dead"), ("bought", "sold")),
    *(("rise", "fall"), ("rose", "fell"), ("gained", "lost"), ("joined", "left")),
    *(("always", "never"), ("all", "none"), ("same", "different"), ("longest", "shortest")),
    *(("long", "short"), ("inside", "outside"), ("above", "below"), ("before", "after")),
    *(("majority", "minority"), ("legal", "illegal"), ("allowed", "forbidden")),
    *(("possible", "impossible"), ("successful", "unsuccessful"), ("famous", "unknown")),
    *(("hot", "cold"), ("hotter", "colder"), ("fast", "slow"), ("modern", "ancient")),
)

_SYNONYMS = (
    *(("began", "started"), ("large", "big"), ("located", "situated"), ("several", "a number of")),
    *(("approximately", "about"), ("received", "was given")),
    *(("film", "movie"), ("created", "made")),
    *(("became", "came to be"), ("primarily", "mainly"), ("currently", "now")),
    *(("purchased", "bought"), ("constructed", "built")),
    *(("prior to", "before"), ("numerous", "many"), ("aided", "helped")),
    *(("attempted", "tried"), ("commenced", "started"), ("residents", "inhabitants")),
    *(("in order to", "to"), ("died", "passed away"), ("resides", "lives")),
    *(("obtained", "got"), ("required", "needed"), ("entire", "whole"), ("assist", "help")),
    *(("consists of", "is made up of"), ("known as", "called")),
)
_LEADING = re.compile(
    r"^((?:In|On|At|During|By|From|After|Before|Since) [^,.;]{3,40}), (\w)(.+?)\.?$"
)
_CONNECTIVE = re.compile(
    r"^(?:However|Moreover|Furthermore|In addition|Additionally|Also|For example|For instance|"
    r"Therefore|Thus|Meanwhile|Indeed|In fact|Consequently|As a result|Similarly), (\w)"
)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|-LRB-.*?-RRB-)")
_CLAUSE = re.compile(r", (?:which|who|where|with|including|such as|although|while)\b[^,.]*(?=[,.])")
_SECOND = re.compile(r"(?<=[a-z]), (?:and|but) (?:it|he|she|they|the|a|this)\b.*$")


def negated(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The opposite statement: a negation taken away, or put to a verb."""
    if (made := applied(sentence, _AFFIRMED, random)) is not None:
        return made
    if (match := _PAST.search(sentence)) and random.random() < 0.5:
        return sentence[: match.start()] + "did not " + _BASES[match[1]] + sentence[match.end() :]
    for pattern, new in _NEGATED:
        if match := pattern.search(sentence):  # the first verb is the main one most of the time
            return sentence[: match.start()] + match.expand(new) + sentence[match.end() :]
    return None


cause_exchanged = by_rules(_CAUSES)
"""Cause for effect, reason for obstacle, before for after."""
unhedged = by_rules(_HEDGES)
"""What may be stated as what is, what is often as what always is."""
opposite = by_opposites(_OPPOSITES, r"\b")
"""One word turned into its opposite."""


def rephrased(sentence: str, random: Random) -> str:
    """The same in other words: less said, the order changed, words for words."""
    text = _CONNECTIVE.sub(lambda m: m[1].upper(), sentence)
    if random.random() < 0.6:
        text = _BRACKETS.sub("", text)
    if random.random() < 0.4:
        text = _CLAUSE.sub("", text, count=1)
    if random.random() < 0.4:
        text = _SECOND.sub(".", text)
    if random.random() < 0.5 and (match := _LEADING.match(text)):
        phrase = match[1][0].lower() + match[1][1:]
        head = match[2] if match[3][:1].isupper() else match[2].upper()
        text = f"{head}{match[3]} {phrase}."
    for old, new in random.sample(_SYNONYMS, len(_SYNONYMS)):
        if random.random() < 0.5:
            text = re.sub(rf"\b{old}\b", new, text, count=1)
    return re.sub(r"\s+([,.])", r"\1", text)
