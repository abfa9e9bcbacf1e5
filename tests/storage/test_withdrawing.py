"""What a saved answer quotes of a post goes with the post, and what rested on it alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.settings import Settings
from blackbird.storage.conversations import Conversations
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.drawers import Drawers
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, KeptText, StoredTurn
from blackbird.storage.withdrawing import GONE, POST, without

NOW = "2026-11-23T10:00:00+00:00"
URI, OTHER = "at://did:plc:a/app.bsky.feed.post/1", "at://did:plc:b/app.bsky.feed.post/2"
SAID, KEPT = "The harbour is closed today.", "The bridge opened in 1920."


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def citation(id: int, text: str, uri: str) -> dict[str, Any]:
    return {
        "id": id,
        "title": "maki.example",
        "url": uri,
        "quote": text,
        "start": 0,
        "end": len(text),
        "sha256": sha(text),
    }


def answer() -> dict[str, Any]:
    return {
        "answer": f"{SAID} [1] {KEPT} [2] Both were told. [1][2]",
        "language": "en",
        "sentences": [
            {"text": SAID, "citations": [1], "verdict": "supported"},
            {"text": KEPT, "citations": [2], "verdict": "supported"},
            {"text": "Both were told.", "citations": [1, 2], "verdict": "supported"},
        ],
        "citations": [citation(1, SAID, URI), citation(2, KEPT, OTHER)],
        "disputes": [{"claim": "It is closed", "supported_by": [1], "refuted_by": [2]}],
        "notes": ["A note."],
    }


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Conversations]:
    record = Record.open(tmp_path / "record.db")
    store = record.conversations
    store.create(Conversation("c", "Harbour", NOW, NOW, None))
    yield store
    record.close()


def saved(talks: Conversations, id: str = "t") -> None:
    talks.ask(StoredTurn(id, "c", None, "Is it closed?", "{}", "running", NOW))
    texts = [KeptText(sha(SAID), f"{POST}{URI}", SAID), KeptText(sha(KEPT), POST + OTHER, KEPT)]
    told = answer()
    talks.end(
        id,
        "done",
        NOW,
        answer=json.dumps(told),
        said=told["answer"],
        proofs=[text.sha256 for text in texts],
        texts=texts,
    )


def everything(talks: Conversations, id: str = "t") -> str:
    turn = talks.turn(id)
    return f"{turn.answer} {[t.id for t in talks.listed(SAID)]}"


def test_a_quote_goes_and_the_rest_stays(talks: Conversations) -> None:
    saved(talks)
    assert SAID in everything(talks)  # the control: it was there
    assert talks.kept(sha(SAID)) is not None
    assert talks.withdraw([URI]) == 1
    left = json.loads(talks.turn("t").answer or "")
    assert SAID not in everything(talks)
    assert [s["text"] for s in left["sentences"]] == [GONE, KEPT, "Both were told."]
    assert left["answer"] == f"{GONE} [1] {KEPT} [2] Both were told. [1][2]"
    assert left["citations"][0]["url"] == left["citations"][0]["quote"] == ""
    assert left["citations"][1] == citation(2, KEPT, OTHER)
    assert left["disputes"][0]["claim"] == GONE
    assert len(left["notes"]) == 2
    assert talks.kept(sha(SAID)) is None
    assert talks.kept(sha(KEPT)) is not None
    assert talks.listed(SAID) == []
    assert len(talks.listed(KEPT)) == 1


def test_every_answer_that_quotes_it_is_rewritten_and_only_once(talks: Conversations) -> None:
    for id in ("t", "u"):
        saved(talks, id)
    assert talks.withdraw([URI, URI, "at://nobody/x/y"]) == 1
    assert SAID not in everything(talks, "t") + everything(talks, "u")
    before = everything(talks)
    assert talks.withdraw([URI]) == 0
    assert everything(talks) == before


def test_two_posts_may_say_the_same_and_each_takes_its_own(talks: Conversations) -> None:
    again = "at://did:plc:c/app.bsky.feed.post/3"
    for id, uri in (("t", URI), ("u", again)):
        talks.ask(StoredTurn(id, "c", None, "Is it closed?", "{}", "running", NOW))
        told = {**answer(), "citations": [citation(1, SAID, uri)], "disputes": []}
        texts = [KeptText(sha(SAID), f"{POST}{uri}", SAID)]
        proofs = [sha(SAID)]
        talks.end(id, "done", NOW, answer=json.dumps(told), proofs=proofs, texts=texts)
    assert talks.withdraw([again]) == 1
    assert SAID not in (talks.turn("u").answer or "")
    assert SAID in (talks.turn("t").answer or "")
    assert talks.kept(sha(SAID)) is not None  # the other one still rests on it
    assert talks.withdraw([URI]) == 1
    assert SAID not in (talks.turn("t").answer or "")
    assert talks.kept(sha(SAID)) is None


def test_both_posts_take_what_rested_on_both(talks: Conversations) -> None:
    saved(talks)
    talks.withdraw([URI, OTHER])
    left = json.loads(talks.turn("t").answer or "")
    assert {s["text"] for s in left["sentences"]} == {GONE}
    assert KEPT not in everything(talks)


def test_what_a_running_answer_has_told_of_it_goes_too(talks: Conversations) -> None:
    talks.ask(StoredTurn("r", "c", None, "Is it?", "{}", "running", NOW))
    talks.note("r", 0, json.dumps({"type": "evidence", "id": URI, "text": SAID}))
    talks.note("r", 1, json.dumps({"type": "evidence", "id": OTHER, "text": KEPT}))
    talks.withdraw([URI])
    assert [SAID in str(event) for event in talks.events("r")] == [False]


def test_a_document_of_that_name_is_no_post(talks: Conversations) -> None:
    saved(talks)
    assert talks.withdraw([sha(SAID), "", "post", f"{POST}{URI}"]) == 0
    assert SAID in everything(talks)


def test_what_is_quoted_is_listed_until_it_is_withdrawn(talks: Conversations) -> None:
    assert talks.quoted() == []
    for id in ("t", "u"):
        saved(talks, id)
    assert sorted(talks.quoted()) == [(URI, sha(SAID)), (OTHER, sha(KEPT))]  # each once
    talks.withdraw([URI])
    assert talks.quoted() == [(OTHER, sha(KEPT))]
    talks.delete("c")
    assert talks.quoted() == []


async def test_begun_reports_go_with_the_answers(tmp_path: Path) -> None:
    """Both of what one data directory quotes, by the one who withdraws for it."""
    own = Settings(data_dir=str(tmp_path))
    async with Assistant(own, models={}) as assistant:
        talks = (await assistant.record()).conversations
        talks.create(Conversation("c", "Harbour", NOW, NOW, None))
        saved(talks)
        folder = DataDirectory(tmp_path).unfinished
        begun = [Drawers(folder, frozenset, lambda: 0.0).of([n]) for n in range(2)]
        begun[0].write({"found": URI}, ())
        begun[1].write({"found": OTHER}, ())
        quotes = await assistant.opened.quotes()
        assert sorted(quotes.all()) == [(URI, sha(SAID)), (OTHER, sha(KEPT))]
        assert quotes.withdraw([URI]) == 2
        assert [drawer.full() for drawer in begun] == [False, True]
        assert SAID not in everything(talks)
        assert quotes.withdraw([URI]) == 0


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sets(st.sampled_from([sha(SAID), sha(KEPT), sha("x")])))
def test_no_quote_of_what_is_gone_is_left(hashes: set[str]) -> None:
    left = json.dumps(without(answer(), hashes))
    for text in (SAID, KEPT):
        assert (text in left) == (sha(text) not in hashes)
