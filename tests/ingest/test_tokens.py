"""A token goes to the server that it is of, by a way on which nobody reads along."""

from __future__ import annotations

from pathlib import Path

import pytest

from blackbird.ingest.tokens import is_private, may_carry, token_for
from blackbird.live import Live
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.tracing import SystemClock
from tests.fakes.fediverse import fake_server, stream
from tests.fakes.following import follow, state
from tests.fakes.page_server import HOME as LOOPBACK

HOME = "https://example.social/public"


@pytest.mark.parametrize(
    ("setting", "trusted", "token"),
    [
        ("secret", True, "secret"),
        ("secret", False, ""),  # added from the page
        ("c2VjcmV0==", True, "c2VjcmV0=="),
        ("a.jwt.token", True, "a.jwt.token"),
        ("example.social=secret", False, "secret"),
        ("other.example=no, Example.Social=secret==", True, "secret=="),
        ("other.example=secret", True, ""),
        ("other.example=no, secret", True, ""),
        ("", True, ""),
    ],
)
def test_a_token_is_of_one_host_or_for_those_that_the_owner_named(
    setting: str, trusted: bool, token: str
) -> None:
    assert token_for(setting, HOME, trusted=trusted) == token


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("localhost=secret", "http://localhost:3000"),
        ("127.0.0.1=secret", "http://127.0.0.1:3000/user"),
        ("[2001:db8::1]=secret", "https://[2001:DB8::1]/"),
    ],
)
def test_hosts_have_many_forms(setting: str, url: str) -> None:
    assert token_for(setting, url, trusted=False) == "secret"


@pytest.mark.parametrize(
    ("url", "home", "may"),
    [
        (HOME, HOME, True),
        ("wss://example.social/api", HOME, True),
        ("https://streaming.example.social", HOME, True),
        ("https://streaming.example.org", "https://social.example.org", True),
        ("http://example.social", HOME, False),
        ("ws://streaming.example.social", HOME, False),
        ("https://evil.example", HOME, False),
        ("https://evilexample.social", HOME, False),
        ("https://evil.social", HOME, False),
        ("https://evil.co.uk", "https://example.co.uk", False),
        ("http://127.0.0.1:9", "http://127.0.0.1:8", True),
        ("http://localhost:9", "http://localhost:8", True),
        ("http://127.0.0.1:9", HOME, False),
        ("http://0.0.0.1", "http://127.0.0.1", False),
        ("http://[broken", "http://[broken", False),
    ],
)
def test_it_goes_no_further(url: str, home: str, may: bool) -> None:
    assert may_carry(url, home) is may


def test_what_is_private() -> None:
    assert is_private("HTTPS://api.example")
    assert is_private("http://[::1]:8000/")
    assert not is_private("http://localhost.evil.example/")
    assert not is_private("https:///nowhere")


@pytest.mark.parametrize(
    ("setting", "trusted", "sent"),
    [("secret", True, True), ("secret", False, False), (f"{LOOPBACK}=secret", False, True)],
)
async def test_who_adds_a_server_from_the_page_gets_no_token_for_it(
    tmp_path: Path, setting: str, trusted: bool, sent: bool
) -> None:
    record = PostRecord.open(tmp_path / "posts.db")
    with fake_server() as server:
        server.streams(stream(hold_s=0.5))
        name = f"mastodon:{server.web.url('', LOOPBACK)}"
        row = record.feeds.add(name, trusted=trusted)
        settings = Settings(mastodon_token=setting)
        live = Live(settings, DataDirectory(tmp_path), SystemClock(), server.guard())
        await follow(live.opened(row), state("live"))
        assert {"Bearer secret" in request for request in server.web.requests} == {sent}
    record.close()
