"""Does it admit what it does not know? The same questions with the right passage and without.

Refusing everything would be easy: what is refused although a passage answers stands beside.
"""

from __future__ import annotations

from blackbird.evals.given import SETS, Given, answered, files_of, read_given
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run

PASSAGES = 5
"""Given to each question, all irrelevant or one of them right."""

# RGB (Chen et al., 2024): rejection when only noise is given, English; "data/README".
_PUBLISHED: Beside = (("ChatGPT, least", 0.247), ("ChatGPT, most", 0.45))


async def measure(run: Run) -> Report:
    """Share that abstains with irrelevant passages alone, and with the right one among them."""
    figures: list[Figure] = []
    for name in SETS:
        items = await read_given(run, name, PASSAGES)
        if not items:
            continue
        without = [(g, g.passages(run, PASSAGES, gold=False)) for g in items]
        beside = [(g, g.passages(run, PASSAGES - 1)) for g in items]
        figures += [
            Figure(
                f"{name}: abstains, only irrelevant passages",
                await _abstained(run, f"{name}, irrelevant", without),
                len(items),
                beside=_PUBLISHED,
            ),
            Figure(
                f"{name}: refused, the right passage among them",
                await _abstained(run, f"{name}, answerable", beside),
                len(items),
            ),
        ]
    return run.report("abstention", figures, files_of(run))


async def _abstained(run: Run, what: str, asked: list[tuple[Given, tuple[str, ...]]]) -> float:
    told = [answer.abstained async for _, answer in answered(run, what, asked)]
    return sum(told) / len(told)
