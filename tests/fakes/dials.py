"""What was dialled and looked up, seen below every library; nothing of it reaches the system."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class Dialled(BaseException):
    """A connection was begun. No ``Exception``: no handler takes it for a failed page."""


@dataclass
class Dials:
    """Hosts and ports that were dialled, and hosts that were looked up."""

    connected: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)


class _Watch:
    """The hook cannot be taken out again, so it is put in once and asks whether to look."""

    def __init__(self) -> None:
        self.dials: Dials | None = None
        self.spared: frozenset[int] = frozenset()
        self.installed = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.dials is None:
            return
        if event in CONNECTING:
            address = arguments[1]
            if isinstance(address, tuple) and address[1] not in self.spared:
                self.dials.connected.append((str(address[0]), int(address[1])))
                raise Dialled(f"{event} to {address!r}")
        elif event in RESOLVING:
            self.dials.looked_up.append(str(arguments[0]))


WATCH = _Watch()


@contextmanager
def watching(*spared: int) -> Iterator[Dials]:
    """Stop and note every connection of this process but those to the ``spared`` ports."""
    if not WATCH.installed:
        sys.addaudithook(WATCH)
        WATCH.installed = True
    dials = Dials()
    WATCH.dials, WATCH.spared = dials, frozenset(spared)
    try:
        yield dials
    finally:
        WATCH.dials = None


def refusals(error: BaseException) -> str:
    """What this watch, or that of all tests, said of a connection; libraries wrap it in groups."""
    if isinstance(error, BaseExceptionGroup):
        return " ".join(refusals(inner) for inner in error.exceptions)
    return str(error) if isinstance(error, Dialled) or _of_all_tests(error) else ""


def _of_all_tests(error: BaseException) -> bool:
    return type(error).__name__ == "OutsideLoopback"
