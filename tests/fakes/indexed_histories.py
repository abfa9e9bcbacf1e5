"""Histories of posts played to a record with a real index behind it."""

from __future__ import annotations

from pathlib import Path

from blackbird.index.posts.part import Filters
from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter, Step
from blackbird.storage.posts.record import PostRecord
from tests.fakes.post_histories import Trial

ALL = Filters()
MOST = 1_000_000


class IndexedTrial(Trial):
    """The index catches up now and then, and is opened anew with the record."""

    def __init__(self, place: Path, step: Step = lambda _: None) -> None:
        self._root = place.parent / "index"
        self._step = step
        super().__init__(place)

    def _open(self) -> None:
        super()._open()
        self.parts = Parts(self._root, self.record.name)
        self.writer = PartsWriter(self.parts, self.record, self._step)

    def close(self) -> None:
        self.writer.close()
        super().close()

    def restart(self) -> None:
        self.writer.close()
        super().restart()

    def follow(self) -> dict[int, str]:
        """What a fresh reader finds, as another process would."""
        self.writer.catch_up()
        return found(self.record, Parts(self._root, self.record.name))


def found(record: PostRecord, parts: Parts) -> dict[int, str]:
    """Key → text of all that a search finds; a key that is gone keeps its place, without text.

    Each key is found once, and by its own words, or it is missing here.
    """
    parts.refresh()
    by_time = [one.key for one in parts.search("", ALL, MOST)]
    by_word = [one.key for one in parts.search("words", ALL, MOST)]
    assert sorted(by_time) == sorted(by_word)
    assert len(set(by_time)) == len(by_time), "a post is found twice"
    there = record.posts(by_time)
    return {key: there[key].text if key in there else "" for key in by_time}
