"""Bring one file into the store from the places in turn, and believe no byte of it unchecked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from blackbird.errors import ModelCorrupt, ModelError, ModelMissing, NetworkError
from blackbird.models.blobs import CHUNK, Blobs, Layout, file_sha256, file_size
from blackbird.models.catalog import ModelFile
from blackbird.models.places import Part, Place
from blackbird.models.progress import Reporter
from blackbird.models.receive import Receiver, partial_path
from blackbird.storage.files import publish, require_room, storage_errors


class Fetcher:
    """Brings files into ``layout``; the caller holds the store's lock."""

    def __init__(
        self, layout: Layout, blobs: Blobs, places: Sequence[Place], free: Callable[[Path], int]
    ) -> None:
        self._layout = layout
        self._blobs = blobs
        self._places = places
        self._free = free

    def fetch(self, file: ModelFile, say: Reporter) -> None:
        """Afterwards the file is in the store, verified.

        Raises ``ModelCorrupt`` if a place gave wrong bytes and no other the right ones,
        ``ModelMissing`` if none could give it, ``DiskFull``.
        """
        failures: list[str] = []
        refused = False
        for place, parts in self._in_turn(file):
            say.place = place.name
            try:
                self._from(place, parts, file, say)
            except (ModelCorrupt, ModelMissing, NetworkError) as error:
                refused = refused or isinstance(error, ModelCorrupt)
                failures.append(f"{place.name}: {error.message.rstrip('.')}")
                say.say("failed", note=error.message)
                continue
            self._blobs.remember(file.sha256)
            return
        raise _nowhere(file, say.model, failures, refused)

    def here(self, file: ModelFile) -> int:
        """Bytes of an unfinished file that need not be fetched again."""
        return max((self._sum(parts) for _, parts in self._in_turn(file)), default=0)

    def forget(self, file: ModelFile) -> None:
        """Delete the parts and beginnings of a file."""
        for path in self.left_by(file):
            with storage_errors(path):
                path.unlink(missing_ok=True)

    def left_by(self, file: ModelFile) -> list[Path]:
        """Where parts and beginnings of a file may lie."""
        hashes = (file.sha256, *(part.sha256 for part in file.wheels))
        finished = [self._layout.parts / sha256 for sha256 in hashes]
        return finished + [partial_path(self._layout, sha256) for sha256 in hashes]

    def _in_turn(self, file: ModelFile) -> list[tuple[Place, tuple[Part, ...]]]:
        """Places that have the file; first the one of whose bytes most are here already."""
        offers = [(place, parts) for place in self._places if (parts := place.parts(file))]
        return sorted(offers, key=lambda offer: -self._sum(offer[1]))

    def _sum(self, parts: Sequence[Part]) -> int:
        return sum(self._part_here(part) for part in parts)

    def _part_here(self, part: Part) -> int:
        finished = file_size(self._layout.parts / part.sha256)
        if finished is not None:
            return part.bytes
        return min(file_size(partial_path(self._layout, part.sha256)) or 0, part.bytes)

    def _from(self, place: Place, parts: tuple[Part, ...], file: ModelFile, say: Reporter) -> None:
        joined = parts[0].sha256 != file.sha256
        second_copy = file.bytes if joined or place.needs_room else 0
        missing = max(0, file.bytes - self._sum(parts))
        require_room(self._layout.root, missing + second_copy, self._free)
        receiver = Receiver(self._layout, place, file, say)
        if not joined:
            receiver.receive(parts[0], self._blobs.path(file.sha256), 0)
            return
        while True:
            before = 0
            for part in parts:
                finished = self._layout.parts / part.sha256
                if file_size(finished) is None:
                    receiver.receive(part, finished, before)
                before += part.bytes
            if self._join(parts, file, say):
                return

    def _join(self, parts: Sequence[Part], file: ModelFile, say: Reporter) -> bool:
        """Make the file of its parts. False: some had changed on the disk and were deleted."""
        whole = partial_path(self._layout, file.sha256)
        digest, done = hashlib.sha256(), 0
        with storage_errors(whole):
            with whole.open("wb") as out:
                for part in parts:
                    with (self._layout.parts / part.sha256).open("rb") as source:
                        while chunk := source.read(CHUNK):
                            out.write(chunk)
                            digest.update(chunk)
                            done += len(chunk)
                            say.say("assembling", done)
            if digest.hexdigest() == file.sha256:
                publish(whole, self._blobs.path(file.sha256))
                return True
            whole.unlink()
        if self._drop_changed(parts, say):
            return False
        raise ModelCorrupt(
            f"{file.name}, joined from its parts, has wrong bytes: "
            f"expected SHA-256 {file.sha256}, found {digest.hexdigest()}."
        )

    def _drop_changed(self, parts: Sequence[Part], say: Reporter) -> int:
        dropped = 0
        for part in parts:
            path = self._layout.parts / part.sha256
            with storage_errors(path):
                if file_sha256(path, lambda count: say.say("verifying", count)) != part.sha256:
                    path.unlink()
                    dropped += 1
        return dropped


def _nowhere(file: ModelFile, model: str, failures: Sequence[str], refused: bool) -> ModelError:
    reasons = "; ".join(failures) or "no place offers it"
    if refused:
        return ModelCorrupt(
            f"{file.name} was refused, for its bytes are wrong ({reasons}).",
            "Nothing wrong was kept. Remove or mend that place, and pull again.",
        )
    return ModelMissing(
        f"{file.name} could not be fetched ({reasons}).",
        f'Run "blackbird models pull {model}" again when one of them answers; '
        "what has come is kept.",
    )
