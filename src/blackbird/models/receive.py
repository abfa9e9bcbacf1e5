"""Receive one part from one place: continue what is here, count, hash, and name it at the end."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blackbird.errors import ModelCorrupt, NetworkError
from blackbird.models.blobs import CHUNK, Layout, file_size
from blackbird.models.catalog import ModelFile
from blackbird.models.places import Part, Place, Request, Stream
from blackbird.models.progress import Reporter
from blackbird.storage.files import TEMPORARY, publish, storage_errors

ATTEMPTS = 5
"""How often a broken connection is taken up again, as long as each try brings something."""


def partial_path(layout: Layout, sha256: str) -> Path:
    """Where the beginning of a part or file is kept."""
    return layout.partial / f"{sha256}{TEMPORARY}"


class Receiver:
    """Receives the parts of one file from one place."""

    def __init__(self, layout: Layout, place: Place, file: ModelFile, say: Reporter) -> None:
        self._layout = layout
        self._place = place
        self._file = file
        self._say = say

    def receive(self, part: Part, target: Path, before: int) -> None:
        """Afterwards ``target`` holds the part, verified; ``before`` bytes of the file precede it.

        Raises ``ModelCorrupt``, ``ModelMissing``, ``NetworkError``, ``DiskFull``.
        """
        partial = partial_path(self._layout, part.sha256)
        for _ in range(ATTEMPTS):
            had = file_size(partial) or 0
            try:
                found, start = self._complete(part, partial, before)
            except NetworkError:
                if (file_size(partial) or 0) <= had:
                    raise
                continue
            with storage_errors(target):
                if found == part.sha256:
                    publish(partial, target)
                    return
                partial.unlink()
            if start == 0:
                raise ModelCorrupt(
                    f"{part.name} has wrong bytes: expected SHA-256 {part.sha256}, found {found}."
                )
            # The beginning may have been another place's: once more, all of it from this one.
        raise NetworkError(f"{part.name} broke off {ATTEMPTS} times.")

    def _complete(self, part: Part, partial: Path, before: int) -> tuple[str, int]:
        """Hash of the completed partial file, and where in it the bytes of this place begin."""
        digest, offset = self._beginning(part, partial, before)
        if offset == part.bytes:
            return digest.hexdigest(), offset
        self._say.say("asking", before + offset)
        with self._scratch() as scratch:
            request = Request(
                self._file,
                part,
                offset,
                scratch,
                seen=lambda count: self._say.say("fetching", before + count),
            )
            with self._place.open(request) as stream:
                if stream.size not in (None, part.bytes):
                    raise ModelCorrupt(
                        f"{part.name} has {stream.size:,} bytes instead of {part.bytes:,}."
                    )
                if stream.start != offset:
                    digest = hashlib.sha256()
                self._append(part, partial, stream, digest, before)
                return digest.hexdigest(), stream.start

    def _beginning(self, part: Part, partial: Path, before: int) -> tuple[hashlib._Hash, int]:
        """Hash and length of what an earlier attempt left."""
        digest, offset = hashlib.sha256(), 0
        with storage_errors(partial):
            size = file_size(partial)
            if size is None:
                return digest, 0
            if size > part.bytes:
                partial.unlink()
                return digest, 0
            with partial.open("rb") as source:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    offset += len(chunk)
                    self._say.say("verifying", before + offset)
        return digest, offset

    def _append(
        self, part: Part, partial: Path, stream: Stream, digest: hashlib._Hash, before: int
    ) -> None:
        """Write the stream behind its start. What was written stays if the stream breaks."""
        offset = stream.start
        with storage_errors(partial):
            try:
                with partial.open("ab") as out:
                    out.truncate(offset)
                    for chunk in stream.chunks:
                        offset += len(chunk)
                        if offset > part.bytes:
                            raise ModelCorrupt(f"{part.name} has more than {part.bytes:,} bytes.")
                        out.write(chunk)
                        digest.update(chunk)
                        self._say.say("fetching", before + offset)
            except ModelCorrupt:
                partial.unlink()
                raise
        if offset < part.bytes:
            raise NetworkError(f"{part.name} ended after {offset:,} of {part.bytes:,} bytes.")

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        folder = self._layout.scratch / "place"
        with storage_errors(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
