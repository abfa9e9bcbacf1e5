"""The words of all passages, in tantivy: who holds which term, ranked by BM25.

Terms are made by ``tokens.tokenize`` and joined by spaces, so that tantivy only has to split
at those: stored text and question can never be cut differently. Queries are built term by
term and never parsed: nothing in a question is syntax.

Which change of the record it holds stands in a document of its own (``CHECKPOINT``), written
in the same commit as the data: a kill leaves both or neither.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from blackbird.index.engine import guarded, idf, ranged, stamp
from blackbird.index.tokens import tokenize
from blackbird.index.window import Window, period

K1 = 1.2  # tantivy's BM25 saturation constant, fixed there
MOST_TERMS = 96  # of a query; the rarest are kept, the common ones add next to nothing
HEAP_BYTES = 50_000_000
CHECKPOINT = -1
"""The key of the document that holds the sequence; passages' keys are positive."""


@dataclass(frozen=True, slots=True)
class TextHits:
    """Passage key → BM25, and the most that any text could have reached for this query."""

    scores: dict[int, float]
    highest: float
    query: Query | None
    """To be asked about other passages; None: no term is known."""


class TextIndex:
    """An open text index: a snapshot, renewed by ``reload``."""

    def __init__(self, path: Path, engine: tantivy.Index) -> None:
        self._path = path
        self._engine = engine
        self.schema = engine.schema
        self.searcher = engine.searcher()
        self._stamp = stamp(path)
        self.sequence = _sequence(self.searcher, self.schema)

    @classmethod
    def open(cls, path: Path) -> TextIndex | None:
        """Open what stands at ``path``; None if there is none or it cannot be used."""
        if not (path / "meta.json").exists():
            return None
        try:
            engine = tantivy.Index(_schema(), str(path))  # refuses another schema
            engine.config_reader("manual")  # no watching thread; reload() looks itself
            engine.reload()
            return cls(path, engine)
        except (ValueError, OSError, RuntimeError, LookupError):
            return None

    @classmethod
    def create(cls, path: Path) -> TextIndex:
        """Make an empty one, in place of what may be there."""

        def make() -> TextIndex:
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            path.mkdir(parents=True)
            engine = tantivy.Index(_schema(), str(path))
            engine.config_reader("manual")
            return cls(path, engine)

        return guarded(make)

    def __len__(self) -> int:
        """Passages in the snapshot."""
        return max(0, self.searcher.num_docs - (1 if self.sequence else 0))

    def reload(self) -> None:
        """Move to the newest commit, if there is a newer one: otherwise one ``stat``."""
        newest = stamp(self._path)
        if newest != self._stamp:
            guarded(self._engine.reload)
            self.searcher = self._engine.searcher()
            self.sequence = _sequence(self.searcher, self.schema)
            self._stamp = newest

    def search(self, text: str, limit: int, window: Window) -> TextHits:
        """The ``limit`` passages inside ``window`` that share the most telling terms."""
        terms = self._terms(text)
        highest = (K1 + 1.0) * sum(weight for _, weight, _ in terms)
        query = self._any_of([term for term, _, known in terms if known][:MOST_TERMS])
        if query is None:
            return TextHits({}, highest, None)
        scored = query
        if not window.is_open:
            inside = Query.const_score_query(self._inside(window), 0.0)
            scored = Query.boolean_query([(Occur.Must, query), (Occur.Must, inside)])
        return TextHits(self._scores(scored, limit), highest, query)

    def scores(self, query: Query | None, keys: Sequence[int]) -> dict[int, float]:
        """Key → BM25 for a query of ``search``, of those keys that share a term with it."""
        if query is None or not keys:
            return {}
        terms = [
            (Occur.Should, Query.term_query(self.schema, "key", key, "basic")) for key in keys
        ]  # a term set would walk the whole dictionary: three times as slow
        among = Query.const_score_query(Query.boolean_query(terms), 0.0)
        both = Query.boolean_query([(Occur.Must, among), (Occur.Must, query)])
        return self._scores(both, len(keys))

    def count_inside(self, window: Window) -> int:
        """How many passages are inside."""
        result = guarded(lambda: self.searcher.search(self._inside(window), 1, count=True))
        return int(result.count)  # type: ignore[attr-defined]  # its stub forgets it

    def keys_inside(self, window: Window, limit: int) -> list[int]:
        """Keys of the passages inside, at most ``limit``."""
        searcher = self.searcher
        hits = guarded(lambda: searcher.search(self._inside(window), limit, count=False).hits)
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [int(key) for key in keys if key is not None]

    def writer(self) -> TextWriter:
        """The one writer; tantivy's own lock refuses a second."""
        return TextWriter(guarded(lambda: self._engine.writer(HEAP_BYTES, 1)))

    def _terms(self, text: str) -> list[tuple[str, float, int]]:
        """Each term of a query with its inverse document frequency and how many hold it."""
        searcher = self.searcher
        total = searcher.num_docs
        counted = [(term, searcher.doc_freq("text", term)) for term in set(tokenize(text))]
        counted.sort(key=lambda pair: (pair[1], pair[0]))
        return [(term, idf(total, count), count) for term, count in counted]

    def _any_of(self, terms: Sequence[str]) -> Query | None:
        queries = [Query.term_query(self.schema, "text", term, "freq") for term in terms]
        return Query.boolean_query([(Occur.Should, query) for query in queries]) if terms else None

    def _scores(self, query: Query, limit: int) -> dict[int, float]:
        searcher = self.searcher
        hits = guarded(lambda: searcher.search(query, limit, count=False).hits)
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        pairs = zip(keys, hits, strict=True)
        return {int(key): score for key, (score, _) in pairs if key is not None}

    def _inside(self, window: Window) -> Query:
        limits = []
        if window.source is not None:
            source = Query.term_query(self.schema, "source", window.source, "basic")
            limits.append((Occur.Must, source))
        if window.first is not None or window.last is not None:  # a date, and one that touches
            low, high = window.first, window.last
            limits.append((Occur.Must, ranged(self.schema, "last", low, None)))
            limits.append((Occur.Must, ranged(self.schema, "first", None, high)))
        return Query.boolean_query(limits)


class TextWriter:
    """Adds and drops passages; nothing counts before ``commit``."""

    def __init__(self, engine: tantivy.IndexWriter) -> None:
        self._engine = engine
        # A killed commit leaves files that the next one would name alike, and stumble over.
        guarded(engine.garbage_collect_files)

    def add(self, key: int, text: str, date: str | None, source: str) -> None:
        """Add a passage under a key that was never used."""
        document = tantivy.Document(text=" ".join(tokenize(text)), key=key, source=source)
        span = period(date)
        if span is not None:
            document.add_integer("first", span[0])
            document.add_integer("last", span[1])
        guarded(lambda: self._engine.add_document(document))

    def drop(self, key: int) -> None:
        """Remove a passage; nothing happens if it is not there."""
        guarded(lambda: self._engine.delete_documents_by_term("key", key))

    def commit(self, sequence: int) -> None:
        """Make it durable together with the sequence that it brings the index to."""
        self.drop(CHECKPOINT)
        checkpoint = tantivy.Document(key=CHECKPOINT, sequence=sequence)
        guarded(lambda: self._engine.add_document(checkpoint))
        guarded(self._engine.commit)

    def close(self) -> None:
        """Finish merging and give up the lock; what was not committed is forgotten."""
        guarded(self._engine.wait_merging_threads)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("first", fast=True)
    builder.add_integer_field("last", fast=True)
    builder.add_integer_field("sequence", fast=True)
    return builder.build()


def _sequence(searcher: tantivy.Searcher, schema: tantivy.Schema) -> int:
    hits = searcher.search(Query.term_query(schema, "key", CHECKPOINT), 2).hits
    values = searcher.fast_field_values("sequence", [address for _, address in hits])
    return max((int(value) for value in values if value is not None), default=0)
