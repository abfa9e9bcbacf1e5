"""Feeds as they are written, and reading them from the small server."""

from __future__ import annotations

from collections.abc import Callable

from blackbird.ingest.feeds import Feeds
from tests.fakes.clocks import MovedClock
from tests.fakes.following import setup
from tests.fakes.page_server import PageServer, Script

RSS = "application/rss+xml"
NOW = 1767323045_000_000


def rss(*items: str, head: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>News</title>{head}{inside}</channel></rss>'


def item(number: int, text: str = "", date: str = "") -> str:
    when = f"<pubDate>{date}</pubDate>" if date else ""
    return (
        f"<guid>g{number}</guid><title>Item {number}</title><description>{text}</description>{when}"
    )


def atom(*inside: str) -> str:
    spaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    return f"<feed {spaces}><title>Log</title>{''.join(inside)}</feed>"


def entry(number: int, updated: str, text: str = "x") -> str:
    return (
        f"<entry><id>urn:e:{number}</id><title>Entry {number}</title><updated>{updated}</updated>"
        f"<content>{text}</content></entry>"
    )


def feeds(web: PageServer, address: str = "", clock: MovedClock | None = None) -> Feeds:
    return Feeds(
        setup("feeds", address or web.url("/feed"), web.guard(), clock=clock or MovedClock())
    )


def asked(count: int, web: PageServer) -> Callable[[object], bool]:
    """Enough once the server was asked so often and what it said was told."""
    return lambda told: len(web.asked) >= count and told[-1].state == "waiting"  # type: ignore[index]


def in_turn(*scripts: Script) -> Script:
    left = list(scripts)
    return lambda sock: (left.pop(0) if len(left) > 1 else left[0])(sock)
