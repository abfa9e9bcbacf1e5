"""What X says happened to posts and accounts: so that who stores them can follow.

Two shapes are read, a line each: events of the compliance streams, and results of batch jobs.
https://docs.x.com/x-api/compliance/streams/introduction
https://docs.x.com/x-api/compliance/batch-compliance/integrate

A post that was looked up again may stand among them, and takes the place of its older version.
What X allows to be shown again (undrop, user_undelete, user_unprotect, user_unsuspend) is not
here any more: nothing is done. No places are stored, so there are none to scrub.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blackbird.ingest.values import moment_of, raw_of, read_json, text_of
from blackbird.ingest.xapi.ids import first_of, id_of, ids_of, micros_of, uri_of
from blackbird.ingest.xapi.posts import read_post
from blackbird.posts import FINAL, Forgotten, Poison, PostEvent, Removed

_GONE = frozenset({"delete", "drop", "withheld"})
_CLOSED = frozenset({"user_delete", "user_protect", "user_suspend", "user_withheld"})
_NOTHING = frozenset(
    {"undrop", "user_undelete", "user_unprotect", "user_unsuspend", "scrub_geo"}
    | {"user_profile_modification"}
)
KINDS = _GONE | _CLOSED | _NOTHING | {"tweet_edit"}


def read_event(line: bytes, now: int, *, accounts: bool = False) -> tuple[PostEvent, ...]:
    """What a line says; ``now`` stands for a time that is missing.

    ``accounts``: results of a batch job name accounts; otherwise posts. They do not say which.
    """
    try:
        message = read_json(line)
    except ValueError as error:
        return (Poison(raw_of(line), f"it is not JSON ({error})"),)
    try:
        return _read(message, line, now, accounts)
    except ValueError as error:
        return (Poison(raw_of(line), str(error)),)


def _read(message: Any, line: bytes, now: int, accounts: bool) -> tuple[PostEvent, ...]:
    if not isinstance(message, Mapping):
        raise ValueError("it is no object")
    data = message.get("data")
    if not isinstance(data, Mapping):
        return _result(message, now, accounts)
    for kind, event in data.items():
        if kind in KINDS and isinstance(event, Mapping):
            return _event(kind, event, now)
    return read_post(message, line)


def _event(kind: str, event: Mapping[str, Any], now: int) -> tuple[PostEvent, ...]:
    when = moment_of(event.get("event_at")) or now
    if kind in _NOTHING or event.get("withheld_in_countries") == []:
        return ()
    if kind in _CLOSED:
        return (Forgotten(_id(event, "user"), when),)
    id = _id(event, "tweet")
    if kind == "tweet_edit":  # it does not say what the post reads now: that comes by itself
        return _removed(_first(id, event), micros_of(id) - 1)
    return _removed(id, FINAL if kind == "delete" else when)


def _first(id: str, event: Mapping[str, Any]) -> str:
    versions = [*ids_of(event.get("edit_tweet_ids")), id_of(event.get("initial_tweet_id"))]
    return first_of(id, [version for version in versions if version])


def _result(row: Mapping[str, Any], now: int, accounts: bool) -> tuple[PostEvent, ...]:
    """What a line of a batch job's results asks for."""
    action, id = row.get("action"), id_of(row.get("id"))
    if not id:
        said = text_of(row.get("error"), 100)
        raise ValueError(f"it names no post or account{f' ({said})' if said else ''}")
    if action == "delete":
        if accounts:
            when = moment_of(row.get("redacted_at")) or moment_of(row.get("deleted_at"))
            return (Forgotten(id, when or now),)
        return _removed(id, FINAL)
    if action == "rehydrate":
        return _removed(id, micros_of(id))
    if action == "scrub_geo":
        return ()
    raise ValueError("it asks for something unknown")


def _removed(id: str, version: int) -> tuple[PostEvent, ...]:
    """A post is gone. By a later version's id it is known only to the feed that gave it."""
    return Removed(uri=uri_of(id), version=version), Removed(local_id=id, version=version)


def _id(event: Mapping[str, Any], name: str) -> str:
    """The id of whom or what an event is about. Raises ``ValueError``."""
    about = event.get(name)
    id = id_of(about.get("id")) if isinstance(about, Mapping) else ""
    if not id:
        raise ValueError("it does not say which post or account it is about")
    return id
