"""An assistant without models, and runs on it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from blackbird.assistant import Assistant
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.settings import Settings
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
