"""An assistant without models, and runs on it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from blackbird.assistant import Assistant
from blackbird.evals.given import SETS
from blackbird.evals.run import Run, open_run
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.protocols import LanguageModel, Sampling
from blackbird.settings import Settings
from blackbird.training.split import trained_on
from blackbird.types import Turn
from tests.fakes.embedder import HashEmbedder


class Watched:
    """Keeps what a run reports while it works."""

    def __init__(self) -> None:
        self.progress: list[tuple[str, int, int]] = []
        self.plots: dict[str, str] = {}

    def show(self, what: str, done: int, total: int) -> None:
        self.progress.append((what, done, total))

    def keep(self, name: str, svg: str) -> None:
        self.plots[name] = svg


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A JSONL file, its folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def model() -> ScriptedModel:
    """Knows nothing: each rewriting is refused, so that nothing is done."""
    return ScriptedModel(lambda messages, sampling: "{}")


@pytest.fixture
def scorer() -> ScriptedScorer:
    """Believes everything, unless a test replaces it."""
    return ScriptedScorer()


@pytest.fixture
async def assistant(
    tmp_path: Path, model: ScriptedModel, scorer: ScriptedScorer
) -> AsyncIterator[Assistant]:
    settings = Settings(data_dir=str(tmp_path / "own"))
    async with Assistant(
        settings, models={"mini": model}, embedder=HashEmbedder(), scorer=scorer
    ) as opened:
        yield opened


TOWNS = [f"Town{n}" for n in range(40)]
UNSEEN = [town for town in TOWNS if not trained_on(town)][:12]


def write_sets(folder: Path) -> Path:
    """Two sets alike: each unseen title has a passage with the year that its question asks for."""
    for name in SETS:
        write_rows(
            folder / f"qa/{name}.passages.jsonl",
            [
                {"id": town, "text": f"The tram of {town} opened in {1900 + n}. It is long."}
                for n, town in enumerate(UNSEEN)
            ],
        )
        write_rows(
            folder / f"qa/{name}.questions.jsonl",
            [
                {
                    "question": f"When did the tram of {town} open?",
                    "answers": [str(1900 + n)],
                    "passage": town,
                    "title": town,
                }
                for n, town in enumerate(UNSEEN)
            ],
        )
    return folder


def first_evidence(messages: Sequence[Turn], sampling: Sampling) -> str:
    """Quotes what is offered first."""
    lines = messages[-1].content.splitlines()
    return next(line for line in lines if "opened in" in line).partition("] ")[2] + " [1]"


@pytest.fixture
async def asked(tmp_path: Path, watched: Watched) -> AsyncIterator[Run]:
    settings = Settings(data_dir=str(tmp_path / "own"))
    scorer = ScriptedScorer()
    models: dict[str, LanguageModel] = {"mini": ScriptedModel(first_evidence)}
    async with Assistant(
        settings, models=models, embedder=HashEmbedder(), scorer=scorer
    ) as assistant:
        data = write_sets(tmp_path / "data")
        yield open_run(assistant, data, progress=watched.show)
