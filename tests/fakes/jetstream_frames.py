"""Frames as Jetstream sends them, in both versions: look-alikes of the documented shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from blackbird.posts import SECOND

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
POSTS = "app.bsky.feed.post"
START = 1_767_322_000 * SECOND


def tid(at: int, clock: int = 0) -> str:
    """A TID: microseconds and ten bits of clock, thirteen signs that sort as numbers do."""
    number = at << 10 | clock
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def iso(at: int) -> str:
    return datetime.fromtimestamp(at / SECOND, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def record(text: str, at: int, **more: Any) -> dict[str, Any]:
    return {"$type": POSTS, "text": text, "createdAt": iso(at), "langs": ["en"], **more}


def commit(
    did: str, rkey: str, at: int, text: str | None, *, operation: str = "create", rev: str = ""
) -> dict[str, Any]:
    """What both versions say of a post; without ``text`` it is deleted."""
    said: dict[str, Any] = {
        "rev": rev or tid(at),
        "operation": operation if text is not None else "delete",
        "collection": POSTS,
        "rkey": rkey,
    }
    if text is not None:
        said |= {"cid": "bafyreib", "record": record(text, at)}
    return {"did": did, "at": at, "commit": said}


def account(did: str, at: int, *, active: bool = False) -> dict[str, Any]:
    said = {"active": active, "did": did, "seq": 9, "time": iso(at)}
    return {"did": did, "at": at, "account": said if active else {**said, "status": "deleted"}}


def first(event: dict[str, Any]) -> bytes:
    """A frame of the first version."""
    kind = "commit" if "commit" in event else "account" if "account" in event else "identity"
    body = {"did": event["did"], "time_us": event["at"], "kind": kind, kind: event.get(kind, {})}
    return json.dumps(body).encode()


def second(event: dict[str, Any], seq: int) -> bytes:
    """A frame of the second version."""
    kind = next(k for k in ("commit", "account", "identity", "sync", "info") if k in event)
    moment = datetime.fromtimestamp(event["at"] / SECOND, UTC).isoformat().replace("+00:00", "Z")
    payload = {
        "$type": f"network.bsky.jetstream.subscribeEvents#{kind}",
        "seq": seq,
        "did": event.get("did", ""),
        "time": moment,
        **{k: v for k, v in event[kind].items() if k != "seq"},
    }
    payload["time"] = moment
    return json.dumps({"$type": "message", "payload": payload}).encode()


def failure(error: str) -> bytes:
    """The last frame before the second version closes a connection."""
    return json.dumps({"$type": "error", "error": error}).encode()
