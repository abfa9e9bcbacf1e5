"""Live posts as a source of answers.

A post is evidence that it was said, not that it is so. What is found is scored on the documents'
own scale: the share of the question's words, and how near its meaning is.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.origins import first_of
from blackbird.events import SourceFailed
from blackbird.index.fusion import FLOOR, MEANING, WORDS
from blackbird.index.posts.narrowing import filters_of
from blackbird.index.posts.parts import Parts
from blackbird.index.posts.vector_files import hash_of
from blackbird.index.window import window
from blackbird.posts import SECOND, whole
from blackbird.protocols import Clock, Embedder, Gathered
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import StoredPost
from blackbird.types import Hit, Passage, Query

_LOOKED_AT = 60  # of the best by words
_EMBEDDED = 32  # short texts: a twentieth of a second on two cores
_NEAREST = 300  # of the best by meaning, however many are asked for: near-copies are looked for
_NAME = "posts"
_RECENT = 86_400 * SECOND


class Posts:
    """Searches what feeds brought, by words and by meaning.

    By meaning among the posts that have a vector, and among the best by words.
    """

    def __init__(
        self,
        record: PostRecord,
        parts: Parts,
        embedder: Embedder,
        clock: Clock,
        budget_s: float = 5.0,
    ) -> None:
        self._record = record
        self._parts = parts
        self._embedder = embedder
        self._clock = clock
        self._budget_s = budget_s

    @property
    def name(self) -> str:
        """The name given to ``--source``."""
        return _NAME

    @property
    def budget_s(self) -> float:
        """Seconds after which it has answered."""
        return self._budget_s

    async def gather(self, queries: Sequence[Query]) -> Gathered:
        """What is found for several queries, and which feeds may lack posts of that time."""
        lists = await asyncio.gather(*(self.search(query) for query in queries))
        gaps = await asyncio.to_thread(self._gaps, queries)
        return Gathered(tuple(hit for hits in lists for hit in hits), gaps)

    def _gaps(self, queries: Sequence[Query]) -> tuple[SourceFailed, ...]:
        """Told once for each feed: the latest that touches the time asked for, or the last day."""
        now = int(self._clock.now().timestamp() * SECOND)
        found: dict[str, SourceFailed] = {}
        for query in queries:
            limits = window(query.since, query.until, None)
            since = _micro(limits.first) if limits.first is not None else now - _RECENT
            until = _micro(limits.last, 1) if limits.last is not None else now
            for gap in self._record.gaps(since or 0, until or now):
                said = f"{_said(gap.since)} – {_said(gap.until)} ({gap.reason})"
                found.setdefault(gap.feed, SourceFailed(gap.feed, said, partly=True))
        return tuple(found.values())

    async def search(self, query: Query) -> Sequence[Hit]:
        """Best first; of near-copies the first that was said. An empty query finds nothing."""
        if not query.text.strip():
            return ()
        vector = (await self._embedder.embed([query.text], "query"))[0]
        found = await asyncio.to_thread(self._look, query, vector)
        lacking = [one for one in found if one.cosine is None]
        texts = [_whole(one.post) for one in lacking]
        made = (await self._embedder.embed(texts, "passage") @ vector).tolist() if texts else []
        rest = iter(made)
        scored = [(one, next(rest) if one.cosine is None else one.cosine) for one in found]
        hits = [(Hit(passage_of(f.post), _score(f.share, near)), near) for f, near in scored]
        hits.sort(key=lambda hit: (-hit[0].score, -hit[1], hit[0].passage.id))
        return [hit for hit, _ in hits][: query.limit]

    def _look(self, query: Query, vector: NDArray[np.float32]) -> list[_Found]:
        """The best by their words, and by their meaning, that are there, each text once."""
        self._parts.refresh()
        filters = filters_of(self._record, query.only, query.since, query.until)
        most = max(_LOOKED_AT, query.limit)
        by_words = {r.key: r.score for r in self._parts.search(query.text, filters, most)}
        few = max(_EMBEDDED, query.limit)
        near = self._parts.nearest(vector, self._embedder.name, filters, min(few, _NEAREST))
        others = [one.key for one in near if one.key not in by_words]
        # Fewer: no other post shares a word with the question.
        more = others if len(by_words) >= most else ()
        shares = self._parts.shares(query.text, filters, more)
        posts = self._record.posts([*by_words, *others])
        # A vector of other words than those that are there now is nobody's.
        there = [(n, posts[n.key]) for n in near if n.key in posts]
        cosines = {n.key: n.cosine for n, post in there if n.check == hash_of(_whole(post))}
        by_meaning = {key: shares.get(key, 0.0) for key in others if key in cosines}
        # What is not among the posts is gone, or not to be shown.
        said = _once(
            _Found(posts[key], share, cosines.get(key))
            for key, share in {**by_words, **by_meaning}.items()
            if key in posts
        )
        embedded = [one for one in said if one.cosine is None][:few]
        return [*(one for one in said if one.cosine is not None), *embedded]


@dataclass(frozen=True, slots=True)
class _Found:
    """A post, the share of the question's words, and how near its meaning is, where that is known
    without embedding it now.
    """

    post: StoredPost
    share: float
    cosine: float | None


def _once(found: Iterable[_Found]) -> list[_Found]:
    """Posts that say the same in nearly the same words count once: the one that was said first."""
    there = list(found)
    first: dict[int, _Found] = {}
    for group, one in zip(first_of([f.post.text for f in there]), there, strict=True):
        known = first.get(group, one)
        post = one.post if one.post.at < known.post.at else known.post
        cosine = one.cosine if known.cosine is None else known.cosine
        first[group] = _Found(post, max(known.share, one.share), cosine)
    return list(first.values())


def passage_of(post: StoredPost) -> Passage:
    """A post as evidence: its words alone; who said it, and when, is its title and date."""
    return Passage(
        id=post.uri,
        text=post.text,
        start=0,
        end=len(post.text),
        url=post.url or post.uri,
        title=f"{post.author}: {post.title}" if post.title else post.author,
        date=_said(post.at),
        language=post.language or None,
        fetched_at=_said(post.received),
        sha256=hashlib.sha256(post.text.encode()).hexdigest(),
        source=_NAME,
        redistribute=post.redistribute,
    )


def _whole(post: StoredPost) -> str:
    return whole(post.title, post.text)


def _score(share: float, cosine: float) -> float:
    near = max(0.0, cosine - FLOOR) / (1.0 - FLOOR)
    return min(1.0, MEANING * near + WORDS * share)


def _said(moment: int) -> str:
    return datetime.fromtimestamp(moment / SECOND, UTC).isoformat(timespec="seconds")


def _micro(second: int | None, more: int = 0) -> int | None:
    return None if second is None else (second + more) * SECOND - more
