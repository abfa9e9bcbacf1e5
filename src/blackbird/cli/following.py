"""What the commands that follow feeds share: one line of progress, and how they are ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import click

from blackbird.cli.text import one_line
from blackbird.storage.posts.rows import FeedRow

_TELL_S = 5.0


async def until_stopped(work: Coroutine[Any, Any, None], *, tied: bool = False) -> bool:
    """Wait for ``work``, which an interrupt ends; ``tied``: the end of standard input, too.

    Returns whether it came to its own end.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    asked: list[int] = []

    def end(number: int) -> None:
        if not asked:  # asked again, it goes on storing: that takes a moment
            task.cancel()
        asked.append(number)

    if tied:
        _tie(loop, lambda: end(0))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    try:
        await task
        return True
    except asyncio.CancelledError:
        click.echo("\nStored, and ended.", err=True)
        return False
    finally:
        if tied:
            loop.remove_reader(sys.stdin.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _tie(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    """End when standard input does: whoever started this may die without a word."""
    number = sys.stdin.fileno()

    def read() -> None:
        if not os.read(number, 1):
            loop.remove_reader(number)
            end()

    loop.add_reader(number, read)


class Teller:
    """One line that says how far it is: drawn over on a terminal, else each few seconds."""

    def __init__(self, names: Sequence[str] | None) -> None:
        self._names = names
        self._last = ""
        self._at = 0.0

    def tell(self, feeds: Sequence[FeedRow]) -> None:
        """Say it, if there is something new to say."""
        now = asyncio.get_running_loop().time()
        said = _summary(self._followed(feeds))
        if said == self._last or (not sys.stderr.isatty() and now - self._at < _TELL_S):
            return
        self._last, self._at = said, now
        click.echo(f"\r\x1b[K{said}" if sys.stderr.isatty() else said, err=True, nl=not _tty())

    def end(self, feeds: Sequence[FeedRow]) -> bool:
        """Say how it ended; returns whether no feed needs its owner."""
        followed = self._followed(feeds)
        said = _summary(followed)
        if _tty() or said != self._last:
            click.echo(f"\r\x1b[K{said}" if _tty() else said, err=True)
        return all(feed.state != "failed" for feed in followed)

    def _followed(self, feeds: Sequence[FeedRow]) -> list[FeedRow]:
        return [f for f in feeds if f.wanted and (not self._names or f.name in self._names)]


def _tty() -> bool:
    return sys.stderr.isatty()


def _summary(feeds: Sequence[FeedRow]) -> str:
    posts, gone = sum(f.posts for f in feeds), sum(f.deleted for f in feeds)
    lags = [f.lag_s for f in feeds if f.lag_s is not None]
    parts = [f"{posts:,} posts", f"{sum(f.rate for f in feeds):,.0f}/s"]
    if gone:
        parts.append(f"{gone:,} deleted")
    if lags:
        parts.append(f"{lag(max(lags))} behind")
    troubled = [f"{f.name} {f.state}: {one_line(f.note)}" for f in feeds if f.note]
    return " · ".join([*parts, *troubled])


def lag(seconds: float | None) -> str:
    """How far behind a feed is, as people read it."""
    if seconds is None:
        return "–"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
