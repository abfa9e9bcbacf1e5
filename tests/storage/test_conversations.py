"""Conversations: branches, search, what a run said, and the texts that answers rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.errors import NotFound
from blackbird.storage.conversations import Conversations
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, Entry, StoredTurn
from blackbird.types import Document, Span

NOW = "2026-11-23T10:00:00+00:00"
LATER = "2026-11-23T11:00:00+00:00"
TEXT = "The tower opened in 1889."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record.open(tmp_path / "record.db")
    yield opened
    opened.close()


@pytest.fixture
def talks(record: Record) -> Conversations:
    store = record.conversations
    store.create(Conversation("c", "Towers", NOW, NOW, None))
    return store


def turn(id: str, parent: str | None = None, question: str = "When?") -> StoredTurn:
    return StoredTurn(id, "c", parent, question, "{}", "running", NOW)


def put(record: Record, id: str, text: str) -> str:
    document = Document(id, text)
    record.put([Entry(document, (Span(text, 0, len(text)),), None, "", NOW)])
    (stored,) = [d for d in record.documents() if d.id == id]
    return stored.sha256


def test_a_turn_is_kept_and_its_branch_is_shown(talks: Conversations) -> None:
    talks.ask(turn("a"))
    talks.ask(replace(turn("b", "a"), created_at=LATER))
    assert [t.id for t in talks.turns("c")] == ["a", "b"]
    assert talks.turn("b") == replace(turn("b", "a"), created_at=LATER)
    shown = talks.get("c")
    assert (shown.leaf, shown.updated_at) == ("b", LATER)


def test_what_does_not_exist_is_said(talks: Conversations) -> None:
    for missing in (
        lambda: talks.get("x"),
        lambda: talks.turn("x"),
        lambda: talks.delete("x"),
        lambda: talks.change("x", title="y"),
        lambda: talks.ask(turn("b", "x")),
        lambda: talks.ask(replace(turn("b"), conversation_id="x")),
    ):
        with pytest.raises(NotFound, match="deleted elsewhere"):
            missing()
    assert talks.turns("c") == []  # a turn without its parent is not half there
    assert talks.get("c").leaf is None


def test_a_parent_of_another_conversation_is_none(talks: Conversations) -> None:
    talks.create(Conversation("other", "", NOW, NOW, None))
    talks.ask(turn("a"))
    with pytest.raises(NotFound):
        talks.ask(replace(turn("b", "a"), conversation_id="other"))


def test_the_newest_conversation_comes_first_and_pages_go_on(talks: Conversations) -> None:
    talks.create(Conversation("d", "Bridges", LATER, LATER, None))
    assert [c.id for c in talks.listed()] == ["d", "c"]
    assert [c.id for c in talks.listed(limit=1, offset=1)] == ["c"]
    talks.change("c", title="Spires", updated_at="2026-11-24T00:00:00+00:00")
    assert [c.title for c in talks.listed()] == ["Spires", "Bridges"]


@pytest.mark.parametrize("word", ["tower", "TOWERS", "seven_stops", "100 %", "1889", "点灯"])
def test_search_finds_titles_questions_and_answers(talks: Conversations, word: str) -> None:
    talks.create(Conversation("d", "Bridges", NOW, NOW, None))
    talks.ask(turn("a", question="Has it seven_stops or 100 %?"))
    talks.end("a", "done", LATER, answer='{"verdict": "x"}', said="In 1889. 点灯した。")
    assert [c.id for c in talks.listed(word)] == ["c"]


def test_search_looks_through_words_and_not_through_what_they_are_kept_in(
    talks: Conversations,
) -> None:
    talks.ask(turn("a", question="Where?"))
    talks.end("a", "done", LATER, answer='{"verdict": "supported"}', said="There.")
    assert talks.listed("verdict") == []
    assert len(talks.listed("there.")) == 1


def test_an_answer_counts_also_if_another_process_gave_it_up(talks: Conversations) -> None:
    talks.ask(turn("a"))
    talks.interrupted(LATER, "{}")
    talks.end("a", "done", LATER, answer="{}", said="There.")
    assert (talks.turn("a").state, talks.turn("a").error) == ("done", None)
    talks.end("a", "stopped", LATER)
    talks.end("a", "done", LATER, answer='{"another": 1}')
    assert talks.turn("a").answer == "{}"


def test_signs_of_patterns_are_only_letters(talks: Conversations) -> None:
    assert talks.listed("%") == talks.listed("_") == []


def test_events_go_on_after_the_last_that_was_seen(talks: Conversations) -> None:
    talks.ask(turn("a"))
    for seq in (0, 3, 4):
        talks.note("a", seq, f"[{seq}]")
    assert talks.events("a") == [(0, "[0]"), (3, "[3]"), (4, "[4]")]
    assert talks.events("a", after=3) == [(4, "[4]")]
    talks.end("a", "done", LATER, answer="{}")
    assert talks.events("a") == []  # the answer says it all


def test_a_turn_that_failed_keeps_what_it_had_said(talks: Conversations) -> None:
    talks.ask(turn("a"))
    talks.note("a", 0, "[0]")
    talks.end("a", "failed", LATER, error='{"message": "x"}')
    assert talks.events("a") == [(0, "[0]")]
    assert talks.turn("a").error == '{"message": "x"}'


def test_what_ran_when_the_process_ended_is_marked_once(talks: Conversations) -> None:
    talks.ask(turn("a"))
    talks.ask(turn("b", "a"))
    talks.end("a", "done", LATER, answer="{}")
    assert talks.interrupted(LATER, "{}") == 1
    assert [t.state for t in talks.turns("c")] == ["done", "failed"]
    assert talks.interrupted(LATER, "{}") == 0


def test_a_cited_text_opens_after_its_document_has_changed(
    record: Record, talks: Conversations
) -> None:
    sha = put(record, "doc", TEXT)
    talks.ask(turn("a"))
    talks.end("a", "done", LATER, answer="{}", proofs=[sha, "f" * 64, sha])
    put(record, "doc", "Something else.")
    kept = talks.kept(sha)
    assert kept is not None
    assert (kept.text, kept.document_id) == (TEXT, "doc")
    assert talks.kept("f" * 64) is None


def test_a_text_that_nobody_cited_opens_while_it_is_stored(
    record: Record, talks: Conversations
) -> None:
    sha = put(record, "doc", TEXT)
    assert talks.kept(sha) is not None
    put(record, "doc", "Something else.")
    assert talks.kept(sha) is None


def test_what_its_owner_removes_is_kept_nowhere(record: Record, talks: Conversations) -> None:
    sha = put(record, "doc", TEXT)
    talks.ask(turn("a"))
    talks.end("a", "done", LATER, answer="{}", proofs=[sha])
    record.drop(["doc"])
    assert talks.kept(sha) is not None  # a file that changed, for one
    assert talks.purge(["doc", "other"]) == 1
    assert talks.kept(sha) is None


def test_a_deleted_conversation_takes_with_it_what_only_it_rests_on(
    record: Record, talks: Conversations
) -> None:
    both, own = put(record, "both", TEXT), put(record, "own", "It is 330 metres tall.")
    talks.create(Conversation("d", "Bridges", NOW, NOW, None))
    talks.ask(turn("a"))
    talks.note("a", 0, "[]")
    talks.ask(turn("b", "a"))
    talks.ask(replace(turn("z"), conversation_id="d"))
    talks.end("a", "failed", LATER, proofs=[both, own])
    talks.end("z", "done", LATER, answer="{}", proofs=[both])
    record.drop(["both", "own"])
    talks.delete("c")
    assert [c.id for c in talks.listed()] == ["d"]
    assert talks.turns("c") == []
    assert talks.events("a") == []
    assert talks.kept(both) is not None
    assert talks.kept(own) is None


def test_a_run_whose_conversation_was_deleted_ends_quietly(talks: Conversations) -> None:
    talks.ask(turn("a"))
    talks.delete("c")
    talks.end("a", "done", LATER, answer="{}", proofs=["f" * 64])
    assert talks.turns("c") == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=8))
def test_every_turn_of_every_branch_is_there(parents: list[int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(Path(folder) / "record.db")
        talks = record.conversations
        talks.create(Conversation("c", "", NOW, NOW, None))
        for n, parent in enumerate(parents):
            talks.ask(turn(f"t{n}", f"t{parent % n}" if n and parent else None))
        found = {t.id: t.parent_id for t in talks.turns("c")}
        assert set(found) == {f"t{n}" for n in range(len(parents))}
        assert all(parent is None or parent in found for parent in found.values())
        assert talks.get("c").leaf == f"t{len(parents) - 1}"
        talks.delete("c")
        assert talks.turns("c") == []
        record.close()
