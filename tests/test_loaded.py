"""The models of a data directory: each once, by whatever name."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from blackbird.assistant import Assistant
from blackbird.errors import UnknownName
from blackbird.loaded import Loaded
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.models.store import ModelStore
from blackbird.protocols import Judge
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.types import Question
from tests.fakes.embedder import HashEmbedder


class Shelf:
    """A store whose every model is one file, which is never opened."""

    def path(self, id: str) -> dict[str, Path]:
        return {"model.gguf": Path(f"{id}.gguf")}


def loaded(tmp_path: Path, settings: Settings | None = None) -> Loaded:
    shelf = cast("ModelStore", Shelf())
    return Loaded(settings or Settings(), DataDirectory(tmp_path), store=shelf)


@pytest.mark.parametrize("names", [("full", "blackbird-2"), ("blackbird-2", "full")])
async def test_a_model_is_opened_once_under_both_its_names(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    own = loaded(tmp_path)
    first, second = (own.language_model(name) for name in names)
    assert first is second
    assert own.language_model("mini") is not first
    assert own.ids() == {"full", "mini"}
    await own.aclose()


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        loaded(tmp_path).language_model("grok")


async def test_a_remote_model_has_the_name_that_its_server_knows(tmp_path: Path) -> None:
    own = loaded(tmp_path, Settings(model_url="http://127.0.0.1:9/v1"))
    assert own.language_model("any/name").name == "any/name"
    assert own.language_model("any/name") is own.language_model("any/name")
    await own.aclose()


async def test_where_somebody_waits_a_sure_judge_asks_nobody(tmp_path: Path) -> None:
    model = ScriptedModel(lambda *_: "It opened on a Monday. [1]", lambda _: 0.9)
    async with Assistant(
        Settings(data_dir=str(tmp_path), model="full"),
        models={"full": model},
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(lambda *_: 0.93),
    ) as assistant:
        question = Question("When did it open?", passages=("It opened at noon.",), model="full")
        answer = await assistant.ask(question)
        assert [s.verdict for s in answer.sentences if not s.repaired] == ["supported"]
        assert len(model.asked) == 1  # for the draft alone
        await assistant.judge("It opened on a Monday.", ["It opened at noon."])
        assert len(model.asked) == 2


@pytest.mark.parametrize("deep", [False, True])
async def test_a_report_is_in_no_hurry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deep: bool
) -> None:
    hurries: list[bool] = []
    async with Assistant(
        Settings(data_dir=str(tmp_path)),
        models={"mini": ScriptedModel(lambda *_: "It opened at noon. [1]")},
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(),
    ) as assistant:
        judge = assistant.loaded.judge

        async def recorded(model: str | None, *, hurried: bool = False) -> Judge:
            hurries.append(hurried)
            return await judge(model, hurried=hurried)

        monkeypatch.setattr(assistant.loaded, "judge", recorded)
        passages = ("It opened at noon.",)
        await assistant.ask(Question("When did it open?", passages=passages, deep=deep))
    assert any(hurries) is not deep
