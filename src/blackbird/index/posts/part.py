"""One part of the posts' text index: those of a day, or of a month long ago."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import Occur, Order, Query

from blackbird.errors import StorageError
from blackbird.index.engine import guarded, ranged, stamp
from blackbird.index.tokens import tokenize
from blackbird.posts import whole
from blackbird.storage.posts.rows import Drop, Indexed

HEAP_BYTES = 15_000_000  # the least that tantivy takes; a few parts are written to at once
VECTORS = ".vectors"  # how the names of files end that lie beside it
_TERMS = 64  # of a query


@dataclass(frozen=True, slots=True)
class Filters:
    """Which posts are looked at. Moments in microseconds since 1970, both ends included."""

    since: int | None = None
    until: int | None = None
    author: str = ""
    """A handle or an account, as it is written."""
    language: str = ""
    feeds: Collection[int] | None = None
    likes: int = 0
    with_links: bool = False
    accounts: Collection[str] = ()
    """With ``author``: accounts that go by that name without being called so in the index."""

    def names(self) -> list[str]:
        """As the index has them, the names of which a post must have one; none: anybody's."""
        return [folded(name) for name in (self.author, *self.accounts)] if self.author else []


class Part:
    """An open part: a snapshot, renewed by ``reload``."""

    def __init__(self, path: Path, engine: tantivy.Index) -> None:
        self._path = path
        self._engine = engine
        self._schema = engine.schema
        self._stamp = stamp(path)
        self.searcher = engine.searcher()

    @classmethod
    def open(cls, path: Path) -> Part | None:
        """Open what stands at ``path``; None if there is none or it cannot be used."""
        if not (path / "meta.json").exists():
            return None
        try:
            engine = tantivy.Index(_schema(), str(path))
            engine.config_reader("manual")
            engine.reload()
            return cls(path, engine)
        except (ValueError, OSError, RuntimeError, LookupError):
            return None

    @classmethod
    def create(cls, path: Path) -> Part:
        """Make an empty one in place of what may be there, beside the vectors of its posts.

        Raises ``StorageError``.
        """

        def make() -> Part:
            _clear(path)
            path.mkdir(parents=True, exist_ok=True)
            engine = tantivy.Index(_schema(), str(path))
            engine.config_reader("manual")
            return cls(path, engine)

        return guarded(make)

    def __len__(self) -> int:
        """Posts in the snapshot."""
        return int(self.searcher.num_docs)

    def reload(self) -> None:
        """Move to the newest commit: one ``stat`` if there is no newer one."""
        newest = stamp(self._path)
        if newest != self._stamp:
            guarded(self._engine.reload)
            self.searcher = self._engine.searcher()
            self._stamp = newest

    def frequency(self, term: str) -> int:
        """How many posts hold a term."""
        return int(self.searcher.doc_freq("text", term))

    def best(
        self,
        terms: Sequence[str],
        filters: Filters,
        limit: int,
        keys: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Key and BM25 of the posts that share the most telling of ``terms``; with ``keys``, of
        those alone.
        """
        wanted = [Query.term_query(self._schema, "text", t, "freq") for t in terms[:_TERMS]]
        if not wanted:
            return []
        any_of = Query.boolean_query([(Occur.Should, query) for query in wanted])
        limits = self._limits(filters)
        if keys is not None:
            some = [Query.term_query(self._schema, "key", key, "basic") for key in keys]
            either = Query.boolean_query([(Occur.Should, query) for query in some])
            limits.append((Occur.Must, Query.const_score_query(either, 0.0)))
        query = Query.boolean_query([(Occur.Must, any_of), *limits]) if limits else any_of
        return self._hits(query, limit, by_time=False)

    def newest(self, terms: Sequence[str], filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Key and moment of the newest posts that hold all of ``terms``."""
        wanted = [
            (Occur.Must, Query.term_query(self._schema, "text", t, "basic")) for t in terms[:_TERMS]
        ]
        every = [*wanted, *self._limits(filters)] or [(Occur.Must, Query.all_query())]
        return self._hits(Query.boolean_query(every), limit, by_time=True)

    def writer(self) -> PartWriter:
        """The one writer; tantivy's own lock refuses a second."""
        return PartWriter(guarded(lambda: self._engine.writer(HEAP_BYTES, 1)), self._schema)

    def _hits(self, query: Query, limit: int, *, by_time: bool) -> list[tuple[int, float]]:
        searcher = self.searcher
        field = "at" if by_time else None  # a score otherwise
        hits = guarded(
            lambda: (
                searcher.search(query, limit, False, order_by_field=field, order=Order.Desc).hits
            )
        )
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(k), float(s)) for k, (s, _) in zip(keys, hits, strict=True) if k is not None]

    def _limits(self, filters: Filters) -> list[tuple[Occur, Query]]:
        schema, found = self._schema, []
        if filters.since is not None or filters.until is not None:
            found.append(ranged(schema, "at", filters.since, filters.until))
        if filters.likes > 0:
            found.append(ranged(schema, "likes", filters.likes, None))
        if names := filters.names():
            of = [Query.term_query(schema, "author", name, "basic") for name in names]
            found.append(Query.boolean_query([(Occur.Should, query) for query in of]))
        if filters.language:
            found.append(Query.term_query(schema, "language", filters.language, "basic"))
        if filters.with_links:
            found.append(ranged(schema, "links", 1, None))
        if filters.feeds is not None:
            some = [Query.term_query(schema, "feed", f, "basic") for f in filters.feeds]
            either = [(Occur.Should, query) for query in some]
            found.append(Query.boolean_query(either) if either else Query.empty_query())
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for query in found]


class PartWriter:
    """Adds and drops posts; nothing counts before ``commit``."""

    def __init__(self, engine: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._engine = engine
        self._schema = schema
        # A killed commit leaves files that the next one would name alike, and stumble over.
        guarded(engine.garbage_collect_files)

    def add(self, posts: Iterable[Indexed], *, again: bool) -> None:
        """Add posts. ``again``: some of them may be there already."""
        guarded(lambda: self._add(posts, again))

    def _add(self, posts: Iterable[Indexed], again: bool) -> None:
        add, drop = self._engine.add_document, self._engine.delete_documents_by_term
        for post in posts:
            if again:
                drop("key", post.key)
            add(
                tantivy.Document(
                    key=post.key,
                    at=post.at,
                    feed=post.feed,
                    likes=post.likes,
                    links=1 if post.links else 0,
                    language=post.language,
                    author=_names(post),
                    text=" ".join(tokenize(whole(post.title, post.text))),
                )
            )

    def drop(self, drops: Iterable[Drop]) -> None:
        """Remove posts; nothing happens for those that are not there."""
        guarded(lambda: self._drop(drops))

    def _drop(self, drops: Iterable[Drop]) -> None:
        for drop in drops:
            if drop.op == "feed":
                of = Query.term_query(self._schema, "feed", drop.feed, "basic")
                until = ranged(self._schema, "key", None, drop.key)
                both = [(Occur.Must, of), (Occur.Must, until)]
                self._engine.delete_documents_by_query(Query.boolean_query(both))
            else:
                self._engine.delete_documents_by_term("key", drop.key)

    def commit(self) -> None:
        """Make it durable."""
        guarded(self._engine.commit)

    def close(self) -> None:
        """Finish merging and give up the lock; what was not committed is forgotten."""
        guarded(self._engine.wait_merging_threads)


def _names(post: Indexed) -> list[str]:
    author = folded(post.author)
    return [author] if post.author == post.account else [author, folded(post.account)]


def folded(name: str) -> str:
    """A handle as it is compared: ``@Someone@Example.org`` and ``someone@example.org`` are one."""
    return name.strip().removeprefix("@").casefold()


def _clear(path: Path) -> None:
    """Remove what may be in a part's place, but no vectors: nobody would make them a second time,
    and those of posts that left meanwhile go as they would have gone.
    """
    if path.is_file():
        path.unlink()
    for one in path.iterdir() if path.is_dir() else ():
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        elif one.suffix != VECTORS:
            one.unlink()


def destroyed(path: Path) -> None:
    """Remove a part. Raises ``StorageError``."""
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(
            f"{path} cannot be removed ({error.strerror}).",
            "Give yourself the right to remove it.",
        ) from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("author", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("feed", indexed=True)
    builder.add_integer_field("at", fast=True)
    builder.add_integer_field("likes", fast=True)
    builder.add_integer_field("links", fast=True)
    return builder.build()
