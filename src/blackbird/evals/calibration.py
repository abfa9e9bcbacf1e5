"""Is the score a probability? Of the claims that get .8, four in five should hold."""

from __future__ import annotations

from blackbird.errors import BadInput
from blackbird.evals.claims import judged
from blackbird.evals.pairs import claim_sets, corrupted, read_passages
from blackbird.evals.plot import Series, line_plot
from blackbird.evals.report import Figure, Report
from blackbird.evals.run import Run
from blackbird.training.measures import calibration_error, reliability

_MOST = 400
"""Corrupted claims of each set of passages; more changes little and takes long."""


async def measure(run: Run) -> Report:
    """Expected calibration error on each set and on all together, and the reliability plot.

    Raises ``BadInput`` if there is nothing to measure.
    """
    by_path = claim_sets(run)
    sets = {path.stem: rows for path, rows in by_path.items()}
    files = list(by_path)
    for name in ("xquad_en", "jsquad_valid"):
        files += [run.path("qa", f"{name}.{part}.jsonl") for part in ("passages", "questions")]
        kinds = corrupted(read_passages(run, name), run.random)
        rows = [row for made in kinds.values() for row in made]
        sets[name] = run.random.sample(rows, min(len(rows), _MOST, run.limit or _MOST))
    scores: list[float] = []
    right: list[bool] = []
    figures, curves = [], []
    for name, rows in sets.items():
        if not rows:
            continue
        verdicts = await judged(run, name, rows)
        own, holds = [v.score for v in verdicts], [row.supported for row in rows]
        figures.append(Figure(f"{name}: ECE", calibration_error(own, holds), len(rows)))
        curves.append(Series(name, [(x, y) for x, y, _ in reliability(own, holds)], dashed=True))
        scores += own
        right += holds
    if not scores:
        raise BadInput(
            f"No claim is left to measure: the sets in {run.data} are empty or were trained on.",
            "Name a folder with more in it with --data.",
        )
    whole = Figure("all: ECE", calibration_error(scores, right), len(scores))
    all_of_them = Series("all", [(x, y) for x, y, _ in reliability(scores, right)])
    run.plot(
        "reliability.svg",
        line_plot(
            "Reliability of the judge",
            "score",
            "share that holds",
            [all_of_them, *curves],
            diagonal=True,
        ),
    )
    return run.report("calibration", [whole, *figures], files)
