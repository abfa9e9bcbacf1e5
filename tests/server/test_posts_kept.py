"""An answer is saved with the posts it cites, unless they are gone by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.index.posts.writer import PartsWriter
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.posts import Put, Removed
from blackbird.protocols import LanguageModel, Sampling
from blackbird.server.limits import Gate, Limits
from blackbird.server.runs import Runs
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.rows import Conversation, StoredTurn
from blackbird.types import Question, Turn
from tests.fakes.embedder import HashEmbedder
from tests.fakes.post_histories import NOW, TOLD, feed_row, post

SAID = "The tram of Aldenport opened in 1889."
AT = "2026-11-23T10:00:00+00:00"
CITED = replace(post("a", 0, 1), text=SAID)


@pytest.mark.parametrize("removed", [False, True])
async def test_a_post_that_left_while_it_was_answered_is_not_kept(
    tmp_path: Path, removed: bool
) -> None:
    record = PostRecord.open(DataDirectory(tmp_path).posts)

    def write(_messages: Sequence[Turn], _sampling: Sampling) -> str:
        if removed:
            gone = Removed(CITED.uri)
            record.commit(feed_row(record), [gone], None, TOLD, NOW)
        return f"{SAID} [1]"

    own = Settings(data_dir=str(tmp_path))
    parts: dict[str, LanguageModel] = {"mini": ScriptedModel(write)}
    async with Assistant(
        own, models=parts, embedder=HashEmbedder(), scorer=ScriptedScorer()
    ) as assistant:
        record.commit(feed_row(record), [Put(CITED)], None, TOLD, NOW)
        writer = PartsWriter(await assistant.opened.live.parts(), record)
        writer.catch_up()
        writer.close()
        talks = (await assistant.record()).conversations
        talks.create(Conversation("c", "Tram", AT, AT, None))
        talks.ask(StoredTurn("t", "c", None, "When did it open?", "{}", "running", AT))
        runs = Runs(assistant, Gate(Limits()), lambda: AT)
        question = Question("When did the tram of Aldenport open?", sources=("posts",))
        runs.start(talks.turn("t"), question)
        async for _ in runs.follow("t"):
            pass
        turn = talks.turn("t")
        assert turn.state == "done"
        assert turn.answer is not None
        assert (SAID in turn.answer) is not removed
        await runs.aclose()
    record.close()
