"""Where sources disagree: sentences about one thing that cannot both hold.

Figures and dates are compared as values. Where two sentences are one but for a single thing, a name
most of all, the judge reads whether both can hold; of others it would say that they cannot, though
they only speak of two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from blackbird.claims.attribution import without_source
from blackbird.claims.differences import one_difference
from blackbird.claims.numbers import conflict, values
from blackbird.claims.origins import independent
from blackbird.claims.strange import strange_names
from blackbird.claims.values.compare import CALENDAR
from blackbird.claims.values.value import Value
from blackbird.protocols import Judge
from blackbird.text.sentences import split_sentences
from blackbird.text.words import content_words
from blackbird.types import Claim, Dispute, Evidence

_ALIKE = 0.5  # two sentences about one thing have more than this share of words in common
_READ = 8  # pairs of sentences that the judge reads for a claim: a hundredth of a second each
_LOOKED = 30  # sentences of each text that are compared with it
_FIGURE = 0.02  # figures nearer than this are one figure, rounded in two ways

_RATE = re.compile(
    r"\b(?:per|each|every) \w+|\ba (?:second|minute|hour|day|night|week|month|year)\b"
    r"|\b(?:hour|dai|week|month|quarter|year|annual)ly\b|\bannual\b"
    r"|[年月週日時]間(?=[約\d])|毎[年月週日時]|1?[人日年月時分秒](?:当たり|あたり)",
    re.IGNORECASE,
)


async def read_dispute(
    claim: Claim,
    citations: Sequence[int],
    evidence: Sequence[Evidence],
    judge: Judge,
    near: Sequence[Sequence[float]] = (),
) -> Dispute | None:
    """As ``find_dispute``, with what the judge finds to contradict, and who else says the same.

    Raises ``ModelError``.
    """
    found = find_dispute(claim, citations, evidence, near)
    by_value = found.refuted_by if found else ()
    cited = [e for e in evidence if e.id in citations]
    rests = (s.text for e in cited for s in islice(split_sentences(e.text), _LOOKED))
    sides = [claim.text, *islice(rests, _READ)]
    alike = (
        (other.id, mine, span.text)
        for other in _of_other_origin(cited, evidence)
        if other.id not in by_value
        for span in islice(split_sentences(other.text), _LOOKED)
        for mine in sides
        if _one_apart(claim.text, mine, span.text)
    )
    pairs = list(islice(alike, _READ))
    verdicts = await judge.judge_all([(mine, [theirs]) for _, mine, theirs in pairs])
    read = {pair[0] for pair, v in zip(pairs, verdicts, strict=True) if v.label == "refuted"}
    against = tuple(e.id for e in evidence if e.id in by_value or e.id in read)
    if not against:
        return None
    agreeing = await _agreeing(claim, cited, against, evidence, judge)
    found = Dispute(claim.text, (*citations, *agreeing), against)
    mine, theirs = (
        independent([e.passage.text for e in evidence if e.id in side])
        for side in (found.supported_by, found.refuted_by)
    )
    return replace(found, independent=(mine, theirs))


async def _agreeing(
    claim: Claim,
    cited: Sequence[Evidence],
    against: Sequence[int],
    evidence: Sequence[Evidence],
    judge: Judge,
) -> tuple[int, ...]:
    """What else says what ``claim`` says."""
    others = [e for e in _of_other_origin(cited, evidence) if e.id not in against][:_READ]
    verdicts = await judge.judge_all([(claim.text, [e.text]) for e in others])
    return tuple(e.id for e, v in zip(others, verdicts, strict=True) if v.label == "supported")


def outweighed(dispute: Dispute, evidence: Sequence[Evidence]) -> bool:
    """Whether the other side has more independent sources, and this one is not newer than those.

    Nothing is newer than what has no date, and what has none is newer than nothing.
    """
    mine, theirs = dispute.independent
    if theirs <= mine:
        return False
    dates = {e.id: e.passage.date or "" for e in evidence}
    newest = max(dates[i] for i in dispute.supported_by)
    others = [dates[i] for i in dispute.refuted_by]
    return not (newest and all(others) and newest > max(others))


def find_dispute(
    claim: Claim,
    citations: Sequence[int],
    evidence: Sequence[Evidence],
    alike: Sequence[Sequence[float]] = (),
) -> Dispute | None:
    """The dispute on ``claim``: other texts that say the same thing with another figure.

    Only texts of different origin can dispute. ``alike[i][j]``, 0 to 1, says how near the i-th
    and the j-th evidence are in meaning; it stands in for shared words between two languages.
    """
    cited = [e for e in evidence if e.id in citations]
    against: list[int] = []
    for other in _of_other_origin(cited, evidence):
        near = max((alike[e.id - 1][other.id - 1] for e in cited), default=0.0) if alike else 0.0
        if any(_dispute(mine, other.text, near) for mine in _sides(claim, cited)):
            against.append(other.id)
    return Dispute(claim.text, tuple(citations), tuple(against)) if against else None


def may_dispute(a: str, b: str) -> bool:
    """Whether two texts hold sentences about one thing that may not both hold, unread."""
    return any(
        one_difference(mine.text, theirs.text) is not None or _dispute(mine.text, theirs.text, 0.0)
        for mine in islice(split_sentences(a), _READ)
        for theirs in islice(split_sentences(b), _READ)
    )


def disagree(a: str, b: str) -> bool:
    """Whether two sentences about one thing give it different figures or dates.

    If both differ, the sentences speak of different occasions.
    """
    a, b = without_source(a), without_source(b)
    pairs = conflict(a, b)
    dates = any(x.kind in CALENDAR for x, _ in pairs)
    figures = any(x.kind not in CALENDAR and _apart(x, y) for x, y in pairs)
    if dates:
        return not figures and not _numbers_apart(a, b)
    return figures and _dated(a) == _dated(b) and _rates(a) == _rates(b)


def _of_other_origin(cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """What is not cited, and of another text than some of what is."""
    ids, origins = {e.id for e in cited}, {e.passage.sha256 for e in cited}
    return [e for e in evidence if e.id not in ids and origins - {e.passage.sha256}]


def _sides(claim: Claim, cited: Sequence[Evidence]) -> Iterator[str]:
    """The claim, and the sentences that it rests on."""
    yield claim.text
    for evidence in cited:
        for span in split_sentences(evidence.text):
            if _shared(claim.text, span.text) > _ALIKE:
                yield span.text


def _one_apart(claim: str, mine: str, theirs: str) -> bool:
    """Whether two sentences differ in one thing; where ``mine``, on which ``claim`` rests, says
    more than that, whether the claim says this thing, too.
    """
    found = one_difference(mine, theirs)
    if found is None:
        return False
    said = rf"(?<![0-9A-Za-z]){re.escape(found[0])}(?![0-9A-Za-z])"
    return _shared(claim, mine) > _ALIKE or bool(re.search(said, claim, re.IGNORECASE))


def _dispute(mine: str, theirs: str, near: float) -> bool:
    return any(
        max(near if _other_script(mine, span.text) else 0.0, _shared(mine, span.text)) > _ALIKE
        and disagree(mine, span.text)
        and not _of_two(mine, span.text)
        for span in split_sentences(theirs)
    )


def _of_two(a: str, b: str) -> bool:
    """Whether each names something that the other does not: the trams of two towns, each with
    its year.
    """
    a, b = without_source(a), without_source(b)
    return bool(strange_names(a, b) and strange_names(b, a))


def _shared(a: str, b: str) -> float:
    """Share of words in common, by the sentence that has more of its own; figures left out."""
    mine, theirs = _words(a), _words(b)
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / max(len(mine), len(theirs))


def _words(text: str) -> frozenset[str]:
    said = without_source(text)
    for value in reversed(values(said)):
        said = said[: value.start] + " " + said[value.end :]
    return content_words(said)


def _other_script(a: str, b: str) -> bool:
    return a.isascii() != b.isascii() and not _words(a) & _words(b)


def _dated(text: str) -> bool:
    return any(v.kind in CALENDAR for v in values(text))


def _rates(text: str) -> frozenset[str]:
    """What figures are given for: a sum per month is none per year."""
    return frozenset(found[0].lower() for found in _RATE.finditer(text))


def _numbers_apart(a: str, b: str) -> bool:
    """Whether both name numbers, and no number is in both."""
    mine, theirs = ({v.value for v in values(t) if v.kind not in CALENDAR} for t in (a, b))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _apart(a: Value, b: Value) -> bool:
    larger = max(abs(a.value), abs(b.value))
    return bool(larger) and abs(a.value - b.value) / larger > _FIGURE
