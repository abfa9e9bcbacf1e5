"""A server that breaks off, refuses or falls silent: when X is asked again, and when not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from blackbird.errors import FeedFailed
from blackbird.posts import Delivery
from tests.fakes.clocks import MovedClock
from tests.fakes.page_server import Script, moved
from tests.fakes.x_server import ALIVE, RULES, STREAM, XServer, problem, streamed, x_server
from tests.ingest.feeds import read
from tests.ingest.test_x import follow, states, waits
from tests.ingest.xapi.shapes import message, post_id

DISCONNECT = {
    "errors": [
        {
            "title": "operational-disconnect",
            "disconnect_type": "UpstreamOperationalDisconnect",
            "detail": "This stream has been disconnected upstream for operational reasons.",
            "type": "https://api.x.com/2/problems/operational-disconnect",
        }
    ]
}
CROWDED = {
    "title": "ConnectionException",
    "detail": "This stream is currently at the maximum allowed connection limit.",
    "connection_issue": "TooManyConnections",
    "type": "https://api.x.com/2/problems/streaming-connection",
}


@pytest.fixture
def server() -> Iterator[XServer]:
    with x_server() as served:
        yield served


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.json"
    path.write_text('[{"value": "tram"}]')
    return path


async def test_silence_is_noticed(server: XServer, rules: Path) -> None:
    server.streams = [streamed(ALIVE, stays=True)]
    got = await read(follow(server, rules, silence_s=0.2), None, waits(1))
    assert "could not be reached" in got[-1].note


@pytest.mark.parametrize(
    ("script", "ladder"),
    [
        (streamed(), [0, 0.25, 0.5, 0.75]),
        (streamed(b'{"data": {"id": "cut'), [0, 0.25, 0.5, 0.75]),
        (streamed(DISCONNECT, stays=True), [0, 0.25, 0.5, 0.75]),
        (streamed(CROWDED), [5, 10, 20, 40, 80, 160, 320, 320]),
        (problem("503 Service Unavailable"), [5, 10, 20, 40, 80, 160, 320, 320]),
        (problem("409 Conflict", "RuleConfigurationIssue"), [5, 10]),
        (problem("429 Too Many Requests"), [60, 120, 240, 480, 960, 960]),
        (lambda sock: None, [0, 0.25, 0.5]),
    ],
)
async def test_the_pauses_are_those_that_x_asks_for(
    server: XServer, rules: Path, script: Script, ladder: list[float]
) -> None:
    server.refused[STREAM] = script
    clock = MovedClock()
    got = await read(follow(server, rules, clock), None, waits(len(ladder) + 1))
    assert clock.slept == ladder
    assert all(d.note for d in got if d.state == "waiting")


async def test_pauses_between_lost_connections_end_at_16_s(server: XServer, rules: Path) -> None:
    server.pages.pages[RULES] = lambda sock: None
    clock = MovedClock()
    await read(follow(server, rules, clock), None, waits(68))
    assert clock.slept[:3] == [0, 0.25, 0.5]
    assert clock.slept[-3:] == [16, 16, 16]


async def test_it_waits_until_x_counts_anew(server: XServer, rules: Path) -> None:
    reset = str(int(MovedClock().now().timestamp()) + 500)
    server.refused[STREAM] = problem("429 Too Many Requests", x_rate_limit_reset=reset)
    clock = MovedClock()
    await read(follow(server, rules, clock), None, waits(3))
    assert clock.slept[0] == pytest.approx(500, abs=1)
    assert clock.slept[1] == 120


async def test_a_connection_that_held_is_no_failure(server: XServer, rules: Path) -> None:
    clock = MovedClock()
    feed = follow(server, rules, clock)
    server.streams = [streamed(message(post_id(1))) for _ in range(4)]

    def hold(got: list[Delivery]) -> bool:
        clock.passed += 30
        return states(got).count("waiting") == 4

    await read(feed, None, hold)
    assert clock.slept == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("401 Unauthorized", "token"),
        ("403 Forbidden", "token"),
        ("402 Payment Required", "credits"),
        ("400 Bad Request", "rules"),
        ("404 Not Found", "address"),
    ],
)
@pytest.mark.parametrize("path", [STREAM, RULES])
async def test_what_asking_again_cannot_mend_ends_it(
    server: XServer, rules: Path, status: str, said: str, path: str
) -> None:
    server.refused[path] = problem(status, "Refused", "Not with this.")
    with pytest.raises(FeedFailed, match="Refused: Not with this") as raised:
        await read(follow(server, rules))
    assert said in raised.value.hint
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("path", [STREAM, RULES])
async def test_the_token_goes_nowhere_else(server: XServer, rules: Path, path: str) -> None:
    server.refused[path] = moved(server.pages.url("/elsewhere", "other.example"))
    with pytest.raises(FeedFailed):
        await read(follow(server, rules))
    assert all("secret" not in head for head in server.headers("/elsewhere"))
