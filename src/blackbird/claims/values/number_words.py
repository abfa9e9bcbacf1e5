"""The words and signs of small numbers, and those beside a number that count nothing."""

from __future__ import annotations

SMALL = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        1,
    )
}
KANJI = "〇一二三四五六七八九"
"""The digits from 0 to 9."""

NOT_PLURAL = frozenset(
    "was is has as its this does plus his us versus vs across less towards".split()
)
"""Words in -s that are no nouns."""
