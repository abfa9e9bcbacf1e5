"""What X says happened to posts and accounts ends in their removal here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from blackbird.ingest.values import moment_of
from blackbird.ingest.x import X, open_x
from blackbird.ingest.xapi.compliance import KINDS, read_event
from blackbird.ingest.xapi.ids import micros_of, uri_of
from blackbird.posts import FINAL, Forgotten, Poison, PostEvent, Put, Removed
from tests.ingest.feeds import cursor, events, read, set_up
from tests.ingest.strangers import text, values
from tests.ingest.xapi.shapes import ANN, event, message, post

ID, LATER = "1445880548472328192", "1445880748472328192"
WHEN = moment_of("2026-01-01T00:00:00Z") or 0
NOW = WHEN + 5_000_000


def told(value: Any, *, accounts: bool = False) -> tuple[PostEvent, ...]:
    return read_event(text(value), NOW, accounts=accounts)


def gone(id: str, version: int) -> tuple[PostEvent, ...]:
    """By its address, and by its name in the feed that gave it."""
    return Removed(uri=uri_of(id), version=version), Removed(local_id=id, version=version)


def test_a_deleted_post_is_gone_for_good() -> None:
    assert told(event("delete", "tweet", ID)) == gone(ID, FINAL)
    assert told(event("delete", "tweet", ID, quote_tweet_id="5")) == gone(ID, FINAL)


@pytest.mark.parametrize("kind", ["drop", "withheld"])
def test_a_post_that_must_not_be_shown_is_gone(kind: str) -> None:
    assert told(event(kind, "tweet", ID, withheld_in_countries=["XY"])) == gone(ID, WHEN)


@pytest.mark.parametrize("kind", ["user_delete", "user_protect", "user_suspend", "user_withheld"])
def test_all_that_a_closed_account_said_is_gone(kind: str) -> None:
    assert told(event(kind, "user", ANN)) == (Forgotten(ANN, WHEN),)
    assert told(event(kind, "user", ANN, event_at=None)) == (Forgotten(ANN, NOW),)


def test_the_old_text_of_an_edited_post_is_gone_and_the_new_one_may_come() -> None:
    edit = event("tweet_edit", "tweet", LATER, initial_tweet_id=ID, edit_tweet_ids=[ID, LATER])
    assert told(edit) == gone(ID, micros_of(LATER) - 1)
    alone = event("tweet_edit", "tweet", LATER, initial_tweet_id=ID)
    assert told(alone) == gone(ID, micros_of(LATER) - 1)
    (put,) = told(message(LATER, "New.", edit_history_tweet_ids=[ID, LATER]))
    assert isinstance(put, Put)
    assert put.post.uri == uri_of(ID)
    assert micros_of(ID) < micros_of(LATER) - 1 < put.post.version


@pytest.mark.parametrize(
    "kind", ["undrop", "user_undelete", "user_unprotect", "user_unsuspend", "scrub_geo"]
)
def test_what_may_be_shown_again_or_was_never_stored_changes_nothing(kind: str) -> None:
    assert told(event(kind, "user", ANN, tweet={"id": ID}, up_to_tweet_id=ID)) == ()
    assert told(event("withheld", "tweet", ID, withheld_in_countries=[])) == ()
    assert kind in KINDS


@pytest.mark.parametrize("reason", ["deleted", "protected", "deactivated", "suspended"])
def test_the_results_of_a_batch_job_are_followed(reason: str) -> None:
    row = {"id": ID, "action": "delete", "reason": reason, "redacted_at": "2026-01-01T00:00:00Z"}
    assert told(row) == gone(ID, FINAL)
    assert told(row, accounts=True) == (Forgotten(ID, WHEN),)
    assert told(row | {"redacted_at": None}, accounts=True) == (Forgotten(ID, NOW),)


def test_a_batch_job_may_ask_to_look_again() -> None:
    assert told({"id": ID, "action": "rehydrate"}) == gone(ID, micros_of(ID))
    assert told({"id": ID, "action": "scrub_geo"}) == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"id": "not_a_valid_id", "error": "invalid_id"}, "invalid_id"),
        ({"id": ID, "action": "praise"}, "unknown"),
        ({"id": ID}, "unknown"),
        ([], "no object"),
        ({"data": {"delete": {"tweet": {"id": "x"}}}}, "which post"),
        ({"data": {"user_delete": {"user": 5}}}, "which post"),
        ({"data": {"new_kind": {"tweet": {"id": ID}}}}, "no id"),
    ],
)
def test_what_cannot_be_followed_is_told(value: Any, why: str) -> None:
    (poison,) = told(value)
    assert isinstance(poison, Poison)
    assert why in poison.reason


@given(
    values("data", "id", "action", "tweet", "user", "event_at", "edit_tweet_ids", "delete", *KINDS)
)
def test_no_event_raises(value: Any) -> None:
    told(value)
    told({"data": {kind: value for kind in KINDS}})
    told({"data": {"tweet_edit": value}}, accounts=True)


async def test_a_file_of_events_is_a_feed(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    lines = [event("delete", "tweet", ID), event("user_delete", "user", ANN), post(LATER)]
    path.write_bytes(b"\n".join(map(text, lines)) + b"\n{broken\n")
    feed = open_x(set_up(f"x:{path}?compliance"))
    assert feed.name == f"x:{path}?compliance"
    assert not feed.lasting
    got = await read(feed)
    assert events(got)[:3] == [*gone(ID, FINAL), Forgotten(ANN, WHEN)]
    assert [type(event) for event in events(got)[3:]] == [Poison, Poison]
    again = open_x(set_up(f"x:{path}?compliance"))
    assert events(await read(again, cursor(got))) == []


async def test_a_file_about_accounts_says_so_in_its_address(tmp_path: Path) -> None:
    path = tmp_path / "accounts.jsonl"
    path.write_bytes(text({"id": ANN, "action": "delete"}))
    feed = open_x(set_up(f"x:{path}?compliance&users"))
    (forgotten,) = events(await read(feed))
    assert isinstance(forgotten, Forgotten)
    assert open_x(set_up(f"x:{path}?users&follow&compliance")).lasting


def test_without_that_word_a_file_holds_rules() -> None:
    assert isinstance(open_x(set_up("x:rules.json")), X)
