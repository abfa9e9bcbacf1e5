"""Does the answer hold what the right passage says, with irrelevant ones beside it?

The others are the first that a search for the question finds without the answer in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from blackbird.evals.given import SETS, answered, files_of, read_given, says
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run

NOISE = (4, 9)
"""Irrelevant passages beside the right one."""

# RGB (Chen et al., 2024), English, noise 0 and .8, as measured for "reference/models".
_PUBLISHED: Mapping[tuple[str, int], Beside] = MappingProxyType(
    {
        ("xquad_en", 4): (("plain prompt, mini", 0.80), ("plain prompt, full", 0.85)),
        ("xquad_en", 9): (("qwen2 0.5 B, noise .8", 0.47), ("qwen2 1.5 B", 0.55)),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question."""

    right: bool
    abstained: bool


async def measure(run: Run) -> Report:
    """Share of answers that hold the gold string, and share refused."""
    figures: list[Figure] = []
    for name in SETS:
        items = await read_given(run, name, max(NOISE))
        for noise in NOISE:
            asked = [(given, given.passages(run, noise)) for given in items]
            what = f"{name}, {noise} irrelevant"
            told = [
                Told(says(answer, given.answers), answer.abstained)
                async for given, answer in answered(run, what, asked)
            ]
            figures += figures_of(what, told, _PUBLISHED.get((name, noise), ()))
    return run.report("grounding", figures, files_of(run))


def figures_of(what: str, told: Sequence[Told], published: Beside = ()) -> list[Figure]:
    """The figures of one set beside so many irrelevant passages; none for no questions."""
    if not told:
        return []
    right = sum(t.right for t in told) / len(told)
    refused = sum(t.abstained for t in told) / len(told)
    return [
        Figure(f"{what}: answer holds the gold string", right, len(told), beside=published),
        Figure(f"{what}: refused", refused, len(told)),
    ]
