"""Feeds that read this machine's files, or show a key of its owner's: nobody else may name them."""

from __future__ import annotations

from blackbird.errors import FeedFailed
from blackbird.ingest.setup import FeedSetup
from blackbird.net.guard import OWNERS


def require_owner(setup: FeedSetup) -> None:
    """Raise ``FeedFailed`` unless the owner named the address: only then all rules are off."""
    if setup.guard.rules is not OWNERS:
        raise FeedFailed(
            f"{setup.name[:100]} may only be followed by who has this machine.",
            "Name it there: blackbird ingest SOURCE.",
        )
