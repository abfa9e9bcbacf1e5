"""Gives vectors to the posts that a policy picks, beside whoever follows feeds.

Once a second it looks what the index has that it has not seen, and embeds as many as the policy
says, the newest first. While the index is behind its record it rests; what has waited for an hour
is given up and counted. A near-copy of what has a vector gets none. How far it is stands in a file
beside the parts: killed at any moment, it goes on from there, and nothing gets two vectors.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

import numpy as np

from blackbird.claims.originals import Originals
from blackbird.errors import BlackbirdError
from blackbird.index.posts.parts import Parts
from blackbird.index.posts.vector_files import files, keys_in, prefix_of
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.backlog import Backlog
from blackbird.ingest.policy import Policy
from blackbird.posts import SECOND, whole
from blackbird.protocols import Clock, Embedder
from blackbird.storage.files import storage_errors, write_atomically
from blackbird.storage.posts.choosing import Chosen
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Indexed, StoredPost
from blackbird.threads import in_a_thread

Embedders = Callable[[], Awaitable[Embedder | None]]
"""Gives the embedder; None while its model is not there."""

STATE = "vectors.json"
_NOBODY = "nobody-"  # an embedder that there is not: vectors of all others are removed
_LOG = logging.getLogger(__name__)
_TICK_S = 1.0
_MISSING_S = 60.0  # until a model that is not there is looked for again
_SAVE_S = 5.0
_TIDY_S = 60.0
_END_S = 10.0  # for what waits when the feeds have come to their end, as files do
_BEHIND = 4_000  # posts that the index lacks: so many are one commit of a feed that is read quickly
_READ = 64  # posts looked at in one go
_SPAN = 5_000  # keys looked through for them
_READS = 20  # in a second
_BATCH = 16  # embedded together: some 30 ms of one core
_WAITS = 3600 * SECOND
_USUAL_LENGTH = 400  # characters; a text of twice that costs as much as two posts
_LONGEST = 2_000  # characters; the embedder reads about as much
_RUNS = 60_000  # of words, by which copies are known: some 4,000 posts, 25 MB
_REMEMBERED = 4_000  # posts whose copies are known after a start


class Embedding:
    """Of one folder's index. Only who holds the follow lock may run it."""

    def __init__(
        self,
        record: PostRecord,
        parts: Parts,
        writer: PartsWriter,
        policy: Policy,
        embedder: Embedders,
        clock: Clock,
    ) -> None:
        self._record = record
        self._parts = parts
        self._writer = writer
        self._policy = policy
        self._embedder = embedder
        self._clock = clock
        self._chosen = Chosen(
            policy.sources, policy.languages, policy.length, policy.likes, policy.replies
        )
        self._backlog = Backlog()
        self._originals = Originals(_RUNS)
        self._begun = ""
        """Whose vectors these are; empty before the first step."""
        self._before = 0
        """The last key that had a vector when this began, or when it failed."""
        self._turn = asyncio.Lock()
        self._allowed = 0.0
        self._saved = self._tidied = float("-inf")

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[Embedding]:
        """Run while the block does; how far it is, is kept."""
        running = asyncio.create_task(self._run())
        try:
            yield self
        finally:
            running.cancel()
            await asyncio.wait([running])
            with suppress(BlackbirdError):
                await in_a_thread(self._save)

    async def finish(self) -> None:
        """Embed what waits, without sparing anybody, for a while: the feeds are at their end."""
        until = self._clock.monotonic() + _END_S
        embedder = await self._embedder()
        while embedder is not None and self._clock.monotonic() < until:
            self._allowed = float(_READ)
            if not await self._step(embedder):
                return

    async def _run(self) -> None:
        while True:
            pause = _TICK_S
            try:
                embedder = await self._embedder()
                if embedder is None:
                    pause = _MISSING_S
                else:
                    rate = self._policy.per_second
                    self._allowed = min(self._allowed + rate * _TICK_S, max(1.0, rate))
                    await self._second(embedder)
            except BlackbirdError as error:
                _LOG.warning("Posts get no vectors now: %s", error)
                pause = _MISSING_S
            except Exception:
                _LOG.exception("Giving vectors to posts broke")
                pause = _MISSING_S
            await asyncio.sleep(pause)

    async def _second(self, embedder: Embedder) -> None:
        for _ in range(_READS):
            if self._allowed < 1 or not await self._step(embedder):
                break
        now = self._clock.monotonic()
        if now - self._saved >= _SAVE_S:
            self._saved = now
            await in_a_thread(self._save)
        if now - self._tidied >= _TIDY_S:
            self._tidied = now
            prefix = prefix_of(embedder.name, embedder.dimensions)
            await in_a_thread(partial(self._writer.drop_vectors, self._policy.keep, prefix))

    async def _step(self, embedder: Embedder) -> bool:
        """Look at some posts and embed those that are picked; whether there may be more."""
        async with self._turn:
            return await self._stepped(embedder)

    async def _stepped(self, embedder: Embedder) -> bool:
        looked = await in_a_thread(partial(self._look, embedder))
        if looked is None:
            return False
        picked, behind = looked
        try:
            await self._embed(picked, embedder)
        except BlackbirdError:
            self._before = max(self._before, picked[0].key)  # some of them may have one by now
            raise
        self._backlog.done_from(behind)
        return True

    async def _embed(self, picked: Sequence[Indexed], embedder: Embedder) -> None:
        for at in range(0, len(picked), _BATCH):
            some = picked[at : at + _BATCH]
            try:
                vectors = await embedder.embed([_embedded(post) for post in some], "passage")
            except BlackbirdError:
                raise
            except Exception:  # these would hold up all others for good
                _LOG.exception("Posts that cannot be embedded: %s", [post.key for post in some])
                self._backlog.skipped += len(some)
                continue
            await in_a_thread(partial(self._writer.keep_vectors, some, vectors, embedder.name))

    def _look(self, embedder: Embedder) -> tuple[list[Indexed], int] | None:
        """The next posts to embed, and from which key on all is done then; None: nothing waits."""
        now = int(self._clock.now().timestamp() * SECOND)
        self._begin(embedder, now)
        last = self._parts.position().key
        if self._record.last_key() - last > _BEHIND:
            return None
        self._backlog.see(last, now)
        for old in self._backlog.give_up(now - _WAITS):
            self._backlog.skipped += self._record.choosing.count(old.low, old.high, self._chosen)
        stretch = self._backlog.newest()
        if stretch is None:
            return None
        low = max(stretch.low, stretch.high - _SPAN)
        found = self._record.choosing.newest(low, stretch.high, self._chosen, _READ)
        done = self._done(found, embedder)
        picked: list[Indexed] = []
        for post in found:
            if post.key in done or not self._wanted(post):
                continue
            if self._allowed < 1:
                return picked, post.key + 1
            self._allowed -= 1 + len(_embedded(post)) // _USUAL_LENGTH
            self._originals.add(post.key, _embedded(post))
            picked.append(post)
        return picked, low + 1 if len(found) < _READ else found[-1].key

    def _wanted(self, post: Indexed) -> bool:
        text = _embedded(post)
        if not self._policy.picks(post.key, text):
            return False
        original = self._originals.copied(text)
        if original is None or original == post.key:  # itself, where embedding it failed
            return True
        if self._record.choosing.there([original]):
            return False
        self._originals.forget(original)  # it was deleted: this one may stand for what it said
        return True

    def _done(self, posts: Sequence[Indexed], embedder: Embedder) -> set[int]:
        """Those that have a vector: looked at again after a kill."""
        posts = [post for post in posts if post.key <= max(self._before, self._backlog.again)]
        prefix = prefix_of(embedder.name, embedder.dimensions)
        keys = np.array([post.key for post in posts], np.int64)
        return {
            key
            for part in {post.part for post in posts}
            for path in files(self._parts.path(part))
            if path.name.startswith(prefix)
            for key in keys[np.isin(keys, keys_in(path))].tolist()
        }

    def _begin(self, embedder: Embedder, now: int) -> None:
        """Where it stood; from the beginning, if these vectors are another embedder's."""
        if self._begun == embedder.name:
            return
        self._backlog = Backlog()
        with suppress(OSError, ValueError, TypeError, KeyError):
            saved = json.loads((self._parts.folder / STATE).read_bytes())
            if saved["embedder"] == embedder.name:
                self._backlog = Backlog.of(saved, now)
        self._begun = embedder.name
        prefix = prefix_of(embedder.name, embedder.dimensions)
        own = [path for path in self._parts.vector_files() if path.name.startswith(prefix)]
        keys = np.concatenate([np.zeros(0, np.int64), *map(keys_in, own)])
        self._before = int(keys.max(initial=0))
        newest = np.sort(keys)[-_REMEMBERED:].tolist()
        for key, post in sorted(self._record.posts(newest).items()):
            self._originals.add(key, _embedded(post))

    def _save(self) -> None:
        if self._begun and self._parts.folder.is_dir():
            data = {"embedder": self._begun, **self._backlog.saved()}
            write_atomically(self._parts.folder / STATE, json.dumps(data).encode())


def _embedded(post: Indexed | StoredPost) -> str:
    return whole(post.title, post.text)[:_LONGEST]


def without(parts: Parts, writer: PartsWriter) -> None:
    """Remove all vectors, and what was known of them. Raises ``StorageError``."""
    writer.drop_vectors(0, _NOBODY)
    with storage_errors(parts.folder):
        (parts.folder / STATE).unlink(missing_ok=True)


def told(parts: Parts) -> dict[str, int]:
    """How many posts have a vector, and how many were given up, as ``ingest status`` says it."""
    held = parts.vector_files()
    skipped = 0
    with suppress(OSError, ValueError, TypeError, KeyError):
        skipped = int(json.loads((parts.folder / STATE).read_bytes())["skipped"])
    return {"posts": int(sum(len(keys_in(path)) for path in held)), "skipped": skipped}
