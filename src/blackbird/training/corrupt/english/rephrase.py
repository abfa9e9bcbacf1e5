"""English sentences in other words that say the same, or less."""

from __future__ import annotations

import re
from random import Random

from blackbird.training.corrupt.english.view import WHOLE_WORDS, unquoted
from blackbird.training.corrupt.rules import compiled, placed

_THINGS = (
    r"(?:lake|city|town|building|house|hall|room|area|garden|tree|animal|bird|island|park|ship)"
)
_SYNONYMS = compiled(
    (
        ("began", "started"), (rf"large(?= {_THINGS}s?\b)", "big"), ("situated", "located"),
        ("located", "situated"), ("approximately(?= [0-9])", "about"), ("mainly", "primarily"),
        (r"several(?= (?!hundred|thousand|million|other|more|of|times)[a-z]+s\b)", "a number of"),
        ("became(?= (?:an?|the) )", "came to be"), ("primarily", "mainly"), ("currently", "now"),
        ("purchased", "bought"), ("constructed(?= (?:in|by|of|from) )", "built"),
        ("prior to", "before"), ("numerous", "many"), ("aided by", "helped by"),
        ("attempted to", "tried to"), ("commenced", "started"), ("inhabitants", "residents"),
        ("in order to", "to"), (r"died(?= (?:in [0-9]|on [A-Z0-9]))", "passed away"),
        ("resides in", "lives in"), ("consists of", "is made up of"), ("whilst", "while"),
        (r"(?<=\bis )known as", "called"), (r"(?<=\bis also )known as", "called"),
        ("amongst", "among"), ("more than(?= [0-9])", "over"), ("less than(?= [0-9])", "under"),
        ("such as", "like"), ("for example", "for instance"), ("entire", "whole"),
        ("throughout(?= the )", "all through"), ("until(?= [0-9])", "till"),
        (r"(?<=\bwas )assisted by", "helped by"), ("upon(?! [A-Z])", "on"), ("therefore", "thus"),
    ),
    *WHOLE_WORDS,
)  # fmt: skip
# A time or a place, not a turn of speech ("in particular"), before a sentence of one clause.
_LEADING = re.compile(
    r"^((?:In|On|At|During|By|From|After|Before|Since) (?:[0-9A-Z]|the |an? |his |her |its |their )"
    r"[^,.;:]{1,40}), (\S)([^,;:.?!]{3,120}(?:\.[A-Z])*?)\.$"
)
_CLAUSES = re.compile(
    r"\b(?:and|or|but|that|which|who|whom|whose|where|when|while|if|because|although|though|before"
    r"|after|until|since|than|not|never|no|said|says|as|so)\b|\0|[–—-] "
)
_CONNECTIVE = re.compile(
    r"^(?:However|Moreover|Furthermore|In addition|Additionally|Also|For example|For instance|"
    r"Therefore|Thus|Meanwhile|Indeed|In fact|Consequently|As a result|Similarly), (\w\w?)"
)
_BRACKETS = re.compile(
    r"(?<!,) (?:\([^()]*\)|\[[^\[\]]*\]|-LRB-(?:(?!-[LR]RB-).)*-RRB-)(?=[ ,.;:])"
)
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|where)\b")
_INSERTED = re.compile(r"(?<=[\w)]), (?:which|who|where)\b(?:[^,;:]|(?<=\d),(?=\d))*,(?= )")
_TRAILING = re.compile(r"(?<=[\w)]), (?:which|who|where)\b[^;:]*(?=\.$)")
_COMMA = re.compile(r",(?!\d)")
_SECOND = re.compile(
    r"(?<=[a-z]), (?:and|but) (?:it|he|she|they)"
    r" (?:was|is|were|are|had|has|have|did|does|[a-z]+ed)\b"
)
_HELD = re.compile(
    r"^(?:If|When|Although|Because|Since|While|After|Before|Unless|Whether|Though|As|Not|Neither"
    r"|Either|Both)\b|\b(?:both|either|neither|not only|whether|that|said|says|if|so|no "
    r"sooner)\b|\0"
)


def rephrased(sentence: str, random: Random) -> str:
    """The same in other words: less said, the order changed, words for words."""
    text = _CONNECTIVE.sub(lambda m: _capital(m[1]), sentence.strip())
    if random.random() < 0.6:
        text = _BRACKETS.sub("", text)
    if random.random() < 0.4:
        text = _shorter(text)
    if random.random() < 0.4 and not _HELD.search(unquoted(text)):
        text = _first(text)
    if random.random() < 0.5:
        text = _reordered(text)
    for pattern, new in random.sample(_SYNONYMS, len(_SYNONYMS)):
        if random.random() < 0.5 and (match := pattern.search(unquoted(text))):
            text = placed(text, match.start(), match.end(), new)
    return text


def _first(text: str) -> str:
    """The first of two statements."""
    match = _SECOND.search(text)
    return text[: match.start()] + "." if match and text.endswith(".") else text


def _capital(word: str) -> str:
    """The word as it begins a sentence; a name such as "iPhone" stays."""
    return word if word[1:].isupper() else word[0].upper() + word[1:]


def _shorter(text: str) -> str:
    """Without the one clause that only adds something; what it belongs to must be plain."""
    if len(_RELATIVE.findall(text)) != 1 or '"' in text or "“" in text:
        return text
    if match := _INSERTED.search(text):
        two = len(_COMMA.findall(text)) == 2
        return text[: match.start()] + text[match.end() :] if two else text
    return _TRAILING.sub("", text)


def _reordered(text: str) -> str:
    """The time or place of a simple sentence, from its beginning to its end."""
    match = _LEADING.match(unquoted(text))
    if match is None or _CLAUSES.search(match[2] + match[3]):
        return text
    phrase = match[1][0].lower() + match[1][1:]
    rest = match[2] + match[3]
    stop = "." if re.search(r"\.[A-Z]\Z", rest) else ""
    return f"{_capital(rest[:2])}{rest[2:]}{stop} {phrase}."
