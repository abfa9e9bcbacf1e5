"""What an address of a server means."""

from __future__ import annotations

import pytest

from blackbird.errors import FeedFailed
from blackbird.ingest.fediverse.target import read_target


@pytest.mark.parametrize(
    ("path", "events", "timeline"),
    [
        ("", "public", ("public", {})),
        ("/", "public", ("public", {})),
        ("/public/local", "public/local", ("public", {"local": "true"})),
        ("/public/remote/", "public/remote", ("public", {"remote": "true"})),
        ("/hashtag?tag=a/b", "hashtag?tag=a%2Fb", ("tag/a%2Fb", {})),
        (
            "/hashtag/local?tag=海",
            "hashtag/local?tag=%E6%B5%B7",
            ("tag/%E6%B5%B7", {"local": "true"}),
        ),
        ("/list?list=4", "list?list=4", ("list/4", {})),
        ("/user?via=sse", "user", ("home", {})),
    ],
)
def test_a_path_names_a_stream_and_its_pages(
    path: str, events: str, timeline: tuple[str, dict[str, str]]
) -> None:
    target = read_target(f"https://home.example:8443{path}")
    assert target.events("https://s.example") == f"https://s.example/api/v1/streaming/{events}"
    assert target.timeline() == (f"/api/v1/timelines/{timeline[0]}", timeline[1])
    assert (target.base, target.host) == ("https://home.example:8443", "home.example")
    assert target.short is path.startswith(("/list", "/user"))


@pytest.mark.parametrize(
    "address",
    [
        *("", "home.example", "ftp://home.example", "https://", "https://me:x@home.example"),
        *("https://[::1", "https://home.example:x", "https://home.example/direct"),
        *("https://home.example/hashtag", "https://home.example/list?list="),
        "https://home.example?via=pigeon",
    ],
)
def test_what_cannot_be_followed_says_what_to_give(address: str) -> None:
    with pytest.raises(FeedFailed, match=r"mastodon:https://example\.social"):
        read_target(address)
