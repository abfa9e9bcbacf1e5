"""A stream is played to the real command, and the real models answer from what it said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.posts import SECOND
from blackbird.settings import load_settings
from blackbird.types import Document, Question
from tests.fakes.jetstream_frames import commit
from tests.fakes.jetstream_server import JetstreamServer

ASKED = Question("Which bridge of Aldenport is closed today?", sources=("posts",))
CLOSED = "The harbour bridge of Aldenport is closed today because of a storm."
SAID = {
    "anna": CLOSED,
    "ben": "The bakery of Bramwick sells plum cake on Sundays.",
    "cy": "Aldenport won the match against Bramwick by two goals.",
}
WAIT_S = 60.0


def played(server: JetstreamServer, at: int) -> None:
    """Accounts say their handles, then a post each, a second apart."""
    for n, (name, text) in enumerate(SAID.items()):
        did, moment = f"did:plc:{name}", at + n * SECOND
        server.say({"did": did, "at": moment, "identity": {"did": did, "handle": f"{name}.test"}})
        server.say(commit(did, f"r{n}", moment, text))


@pytest.fixture
async def assistant(models_home: Path, tmp_path: Path) -> AsyncIterator[Assistant]:
    """Whose data directory a follower has filled."""
    home = tmp_path / "real"
    home.mkdir()
    (home / "models").symlink_to(models_home / "models")
    with JetstreamServer().in_a_thread() as server:
        command = [sys.executable, "-m", "blackbird", "--data-dir", str(home), "ingest"]
        follower = subprocess.Popen(
            [*command, f"jetstream:{server.first}"],
            stderr=subprocess.DEVNULL,
            env=os.environ.copy(),
        )
        until = time.monotonic() + WAIT_S
        while not server.connections and time.monotonic() < until:
            time.sleep(0.05)  # until it listens
        async with Assistant(load_settings({"data_dir": str(home)})) as opened:
            record = await opened.opened.live.record()
            time.sleep(0.2)  # what is said before it listens would be no news to it
            played(server, int(time.time()) * SECOND)
            while record.count() < len(SAID) and time.monotonic() < until:
                time.sleep(0.05)  # between two looks
            follower.send_signal(signal.SIGINT)
            assert follower.wait(30) == 0
            yield opened


async def test_an_answer_says_who_said_it_when_and_what_confirms_it(assistant: Assistant) -> None:
    record = await assistant.opened.live.record()
    (post,) = record.find(["at://did:plc:anna/app.bsky.feed.post/r0"]).values()
    answer = await assistant.ask(ASKED)
    assert "harbour bridge" in answer.text
    assert [one.verdict for one in answer.sentences] == ["supported"]
    (citation,) = answer.citations
    assert (citation.title, citation.source) == ("anna.test", "posts")
    assert citation.url == "https://bsky.app/profile/did:plc:anna/post/r0"
    assert citation.date == datetime.fromtimestamp(post.created / SECOND, UTC).isoformat()
    assert citation.quote == CLOSED
    as_of, alone = answer.notes
    assert as_of.startswith("As of 20")
    assert alone.startswith("This rests on posts alone (1 independent)")

    await assistant.add_documents([Document("news", f"From the harbour office. {CLOSED}")])
    confirmed = await assistant.ask(ASKED)
    assert {one.source for one in confirmed.citations} == {"posts", "documents"}
    assert len(confirmed.notes) == 1
    assert confirmed.notes[0].startswith("As of 20")
