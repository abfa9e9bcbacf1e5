"""Posts and events as X's public documentation shapes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from blackbird.ingest.xapi.ids import id_at
from blackbird.text.moments import micros
from tests.fakes.clocks import MovedClock

ANN = "2244994945"


def ago(seconds: float) -> int:
    """So long before the tests' clock begins, in microseconds."""
    return micros(MovedClock().now() - timedelta(seconds=seconds))


def post_id(seconds: float) -> str:
    """The id of a post that was written so many seconds ago."""
    return id_at(ago(seconds))


def post(id: str, text: str = "A tram.", **other: Any) -> dict[str, Any]:
    """A post without what comes with it."""
    row = {"id": id, "text": text, "author_id": ANN, "edit_history_tweet_ids": [id]}
    return {k: v for k, v in (row | {"lang": "en"} | other).items() if v is not None}


def message(id: str, text: str = "A tram.", **other: Any) -> dict[str, Any]:
    """A post as a stream gives it."""
    return {
        "data": post(id, text, **other),
        "includes": {"users": [{"id": ANN, "name": "Ann", "username": "ann_x"}]},
        "matching_rules": [{"id": "1", "tag": "trams"}],
    }


def event(kind: str, about: str, id: str, **other: Any) -> dict[str, Any]:
    """An event of a compliance stream; ``about`` is "tweet" or "user"."""
    told = {about: {"id": id, "author_id": ANN}, "event_at": "2026-01-01T00:00:00.000Z"} | other
    return {"data": {kind: {k: v for k, v in told.items() if v is not None}}}
