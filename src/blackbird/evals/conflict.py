"""What becomes of a planted falsehood? A false passage beside true ones, only the answer changed.

The sentence that answers is corrupted in its number, its date or its name; all else of the passage
stays, so that nothing but the fact itself tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from blackbird.evals.given import SETS, Given, answered, beside, files_of, holds, most, read_asked
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.text.language import detect_language
from blackbird.text.names import names_in
from blackbird.text.sentences import split_sentences
from blackbird.training.corrupt import corruptions, rephrase
from blackbird.types import Answer

NOISE = 3
"""Irrelevant passages beside the two, or four, that speak of the matter."""
_TRUE = 3  # passages against a single false one
_TRIES = 3  # of several values in a sentence any may be the one that is changed
_KINDS = ("number", "date", "name")

# RGB (Chen et al., 2024), as measured for "reference/models": with false passages alone.
_PUBLISHED: Beside = (("mini, only false ones", 0.73), ("full, only false ones", 0.80))


@dataclass(frozen=True, slots=True)
class Planted:
    """A question with its true passage, the same made false, and what the false one says."""

    given: Given
    false: str
    said: str
    """What stands in the false one instead of the answer."""


async def measure(run: Run) -> Report:
    """Share of disputes shown, one against one and where nothing is false; share of false answers,
    three against one.
    """
    figures: list[Figure] = []
    for name in SETS:
        falsehoods = {i.given: i for i in planted(read_asked(run, name), run.random, most(run))}
        asked = await beside(run, name, [i.given for i in falsehoods.values()], NOISE)
        items = [replace(falsehoods[replace(given, others=())], given=given) for given in asked]
        if not items:
            continue
        by_question = {item.given: item for item in items}
        even = [(i.given, _mixed(run, i, [i.given.gold])) for i in items]
        shown = [
            shows(answer, by_question[given])
            async for given, answer in answered(run, f"{name}, one against one", even)
        ]
        quiet = [(i.given, i.given.passages(run, NOISE)) for i in items]
        unfounded = [
            bool(answer.disputes)
            async for _, answer in answered(run, f"{name}, nothing false", quiet)
        ]
        many = [(i.given, _mixed(run, i, told_again(i.given, _TRUE, run.random))) for i in items]
        wrong = [
            asserts(answer, by_question[given])
            async for given, answer in answered(run, f"{name}, three against one", many)
        ]
        of = len(items)
        figures += [
            Figure(f"{name}: one against one, dispute shown", sum(shown) / of, of),
            Figure(f"{name}: nothing false, dispute shown", sum(unfounded) / of, of),
            Figure(
                f"{name}: three against one, false answer given",
                sum(wrong) / of,
                of,
                beside=_PUBLISHED,
            ),
        ]
    return run.report("conflict", figures, files_of(run))


def planted(asked: Sequence[Given], random: Random, most: int) -> list[Planted]:
    """At most so many questions whose answer can be made false in a number, a date or a name."""
    names = [g.gold[a:b] for g in asked for a, b in names_in(g.gold)]
    drawn = random.sample(list(asked), len(asked))
    made = (found for given in drawn if (found := _planted(given, names, random)))
    return list(islice(made, most))


def _planted(given: Given, names: Sequence[str], random: Random) -> Planted | None:
    language = detect_language(given.gold)
    telling = [s.text for s in split_sentences(given.gold) if holds(s.text, given.answers)]
    if len(telling) != 1:  # what is said twice would have to be changed twice
        return None
    (old,) = telling
    for _ in range(_TRIES):
        for made in corruptions(old, language, names, random):
            false = given.gold.replace(old, made.text)
            said = _in_its_place(old, made.text, given.answers)
            if made.kind in _KINDS and said and not holds(false, given.answers):
                return Planted(given, false, said)
    return None


def told_again(given: Given, times: int, random: Random) -> list[str]:
    """The true passage so many times, each in slightly other words."""
    language = detect_language(given.gold)
    sentences = [s.text for s in split_sentences(given.gold)]
    gap = "" if language in ("ja", "zh") else " "
    texts = [given.gold]
    while len(texts) < times:
        told = (s if holds(s, given.answers) else rephrase(s, language, random) for s in sentences)
        texts.append(gap.join(told))
    return texts


def shows(answer: Answer, item: Planted) -> bool:
    """Whether a dispute has the true passage on one side and the false one on the other."""
    quotes = {c.id: c.quote for c in answer.citations}

    def side(ids: Sequence[int], wanted: Sequence[str]) -> bool:
        return any(holds(quotes.get(i, ""), wanted) for i in ids)

    true, false = item.given.answers, (item.said,)
    return any(
        (side(d.supported_by, true) and side(d.refuted_by, false))
        or (side(d.supported_by, false) and side(d.refuted_by, true))
        for d in answer.disputes
    )


def asserts(answer: Answer, item: Planted) -> bool:
    """Whether the answer gives the false passage's word, and not that of the true ones."""
    if answer.abstained or answer.disputes:
        return False
    return holds(answer.text, (item.said,)) and not holds(answer.text, item.given.answers)


def _mixed(run: Run, item: Planted, true: Sequence[str]) -> tuple[str, ...]:
    texts = [item.false, *true, *item.given.others[:NOISE]]
    run.random.shuffle(texts)
    return tuple(texts)


def _in_its_place(old: str, new: str, answers: Sequence[str]) -> str | None:
    """What stands in ``new`` in the place of the answer in ``old``, if nothing else differs."""
    for answer in answers:
        start = old.find(answer)
        if start < 0:
            continue
        before, after = old[:start], old[start + len(answer) :]
        inner = new[len(before) : len(new) - len(after)]
        if inner.strip() and new == before + inner + after:
            return inner
    return None
