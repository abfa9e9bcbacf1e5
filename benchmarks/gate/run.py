"""The chance that a sentence must reach to answer a question, by language. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from blackbird.assistant import Assistant
from blackbird.evals.abstention import PASSAGES, chances
from blackbird.evals.given import SETS, Given, nearest
from blackbird.evals.run import Run, open_run
from blackbird.settings import load_settings
from blackbird.text.language import detect_language
from blackbird.training.judge.examples import Passage, read_passages
from blackbird.training.measures import area
from blackbird.training.split import held_back
from blackbird.types import Document

MOST, SHORT = 150, 8  # questions of each set


def kept(data: Path, name: str) -> list[Passage]:
    """Passages of titles that calibration holds back."""
    return [p for p in read_passages(data / "qa", name, seen=True) if held_back(p.title)]


async def asked(run: Run, name: str) -> list[Given]:
    """Questions of such titles, each with others out of a search that hold no answer."""
    passages = kept(run.data, name)
    every = [Given(q, answers, p.text) for p in passages for q, answers in p.questions]
    chosen = run.random.sample(every, min(run.limit or MOST, len(every)))
    documents = [Document(f"p{n}", p.text, language=p.language) for n, p in enumerate(passages)]
    return await nearest(run, name, documents, chosen, PASSAGES)


async def measured(run: Run, name: str, refused: float) -> dict[str, Any]:
    """The gate of one set, and what it does."""
    items = await asked(run, name)
    right = await chances(run, name, [(g, g.passages(run, PASSAGES - 1)) for g in items])
    wrong = await chances(run, name, [(g, g.passages(run, PASSAGES, gold=False)) for g in items])
    gate = float(np.quantile(right, refused))
    return {
        "language": detect_language(items[0].text),
        "questions": len(items),
        "gate": round(gate, 3),
        "turned_away_of_the_others": round(float(np.mean(np.array(wrong) < gate)), 3),
        "area": round(area([*right, *wrong], [True] * len(right) + [False] * len(wrong)), 4),
    }


async def main() -> None:
    """Measure each set, and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} questions of each set")
    parser.add_argument("--refused", type=float, default=0.03)
    given, _ = parser.parse_known_args()
    if given.data is None or not (given.data / "qa").is_dir():
        print("The set `qa` is absent: name its folder with --data. Nothing was measured.")
        return
    async with Assistant(replace(load_settings(), model="mini")) as assistant:
        run = open_run(assistant, given.data, limit=SHORT if given.short else MOST)
        sets = {name: await measured(run, name, given.refused) for name in SETS}
    path = Path(__file__).parent / "results" / "gate.json"
    if given.short:
        print(sets)
        return
    save(path, {"refused": given.refused, "sets": sets})


if __name__ == "__main__":
    asyncio.run(main())
