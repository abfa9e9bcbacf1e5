"""Names in a sentence: one replaced, or two exchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.text.names import names_in
from blackbird.training.corrupt.name_kinds import HEADS, kind_of, stands_free
from blackbird.training.corrupt.rules import placed

_MOST = 12  # names of a sentence looked at; more makes it slow and no better
_POSSESSIVE = re.compile(r"['’]s?\Z")
_LONG = re.compile(r"[^\W\d_]{3,}")
_THE = re.compile(r"\b(the|an?)\s+\Z", re.IGNORECASE)

Span = tuple[int, int]


def other_name(sentence: str, others: Sequence[str], random: Random) -> str | None:
    """The sentence with a name replaced by another, written alike, that it does not hold."""
    candidates = list(dict.fromkeys(_POSSESSIVE.sub("", name) for name in others))
    said = set(_LONG.findall(sentence)) - HEADS
    for span in _some(_names(sentence), random):
        old = sentence[slice(*span)]
        kind = kind_of(old, _led(sentence, span[0]))
        if kind is None or _called_otherwise(sentence, old):
            continue
        alike = [
            n
            for n in candidates
            if kind_of(n, _led(sentence, span[0])) == kind
            and n not in sentence
            and old not in n
            and not said.intersection(_LONG.findall(n))
        ]
        if alike:
            return _everywhere(old, random.choice(alike), sentence)
    return None


def swapped(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with two names exchanged of which each has its own part in what is said."""
    spans = _some(_names(sentence), random)
    spans.sort()
    pairs = [
        (a, b) for at, a in enumerate(spans) for b in spans[at + 1 :] if _apart(sentence, a, b)
    ]
    if not pairs:
        return None
    a, b = random.choice(pairs)
    one, two = sentence[slice(*a)], sentence[slice(*b)]
    return sentence[: a[0]] + two + sentence[a[1] : b[0]] + one + sentence[b[1] :]


def _names(sentence: str) -> list[Span]:
    """Whole names: without the sign of the possessive, and no parts of longer words."""
    found = []
    for start, end in names_in(sentence):
        cut = _POSSESSIVE.search(sentence[start:end])
        span = (start, start + cut.start() if cut else end)
        if stands_free(sentence, *span):
            found.append(span)
    return found


def _some(spans: list[Span], random: Random) -> list[Span]:
    """A few of the names, in any order."""
    return random.sample(spans, min(len(spans), _MOST))


def _led(sentence: str, start: int) -> str:
    """The article before a name, as small letters: "", "the" or "a"."""
    found = _THE.search(sentence[max(0, start - 6) : start])
    return found[1].lower()[:3].replace("an", "a") if found else ""


def _called_otherwise(sentence: str, old: str) -> bool:
    """Whether a part of the name, or a longer name with it, stands elsewhere.

    A part would still name the old one; with "Oxford" changed, "the University of Oxford" is no
    longer false.
    """
    if old[0].isascii():
        spans = sum(sentence[a:b] == old for a, b in _names(sentence))
        if len(re.findall(rf"(?<!\w){re.escape(old)}(?!\w)", sentence)) > spans:
            return True
    words = _LONG.findall(old)
    return any(
        len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", sentence))
        > len(re.findall(rf"(?<!\w){re.escape(old)}(?!\w)", sentence))
        for word in words
        if word.isascii() and word[0].isupper()
    )


def _everywhere(old: str, new: str, sentence: str) -> str:
    """Every mention of the name changed that is no part of another word."""
    spans = [span for span in _names(sentence) if sentence[slice(*span)] == old]
    if old[0].isascii():
        spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", sentence)]
    for start, end in reversed(spans):  # from the end, since an article may change its length
        sentence = placed(sentence, start, end, new)
    return sentence


# What holds of two in either order: exchanged, they would still be said truly.
_MUTUAL = re.compile(
    r"\b(?:between|together|both|each other|one another|married|marr(?:y|ies|iage)"
    r"|merg\w+|twin\w*|shar(?:e|es|ed|ing)|border\w*|neighbou?r\w*|adjacent|adjoin\w*|connect\w*"
    r"|link\w*|met|meets?|joint\w*|joined|same|equal\w*|identical|similar\w*|resembl\w+|distance"
    r"|brothers?|sisters?|cousins?|siblings?|friends?|rivals?|partners?|colleagues?|allies|allied"
    r"|alliance|debate|(?:is|are|was|were|lies|lie|located|situated) (?:very )?(?:near"
    r"|close to)|parallel|differ\w*"
    r"|synonym\w*|known as|called|formerly|renamed|namely|i\.e|either|neither|nor"
    r"|fought|engaged|divorced|coalition|union|dialogue|talks|beside|alongside)\b"
    r"|\bas \w+ as\b",
    re.IGNORECASE,
)
_FACING = re.compile(r"\b(?:with|versus|vs?|against|like)\b")  # between the two
MUTUAL_JA = re.compile(
    r"結婚|婚姻|離婚|国境|接する|接し|隣|姉妹|友好|同盟|合併|対戦|共同|共に|ともに|互い"
    r"|双方|両[国者方]|同じ|等し|同一"
    r"|並[びぶん]|[間]の|との|一致|似|親友|兄弟|夫婦|提携|協定|会談|と呼|という|別名"
    r"|または|あるいは|もしくは|すなわち"
    r"|対する|比べ|より|に対し|戦っ|争っ|のうち|以外|および|及び|ほか|通称|略"
)
_LISTED = re.compile(r"[\s,、・と「」『』\"“”]*(?:and|or|as well as|や)?[\s,、・「」『』\"“”]*")
_IDENTITY = re.compile(r"\s*(?:is|was|are|were|became|equals|＝|=)\s*(?:the\s*)?|は")
_NEXT_LIST = re.compile(r"\s*(?:、|・|,? ?(?:and|or)? ?(?:the )?[A-Z]|&|や|と|＝|/)")
_LAST_LIST = re.compile(r"(?:[A-Z]\w*,? (?:and |or )?(?:the )?|、|・|&|や|と|/)\Z")
# A verb or a word of relation follows a name that stands for itself; before a noun it describes.
_ROLE = re.compile(
    r"(?:['’]s? )|\s*(?:[.;:!?]|$)|,? (?:is|was|are|were|has|had|have|did|does|will|would"
    r"|can|could|in|on|at"
    r"|of|to|from|by|for|into|after|before|during|until|since|under|over|through|towards?|who|which"
    r"|where|when|while|because|but|and|as|became|began|won|wrote|led|took|made|gave|held|built|left"
    r"|lost|found|sent|told|brought|bought|sold|saw|ran|came|went|beat|lies|flows|[a-z]+ed)\b"
    r"|(?:は|が|を|に|から|へ|により|によって|で(?!あ|す)|の)(?!と)"
)
_LOOSE = re.compile(r"[(（「『\"“]")


def _apart(sentence: str, a: Span, b: Span) -> bool:
    """Whether two names are of a kind, stand each for itself, and are neither listed nor one."""
    one, two = sentence[slice(*a)], sentence[slice(*b)]
    between = sentence[a[1] : b[0]]
    led = _led(sentence, a[0])
    around = sentence[max(0, a[0] - 20) : b[1] + 24]
    if _MUTUAL.search(around) or MUTUAL_JA.search(around) or _FACING.search(between):
        return False
    if one in two or two in one or set(_LONG.findall(one)) & set(_LONG.findall(two)):
        return False
    if led != _led(sentence, b[0]) or led == "a":
        return False
    kind = kind_of(one)
    if kind is None or kind != kind_of(two) or sentence.count(one) + sentence.count(two) > 2:
        return False
    if _LISTED.fullmatch(between) or _IDENTITY.fullmatch(between) or _LOOSE.search(between):
        return False
    return all(
        _ROLE.match(sentence, end)
        and not _NEXT_LIST.match(sentence, end)
        and not _LAST_LIST.search(sentence[max(0, start - 12) : start])
        for start, end in (a, b)
    )
