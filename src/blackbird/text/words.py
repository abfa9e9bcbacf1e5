"""The words of a text that carry its meaning, in any script."""

from __future__ import annotations

import re
import unicodedata

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:['’][^\W\d_]+)?")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")
_WIDE = re.compile(rf"[{_CJK}]")

# Function words of the languages that people ask in most. They tell nothing about a text.
FUNCTION = frozenset(
    "a an the and or but nor so if of to in on at by for from with without about into over "
    "after before between under during through than as is are was were be been being am do "
    "does did done have has had having will would shall should can could may might must not "
    "no yes it its he him his she her they them their we us our you your i me my this that "
    "these those there here who whom whose which what when where why how one ones some any "
    "all each both also just only very more most much many few other such same then now "
    "please tell el la los las un una unos unas y o de del al en con por para sin sobre entre "
    "que qué quién quiénes cuál cuáles cuándo dónde cómo cuánto cuántos cuánta cuántas es son "
    "fue fueron era eran ser se su sus lo le les no sí más muy ha han había este esta estos "
    "estas ese esa eso le les des du et ou est sont était dans sur avec pour par qui que quoi "
    "quel quelle quels quelles quand où comment pourquoi combien ce cette ces il elle ils "
    "elles ne pas der die das den dem des ein eine einer eines und oder ist sind war waren "
    "wird wurde wurden im zu von mit auf für aus bei nach wie was wer wen wem wann wo warum "
    "welche welcher welches nicht er sie es ihr wir".split()
)


def content_words(text: str) -> frozenset[str]:
    """Words without function words; runs of Chinese or Japanese as overlapping pairs.

    Hiragana is left out: in Japanese it writes endings and particles.
    """
    words: set[str] = set()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if _WIDE.match(run):
            for part in _HIRAGANA.split(run):
                words.update(_pairs(part))
        elif run not in FUNCTION:
            words.add(_stem(run))
    return frozenset(words)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _stem(word: str) -> str:
    """Plural, possessive and past endings of English do not make another word."""
    word = re.sub(r"['’]\w+$", "", word)
    for ending in ("ies", "es", "s", "ed", "ing"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
