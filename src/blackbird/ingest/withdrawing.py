"""What one data directory quotes of posts goes with the posts, whichever machine heard of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from blackbird.storage.posts.record import PostRecord

_READ = 2_000


@dataclass(frozen=True, slots=True)
class Quotes:
    """What is quoted of posts in one data directory.

    ``withdraw`` purges the quotes of posts of some addresses, and returns how many there were;
    ``all``: the addresses of those that saved answers quote, with the SHA-256 of their texts.
    """

    withdraw: Callable[[Sequence[str]], int] = lambda _: 0
    all: Callable[[], Sequence[tuple[str, str]]] = lambda: ()


@dataclass(slots=True)
class Withdrawing:
    """Follows what left a record, and remembers there how far it has come. Calls block.

    ``folder``: tells this data directory from others that follow the same record.
    """

    record: PostRecord
    quotes: Quotes = field(default_factory=Quotes)
    folder: str = "here"

    @property
    def position(self) -> int:
        """Up to which number quotes of what left were withdrawn."""
        return self.record.noted(self._name)

    def withdraw(self) -> None:
        """Purge the quotes of posts that were changed, removed or purged, from where it stood."""
        known = self.position
        seq = known
        while drops := self.record.drops_after(seq, _READ):
            if uris := self.record.left(drops):
                self.quotes.withdraw(uris)
            seq = drops[-1].seq
        if seq != known:
            self.record.note(self._name, seq)

    def withdraw_missed(self) -> None:
        """What left while this machine was away for too long is told by nobody any more: quotes go
        whose posts are not there as they were, also of those that only grew old.
        """
        forgotten = self.record.following.forgotten()
        if self.position >= forgotten:
            return
        gone = self.record.following.gone(self.quotes.all())
        for at in range(0, len(gone), _READ):
            self.quotes.withdraw(gone[at : at + _READ])
        self.record.note(self._name, forgotten)

    def alone(self, now: int) -> None:
        """All of it, where nobody keeps an index in this directory: what left is logged for its
        answers from now on. Raises ``StorageError``.
        """
        self.withdraw_missed()
        self.withdraw()
        self.record.following.tell(self._alone, self.position, now)

    def beside(self) -> None:
        """Somebody keeps the index, too, and tells how far both have come."""
        self.record.following.leave(self._alone)

    @property
    def _name(self) -> str:
        return f"withdrawn {self.folder}"

    @property
    def _alone(self) -> str:
        return f"{self.folder} answers"
