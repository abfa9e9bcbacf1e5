"""Does a question of a conversation stand alone after rewriting? Measured against people's own.

ROUGE-1 F of the rewrite against the human one counts all words, so that doing nothing scores
high; the recall of the terms that the human added says what doing nothing cannot reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from blackbird.contract import read_history
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Row, Run, read_rows
from blackbird.evals.tokens import tokens
from blackbird.text.words import content_words

# Overviews of TREC CAsT 2020 to 2022: the raw utterances, and the organisers' rewriting.
_PUBLISHED: Mapping[str, Beside] = MappingProxyType(
    {
        "cast2020": (("official automatic rewrites", 0.775), ("doing nothing, published", 0.734)),
        "cast2021": (("official automatic rewrites", 0.695), ("doing nothing, published", 0.745)),
        "cast2022": (("doing nothing, published", 0.653),),
    }
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What one utterance became, and what a person made of it."""

    utterance: str
    ours: str
    human: str


async def measure(run: Run) -> Report:
    """ROUGE-1 F, beside doing nothing, recall of added terms, and the share that was made worse,
    for each set and for all.
    """
    files = run.folder("rewriting", "*.jsonl")
    rows = {
        path.stem: run.sample(read_rows(path, "history", "utterance", "rewrite")) for path in files
    }
    total = sum(map(len, rows.values()))
    done: list[Rewritten] = []
    by_set: dict[str, list[Rewritten]] = {}
    figures: list[Figure] = []
    for name, listed in rows.items():
        first = len(done)
        for row in listed:
            run.progress(f"rewriting {name}", len(done), total)
            done.append(await _rewrite(run, row))
        by_set[name] = done[first:]
        figures += figures_of(name, done[first:], _PUBLISHED.get(name, ()))
    run.progress("rewriting", total, total)
    return run.report("rewriting", [*figures_of("all", done), *_joined(by_set), *figures], files)


def _joined(by_set: Mapping[str, list[Rewritten]]) -> list[Figure]:
    """Figures of sets that come in parts, as mtRAG does: ``mtrag_clapnq``, ``mtrag_govt``."""
    whole: dict[str, list[str]] = {}
    for name in by_set:
        whole.setdefault(name.partition("_")[0], []).append(name)
    return [
        figure
        for name, parts in whole.items()
        if len(parts) > 1
        for figure in figures_of(name, [row for part in parts for row in by_set[part]])
    ]


async def _rewrite(run: Run, row: Row) -> Rewritten:
    utterance, human = str(row["utterance"]), str(row["rewrite"])
    ours = await run.assistant.rewrite(read_history(row["history"]), utterance)
    return Rewritten(utterance, ours.standalone, human)


def figures_of(name: str, rows: Sequence[Rewritten], published: Beside = ()) -> list[Figure]:
    """The figures of one set; none for an empty one."""
    if not rows:
        return []
    ours = _mean([rouge_1(r.ours, r.human) for r in rows])
    nothing = _mean([rouge_1(r.utterance, r.human) for r in rows])
    beside = (("doing nothing, same rows", nothing), *published)
    recalls = [share for r in rows if (share := added_recall(r)) is not None]
    figures = [Figure(f"{name}: ROUGE-1 F", ours, len(rows), beside=beside)]
    if recalls:
        figures.append(
            Figure(
                f"{name}: recall of added terms",
                _mean(recalls),
                len(recalls),
                beside=(("doing nothing", 0.0),),
            )
        )
    worse = [rouge_1(r.ours, r.human) < rouge_1(r.utterance, r.human) for r in rows]
    return [*figures, Figure(f"{name}: made worse", _mean(worse), len(rows))]


def rouge_1(text: str, reference: str) -> float:
    """F of the words that two texts share, counted as often as they occur, from 0 to 1.

    Lin (2004), without stemming. Two texts without any word are equal.
    """
    ours, theirs = Counter(tokens(text.lower())), Counter(tokens(reference.lower()))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def added_recall(row: Rewritten) -> float | None:
    """Share of the content words that the person added which we added, too; None: none added."""
    added = content_words(row.human) - content_words(row.utterance)
    return len(added & content_words(row.ours)) / len(added) if added else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
