"""Several predicates of one subject: ``She was born in Ulm and moved to Berlin``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, has_object, is_finite, may_be_past, parse
from blackbird.claims.english.scope import embeds, ends_with_frame, is_modifier, reaches_back


@dataclass(frozen=True, slots=True)
class _Lead:
    """The first predicate, by what it lets a participle after it be."""

    verb: Word
    passive: bool
    born: bool
    participles: bool
    """Whether others stand between the verb before the cut and the cut."""


def shared_subject(text: str, words: Sequence[Word]) -> list[str]:
    """The predicates, each with the subject; empty where it is not certain that they share it."""
    found = parse(words)
    if found is None or reaches_back(words) or not _is_plain(words, found.verb):
        return []
    subject = text[words[found.subject].start : words[found.verb - 1].end]
    cuts = _cuts(words, found.verb)
    hedged = found.verb + 1 < len(words) and is_modifier(words, found.verb + 1)
    if not cuts or (hedged and any(auxiliary for _, _, auxiliary in cuts)):
        return []
    starts = [0, *(after for _, after, _ in cuts)]
    ends = [*(before for before, _, _ in cuts), len(words)]
    if ends_with_frame(words[: ends[0]], words[starts[-1] :]):
        return []
    parts = [text[words[a].start : words[b - 1].end] for a, b in zip(starts, ends, strict=True)]
    carried = [f"{subject} {aux}{part}" for (_, _, aux), part in zip(cuts, parts[1:], strict=True)]
    return [parts[0], *carried]


def _is_plain(words: Sequence[Word], verb: int) -> bool:
    """Whether what is said of the subject first can be said of it alone: not ``rarely left``."""
    if is_modifier(words, 0) or is_modifier(words, verb - 1) or embeds(words, verb):
        return False
    return not any(word.low in w.DECREASING for word in words[:verb])


def _cuts(words: Sequence[Word], verb: int) -> list[tuple[int, int, str]]:
    """End of a predicate, begin of the next, and the auxiliary that it needs again."""
    cuts: list[tuple[int, int, str]] = []
    last = verb
    for at in range(verb + 1, len(words) - 1):
        word = words[at]
        if word.low in w.GOVERNING | w.RELATIVE | w.NEGATION or word.text == ";":
            break
        if word.low not in ("and", "but", ",") or words[at + 1].low in ("and", "but"):
            continue
        end = at - (words[at - 1].text == ",")
        after = _after_adverbs(words, at + 1)
        if after < len(words) - 1 and _is_full(words, last, end):
            auxiliary = _auxiliary(words, _lead(words, verb, last, end), after)
            if auxiliary is not None:
                cuts.append((end, at + 1, auxiliary))
                last = after
    while cuts and words[cuts[-1][1] - 1].text == ",":
        cuts.pop()  # a list of predicates has "and" before its last
    return cuts


def _after_adverbs(words: Sequence[Word], at: int) -> int:
    while at < len(words) - 1 and words[at].low in w.ADVERB:
        at += 1
    return at


def _is_full(words: Sequence[Word], verb: int, end: int) -> bool:
    """Whether a predicate says something without what follows: not ``designed and built it``."""
    if end - 1 <= verb or any(word.low in w.NEGATION for word in words[: verb + 1]):
        return False
    last = words[end - 1]
    if not last.is_word:
        return last.text[0] in '("“'
    return last.low not in w.PREPOSITION | w.ADVERB | w.PARTICIPLE and not may_be_past(
        words, end - 1
    )


def _lead(words: Sequence[Word], verb: int, last: int, end: int) -> _Lead:
    after = _after_adverbs(words, verb + 1)
    following = words[after].low
    participle = following in w.PARTICIPLE or may_be_past(words, after)
    be = words[verb].low in w.BE
    return _Lead(
        words[verb],
        be and participle,
        be and following == "born",
        any(may_be_past(words, n) for n in range(last + 1, end)),
    )


def _auxiliary(words: Sequence[Word], lead: _Lead, at: int) -> str | None:
    """What stands before the predicate at ``at`` when it stands alone; None if it is none."""
    low = words[at].low
    if is_finite(words, at):
        present = lead.verb.low in w.PRESENT | w.AUXILIARY
        return "" if low not in w.PRESENT or present else None
    if low not in w.PARTICIPLE and not may_be_past(words, at):
        return None
    active = low not in w.PARTICIPLE
    if lead.born:
        if low in w.UPBRINGING:
            return f"{lead.verb.text} "
        return "" if active and _is_active(words, at) else None
    if lead.passive:
        return _after_passive(words, lead, at, active=active)
    present = lead.verb.low in w.PRESENT | w.MODAL | {"has", "have"}
    certain = active and not present and not lead.participles
    if lead.verb.low in w.BE:
        return "" if certain and has_object(words, at) else None
    return "" if certain and _is_active(words, at) else None


def _after_passive(words: Sequence[Word], lead: _Lead, at: int, *, active: bool) -> str | None:
    low = words[at].low
    if has_object(words, at):
        return "" if active and low not in w.NAMING else None
    passive = low in w.PASSIVE | w.PARTICIPLE and words[at + 1].low in w.PREPOSITION
    return f"{lead.verb.text} " if passive else None


def _is_active(words: Sequence[Word], at: int) -> bool:
    return has_object(words, at) or words[at].low in w.INTRANSITIVE
