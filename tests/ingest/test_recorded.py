"""What a real server said, as it was recorded: read as Mastodon.py reads it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

from blackbird.errors import NetworkError
from blackbird.ingest.fediverse.status import event_of
from blackbird.ingest.fediverse.streaming import Said, read_events
from blackbird.posts import Put, Removed

RECORDED = Path(__file__).parent / "data" / "mastodon_user.sse"
ID = "117024236332527350"


async def lines() -> AsyncGenerator[bytes]:
    for line in RECORDED.read_bytes().split(b"\n")[:-1]:
        yield line
    raise NetworkError("The connection ended.", "")


async def test_a_recorded_stream_is_read_as_the_well_known_client_reads_it() -> None:
    said: list[Said] = []
    with suppress(NetworkError):  # how every stream ends
        async for one in read_events(lines()):
            said += [one] if one.kind else []
    # The kinds, numbers and times below are what Mastodon.py 2.3.3 made of the same bytes.
    assert [one.kind for one in said] == [
        *("update", "notification", "update", "notification", "status.update", "delete")
    ]
    events = [event_of(one.kind, one.data, "https://local.example") for one in said]
    first, _, direct, _, edit, removal = events
    assert direct is None  # it was written to one person
    assert isinstance(first, Put)
    assert isinstance(edit, Put)
    assert first.post.local_id == edit.post.local_id == ID
    assert first.post.uri == edit.post.uri
    assert first.post.created == first.post.version == 1785648137_399_000
    assert edit.post.version == 1785648144_192_000
    assert (first.post.text, edit.post.text) == (
        "only real cars respond.",
        "only real animals respond.",
    )
    assert first.post.author == "mastodonpy_test@local.example"
    assert removal == Removed(local_id=ID)
