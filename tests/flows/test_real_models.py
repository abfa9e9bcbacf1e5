"""The product on its real models: asked, killed in the middle, asked again."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from blackbird.assistant import Assistant
from blackbird.errors import ModelCrashed
from blackbird.events import DraftPiece
from blackbird.models.llamacpp import LlamaCpp
from blackbird.settings import load_settings
from blackbird.types import Document, Query, Question

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "history"
GROK = "Which search engine did the first version of Grok rely on?"


@pytest.fixture(scope="module")
def home(models_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data directory that shares the pulled models."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "models").symlink_to(models_home / "models")
    return folder


@pytest.fixture
async def assistant(home: Path) -> AsyncIterator[Assistant]:
    async with Assistant(load_settings({"data_dir": str(home)})) as opened:
        await opened.add_paths([CORPUS])
        yield opened


async def test_a_question_gets_a_supported_answer_with_an_openable_quote(
    assistant: Assistant,
) -> None:
    answer = await assistant.ask(Question(GROK))
    assert "Bing" in answer.text
    assert any(s.verdict == "supported" and s.citations for s in answer.sentences)
    record = await assistant.record()
    for citation in answer.citations:
        (document,) = [d for d in record.documents(1000) if d.url == citation.url]
        text = record.text(document.id)
        assert text is not None
        assert text[citation.start : citation.end] == citation.quote
        assert document.sha256 == citation.sha256


async def test_a_japanese_question_is_answered_in_japanese(assistant: Assistant) -> None:
    answer = await assistant.ask(Question("最初のGrokはどの検索エンジンを使いましたか？"))
    assert answer.language == "ja"
    assert "Bing" in answer.text
    assert any("\u3040" <= c <= "\u30ff" for c in answer.text)


async def test_a_killed_worker_is_a_clear_error_and_the_assistant_stays_up(
    assistant: Assistant,
) -> None:
    model = assistant.loaded.language_model("mini")
    assert isinstance(model, LlamaCpp)

    async def ask_and_kill() -> None:
        async for event in assistant.stream(Question(GROK)):
            if isinstance(event, DraftPiece) and model.pid is not None:
                os.kill(model.pid, signal.SIGKILL)

    with pytest.raises(ModelCrashed, match="starts again by itself"):
        await ask_and_kill()
    assert "Bing" in (await assistant.ask(Question(GROK))).text


async def test_a_passage_in_one_language_is_found_from_another(home: Path) -> None:
    async with Assistant(load_settings({"data_dir": str(home)})) as assistant:
        await assistant.add_documents(
            [
                Document("cat", "The cat sleeps on the warm roof of the house."),
                Document("tax", "The new tax on imported steel begins in April."),
                Document("rain", "Heavy rain flooded the station in the north."),
            ]
        )
        for question, wanted in [
            ("屋根の上で何が寝ていますか？", "cat"),
            ("¿Cuándo empieza el impuesto sobre el acero?", "tax"),
            ("Où la pluie a-t-elle causé une inondation ?", "rain"),
        ]:
            hits = await assistant.search(Query(question, limit=20))
            ours = [h for h in hits if h.passage.id.partition("#")[0] in ("cat", "tax", "rain")]
            assert ours[0].passage.id == f"{wanted}#1"


async def test_the_embedder_is_the_pinned_one(home: Path) -> None:
    """Unit vectors in which a greeting lies near a greeting, whatever the language."""
    async with Assistant(load_settings({"data_dir": str(home)})) as assistant:
        embedder = await assistant.loaded.embedder()
        vectors = await embedder.embed(["hello", "こんにちは", "quantum chromodynamics"], "query")
    assert vectors.shape == (3, embedder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]  # a greeting is a greeting
