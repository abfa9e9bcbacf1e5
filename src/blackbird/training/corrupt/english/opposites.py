"""English words and their opposites, with what has to stand around them.

Many words have an opposite in some of their senses only: of "500 m long" it is not "short", and
nobody is "died in 1950". Where the sense is not plain, the word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blackbird.training.corrupt.rules import Rules

# Before a noun that they describe; no measure, no comparison, no fixed phrase.
_DESCRIBING = (
    ("large", "small"), ("long", "short"), ("good", "bad"), ("strong", "weak"),
    ("rich", "poor"), ("positive", "negative"), ("urban", "rural"), ("major", "minor"),
    ("hot", "cold"), ("fast", "slow"), ("modern", "ancient"), ("legal", "illegal"),
    ("successful", "unsuccessful"), ("high", "low"), ("early", "late"), ("thick", "thin"),
    ("wide", "narrow"), ("northern", "southern"), ("eastern", "western"), ("male", "female"),
    ("warm", "cool"), ("simple", "complex"), ("upper", "lower"), ("southeastern", "northwestern"),
    ("direct", "indirect"), ("visible", "invisible"),
)  # fmt: skip
# The same wherever they stand.
_ANYWHERE = (
    ("increase", "decrease"), ("increased", "decreased"), ("increases", "decreases"),
    ("increasing", "decreasing"), ("largest", "smallest"), ("larger", "smaller"),
    ("higher", "lower"), ("highest", "lowest"), ("earliest", "latest"), ("longest", "shortest"),
    ("stronger", "weaker"), ("strongest", "weakest"), ("faster", "slower"), ("fastest", "slowest"),
    ("hotter", "colder"), ("hottest", "coldest"), ("accepted", "rejected"),
    ("majority", "minority"), ("inside", "outside"), ("alive", "dead"), ("maximum", "minimum"),
    ("successfully", "unsuccessfully"), ("wider", "narrower"),
    ("oldest", "newest"), ("positively", "negatively"), ("legally", "illegally"),
    ("father", "mother"), ("son", "daughter"), ("brother", "sister"), ("brothers", "sisters"),
    ("sons", "daughters"), ("men", "women"), ("simpler", "more complex"), ("easier", "harder"),
    ("cheaper", "more expensive"), ("upstream", "downstream"), ("northward", "southward"),
)  # fmt: skip
_GAME = (
    r"(?= (?:the|an?|his|her|its|their|that|this|all) (?:\S+ ){0,3}(?:match|game|war|battle"
    r"|election|elections|title|championship|championships|case|race|final|finals|cup|tournament"
    r"|series|Cup|Bowl|War|Championship|Series)\b)"
)
_GROUP = r"(?:party|army|band|team|club|company|union|group|church|navy|league|army)"
_OWN = r"(?:the|a|an|his|her|its|their|no)"
_AS = "".join(
    f"(?<!{word} )"
    for word in "as so how too not very no years year old m km cm feet metres meters miles days "
    "months tall wide at by for all every any more most once or much far the".split()
    if word not in ("very", "the")
)
_HOLDS_ON = (
    r"(?! (?:as|enough|than|before|after|ago|and|or|in|of|to|by|at|for|school|schools|street|time"
    r"|term|way|run|range|priest|tide|known|part)\b)"
)
_SECTOR = (
    r"(?= (?:sector|school|schools|company|companies|university|universities|transport|hospital"
    r"|hospitals|funding|investment|ownership|land|property|sphere|service|services|education"
    r"|broadcaster|transportation|institutions|enterprise)\b)"
)


def _phrases() -> Iterator[tuple[str, str]]:
    """Patterns and what stands for them where a pair needs more around it."""
    both = (
        (rf"won{_GAME}", "won", "lost"),
        (rf"win{_GAME}", "win", "lose"),
        (r"(?<=\b(?:the|his|her) )victory(?! (?:over|against|for)\b)", "victory", "defeat"),
        (r"(?<=\bwere )allowed(?= to\b)", "allowed", "forbidden"),
        (r"(?<=\bis )allowed(?= to\b)", "allowed", "forbidden"),
        (r"(?<=\b(?:was|are) )allowed(?= to\b)", "allowed", "forbidden"),
        (rf"public{_SECTOR}", "public", "private"),
        (r"rose(?= (?:to|by|from) (?:about |around |over )?[\d$£€])", "rose", "fell"),
        (r"(?<=\b(?:at|by|to) the )beginning(?= of\b)", "beginning", "end"),
        (r"began(?= (?:in|on|with) )", "began", "ended"),
        (r"opened(?= (?:in|on|the|a|its|his|her) )", "opened", "closed"),
        (r"bought(?= by\b)", "bought", "sold"),
        (r"(?<=\b(?:his|her|the) )birth(?! (?:rate|place|control|certificate))", "birth", "death"),
        (r"above(?= (?:the|sea|average) )", "above", "below"),
        (r"all of(?= (?:the|its|his|her|their|these) )", "all of", "none of"),
        (r"always(?= [a-z])", "always", "never"),
        (r"older(?= (?:brother|sister|son|daughter|sibling))", "older", "younger"),
        (r"(?<=\b(?:years|weeks) )later\b", "later", "earlier"),
        (r"(?<=\bmonths )later\b", "later", "earlier"),
        (r"north(?= of\b)", "north", "south"),
        (r"(?<=\bthe )north(?=[,.]| of| and )", "north", "south"),
        (r"east(?= of\b)", "east", "west"),
        (r"(?<=\bthe )east(?=[,.]| of)", "east", "west"),
        (r"supported by", "supported by", "opposed by"),
    )
    for pattern, one, two in both:
        yield pattern, two
        yield re.sub(rf"\b(?:{re.escape(one)})\b(?!\w)", two, pattern, count=1), one
    yield r"succeeded in(?= [a-z]+ing\b)", "failed in"
    yield rf"joined(?= (?:{_OWN} (?:\S+ )?{_GROUP}|the [A-Z]))", "left"
    yield rf"(?<!was )(?<!been )left(?= (?:the|his|her) (?:\S+ )?{_GROUP}\b)", "joined"
    yield r"the most(?= [a-z]+(?:ous|ful|ive|able|ible|ant|ent|al|ar|ing)\b)", "the least"
    yield (
        r"(?<!no )(?<!and )(?<!or )(?<!once )(?<!the )(?<!far )more(?! (?:and|or|than"
        r"|of)\b)(?= [a-z]+)",
        "less",
    )
    yield (
        r"(?<=\b(?:the|his|her|its) )first(?= (?!half|few|two|three|century|name|and|or"
        r"|lady)[a-z]+)",
        "last",
    )
    yield r"(?<=\bthe )best(?! (?:known|of|way|man|seller)|-)(?= [a-z]+)", "worst"
    yield (
        r"(?<!as )(?<!as is )(?<!all )(?<!every )(?<!any )possible(?! (?:for|that)\b)"
        r"(?= to )",
        "impossible",
    )
    yield r"impossible(?= to )", "possible"
    yield rf"{_AS}old{_HOLDS_ON}(?= [a-z])", "new"


def _pattern(inner: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-]){inner}(?![\w-])")


def _rules() -> Iterator[tuple[str, str]]:
    for one, two in _DESCRIBING:
        for old, new in ((one, two), (two, one)):
            yield rf"{_AS}{old}{_HOLDS_ON}(?= [a-z])", new
    for one, two in _ANYWHERE:
        for old, new in ((one, two), (two, one)):
            if " " not in old:
                yield rf"(?<!as )(?<!the more ){old}(?! than ever| [A-Z])", new
    yield from _phrases()


OPPOSITES: Rules = tuple((_pattern(old), new) for old, new in _rules())
"""One word for its opposite, where it has one."""
