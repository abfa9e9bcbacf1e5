"""Query rewriting: what kind of request it is, its stand-alone form, what to search for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from blackbird.pipeline.dependence import depends_on_history
from blackbird.pipeline.kinds import kind_of
from blackbird.pipeline.resolve import resolve
from blackbird.pipeline.reword import reword
from blackbird.protocols import LanguageModel
from blackbird.text.language import detect_language
from blackbird.text.questions import parts_of
from blackbird.text.times import with_dates
from blackbird.types import Plan, Question, Turn


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question so that it stands alone, and what to search for."""

    standalone: str
    queries: tuple[str, ...]


async def understand(question: Question, today: date, model: LanguageModel) -> Plan:
    """The plan for ``question``; ``today`` is what "last year" is counted from."""
    text = question.text.strip()
    language = detect_language(text)
    kind = "lookup" if question.passages is not None else kind_of(text)
    if kind != "lookup":
        return Plan(kind, text, (), language)
    done = await rewritten(question.history, text, today, model)
    changed = done.standalone != text
    return Plan(kind, done.standalone, done.queries, language, rewritten=changed)


async def rewritten(
    history: Sequence[Turn], text: str, today: date, model: LanguageModel | None
) -> Rewriting:
    """As ``rewrite``, but by ``model`` where that is large enough and can be trusted."""
    said = await reword(history, text, model) if model else None
    if said is None:
        return rewrite(history, text, today)
    standalone = with_dates(said, today, detect_language(said))
    return Rewriting(standalone, queries_for(standalone, text, today))


def rewrite(history: Sequence[Turn], text: str, today: date) -> Rewriting:
    """``text`` so that it stands alone, in the conversation and in time; unchanged when there is
    nothing to resolve. A guess at what it leaves out, too unsure to be shown, is searched for.
    """
    resolved = resolve(history, text)
    standalone = with_dates(resolved.text, today, detect_language(resolved.text))
    queries = queries_for(standalone, text, today)
    guess = (resolved.searched,) if resolved.searched != resolved.text else ()
    return Rewriting(standalone, tuple(dict.fromkeys([*queries, *guess])))


def queries_for(standalone: str, text: str, today: date) -> tuple[str, ...]:
    """What to search for: the question, with a date also where it says "today", each of its parts
    that says what it is about, and the question as it was typed, since a rewriting can lose what
    mattered.
    """
    dated = with_dates(standalone, today, detect_language(standalone), nowadays=True)
    parts = [part for part in parts_of(standalone) if not depends_on_history(part)]
    return tuple(dict.fromkeys([standalone, dated, *parts, text]))
