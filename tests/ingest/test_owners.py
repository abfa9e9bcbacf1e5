"""Who may only use the page cannot make this machine read its files, or show its owner's key."""

from __future__ import annotations

import pytest

from blackbird.errors import FeedFailed
from blackbird.net.guard import Guard
from blackbird.registry import load_feed
from tests.ingest.feeds import set_up

NAMES = (
    *("file:/etc/passwd", "export:/etc/a.zip", "x:/etc/passwd", "x:a.json@https://evil.example"),
    "x:/etc/passwd?compliance",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_may_not_name_them(name: str) -> None:
    feed = load_feed(name.partition(":")[0])
    with pytest.raises(FeedFailed, match="who has this machine") as raised:
        feed(set_up(name, Guard(), "secret"))
    assert "blackbird ingest" in raised.value.hint
    assert feed(set_up(name, token="secret")).name == name
