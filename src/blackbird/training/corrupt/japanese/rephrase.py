"""Japanese sentences in other words that say the same, or less."""

from __future__ import annotations

import re
from random import Random

from blackbird.training.corrupt.rules import END_JA, compiled

_CONNECTIVE = re.compile(
    r"^(?:しかし|また|そして|さらに|なお|そのため|一方|例えば|ただし|つまり|特に|このため)[、，]"
)
# Not behind a letter, where a bracket may be a part of a formula: "f(x)".
_BRACKETS = re.compile(r"（[^（）]*）|(?<![A-Za-z0-9])\([^()]*\)")
# Only what differs in width: of "10²" and "①" other forms would say something else.
_NARROW = {
    ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()
}
_HAN = "[一-龯ァ-ヴー]"
_WORDS = compiled(
    (
        (r"(?<![一-龯])約(?=[0-9０-９一二三四五六七八九十百千万数])", "およそ"),
        (r"およそ(?=[0-9０-９一二三四五六七八九十百千万数])", "約"),
        ("用いられ", "使われ"), ("全て", "すべて"), ("様々な", "さまざまな"), ("殆ど", "ほとんど"),
        (r"(?<![数りも一-龯])多くの(?!場合|点|面|うち)", "たくさんの"), ("(?<=を)有する", "持つ"),
        (r"(?<=に)位置する", "ある"), (rf"(?<={_HAN})(?:及び|および)(?={_HAN})", "と"),
        ("非常に", "とても"), ("(?<!に)において(?![もけ、])", "で"), ("における", "での"),
        ("に関する", "についての"), (r"最も(?!らし|の)", "一番"), (
            r"(?<!再)利用(?=[しさす])", "使用"),
        ("であるが(?=、)", "だが"), ("亡くなっ", "死去し"), ("(?<=と)呼ばれ", "称され"),
        (rf"によって(?={_HAN})", "により"), ("または", "あるいは"), ("例えば", "たとえば"),
        ("と共に", "とともに"), ("更に", "さらに"), ("既に", "すでに"), ("極めて", "きわめて"),
        ("ほぼ(?=[0-9全同])", "ほとんど"), ("出来る", "できる"), ("(?<=[一-龯])の際に", "のときに"),
    ),
)  # fmt: skip
_POLITE = compiled(
    (
        ("であった", "でした"), ("である", "です"), ("ている", "ています"),
        ("(?<![でま])した", "しました"), ("する", "します"), ("(?<=[にとく])なった", "なりました"),
        ("がある", "があります"), ("れた", "れました"), ("れる", "れます"),
        ("ていた", "ていました"),
    ),
    after=END_JA,
)  # fmt: skip
_PAUSE = re.compile(r"(?<=[一-龯ァ-ヴーぁ-ん]は)、(?=[一-龯ァ-ヴー])")


def rephrased(sentence: str, random: Random) -> str:
    """The same in other words: less said, another register, words for words."""
    text = _CONNECTIVE.sub("", sentence)
    if random.random() < 0.7:
        text = _BRACKETS.sub("", text)
    if random.random() < 0.3:
        text = text.translate(_NARROW)
    if random.random() < 0.4:
        text = _polite(text)
    for pattern, new in random.sample(_WORDS, len(_WORDS)):
        if random.random() < 0.5:
            text = pattern.sub(new, text, count=1)
    if random.random() < 0.3:
        text = _PAUSE.sub("", text, count=1)
    return text


def _polite(text: str) -> str:
    for pattern, new in _POLITE:
        if pattern.search(text):
            return pattern.sub(new, text, count=1)
    return text
