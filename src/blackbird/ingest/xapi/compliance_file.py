"""What happened to posts and accounts on X, from a file: so that what is stored follows it.

``x:events.jsonl?compliance`` holds what the compliance streams send or what a batch job for posts
gave; ``x:accounts.jsonl?compliance&users`` what a batch job for accounts gave. With ``&follow`` it
goes on while another program writes to the file.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator

from blackbird.ingest.filefeed import deliveries_of, place_of
from blackbird.ingest.owners import require_owner
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.xapi.compliance import read_event
from blackbird.posts import Delivery, PostEvent
from blackbird.text.moments import micros

OPTIONS = frozenset({"compliance", "follow", "users"})


class ComplianceFile:
    """Reads one file."""

    def __init__(self, setup: FeedSetup) -> None:
        require_owner(setup)
        self.name = setup.name
        self._setup = setup
        self._place = place_of(setup.address, OPTIONS, "x:events.jsonl?compliance")

    @property
    def lasting(self) -> bool:
        """Whether it goes on at the end of the file."""
        return "follow" in self._place.options

    def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """As ``Feed`` says."""
        return deliveries_of(self._setup, self._place.path, cursor, self._read, follow=self.lasting)

    def _read(self, line: bytes) -> tuple[PostEvent, ...]:
        now = micros(self._setup.clock.now())
        return read_event(line, now, accounts="users" in self._place.options)
