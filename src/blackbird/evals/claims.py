"""Does the judge tell claims that hold from those that do not, and how fast?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from types import MappingProxyType

from blackbird.evals.pairs import Labelled, claim_sets, corrupted, read_passages
from blackbird.evals.plot import Series, line_plot
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.training.corrupt import Kind
from blackbird.training.measures import area, balanced, roc
from blackbird.types import Verdict

_BATCH = 16
_TIMED = 40
_EACH_KIND = 120
"""Pairs of each kind of corruption and language; more changes little and takes long."""

# FEVER-Symmetric: Schuster et al. (2019), v0.1, and zero-shot trials on v0.2. WiCE: Tang et al.
# (2024), the test part. JNLI: its authors, with models tuned on its own training part.
_PUBLISHED: Mapping[str, Beside] = MappingProxyType(
    {
        "fever_symmetric_dev: balanced accuracy": (
            ("BERT-base on FEVER, v0.1", 0.575),
            ("1.5 B zero-shot, test", 0.797),
        ),
        "wice_dev: balanced accuracy": (
            ("MiniCheck-RoBERTa 0.4 B, test", 0.676),
            ("MiniCheck-Flan-T5 0.8 B", 0.722),
            ("GPT-4o", 0.785),
        ),
        "jnli_valid: three-way accuracy": (("Tohoku BERT-base", 0.906), ("majority", 0.555)),
    }
)


async def measure(run: Run) -> Report:
    """Balanced accuracy and AUC on the sets of claims, AUC by corruption, time for a pair."""
    figures: list[Figure] = []
    curves: list[Series] = []
    sets = claim_sets(run)
    files = list(sets)
    for path, rows in sets.items():
        if not rows:
            continue  # empty, or all of it was trained on
        alone = await judged(run, path.stem, rows)
        figures += _figures(path.stem, rows, alone)
        points = roc([v.score for v in alone], [r.supported for r in rows])
        curves.append(Series(path.stem, points))
    figures += await _with_opinion(run, *next(iter(sets.items())))
    for name in ("xquad_en", "jsquad_valid"):
        files += [run.path("qa", f"{name}.{part}.jsonl") for part in ("passages", "questions")]
        figures += await _by_kind(run, name)
    figures += await _times(run)
    title, x, y = "Claims: supported against the rest", "wrong ones taken", "right ones taken"
    run.plot("claims-roc.svg", line_plot(title, x, y, curves, diagonal=True))
    return run.report("claims", figures, files)


async def judged(run: Run, name: str, rows: Sequence[Labelled]) -> list[Verdict]:
    """Verdicts by the judge alone."""
    verdicts: list[Verdict] = []
    for start in range(0, len(rows), _BATCH):
        run.progress(name, start, len(rows))
        items = [(row.claim, row.evidence) for row in rows[start : start + _BATCH]]
        verdicts += await run.assistant.judge_all(items, second=False)
    return verdicts


def _figures(
    name: str, rows: Sequence[Labelled], verdicts: Sequence[Verdict], how: str = ""
) -> list[Figure]:
    right = [row.supported for row in rows]
    made: list[tuple[str, float]] = []
    if len(set(right)) > 1:  # small samples may have claims of one kind alone
        said = [v.label == "supported" for v in verdicts]
        made.append((f"balanced accuracy{how}", balanced(said, right)))
        made.append((f"AUC{how}", area([v.score for v in verdicts], right)))
    if "not_enough_info" in {row.label for row in rows}:
        same = [v.label == row.label for v, row in zip(verdicts, rows, strict=True)]
        made.append((f"three-way accuracy{how}", sum(same) / len(same)))
    return [
        Figure(f"{name}: {what}", value, len(rows), beside=_PUBLISHED.get(f"{name}: {what}", ()))
        for what, value in made
    ]


async def _with_opinion(run: Run, path: Path, rows: Sequence[Labelled]) -> list[Figure]:
    """A set once more, the language model asked where the judge is unsure, if its word counts."""
    model = run.assistant.settings.model
    if not rows or run.assistant.loaded.opinion(model) is None:
        return []
    verdicts: list[Verdict] = []
    for at, row in enumerate(rows):
        run.progress(f"{path.stem}, second opinion", at, len(rows))
        verdicts += await run.assistant.judge_all([(row.claim, row.evidence)])
    return _figures(path.stem, rows, verdicts, f" with second opinion by {model}")


async def _by_kind(run: Run, name: str) -> list[Figure]:
    figures = []
    for kind, rows in corrupted(read_passages(run, name), run.random).items():
        chosen = _some(run, rows)
        if not chosen:
            continue
        verdicts = await judged(run, f"{name}, {kind}", chosen)
        value = area([v.score for v in verdicts], [row.supported for row in chosen])
        figures.append(Figure(_titled(name, kind), value, len(chosen)))
    return figures


def _some(run: Run, rows: Sequence[Labelled]) -> list[Labelled]:
    """Whole pairs, the true sentence and the false one, at most so many."""
    pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    most = min(_EACH_KIND, run.limit or _EACH_KIND)
    chosen = run.random.sample(pairs, min(len(pairs), most))
    return [row for pair in chosen for row in pair]


def _titled(name: str, kind: Kind) -> str:
    return f"{name}: AUC, {kind} corrupted"


async def _times(run: Run) -> list[Figure]:
    """Milliseconds for a claim beside a hundred words: one at a time, and in batches."""
    clock, assistant = run.assistant.clock, run.assistant
    text = " ".join(
        f"In its {n}th year the bridge over the river near the old market carried far more people"
        for n in range(3, 20)
    )
    evidence = " ".join(text.split()[:100])
    single, batched = [], []
    for at in range(_TIMED):
        run.progress("time for a pair", at, _TIMED)
        begun = clock.monotonic()
        await assistant.judge_all([(f"The bridge has {at} lanes today.", [evidence])], second=False)
        single.append((clock.monotonic() - begun) * 1000)
    for at in range(_TIMED // 8):
        items = [(f"The bridge has {at * 20 + n} towers.", [evidence]) for n in range(_BATCH)]
        begun = clock.monotonic()
        await assistant.judge_all(items, second=False)
        batched.append((clock.monotonic() - begun) * 1000 / _BATCH)
    return [
        Figure("one pair of a claim and 100 words, p50", median(single[2:]), _TIMED - 2, "ms"),
        Figure("the same in batches of 16, per pair", median(batched), len(batched), "ms"),
    ]
