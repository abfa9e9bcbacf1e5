"""Makes the indexes follow the record: replays what they have not seen, durably.

The caller holds the data directory's write lock. A kill between any two steps leaves indexes
that are behind, never wrong: the next ``catch_up`` goes on from what they say they hold.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from blackbird.errors import DataDirectoryBusy, DiskFull, StorageError
from blackbird.index.query import REPLAY, Index
from blackbird.index.text import TextIndex, TextWriter

COMMIT_EVERY = 50_000  # changes; bounds what a kill during a long replay repeats
SAVE_SHARE = 0.1  # saving rewrites all vectors: with each tenth, the cost stays linear
SAVE_AT_LEAST = 2000  # as many are replayed from the record in about a second

Step = Callable[[str], None]


class IndexWriter:
    """Brings an index up to its record. Use it in ``with``: the end saves the vectors.

    ``step`` is called with the name of each step before it is taken; tests stop there.
    """

    def __init__(self, index: Index, step: Step = lambda _name: None) -> None:
        self._index = index
        self._step = step
        self._writer: TextWriter | None = None

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._abandon()

    def catch_up(self) -> None:
        """Replay what the record has and the indexes have not; then all of it is found.

        Raises ``DiskFull`` or ``StorageError``; the record is intact then, and another call
        goes on.
        """
        self._sound_text_index()
        try:
            self._replay_text()
        except (DiskFull, DataDirectoryBusy):
            self._abandon()
            raise
        except StorageError:  # damaged where opening it did not show: once more, from nothing
            self._abandon()
            self._index.text = None
            self._sound_text_index()
            self._replay_text()
        except BaseException:
            self._abandon()
            raise
        self._step("refresh")
        self._index.refresh()
        vectors = self._index.vectors
        if vectors.unsaved > max(SAVE_AT_LEAST, SAVE_SHARE * len(vectors)):
            self._step("save vectors")
            vectors.save()

    def close(self) -> None:
        """Save the vectors, finish merging, give up the text index's lock."""
        try:
            if self._index.vectors.unsaved:
                self._step("save vectors")
                self._index.vectors.save()
        finally:
            self._step("release")
            self._release()

    def _sound_text_index(self) -> TextIndex:
        """The text index, made anew if it is missing, damaged, or not this record's."""
        index = self._index
        if index.text is not None and self._agrees(index.text):
            return index.text
        self._step("clear")
        self._release()
        index.text = None
        for other in index.folder.parent.glob("*"):
            if other != index.folder:
                shutil.rmtree(other, ignore_errors=True)
        self._step("create")
        index.text = TextIndex.create(index.folder / "text")
        return index.text

    def _agrees(self, text: TextIndex) -> bool:
        """Whether the index holds as many passages as the record, where both should be equal."""
        record = self._index.record
        if text.sequence != record.last_sequence():
            return text.sequence < record.last_sequence()
        return len(text) == record.count().passages

    def _replay_text(self) -> None:
        text = self._index.text
        assert text is not None
        sequence = committed = text.sequence
        while changes := self._index.record.changes_after(sequence, REPLAY):
            writer = self._open_writer(text)
            self._step("add")
            for change in changes:
                if change.op == "drop":
                    writer.drop(change.key)
                elif change.text is not None:
                    words = f"{change.title}\n{change.text}"
                    writer.add(change.key, words, change.date, change.source)
            sequence = changes[-1].seq
            if sequence - committed >= COMMIT_EVERY:
                self._commit(writer, sequence)
                committed = sequence
        if sequence > committed:
            self._commit(self._open_writer(text), sequence)

    def _commit(self, writer: TextWriter, sequence: int) -> None:
        self._step("commit")
        writer.commit(sequence)
        self._step("committed")

    def _open_writer(self, text: TextIndex) -> TextWriter:
        if self._writer is None:
            self._writer = text.writer()
        return self._writer

    def _abandon(self) -> None:
        """Drop what was added and not committed; the error under way is the one to tell."""
        with suppress(StorageError):
            self._release()

    def _release(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()
