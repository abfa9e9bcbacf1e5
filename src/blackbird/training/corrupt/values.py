"""Another number in the place of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from blackbird.training.corrupt.bounds import bounded, rough
from blackbird.training.corrupt.dates import dates_in
from blackbird.training.corrupt.rules import placed

_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("fifteen", "twenty", "thirty", "forty", "fifty"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_SCALES = {"hundred": "thousand", "thousand": "million", "million": "billion", "billion": "million"}
_KANJI = "一二三四五六七八九十"
_DIGITS = f"{_KANJI}百千万億兆数何幾同第唯"
_COUNTERS = "人個本台回歳つ名枚種類章階軒校戸頭匹冊隻両倍割"
_AFTER_COUNTER = r"(?=[のがをはにでと、。もし目]|$)"

# A word that counts: not a part of "two-thirds", "two or three", "first and second".
_ALONE = r"(?![-–]\w|[-–—/]|,? (?:or|to|and) (?:\w+\s)?(?:\d|"
_NUMBER = re.compile(
    # A capital belongs to a name ("the Seven Years' War"), or begins the sentence.
    rf"(?P<word>(?<![\w-])(?<! or )(?<! to )(?:{'|'.join(_WORDS)})\b"
    rf"(?! (?:hundred|thousand|million|billion)\b){_ALONE}{'|'.join(_WORDS)})\b))"
    rf"|(?P<ordinal>(?<=\b(?:the|her|his|its) )(?:{'|'.join(_ORDINALS)})\b"
    r"(?= [a-z])(?! (?:half|halves|few|and|or|to|of|in|at|hand|place|class|party|language|century"
    rf"|name|names|lady|world|time ever|{'|'.join(_WORDS)}|{'|'.join(_ORDINALS)})\b))"
    rf"|(?P<scale>(?<=[\da-z] )(?<!hundred )(?<!thousand )(?<!million )(?:{'|'.join(_SCALES)})\b"
    rf"(?!-| (?:{'|'.join(_SCALES)})\b))"
    r"|(?P<digits>(?<![\w.,:/–—−~〜～^#-])[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?(?!["
    r"0-9,.:]?[0-9])"
    r"|(?:(?<![\w.,:/–—−~〜～^#-])|(?<=[ぁ-んァ-ヴー一-龯、。（「]))(?<![\d〇][、・])"
    r"[0-9０-９]{1,12}(?:\.[0-9]{1,6})?(?![.,:][0-9]|[0-9０-９]))"
    rf"|(?P<kanji>(?<![{_DIGITS}の])[{_KANJI}](?=[{_COUNTERS}]{_AFTER_COUNTER}))"
)
# What follows a number so that it is no amount, or one of several that stand for one.
_NO_AMOUNT = re.compile(
    r"[%％]? [-–] ?\d|(?:st|nd|rd|th|s|ers?|[A-Z])\b|[A-Za-z]{0,2}\d|[-–—−~〜～/^²³]\s?\d"
    r"|[-–—−/^~〜～]"
    r"|、\d|[・]\d|世紀|[年月日項条款号番]"
    r"| ?(?:or|to|and) (?:\d|(?:two|three|four|five|six|seven|eight|nine|ten)\b)"
)
_NOUN = re.compile(r" [A-Za-z]")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
# "Route 9", "the Camden 28", "articles 9 and 10"; but "In 9 cases" begins a sentence.
_OF_NAME = re.compile(r"(?:(?:[A-Z][\w/]*)|([0-9](?:,| and| or)|第|[0-9%％] [-–])) ?\Z")
_UNIT_BEFORE = re.compile(
    r"\b(?:article|section|chapter|page|part|no\.|number|route|level)s? \Z", re.I
)


def other_number(sentence: str, _others: Sequence[str], random: Random) -> str | None:
    """The sentence with one number changed that is no date and no bound.

    "More than 500" may be 600, so a bound changed is no false statement.
    """
    dated = {at for match in dates_in(sentence) for at in range(*match.span())}
    found = [m for m in _NUMBER.finditer(sentence) if m.start() not in dated and _free(sentence, m)]
    random.shuffle(found)
    for match in found:
        new = _changed(sentence, match, random)
        if new is not None:
            return placed(sentence, match.start(), match.end(), new)
    return None


def _free(sentence: str, match: re.Match[str]) -> bool:
    """Whether the number says an amount by itself: no bound, no range, no part of a list."""
    if match["ordinal"]:
        return True
    if match["digits"]:
        if match["digits"] == "1" and _NOUN.match(sentence, match.end()):
            return False  # "2 goal" is no English
        if _NO_AMOUNT.match(sentence, match.end()):
            return False
        lead = _OF_NAME.search(sentence[max(0, match.start() - 24) : match.start()])
        if lead and (lead[1] or lead.start() > 0 or match.start() > 24):
            return False
        if _UNIT_BEFORE.search(sentence[max(0, match.start() - 12) : match.start()]):
            return False
    return not bounded(sentence, match.start(), match.end())


def _changed(sentence: str, match: re.Match[str], random: Random) -> str | None:
    old = match.group()
    if match["word"]:
        return random.choice(_apart(old, _WORDS, rough(sentence, match.start(), match.end())))
    if match["ordinal"]:
        # "The first largest" is no English.
        choices = [word for word in _ORDINALS[1:] if word != old]
        return random.choice(choices)
    if match["scale"]:
        return _SCALES[old]
    if match["kanji"]:
        most = _KANJI[:-1] if sentence.startswith("つ", match.end()) else _KANJI
        return random.choice([k for k in most if k != old])
    return _other_digits(sentence, match, random)


def _apart(old: str, words: Sequence[str], far: bool) -> list[str]:
    """Other words of the row; with ``far``, none of its neighbours."""
    at = words.index(old)
    return [w for i, w in enumerate(words) if abs(i - at) > (3 if far else 0)]


def _other_digits(sentence: str, match: re.Match[str], random: Random) -> str | None:
    """Another amount of the same size, as round as the old one, within what its unit allows."""
    old = match.group()
    whole, point, fraction = old.partition(".")
    value = int(whole.replace(",", ""))
    far = rough(sentence, match.start(), match.end())
    most = _most(sentence[match.end() : match.end() + 12], value)
    least = 2 if value < 100 else value // 4
    unit = 1
    while value and value % (unit * 10) == 0 and value > unit * 10:
        unit *= 10
    reach = max(5 * unit, (value // 2) // unit * unit)
    low, high = max(least, value - reach), min(most, value + reach)
    choices = range(-(-low // unit) * unit, high + 1, unit)
    apart = value * 2 // 5 if far else 0
    for _ in range(12):  # nearly every draw fits; a sentence without one is left alone
        new = random.choice(choices) if choices else value
        text = (f"{new:,}" if "," in whole else str(new)) + point + fraction
        if abs(new - value) > apart and not _stands(text, sentence):
            return text if old.isascii() else text.translate(_FULL)
    return None


def _stands(number: str, sentence: str) -> bool:
    """Whether the sentence says the number already: two alike would be noticed, or be true."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", sentence) is not None


def _most(after: str, value: int) -> int:
    """What a number may be at most, from its unit."""
    for unit, most in ((r" ?[ap]\.?m\b", 12), (r" ?(?:%|％|percent|per cent|パーセント)", 100)):
        if re.match(unit, after) and value <= most:
            return most
    if after[:1] in "つ割" and after[:1]:
        return 9
    if re.match(r"時(?!間)", after):
        return max(value, 23)
    return max(12, value * 3)
