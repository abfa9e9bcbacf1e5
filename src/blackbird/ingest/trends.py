"""What rose in the last hour against the day before it, counted from a sample of the record."""

from __future__ import annotations

from collections.abc import Iterator

from blackbird.claims.rising import Rise, rising
from blackbird.posts import SECOND
from blackbird.protocols import Clock
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.sampling import Said

_HOUR = 3600 * SECOND
_LATELY, _BEFORE = 2_000, 3_000  # posts that are counted: a tenth of a second on two cores
_COUNT_S = 0.08  # that reading and counting either may take; what was counted by then counts


def trends(record: PostRecord, clock: Clock, *, words: bool) -> list[Rise]:
    """What rises now; with ``words`` only out of posts whose words may be given out.

    Blocks. Raises ``StorageError``.
    """
    now = int(clock.now().timestamp() * SECOND)
    sampling = record.sampling
    first, middle = sampling.key_at(now - 25 * _HOUR), sampling.key_at(now - _HOUR)
    lately = sampling.between(middle, record.last_key(), _LATELY, words=words)
    before = sampling.between(first, middle, _BEFORE, words=words)
    return rising(_counted(lately, now - _HOUR, clock), _counted(before, now - 25 * _HOUR, clock))


def _counted(said: Iterator[Said], since: int, clock: Clock) -> Iterator[tuple[int, str]]:
    until = clock.monotonic() + _COUNT_S
    for one in said:
        if clock.monotonic() > until:
            return
        if one.at >= since:  # and not one that was fetched late
            yield one.account, one.text
