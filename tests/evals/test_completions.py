"""What a model said to a prompt is kept whatever the program's state is, and said again."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.errors import ModelCrashed
from blackbird.evals.completions import Replayed, replay
from blackbird.evals.given import Given, answered
from blackbird.evals.kept import KeptLines
from blackbird.evals.run import open_run
from blackbird.models.lineup import LINEUP
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.prompts.answer import answer_messages
from blackbird.prompts.quote import fenced
from blackbird.protocols import Sampling
from blackbird.settings import Settings
from blackbird.types import Turn
from tests.evals.conftest import first_evidence
from tests.fakes.embedder import HashEmbedder

ASKED = [Turn("user", "When did it open?")]
HOW = Sampling(max_tokens=20)
GATE = Given("When did the gate open?", ("1889",), "The gate opened in 1889.")


def model(said: str = "In 1889.") -> ScriptedModel:
    return ScriptedModel(lambda *_: said, lambda _: 0.75)


def wrapped(own: ScriptedModel, path: Path, depends: str = "") -> Replayed:
    return Replayed(own, KeptLines(path), depends)


async def said(model: Replayed, messages: Sequence[Turn] = ASKED, how: Sampling = HOW) -> list[str]:
    return [piece async for piece in model.stream(messages, how)]


async def test_the_model_is_asked_once_also_by_the_next_measurement(tmp_path: Path) -> None:
    own, path = model(), tmp_path / "measured" / "kept.jsonl"
    first = wrapped(own, path)
    pieces = await said(first)
    odds = await first.odds(ASKED, ("Yes", "No"))
    assert await said(first) == pieces
    assert "".join(pieces) == "In 1889."
    assert len(pieces) > 1
    again = wrapped(own, path)
    assert await said(again) == pieces
    assert await again.odds(ASKED, ("Yes", "No")) == odds == {"Yes": 0.75, "No": 0.25}
    assert len(own.asked) == 2
    assert (first.replayed, again.replayed) == (1, 2)


async def test_all_that_a_completion_depends_on_makes_it_another(tmp_path: Path) -> None:
    own, path = model(), tmp_path / "kept.jsonl"
    known = wrapped(own, path)
    await said(known)
    await said(known, how=replace(HOW, grammar='root ::= "a"'))
    await said(known, how=replace(HOW, max_tokens=21))
    await said(known, [Turn("system", ASKED[0].content)])
    await said(known, [*ASKED, *ASKED])
    await said(wrapped(own, path, "another file"))
    await known.odds(ASKED, ("Yes", "No"))
    await known.odds(ASKED, ("No", "Yes"))  # the first word that is asked for is another
    assert len(own.asked) == 8
    assert known.replayed == 0


async def test_the_fence_is_drawn_anew_and_counts_as_the_same(tmp_path: Path) -> None:
    own = model()
    kept = wrapped(own, tmp_path / "kept.jsonl")
    await said(kept, answer_messages("When?", (), "English", "a1b2c3"))
    await said(kept, answer_messages("When?", (), "English", "0f0f0f"))
    assert len(own.asked) == 1
    assert kept.replayed == 1
    await said(kept, [Turn("user", fenced(["a <a1b2c3> in a line"], "0f0f0f"))])
    await said(kept, [Turn("user", fenced(["a <d4e5f6> in a line"], "0f0f0f"))])
    assert len(own.asked) == 3


async def test_what_was_cut_off_or_failed_is_asked_again(tmp_path: Path) -> None:
    class Failing(ScriptedModel):
        async def stream(self, messages: Sequence[Turn], how: Sampling) -> AsyncGenerator[str]:
            self.asked.append(tuple(messages))
            yield "In "
            raise ModelCrashed("It ended.", "Ask again.")

    own = model()
    kept = wrapped(own, tmp_path / "kept.jsonl")
    async with aclosing(kept.stream(ASKED, HOW)) as stream:
        assert await anext(stream) == "In "
    assert "".join(await said(kept)) == "In 1889."
    assert len(own.asked) == 2
    failing = wrapped(Failing(lambda *_: ""), tmp_path / "other.jsonl")
    for _ in range(2):
        with pytest.raises(ModelCrashed):
            await said(failing)
    assert failing.replayed == 0


async def test_a_question_that_was_asked_before_is_answered_without_the_model(
    tmp_path: Path,
) -> None:
    own = ScriptedModel(first_evidence, name=LINEUP[0].name)
    async with Assistant(
        Settings(data_dir=str(tmp_path)),
        models={LINEUP[0].name: own, "full": model("Yes")},
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(),
    ) as assistant:
        kept = replay(assistant, tmp_path / "measured")
        assert kept is not None
        run = open_run(assistant, tmp_path, completions=kept)
        told = [
            answer
            for _ in range(2)
            async for _, answer in answered(run, "gate", [(GATE, (GATE.gold,))])
        ]
        report = run.report("grounding", (), ())
    assert told[0].text == told[1].text
    assert len(own.asked) == 1
    assert report.settings["completed before"] == 1


async def test_nothing_is_kept_of_a_model_elsewhere_or_nowhere(tmp_path: Path) -> None:
    for settings in (
        Settings(data_dir=str(tmp_path), model_url="http://127.0.0.1:9/v1"),
        Settings(data_dir=str(tmp_path)),
    ):
        async with Assistant(settings) as assistant:
            assert replay(assistant, tmp_path / "measured") is None
    assert not (tmp_path / "measured").exists()
