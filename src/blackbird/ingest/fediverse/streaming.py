"""The two ways in which a server streams, told alike: an event, or a sign of life.

https://docs.joinmastodon.org/methods/streaming/ and, for the lines, the HTML standard's
"server-sent events".
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from blackbird.errors import NetworkError
from blackbird.ingest.fediverse.target import Target
from blackbird.net.guard import Guard, Head
from blackbird.net.stream import MOST_FRAME, Frames, Refused, open_frames, open_lines


@dataclass(frozen=True, slots=True)
class Said:
    """An event: its kind, and its data as they came. Both are empty for a sign of life."""

    kind: str = ""
    data: str = ""


@asynccontextmanager
async def open_events(
    target: Target, base: str, guard: Guard, headers: Mapping[str, str], dead_s: float
) -> AsyncGenerator[AsyncGenerator[Said]]:
    """The stream over HTTP; raises ``NetworkError`` after so many seconds without any sign."""
    url = target.events(base)
    asked = {**headers, "accept": "text/event-stream"}
    async with (
        open_lines(url, guard, headers=asked, silence_s=dead_s) as lines,
        aclosing(read_events(lines)) as said,
    ):
        yield said


@asynccontextmanager
async def open_socket(
    target: Target, base: str, guard: Guard, headers: Mapping[str, str], sign_s: float
) -> AsyncGenerator[AsyncGenerator[Said]]:
    """The stream over a WebSocket.

    Its signs of life are frames that only the library sees, which ends a dead connection by
    itself: so a sign is told after every ``sign_s`` seconds of silence.
    """
    place = f"ws{base.removeprefix('http')}/api/v1/streaming"
    async with open_frames(place, guard, headers=headers) as frames:
        await frames.send(json.dumps(target.subscription()))
        async with aclosing(_read_frames(frames, place, sign_s)) as said:
            yield said


async def read_events(lines: AsyncGenerator[bytes]) -> AsyncGenerator[Said]:
    """What the lines of a stream say. An event that is cut off is none."""
    data: list[str] = []
    kind, size = "", 0
    async for raw in lines:
        line = raw.decode("utf-8", "replace")
        if not line:
            if data:
                yield Said(kind or "message", "\n".join(data))
            kind, data, size = "", [], 0
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        size += len(raw)
        if size > MOST_FRAME:
            raise NetworkError(f"An event has more than {MOST_FRAME:,} bytes.", "")
        if not name:
            yield Said()
        elif name == "event":
            kind = value
        elif name == "data":
            data.append(value)


async def _read_frames(frames: Frames, place: str, sign_s: float) -> AsyncGenerator[Said]:
    while True:
        try:
            frame = await frames.next(sign_s)
        except TimeoutError:
            yield Said()
            continue
        try:
            told: Any = json.loads(frame)
        except (ValueError, RecursionError):
            yield Said("update", frame.decode("utf-8", "replace"))  # to be set aside as unreadable
            continue
        if not isinstance(told, dict):
            yield Said("update", json.dumps(told))
        elif "error" in told:
            status = told.get("status")
            code = status if isinstance(status, int) else 400
            raise Refused(Head(place, code, {}), str(told["error"]).encode())
        else:
            payload = told.get("payload", "")
            data = payload if isinstance(payload, str) else json.dumps(payload)
            yield Said(str(told.get("event", ""))[:100], data)
