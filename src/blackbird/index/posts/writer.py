"""Makes the posts' index follow its record, durably.

The one who follows feeds is the one who writes. Parts are committed first and the position after
them: a kill between leaves parts that are ahead of it, and what is added again is dropped before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from blackbird.errors import StorageError
from blackbird.index.posts.part import Part, PartWriter
from blackbird.index.posts.parts import Parts, Position
from blackbird.index.posts.vector_files import erase, facts_of, is_empty, keys_in, prefix_of, put
from blackbird.posts import whole
from blackbird.storage.files import storage_errors
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Drop, Indexed

READ = 5_000  # posts read at a time
COMMIT_EVERY = 50_000  # posts; bounds what a kill during a long replay repeats
OPEN = 6
"""Writers open at once, each with threads and memory of its own: the present is one or two parts,
but whoever dates a post chooses its part.
"""

Step = Callable[[str], None]


class PartsWriter:
    """Brings the parts up to their record. ``step`` hears each step before it is taken."""

    def __init__(self, parts: Parts, record: PostRecord, step: Step = lambda _name: None) -> None:
        self._parts = parts
        self._record = record
        self._step = step
        self._writers: dict[int, PartWriter] = {}
        self._dirty: dict[int, None] = {}
        self._position: Position | None = None
        self._again_until = 0
        self._lock = Lock()

    def catch_up(self) -> None:
        """Replay what the record has and the parts have not; then all of it is found.

        Raises ``DiskFull`` or ``StorageError``; the record is intact then, and another call goes
        on.
        """
        with self._lock:
            self._catch_up()

    def _catch_up(self) -> None:
        try:
            position = self._position or self._begin()
            added = 0
            while posts := self._record.after(position.key, READ):
                self._add(posts)
                position = Position(posts[-1].key, position.drop)
                added += len(posts)
                if added >= COMMIT_EVERY:
                    self._commit(position)
                    added = 0
            while drops := self._record.drops_after(position.drop, READ):
                self._drop(drops)
                position = Position(position.key, drops[-1].seq)
            if self._dirty or position != self._position:
                self._commit(position)
        except BaseException:
            self._abandon()
            raise

    def close(self) -> None:
        """Finish merging, give up the locks."""
        with self._lock:
            self._close()

    def drop_part(self, part: int) -> None:
        """Remove a part with all that is in it."""
        with self._lock:
            self._dirty.pop(part, None)
            known = self._writers.pop(part, None)
            if known is not None:
                known.close()
            self._parts.drop(part)

    def keep_vectors(
        self, posts: Sequence[Indexed], vectors: NDArray[np.float32], embedder: str
    ) -> int:
        """Keep the vectors of posts that are still there; returns of how many.

        ``vectors``: a unit vector of each post's whole text. What leaves the record after this has
        looked is erased by the next ``catch_up``, as from the words. Raises ``StorageError``.
        """
        with self._lock:
            there = self._record.choosing.there([post.key for post in posts])
            by_part: defaultdict[int, list[int]] = defaultdict(list)
            for n, post in enumerate(posts):
                if post.key in there and self._parts.path(post.part).is_dir():
                    by_part[post.part].append(n)
            prefix = prefix_of(embedder, vectors.shape[1])
            for part, rows in by_part.items():
                some = [posts[n] for n in rows]
                facts = facts_of(some, [whole(post.title, post.text) for post in some])
                self._step("vectors")
                put(self._parts.path(part), prefix, facts, vectors[rows])
            self._step("vectors kept")
            return sum(map(len, by_part.values()))

    def drop_vectors(self, most: int, prefix: str) -> int:
        """Remove whole files of vectors: another embedder's, those of which all have left, then the
        oldest beyond ``most`` posts.

        Returns how many are left.
        """
        with self._lock:
            left, full = 0, False
            for path in reversed(self._parts.vector_files()):
                own = path.name.startswith(prefix)
                count = len(keys_in(path)) if own and not full else 0
                full = full or (left > 0 and left + count > most)
                if full or not own or (not count and is_empty(path)):
                    with storage_errors(path):
                        path.unlink(missing_ok=True)
                left += 0 if full else count
            return left

    def _close(self) -> None:
        writers, self._writers = list(self._writers.values()), {}
        for writer in writers:
            writer.close()

    def _begin(self) -> Position:
        """Where to go on: whatever lies behind a kept position may have been added already."""
        self._parts.folder.mkdir(parents=True, exist_ok=True)
        self._parts.refresh()
        self._position = position = self._parts.position()
        self._again_until = self._record.last_key()
        if any(self._lacks(part) for part in self._record.parts(position.key)):
            return Position()
        return position

    def _lacks(self, part: int) -> bool:
        """Whether a part that was followed is not there, or cannot be read: all is made anew."""
        return Part.open(self._parts.path(part)) is None

    def _add(self, posts: Iterable[Indexed]) -> None:
        by_part: defaultdict[int, list[Indexed]] = defaultdict(list)
        for post in posts:
            by_part[post.part].append(post)
        for part, some in by_part.items():
            again = some[0].key <= self._again_until
            self._writer(part).add(some, again=again)
            self._dirty[part] = None

    def _drop(self, drops: Iterable[Drop]) -> None:
        by_part: defaultdict[int, list[Drop]] = defaultdict(list)
        for drop in drops:
            if drop.op == "feed":
                for part in self._parts.there():
                    by_part[part].append(drop)
            elif drop.op != "purged":  # went with its feed
                by_part[drop.part].append(drop)
        for part, some in by_part.items():
            self._writer(part).drop(some)
            erase(self._parts.path(part), some)
            self._dirty[part] = None

    def _writer(self, part: int) -> PartWriter:
        known = self._writers.pop(part, None)
        if known is None:
            self._make_room(OPEN - 1)
            path = self._parts.path(part)
            opened = Part.open(path)
            if opened is None:
                self._step("create")
                opened = Part.create(path)
            known = opened.writer()
        self._writers[part] = known  # the last one used stands last
        return known

    def _make_room(self, most: int) -> None:
        """Close the writers that were longest not used; what they added is committed early."""
        while len(self._writers) > most:
            part, writer = next(iter(self._writers.items()))
            if part in self._dirty:
                self._step("commit")
                writer.commit()
                del self._dirty[part]
            del self._writers[part]
            writer.close()

    def _commit(self, position: Position) -> None:
        for part in self._dirty:
            self._step("commit")
            self._writers[part].commit()
        self._dirty.clear()
        self._step("position")
        self._parts.keep_position(position)
        self._position = position
        self._step("refresh")
        self._parts.refresh()

    def _abandon(self) -> None:
        """Forget what was added and not committed; the error under way is the one to tell."""
        self._position = None
        self._dirty.clear()
        with suppress(StorageError):
            self._close()
