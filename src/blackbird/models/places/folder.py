"""Model files from a folder, for machines without a network: a disk that was carried there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from blackbird.errors import ModelMissing
from blackbird.models.catalog import ModelFile
from blackbird.models.places import Part, Request, Stream, whole

CHUNK = 1 << 20


class Folder:
    """Files under their names or their hashes, copied and never moved."""

    needs_room = False

    def __init__(self, folder: Path, name: str = "folder") -> None:
        self._folder = folder
        self.name = name

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        """The whole file, if it lies in the folder."""
        return whole(file) if self._find(file) else ()

    @contextmanager
    def open(self, request: Request) -> Iterator[Stream]:
        """Read the file from ``offset`` on."""
        path = self._find(request.file)
        if path is None:
            raise ModelMissing(f"{request.file.name} is no longer in {self._folder}.")
        try:
            source = path.open("rb")
        except OSError as error:
            raise _unreadable(path, error) from error
        with source:
            size = source.seek(0, os.SEEK_END)
            start = source.seek(min(request.offset, size))
            yield Stream(start, _chunks(path, source), size)

    def _find(self, file: ModelFile) -> Path | None:
        for name in (file.sha256, Path(file.name).name):
            path = self._folder / name
            if path.is_file():
                return path
        return None


def _chunks(path: Path, source: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := source.read(CHUNK):
            yield chunk
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ModelMissing:
    return ModelMissing(f"{path} cannot be read ({error.strerror or error}).")
