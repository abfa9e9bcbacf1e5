"""Does it admit what it does not know? The same questions with the right passage and without.

Refusing everything would be easy: what is refused although a passage answers stands beside. The
picture shows what any other threshold of the gate would give.
"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.claims.calibration import ANSWERS
from blackbird.evals.given import SETS, Given, answered, files_of, read_given
from blackbird.evals.plot import Point, Series, line_plot
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.pipeline.rank import rank
from blackbird.pipeline.read import read_given as read_passages
from blackbird.text.language import detect_language
from blackbird.text.questions import parts_of

PASSAGES = 5
"""Given to each question, all irrelevant or one of them right."""
Asked = Sequence[tuple[Given, tuple[str, ...]]]

# RGB (Chen et al., 2024): rejection when only noise is given, English; "data/README".
_PUBLISHED: Beside = (("ChatGPT, least", 0.247), ("ChatGPT, most", 0.45))


async def measure(run: Run) -> Report:
    """Share that abstains with irrelevant passages alone, and with the right one among them."""
    figures: list[Figure] = []
    curves: list[Series] = []
    for name in SETS:
        items = await read_given(run, name, PASSAGES)
        if not items:
            continue
        without = [(g, g.passages(run, PASSAGES, gold=False)) for g in items]
        beside = [(g, g.passages(run, PASSAGES - 1)) for g in items]
        points = curve(await chances(run, name, beside), await chances(run, name, without))
        curves.append(Series(name, [point for _, point in points], steps=True))
        gate = ANSWERS.gate(detect_language(items[0].text))
        least = [point for chance, point in points if chance >= gate][-1:]
        curves.append(Series(f"{name}: the gate as it is set", least))
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
    run.plot(
        "abstention.svg",
        line_plot(
            "What the gate lets through",
            "coverage: share of all questions that is answered",
            "accuracy: share of these that has an answer",
            curves,
        ),
    )
    return run.report("abstention", figures, files_of(run))


def curve(right: Sequence[float], wrong: Sequence[float]) -> list[tuple[float, Point]]:
    """For each threshold, the highest first: the share of all questions that is answered, and
    the share of those that can be answered. ``right``, ``wrong``: highest chances with the
    passage that answers and without.
    """
    points: list[tuple[float, Point]] = []
    for least in sorted({*right, *wrong}, reverse=True):
        good, bad = (sum(value >= least for value in values) for values in (right, wrong))
        points.append((least, ((good + bad) / (len(right) + len(wrong)), good / (good + bad))))
    return points


async def chances(run: Run, name: str, asked: Asked) -> list[float]:
    """For each question the highest chance that a sentence answers it: what the gate goes by."""
    loaded = run.assistant.loaded
    embedder, scorer = await loaded.embedder(), await loaded.scorer()
    budget = run.assistant.settings.evidence_tokens
    found: list[float] = []
    for done, (given, passages) in enumerate(asked):
        run.progress(f"{name}, the gate", done, len(asked))
        hits, parts = read_passages(passages, now=""), parts_of(given.text)
        ranked = await rank(given.text, hits, embedder, scorer, budget_tokens=budget, parts=parts)
        found.append(ranked.answers)
    return found


async def _abstained(run: Run, what: str, asked: Asked) -> float:
    told = [answer.abstained async for _, answer in answered(run, what, asked)]
    return sum(told) / len(told)
