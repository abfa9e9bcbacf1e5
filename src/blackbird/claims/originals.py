"""The last of many texts, to tell whether the next one is a near-copy of any of them."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict

from blackbird.claims.origins import COPIED, numbers_in, runs_of


class Originals:
    """Holds the last texts by number, as many as have ``most`` runs of words together; of a text
    only hashes of these and its numbers are kept.

    What a copy is, is said in ``origins``: the same here, found by the runs that two texts share.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[int, tuple[frozenset[int], frozenset[str]]] = OrderedDict()
        self._having: defaultdict[int, set[int]] = defaultdict(set)
        self._runs = 0

    def __len__(self) -> int:
        return len(self._held)

    def copied(self, text: str) -> int | None:
        """The number of a text that this one is a near-copy of; None if it is of none."""
        runs, numbers = _hashed(text), numbers_in(text)
        shared = Counter(n for run in runs for n in self._having.get(run, ()))
        for number, count in shared.items():
            own, named = self._held[number]
            if named == numbers and count >= COPIED * min(len(own), len(runs)):
                return number
        return None

    def add(self, number: int, text: str) -> None:
        """Hold a text, and let go of those that have been held for longest if it is too much."""
        self.forget(number)
        runs = _hashed(text)
        self._held[number] = runs, numbers_in(text)
        for run in runs:
            self._having[run].add(number)
        self._runs += len(runs)
        while self._runs > self._most and len(self._held) > 1:
            self.forget(next(iter(self._held)))

    def forget(self, number: int) -> None:
        """Let go of a text; nothing happens if it is not held."""
        runs, _ = self._held.pop(number, (frozenset(), None))
        self._runs -= len(runs)
        for run in runs:
            having = self._having[run]
            having.discard(number)
            if not having:
                del self._having[run]


def _hashed(text: str) -> frozenset[int]:
    return frozenset(map(hash, runs_of(text)))
