"""Pairs in which the same thing is exchanged in the claim, in the evidence, or in both.

What matters is whether the two agree, not how a claim sounds: claims that people wrote to be false
sound so, and a judge that learns the sound is right half the time elsewhere. (Schuster et al.,
2019, who wrote such pairs by hand to show it.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from types import MappingProxyType

from blackbird.training.corrupt import english, japanese, values
from blackbird.training.corrupt.dates import other_date
from blackbird.training.corrupt.names import other_name
from blackbird.training.corrupt.rules import placed
from blackbird.training.judge.examples import Example, Target

_MOST_NAMES = 60  # offered at a time; more makes it slow and no harder
_MOST_WORDS = 3  # of a span that counts as one thing
_HOLLOW = re.compile(r"\b(?:only|just|exclusively|not|never|any|no)\b|n't\b")
_ARTICLE = re.compile(r"(?:an?|the) ")

Exchanges = Mapping[str, Sequence[str]]
"""Words, and what people wrote instead of them where they wanted a false claim."""


def twins(examples: Sequence[Example]) -> Iterator[Example]:
    """Where a true and a false claim on one text differ by a few words: these put into the text.

    In the text so changed the false claim holds, and the true one no longer does.
    """
    for true, false, old, new in _pairs_apart(examples):
        if _found(old, true.second) and not _found(new, true.second):
            evidence, source = _put(true.second, old, new), true.source + "_twins"
            yield Example(false.first, evidence, "supported", source)
            yield Example(true.first, evidence, "refuted", source)


def exchanges_of(examples: Sequence[Example]) -> Exchanges:
    """Words by which false claims differ from true ones on the same text, by what they replace."""
    found: dict[str, list[str]] = {}
    for _, _, old, new in _pairs_apart(examples):
        found.setdefault(old, []).append(new)
    return found


def _pairs_apart(examples: Sequence[Example]) -> Iterator[tuple[Example, Example, str, str]]:
    """A true and a false claim on one text, and the few words in which they differ."""
    by_text: dict[str, list[Example]] = {}
    for example in examples:
        by_text.setdefault(example.second, []).append(example)
    for some in by_text.values():
        for true in some:
            for false in some:
                if (true.target, false.target) == ("supported", "refuted"):
                    old, new = (part.strip() for part in _difference(true.first, false.first))
                    if _one_thing(old) and _one_thing(new) and _led(old) == _led(new):
                        yield true, false, old, new


def _one_thing(words: str) -> bool:
    parts = words.split()
    full = any(len(part) > 3 or not part.islower() for part in parts)
    return full and len(words) > 1 and len(parts) <= _MOST_WORDS and not _HOLLOW.search(words)


def _led(words: str) -> bool:
    return _ARTICLE.match(words) is not None


def exchanged(
    example: Example,
    language: str,
    names: Sequence[str],
    random: Random,
    known: Exchanges = MappingProxyType({}),
) -> Iterator[Example]:
    """From a supported pair that shares a word: that word changed in one, the other, and both."""
    if example.target != "supported":
        return
    change = _learnt_change(example, known, random)
    if change is None or random.random() < 0.5:
        change = _shared_change(example.first, example.second, language, names, random) or change
    if change is None:
        return
    old, new = change
    claim, evidence = _put(example.first, old, new), _put(example.second, old, new)
    source = example.source + "_exchanged"
    # Of another subject the evidence says nothing; of another value of its own it says no.
    apart: Target = "not_supported" if example.first.startswith(old) else "refuted"
    yield Example(claim, example.second, apart, source)
    yield Example(example.first, evidence, apart, source)
    yield Example(claim, evidence, "supported", source)


def _learnt_change(example: Example, known: Exchanges, random: Random) -> tuple[str, str] | None:
    """Words of both texts for which people have written others."""
    words = example.first.split()
    spans = [
        " ".join(words[at : at + size]).rstrip(".,;:!?")
        for size in range(1, _MOST_WORDS + 1)
        for at in range(len(words) - size + 1)
    ]
    random.shuffle(spans)
    for old in spans:
        if old in known and _found(old, example.second):
            new = random.choice(known[old])
            if not _found(new, example.second) and not _found(new, example.first):
                return old, new
    return None


def _shared_change(
    claim: str, evidence: str, language: str, names: Sequence[str], random: Random
) -> tuple[str, str] | None:
    """A word of both texts, and what to write for it."""
    others = random.sample(names, min(len(names), _MOST_NAMES))
    opposite = (japanese if language == "ja" else english).opposite
    makers = [other_name, other_date, values.other_number, opposite]
    for make in random.sample(makers, len(makers)):
        changed = make(claim, others, random)
        if changed is None:
            continue
        old, new = _difference(claim, changed)
        if len(old) > 1 and _found(old, evidence) and not _found(new, evidence):
            return old, new
    return None


def _difference(one: str, two: str) -> tuple[str, str]:
    """The words in which two texts differ; whole words where spaces part them."""
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    while start and one[start - 1].isascii() and one[start - 1].isalnum():
        start -= 1
    while end and one[-end].isascii() and one[-end].isalnum():
        end -= 1
    return one[start : len(one) - end], two[start : len(two) - end]


def _found(word: str, text: str) -> bool:
    return re.search(_bounded(word), text) is not None


def _put(text: str, old: str, new: str) -> str:
    for match in reversed(list(re.finditer(_bounded(old), text))):
        text = placed(text, match.start(), match.end(), new)
    return text


def _bounded(word: str) -> str:
    before = r"(?<!\w)" if word[0].isascii() else ""
    after = r"(?!\w)" if word[-1].isascii() else ""
    return before + re.escape(word) + after
