"""Measured answers are kept for one state of the program, and used again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blackbird
from blackbird.assistant import Assistant
from blackbird.errors import StorageError
from blackbird.evals import citations, grounding
from blackbird.evals.answers import Answers, state_of
from blackbird.evals.given import SETS
from blackbird.evals.run import Run, open_run
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.protocols import LanguageModel, Sampling
from blackbird.settings import Settings
from blackbird.types import Answer, Dispute, Question, Sentence, Turn
from tests.evals.conftest import first_evidence, write_sets
from tests.fakes.embedder import HashEmbedder

ASKED = Question("When did it open?", passages=("It opened in 1889.",), model="mini")
ANSWER = Answer(
    *("q", "q", "lookup", "en", ("q",), "It opened in 1889. [1]", False),
    sentences=(Sentence("It opened in 1889.", "supported", 0.93, (1,)),),
    disputes=(Dispute("It opened.", (1,), (2,)),),
    timings_ms={"total": 12.0},
)


def test_what_was_kept_is_there_for_the_next_measurement(tmp_path: Path) -> None:
    first = Answers(tmp_path / "measured", "a")
    assert first.of(ASKED) is None
    first.keep(ASKED, ANSWER)
    again = Answers(tmp_path / "measured", "a")
    assert again.of(ASKED) == first.of(ASKED) == ANSWER
    assert again.of(replace(ASKED, model="full")) is None
    assert again.of(replace(ASKED, passages=())) is None
    assert (again.used, first.used) == (1, 1)


def test_another_state_of_the_program_asks_anew_and_clears_the_old(tmp_path: Path) -> None:
    Answers(tmp_path, "a").keep(ASKED, ANSWER)
    assert Answers(tmp_path, "b").of(ASKED) is None
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    none = Answers()
    none.keep(ASKED, ANSWER)
    assert none.of(ASKED) is None


@given(cut=st.integers(0, 600), noise=st.binary(max_size=20))
def test_a_line_that_was_cut_off_is_no_answer(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    kept = Answers(folder, "a")
    kept.keep(ASKED, ANSWER)
    kept.keep(replace(ASKED, text="Another?"), ANSWER)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: -min(cut, len(whole) // 2 - 1) or None] + noise)
    read = Answers(folder, "a")
    assert read.of(ASKED) == ANSWER
    assert read.of(replace(ASKED, text="Another?")) in (None, ANSWER)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file"):
        Answers(tmp_path / "file" / "below", "a").keep(ASKED, ANSWER)


def test_the_state_is_of_source_and_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Settings(data_dir=str(tmp_path))
    assert state_of(own) == state_of(replace(own, data_dir="elsewhere", threads=1, hits=3))
    assert state_of(own) != state_of(replace(own, evidence_tokens=100))
    root = tmp_path / "program"
    for name, text in {"a.py": "1", "evals/b.py": "2", "flow/c.py": "3"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    monkeypatch.setattr(blackbird, "__file__", str(root / "__init__.py"))
    before = state_of(own)
    (root / "evals" / "b.py").write_text("another")
    assert state_of(own) == before
    (root / "flow" / "c.py").write_text("another")
    assert state_of(own) != before


async def test_two_evaluations_that_ask_the_same_ask_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounding, "NOISE", (4,))
    for module in (grounding, citations):
        monkeypatch.setattr(module, "SETS", SETS[:1])  # the other one asks the same
    heard: list[str] = []

    def speak(messages: Sequence[Turn], sampling: Sampling) -> str:
        heard.append(messages[-1].content)
        return first_evidence(messages, sampling)

    models: dict[str, LanguageModel] = {
        "mini": ScriptedModel(speak),
        "full": ScriptedModel(lambda *_: "Yes"),
    }
    data = write_sets(tmp_path / "data")
    async with Assistant(
        Settings(data_dir=str(tmp_path / "own")),
        models=models,
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(),
    ) as assistant:

        def run() -> Run:
            return open_run(assistant, data, answers=Answers(tmp_path / "measured", "a"))

        first = await grounding.measure(run())
        asked = len(heard)
        assert "answered before" not in first.settings
        again = await grounding.measure(run())
        found = await citations.measure(run())
    assert asked == len(heard) == again.settings["answered before"]
    assert found.settings["answered before"] == asked
    assert [f.value for f in again.figures] == [f.value for f in first.figures]
