"""Pairs made from passages: true sentences in other words, corrupted ones, and near misses.

What each teaches:

- A sentence beside what it says, and the same sentence with one thing changed: to read closely.
- A sentence beside the rest of its passage: the same subject is no support.
- Two sentences of which the evidence has one: half is not the whole.
- A question beside a passage that answers it, beside that passage without the answer, and beside
  others of the same title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from types import MappingProxyType

from blackbird.text.names import names_in
from blackbird.text.sentences import split_sentences
from blackbird.training.corrupt import Kind, corruptions, rephrase
from blackbird.training.judge.examples import Example, Passage, Target

_MOST_NAMES = 60  # offered at a time; more makes it slow and no harder
_MAX_WINDOW = 4
_WEIGHTS: Mapping[Kind, int] = MappingProxyType({"swap": 3, "hedge": 3, "cause": 3})


def names_of(texts: Sequence[str]) -> list[str]:
    """Every name in the texts, once, in order."""
    return list(dict.fromkeys(t[a:b] for t in texts for a, b in names_in(t)))


def from_passages(passages: Sequence[Passage], random: Random) -> Iterator[Example]:
    """Claims true, corrupted, beside the point and half true, from passages' sentences."""
    by_title: dict[str, list[str]] = {}
    for passage in passages:
        by_title.setdefault(passage.title, []).append(passage.text)
    pools = {title: names_of(texts) for title, texts in by_title.items()}
    everything = [name for pool in pools.values() for name in pool]
    for passage in passages:
        sentences = [s for s in _sentences(passage.text) if len(s) > 12]
        for at, sentence in enumerate(sentences):
            own = pools[passage.title]
            others = random.sample(own, min(len(own), _MOST_NAMES // 2))
            others += random.sample(everything, min(len(everything), _MOST_NAMES // 2))
            yield from _of_sentence(sentences, at, sentence, passage.language, others, random)


def _of_sentence(
    sentences: Sequence[str],
    at: int,
    sentence: str,
    language: str,
    others: Sequence[str],
    random: Random,
) -> Iterator[Example]:
    claim = rephrase(sentence, language, random)
    source = f"made_{language}"
    around = _window(sentences, at, random)
    yield Example(claim, _text(around, language), "supported", source)
    made = corruptions(claim, language, others, random)
    # The rare and hard kinds first: few sentences have a hedge, a cause, or names to exchange.
    order = sorted(made, key=lambda wrong: random.random() ** (1 / _WEIGHTS.get(wrong.kind, 1)))
    for wrong in order[-2:]:
        target: Target = "not_supported" if wrong.kind in ("hedge", "name") else "refuted"
        yield Example(wrong.text, _text(_window(sentences, at, random), language), target, source)
    rest = [s for i, s in enumerate(sentences) if i != at]
    if rest and random.random() < 0.6:
        few = rest[: random.randint(1, _MAX_WINDOW)]
        yield Example(claim, _text(few, language), "not_enough_info", source)
    if at + 1 < len(sentences) and random.random() < 0.3:
        second = rephrase(sentences[at + 1], language, random)
        both = _text([claim, second], language)
        yield Example(both, _text(sentences[at : at + 2], language), "supported", source)
        half = [*sentences[max(0, at + 1 - _MAX_WINDOW) : at + 1], *sentences[at + 2 : at + 3]]
        yield Example(both, _text(half, language), "not_enough_info", source)


def _sentences(text: str) -> list[str]:
    return [text[s.start : s.end].strip() for s in split_sentences(text)]


def _window(sentences: Sequence[str], at: int, random: Random) -> Sequence[str]:
    """The sentence alone, or with some of its neighbours."""
    size = random.choice((1, 1, 2, 3, _MAX_WINDOW))
    first = max(0, at - random.randrange(size))
    return sentences[first : max(first + size, at + 1)]


def _text(sentences: Sequence[str], language: str) -> str:
    return ("" if language == "ja" else " ").join(sentences)


def besides(examples: Sequence[Example], random: Random) -> Iterator[Example]:
    """Claims beside the evidence of another claim that shares a name: the subject, no support."""
    by_name: dict[str, list[Example]] = {}
    for example in examples:
        for name in names_of([example.first]):
            by_name.setdefault(name, []).append(example)
    for example in examples:
        near = [e for n in names_of([example.first]) for e in by_name[n]]
        near = [e for e in near if e.second != example.second and e.first != example.first]
        if near:
            other = random.choice(near)
            yield Example(
                example.first, other.second, "not_enough_info", example.source + "_beside"
            )


def questions(passages: Sequence[Passage], random: Random) -> Iterator[Example]:
    """Questions beside texts that answer them, and beside such as do not."""
    by_title: dict[str, list[Passage]] = {}
    for passage in passages:
        by_title.setdefault(passage.title, []).append(passage)
    for passage in passages:
        sentences = _sentences(passage.text)
        siblings = [p for p in by_title[passage.title] if p is not passage]
        for question, answers in passage.questions:
            source = f"question_{passage.language}"
            holding = [i for i, s in enumerate(sentences) if any(a in s for a in answers)]
            if not holding:
                continue
            window = _around(sentences, random.choice(holding), random)
            yield Example(question, _text(window, passage.language), "answers", source)
            without = [s for i, s in enumerate(sentences) if i not in holding]
            if without and random.random() < 0.6:
                text = _text(without, passage.language)
                yield Example(question, text, "does_not_answer", source)
            for other in random.sample(siblings, min(1, len(siblings))):
                if not any(a in other.text for a in answers):
                    part = _sentences(other.text)
                    text = _text(_around(part, random.randrange(len(part)), random), other.language)
                    yield Example(question, text, "does_not_answer", source)


def _around(sentences: Sequence[str], at: int, random: Random) -> Sequence[str]:
    """Some sentences in a row, among them the one at ``at``; sometimes all."""
    if random.random() < 0.3:
        return sentences
    size = random.randint(1, _MAX_WINDOW)
    first = max(0, at - random.randrange(size))
    return sentences[first : max(first + size, at + 1)]
