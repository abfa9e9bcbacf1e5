"""English words and their opposites, with what has to stand around them.

Many words have an opposite in some of their senses only: of "500 m long" it is not "short", and
nobody is "died in 1950". Where the sense is not plain, the word stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blackbird.training.corrupt.english.view import WHOLE_WORDS, behind, unless_behind
from blackbird.training.corrupt.rules import compiled

# Before a noun that they describe; no measure, no comparison, no fixed phrase.
_DESCRIBING = (
    ("large", "small"), ("long", "short"), ("good", "bad"), ("strong", "weak"),
    ("rich", "poor"), ("positive", "negative"), ("urban", "rural"), ("major", "minor"),
    ("hot", "cold"), ("fast", "slow"), ("modern", "ancient"), ("legal", "illegal"),
    ("successful", "unsuccessful"), ("high", "low"), ("early", "late"), ("thick", "thin"),
    ("wide", "narrow"), ("northern", "southern"), ("eastern", "western"),
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
    ("simpler", "more complex"), ("easier", "harder"), ("cheaper", "more expensive"),
    ("upstream", "downstream"), ("northward", "southward"),
)  # fmt: skip
_GAME = (
    r"(?= (?:the|an?|his|her|its|their|that|this|all) (?:\S+ ){0,3}(?:match|game|war|battle"
    r"|election|elections|title|championship|championships|case|race|final|finals|cup|tournament"
    r"|series|Cup|Bowl|War|Championship|Series)\b)"
)
_GROUP = r"(?:party|army|band|team|club|company|union|group|church|navy|league)"
_OWN = r"(?:the|a|an|his|her|its|their|no)"
# No measure and no comparison; behind a verb it may be an adverb ("has long been").
_AS = unless_behind(
    "as so how too not no years year old m km cm feet metres meters miles days months tall wide at "
    "by for all every any more most once or much far was has have had"
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


# How an adjective ends where it surely is one.
_QUALITY = r"[a-z]+(?:ous|ful|ive|able|ible|ant|ent|al|ar|ing)\b"
# What stands before the two, the two, and what stands behind them.
_AROUND = (
    ("", "won", "lost", _GAME),
    ("", "win", "lose", _GAME),
    (r"(?<=\b(?:the|his|her) )", "victory", "defeat", r"(?! (?:over|against|for)\b)"),
    (behind("is are was were"), "allowed", "forbidden", r"(?= to\b)"),
    ("", "public", "private", _SECTOR),
    ("", "rose", "fell", r"(?= (?:to|by|from) (?:about |around |over )?[\d$£€])"),
    (r"(?<=\b(?:at|by|to) the )", "beginning", "end", r"(?= of\b)"),
    ("", "began", "ended", r"(?= (?:in|on|with) )"),
    ("", "opened", "closed", r"(?= (?:in|on|the|a|its|his|her) )"),
    ("", "bought", "sold", r"(?= by\b)"),
    (r"(?<=\b(?:his|her|the) )", "birth", "death", r"(?! (?:rate|place|control|certificate))"),
    ("", "above", "below", r"(?= (?:the|sea|average) )"),
    ("", "older", "younger", r"(?= (?:brother|sister|son|daughter|sibling))"),
    (behind("years months weeks days"), "later", "earlier", ""),
    ("", "north", "south", r"(?= of\b)"),
    (r"(?<=\bthe )", "north", "south", r"(?=[,.]| of| and )"),
    ("", "east", "west", r"(?= of\b)"),
    (r"(?<=\bthe )", "east", "west", r"(?=[,.]| of)"),
    ("", "supported by", "opposed by", ""),
)
_ONE_WAY = (
    (r"all of(?= (?:the|its|his|her|their|these) )", "none of"),
    (r"always(?= [a-z])", "never"),
    (r"succeeded in(?= [a-z]+ing\b)", "failed in"),
    (rf"joined(?= (?:{_OWN} (?:\S+ )?{_GROUP}|the [A-Z]))", "left"),
    (rf"{unless_behind('was been')}left(?= (?:the|his|her) (?:\S+ )?{_GROUP}\b)", "joined"),
    (rf"the most(?= {_QUALITY})", "the least"),
    # Not of an amount: "two less albums" is no English.
    (rf"{behind('is are was were be a far much')}more(?= (?:{_QUALITY}|[a-z]+ly\b))", "less"),
    (
        r"(?<=\b(?:the|his|her|its) )first"
        r"(?= (?!half|few|two|three|century|name|and|or|lady)[a-z]+)",
        "last",
    ),
    (r"(?<=\bthe )best(?! (?:known|of|way|man|seller)|-)(?= [a-z]+)", "worst"),
    (
        rf"{unless_behind('as all every any')}(?<!\bas is )possible(?! (?:for|that)\b)(?= to )",
        "impossible",
    ),
    (r"impossible(?= to )", "possible"),
    (rf"{_AS}old{_HOLDS_ON}(?= [a-z])", "new"),
)


def _both(pairs: Iterable[tuple[str, str]], before: str, after: str) -> Iterator[tuple[str, str]]:
    """Each of two words for the other."""
    for one, two in pairs:
        yield f"{before}{one}{after}", two
        yield f"{before}{two}{after}", one


def _rules() -> Iterator[tuple[str, str]]:
    yield from _both(_DESCRIBING, _AS, rf"{_HOLDS_ON}(?= [a-z])")
    yield from _both(_ANYWHERE, unless_behind("as") + r"(?<!\bthe more )", r"(?! than ever| [A-Z])")
    for before, one, two, after in _AROUND:
        yield from _both([(one, two)], before, after)
    yield from _ONE_WAY


OPPOSITES = compiled(_rules(), *WHOLE_WORDS)
"""One word for its opposite, where it has one."""
