"""Tell the language of a text: by its script where that decides, else by letter statistics.

Scripts that one language dominates are answered at once. For Latin script the model of py3langid
(97 languages, trained on web and reference text) is asked, with two habits for the few words of
a question: the languages most often written on the web get a small head start, and a guess
hardly better than the default gives way to the default.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SCRIPTS = {
    "kana": "\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f",
    "han": "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u05d0-\u05ea",
    "th": "\u0e01-\u0e5b",
    "devanagari": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0531-\u058f",
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
}
_DENSE = frozenset({"kana", "han", "ko"})  # their signs are counted, of the others the words
_PATTERNS = {
    name: re.compile(f"[{chars}]" if name in _DENSE else f"[{chars}]+")
    for name, chars in _SCRIPTS.items()
}
_WORD_IN_SIGNS = 1.7  # a word of Latin script says about what so many kana or Han signs say

_MODEL_LANGUAGES: dict[str, frozenset[str]] = {
    "latin": frozenset(
        "af ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms nl no pl pt ro sk sl "
        "sq sv sw tl tr vi".split()
    ),
    "cyrillic": frozenset("be bg kk mk mn ru sr uk".split()),
    "arabic": frozenset("ar fa ur ug ps".split()),
    "devanagari": frozenset("hi mr ne".split()),
}
_LEADERS = {
    "latin": frozenset("en es de fr it pt nl".split()),
    "cyrillic": frozenset({"ru"}),
    "arabic": frozenset({"ar"}),
    "devanagari": frozenset({"hi"}),
}
_HEAD_START = 2.0  # natural log units, as are the model's scores
_MARGIN = 1.0  # a guess has to beat the default by this
_MARGIN_FEW = 4.0  # the same for fewer than three words
_SAMPLE = 2000  # characters; more do not change an answer

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}|[@#]\w{1,100}")
_WORD = re.compile(r"[^\W\d_]{2,}")

_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def detect_language(text: str, default: str = "en", *, han: str = "zh") -> str:
    """ISO 639-1 code of the language that most of ``text`` is written in.

    ``default`` is returned where nothing tells: no letters, or one or two words that could be
    of several languages. ``han`` is returned for Han characters alone when they are in use in
    Chinese as well as in Japanese (``東京都``); pass ``han="ja"`` where Japanese is expected.
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE])
    sizes = {name: _size(name, sample) for name in _PATTERNS}
    sizes["han"] += sizes["kana"]  # one writing system
    script = max(sizes, key=lambda name: sizes[name])
    if sizes[script] == 0:
        return default
    if script in ("han", "kana"):
        return "ja" if sizes["kana"] else _han_only(sample, han)
    if script in _MODEL_LANGUAGES:
        return _by_statistics(sample, script, default)
    return script


def language_name(code: str) -> str:
    """English name of an ISO 639-1 code, for prompts; an unknown code is its own name."""
    return _NAMES.get(code.lower().split("-")[0], code)


def _size(script: str, text: str) -> float:
    return len(_PATTERNS[script].findall(text)) * (1 if script in _DENSE else _WORD_IN_SIGNS)


def _han_only(text: str, undecided: str) -> str:
    """Judge by the national character sets: simplified signs are missing from the Japanese set,
    Japan's own simplified signs from both Chinese sets."""
    japanese = chinese = 0
    for sign in _PATTERNS["han"].findall(text):
        in_japan = _is_in(sign, ("shift_jis",))
        in_china = _is_in(sign, ("gb2312", "big5"))
        japanese += in_japan and not in_china
        chinese += in_china and not in_japan
    if japanese == chinese:
        return undecided
    return "ja" if japanese > chinese else "zh"


def _is_in(sign: str, character_sets: Sequence[str]) -> bool:
    for name in character_sets:
        try:
            sign.encode(name)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _by_statistics(text: str, script: str, default: str) -> str:
    from py3langid import rank  # here: loading its model takes half a second

    known, leaders = _MODEL_LANGUAGES[script], _LEADERS[script]
    scores = {
        code: float(score) + (_HEAD_START if code in leaders else 0.0)
        for code, score in rank(text)
        if code in known
    }
    best = max(scores, key=lambda code: scores[code])
    words = len(_WORD.findall(text))
    margin = _MARGIN_FEW if words < 3 else _MARGIN
    return default if scores[best] - scores.get(default, float("-inf")) < margin else best
