"""How long one waits for an answer, and how checking keeps pace with what the model writes.

Each question is asked anew, whatever was kept of earlier ones: words that come all at once tell
nothing of time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from blackbird.evals.given import SETS, answered, files_of, read_given
from blackbird.evals.report import Figure, Report
from blackbird.evals.run import Run

NOISE = 4
MOST = 25
"""Questions of each set."""


async def measure(run: Run) -> Report:
    """Seconds to the first word, to the end, and from the last token to the last verdict."""
    short = replace(run, limit=min(run.limit or MOST, MOST))
    times: list[Mapping[str, float]] = []
    for name in SETS:
        items = await read_given(short, name, NOISE)
        asked = [(given, given.passages(run, NOISE)) for given in items]
        times += [dict(answer.timings_ms) async for _, answer in answered(short, name, asked)]
    return run.report("pace", figures_of(times), files_of(run))


def figures_of(times: Sequence[Mapping[str, float]]) -> list[Figure]:
    """Medians and the 95th of a hundred, of answers that were drafted; ``times`` in ms by mark."""
    drafted = [t for t in times if {"first_token", "last_token", "last_verdict", "total"} <= {*t}]
    if not drafted:
        return []
    waits = {
        "first word": [t["first_token"] for t in drafted],
        "last token to last verdict": [
            max(0.0, t["last_verdict"] - t["last_token"]) for t in drafted
        ],
        "whole answer": [t["total"] for t in drafted],
    }
    return [
        Figure(f"{what}, {name}", float(np.quantile(values, share)) / 1000, len(values), "s")
        for what, values in waits.items()
        for name, share in (("median", 0.5), ("95 of 100", 0.95))
    ]
