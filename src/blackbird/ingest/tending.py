"""What goes on beside the feeds: quotes withdrawn, revoked posts purged, old parts dropped."""

from __future__ import annotations

from dataclasses import dataclass, field

from blackbird.index.posts.parts import Parts, period_of
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.withdrawing import Quotes, Withdrawing
from blackbird.posts import SECOND
from blackbird.storage.posts.forgetting import FIRST
from blackbird.storage.posts.record import PostRecord

_STEPS = 3  # of a purge, in one go
_DAY = 86_400 * SECOND
_LOOK_EVERY = 600 * SECOND
_LOOKED = 5  # steps in which graves and aliases are looked at, each time: seven millions a day
_GRAVES = 40 * _DAY
"""How long removals are kept for what comes late, at least; and names of who says nothing."""
REPLAYED = 8 * _DAY
"""How far back what is told again may lie: X searches seven days, and clocks differ."""
_MOST_HANDLES = 1_000_000  # a hundred megabytes


@dataclass(slots=True)
class Purging:
    """How far a purge is: behind which key of its posts, then behind which of their names."""

    after: int = 0
    alias: int | None = None
    unnamed: bool = False


@dataclass(slots=True)
class Tending:
    """Keeps a record in order. Calls block; use threads.

    ``keep_days``: how long posts are kept, 0 for ever. ``folder``: tells this data directory from
    others that follow the same record, each with answers and an index of its own.
    """

    record: PostRecord
    parts: Parts
    writer: PartsWriter
    quotes: Quotes = field(default_factory=Quotes)
    keep_days: int = 0
    folder: str = "here"
    most_handles: int = _MOST_HANDLES
    _looked: int = field(default=0, repr=False)
    _grave: int = field(default=FIRST, repr=False)
    _alias: int = field(default=FIRST, repr=False)
    _handle: int = field(default=FIRST, repr=False)
    _cut: int = field(default=FIRST, repr=False)
    purging: dict[int, Purging] = field(default_factory=dict, repr=False)
    """How far each purge is. Who does not know begins it anew, and finds less to do."""

    def withdraw(self) -> None:
        """Purge the quotes of posts that left, from where it stood."""
        self._withdrawing.withdraw()

    def tend(self, now: int) -> None:
        """One step of what is to be done. Raises ``StorageError``."""
        self.purge_some(now)
        if now - self._looked > _LOOK_EVERY:
            self._looked = now
            self.forget_old(now)
            self._forget_marks(now)
            self._followed(now)

    def purge(self, now: int) -> None:
        """Purge what was revoked, to its end."""
        while self.record.revoking.pending():
            self.purge_some(now)

    def purge_some(self, now: int) -> None:
        """Purge some of what was revoked first: whoever follows feeds has other work, too."""
        for purge, feed, _ in self.record.revoking.pending()[:1]:
            so_far = self.purging.setdefault(purge, Purging())
            for _ in range(_STEPS):
                if self._purged(purge, feed, so_far):
                    self.record.revoking.done(purge, now)
                    del self.purging[purge]
                    return

    def _purged(self, purge: int, feed: int, so_far: Purging) -> bool:
        """One step: some posts, then some of what they were called, then some of the rest.

        Whether nothing is left.
        """
        revoking = self.record.revoking
        if so_far.alias is None:
            last, uris = revoking.leaving(purge, feed, so_far.after)
            if not uris:
                so_far.alias = FIRST
                return False
            quotes = self.quotes.withdraw(uris)  # first: nothing else names them here later
            revoking.delete(purge, feed, so_far.after, last, quotes=quotes)
            so_far.after = last
        elif not so_far.unnamed:
            so_far.alias = self.record.forgetting.aliases(so_far.alias)
            so_far.unnamed = so_far.alias == FIRST
        else:
            return not revoking.leftovers(purge, feed)
        return False

    def forget_old(self, now: int) -> None:
        """Drop whole parts that are older than posts are kept."""
        if not self.keep_days:
            return
        oldest = now - self.keep_days * _DAY
        for part in {*self.record.parts(), *self.parts.listed()}:
            if period_of(part)[1] > oldest:
                continue
            while self.record.forgetting.part(part):
                pass
            self.writer.drop_part(part)

    def _forget_marks(self, now: int) -> None:
        """Forget, step by step, what no late event can need any more."""
        forgetting, kept = self.record.forgetting, self.keep_days * _DAY
        for _ in range(_LOOKED):
            self._grave = forgetting.graves(self._grave, now - max(kept, _GRAVES))
            self._alias = forgetting.aliases(self._alias)
            self._handle = forgetting.handles(self._handle, now - max(kept, _GRAVES))
            forgetting.handles_beyond(self.most_handles)
            if kept:  # older than that, a post would not be kept, even if somebody told of it
                self._cut = forgetting.cuts(self._cut, now - max(kept + REPLAYED, _GRAVES), now)
        if kept:
            forgetting.gaps(now - kept)

    def begin(self, now: int) -> None:
        """Before the first step: be known as one who follows, or begin anew if too late for that.

        Raises ``StorageError``.
        """
        self._withdrawing.withdraw_missed()
        self._withdrawing.beside()
        if (
            not self.record.following.tell(self.folder, self._done, now)
            and self.parts.position().key
        ):
            self.parts.clear()

    @property
    def _withdrawing(self) -> Withdrawing:
        return Withdrawing(self.record, self.quotes, self.folder)

    @property
    def _done(self) -> int:
        return min(self._withdrawing.position, self.parts.position().drop)

    def _followed(self, now: int) -> None:
        """What left is forgotten once every index and all answers have followed it."""
        self.record.following.tell(self.folder, self._done, now)
        self.record.forgetting.drops(self.record.following.least())
