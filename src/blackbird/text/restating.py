"""Whether a sentence only says a question again, as small models do instead of answering."""

from __future__ import annotations

import re

from blackbird.text.words import content_words

_AGAIN = 0.7  # of a question's words, when it is said again
_READ = 1000  # characters that are looked at
# What opens a question that is not answered in its own words; "was" opens one in English that is.
_OPENS = re.compile(
    r"^\W*(?:(?:in|on|at|by|for|with|from|to|of|en|de|por|con|à|mit|von|seit) )?"
    r"(?:who|whom|whose|which|what|when|where|why|how|quién|quiénes|qué|cuál|cuáles|cuándo|dónde|"
    r"cómo|cuánt[oa]s?|quel|quelle|quand|où|pourquoi|comment|combien|wer|wen|wem|welche[rsmn]?|"
    r"wann|wo|warum|wie)\b",
    re.IGNORECASE,
)
_OPENS_JA = re.compile(r"どの|どんな|どこ|だれ|誰|いつ(?![もか])|何|なぜ|いくら|いくつ(?!か)")
_CHOICE = re.compile(r"\b(?:or|o|ou|oder)\b|どちら|どっち|それとも|または|あるいは|か、", re.I)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Words that a statement has in the place of what a question has, and that say nothing.
_FILLING = frozenset(
    "a an the is was were are be been has have had did do does it its that this of in on at to and "
    "by for with from as holds".split()
)
_HIRAGANA = re.compile(r"[ぁ-ん]{2,}")
_ENDING = re.compile(
    r"(?:です|でした|ます|ました|である|だ|た|て|い|る|いる|います|ある|あります|れ|され)+$"
)


def restates(sentence: str, question: str) -> bool:
    """Whether ``sentence`` is ``question`` as a statement, without a word of its own.

    A question without a question word can be answered in its own words, and so can one that names
    what there is to choose from.
    """
    sentence, question = sentence[:_READ], question[:_READ]
    wide = _WIDE.search(question) is not None
    opens = _OPENS_JA.search(question) if wide else _OPENS.match(question)
    if not opens or _CHOICE.search(question):
        return False
    said, asked = content_words(sentence), content_words(question)
    if not said <= asked or len(said) <= _AGAIN * len(asked):
        return False
    return not (_new_hiragana(sentence, question) if wide else _new_tokens(sentence, question))


def _new_tokens(sentence: str, question: str) -> bool:
    """Whether a word is new that is too common to count as one: "no", "one", "the WHO"."""
    there = _TOKEN.findall(question)
    stems = content_words(question)
    folded = {token.lower() for token in there}
    for token in _TOKEN.findall(sentence):
        if token.isupper() and len(token) > 1 and token not in there:
            return True
        known = token.lower() in folded or token.lower() in _FILLING
        if not known and not content_words(token) & stems:
            return True
    return False


def _new_hiragana(sentence: str, question: str) -> bool:
    """Whether a run of hiragana is new, apart from how a sentence ends."""
    runs = (_ENDING.sub("", run) for run in _HIRAGANA.findall(sentence))
    return any(run not in question for run in runs)
