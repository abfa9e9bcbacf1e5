"""The models on this machine: pulled from any place, kept under their hashes, verified."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from blackbird.errors import ModelCorrupt, ModelMissing, UnknownName
from blackbird.models.blobs import Blobs, Layout, file_sha256, file_size
from blackbird.models.catalog import CATALOGUE, Catalogue, DerivedFile, Model, ModelFile, find_model
from blackbird.models.fetch import Fetcher
from blackbird.models.places import Place
from blackbird.models.progress import Progress, Report, Reporter
from blackbird.storage.files import (
    folder_bytes,
    free_bytes,
    only_one,
    publish,
    require_room,
    storage_errors,
)

Converter = Callable[[Sequence[Path], Path, Callable[[int, int], None]], object]
"""``convert(sources, target_folder, progress)`` writes the derived files by their names into the
folder; the sources come as the catalogue lists them; ``progress(done, total)`` may be called."""

FileState = Literal["ok", "missing", "corrupt"]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file really is; ``found`` is its hash if it is another than ``file.sha256``."""

    model: str
    file: ModelFile | DerivedFile
    state: FileState
    found: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A catalogue entry and how much of it is here."""

    model: Model
    state: Literal["here", "partial", "missing"]
    bytes_here: int
    bytes_total: int


class ModelStore:
    """Model files below ``root``, and the places where more can be had.

    One process at a time changes the store; readers need no lock, since a file gets its name
    only when it is complete and verified.
    """

    def __init__(
        self,
        root: Path,
        places: Sequence[Place],
        *,
        catalogue: Catalogue = CATALOGUE,
        converters: Mapping[str, Converter] | None = None,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self._layout = Layout(root)
        self._blobs = Blobs(self._layout)
        self._fetcher = Fetcher(self._layout, self._blobs, places, free)
        self._catalogue = catalogue
        self._converters = dict(converters or {})
        self._free = free

    def path(self, model_id: str) -> dict[str, Path]:
        """Where each file of a model lies, by name; quick, if all were verified before.

        Raises ``UnknownName``, ``ModelMissing``, ``ModelCorrupt``.
        """
        model = find_model(self._catalogue, model_id)
        return {file.name: self._verified(model, file) for file in model.kept}

    def pull(self, model_id: str, report: Report) -> dict[str, Path]:
        """Bring a model and its companions here; what is here already costs nothing.

        May be killed at any moment and called again. Raises ``UnknownName``, ``ModelMissing``,
        ``ModelCorrupt``, ``DiskFull``, ``StorageError``.
        """
        model = find_model(self._catalogue, model_id)
        wanted = [model, *(find_model(self._catalogue, other) for other in model.companions)]
        if not all(map(self._complete, wanted)):
            with self._alone(model.id, report):
                for each in wanted:
                    self._bring(each, report)
                for each in wanted:  # last, for one model's source may be another's, too
                    self._clear(each)
        total = sum(file.bytes for each in wanted for file in each.kept)
        report(Progress(model.id, "", "done", total, total))
        return self.path(model_id)

    def sources(self, model_id: str, report: Report) -> list[Path]:
        """Bring what a model is made from, and say where it lies; the next pull clears it away.

        For training, which starts where the product's models do. Raises as ``pull``.
        """
        model = find_model(self._catalogue, model_id)
        with self._alone(model.id, report):
            for file in model.files:
                if not self._intact(model, file, report):
                    self._fetcher.fetch(file, Reporter(report, model.id, file.name, file.bytes))
        return [self._blobs.path(file.sha256) for file in model.files]

    def verify(self, report: Report | None = None) -> tuple[FileCheck, ...]:
        """Read every file in full. One with wrong bytes loses its name and is set aside."""
        tell = report or _silent
        found: dict[str, str | None] = {}
        checks = []
        with self._alone("", tell):
            for model in self._catalogue.values():
                for file in model.kept:
                    if file.sha256 not in found:
                        found[file.sha256] = self._read(model, file, tell)
                    checks.append(_checked(model, file, found[file.sha256]))
        return tuple(checks)

    def remove(self, model_id: str) -> int:
        """Delete a model's files and return the bytes freed; a file that another model here
        uses stays, and so do companions. Raises ``UnknownName``.
        """
        model = find_model(self._catalogue, model_id)
        before = self._size()
        with self._alone(model.id, _silent):
            used = self._used_by_others(model)
            hashes = {file.sha256 for file in (*model.kept, *model.files)}
            for sha256 in (hashes | set(model.former)) - used:
                self._blobs.remove(sha256)
            for source in model.files:
                self._fetcher.forget(source)
        return before - self._size()

    def listing(self) -> tuple[Listed, ...]:
        """Every entry of the catalogue, by sizes alone; nothing is read."""
        return tuple(map(self._listed, self._catalogue.values()))

    def _listed(self, model: Model) -> Listed:
        total = sum(file.bytes for file in model.kept)
        if all(file_size(self._blobs.path(file.sha256)) is not None for file in model.kept):
            return Listed(model, "here", total, total)
        here = sum(
            file_size(self._blobs.path(file.sha256)) or self._fetcher.here(file)
            for file in model.files
        )
        return Listed(model, "partial" if here else "missing", here, total)

    def _verified(self, model: Model, file: ModelFile | DerivedFile) -> Path:
        path = self._blobs.path(file.sha256)
        if self._blobs.known_good(file.sha256):
            return path
        again = f'Run "blackbird models pull {model.id}".'
        found = self._blobs.found(file.sha256, lambda _: None)
        if found is None:
            raise ModelMissing(
                f"{file.name} of the model {model.id} is not on this machine.", again
            )
        if found != file.sha256:
            raise ModelCorrupt(
                f"{file.name} of the model {model.id} has changed: "
                f"expected SHA-256 {file.sha256}, found {found}.",
                again,
            )
        return path

    def _complete(self, model: Model) -> bool:
        """Whether a pull has nothing to do, not even to clear what a killed one left."""
        if not all(self._blobs.known_good(file.sha256) for file in model.kept):
            return False
        past = [*(file.sha256 for file in model.files if model.derived), *model.former]
        return not any(
            file_size(path) is not None
            for path in (
                *map(self._blobs.path, past),
                *(part for file in model.files for part in self._fetcher.left_by(file)),
            )
        )

    def _alone(self, model_id: str, report: Report) -> AbstractContextManager[None]:
        self._layout.create()
        note = "Another process is changing the models; waiting for it."
        return only_one(
            self._layout.lock, lambda: report(Progress(model_id, "", "waiting", note=note))
        )

    def _bring(self, model: Model, report: Report) -> None:
        """Fetch what is missing of one model; the lock is held."""
        shutil.rmtree(self._layout.scratch, ignore_errors=True)  # left by a process that was killed
        if not all([self._intact(model, file, report) for file in model.kept]):
            for file in model.files:
                if not self._intact(model, file, report):
                    self._fetcher.fetch(file, Reporter(report, model.id, file.name, file.bytes))
            if model.derived:
                self._convert(model, report)

    def _clear(self, model: Model) -> None:
        """Delete what served to make a model that is complete now, and what it replaces."""
        for sha256 in model.former:
            self._blobs.remove(sha256)
        for file in model.files:
            self._fetcher.forget(file)
            if model.derived and file.sha256 not in self._used_by_others(model):
                self._blobs.remove(file.sha256)
        for kept in model.kept:
            self._blobs.forget_refused(kept.sha256)

    def _intact(self, model: Model, file: ModelFile | DerivedFile, report: Report) -> bool:
        """Whether the file is here with the right bytes; a wrong one is set aside."""
        return self._blobs.known_good(file.sha256) or self._read(model, file, report) == file.sha256

    def _read(self, model: Model, file: ModelFile | DerivedFile, report: Report) -> str | None:
        say = Reporter(report, model.id, file.name, file.bytes)
        found = self._blobs.found(file.sha256, lambda count: say.say("verifying", count))
        if found not in (None, file.sha256):
            self._blobs.set_aside(file.sha256)
            say.say("failed", note=f"It had wrong bytes and was set aside: SHA-256 {found}.")
        return found

    def _convert(self, model: Model, report: Report) -> None:
        if model.converter not in self._converters:
            raise UnknownName("converter", model.converter, self._converters)
        source = model.files[0]
        require_room(self._layout.root, sum(file.bytes for file in model.derived), self._free)
        say = Reporter(report, model.id, source.name, source.bytes)
        say.say("converting")
        target = self._layout.scratch / "converted"
        with storage_errors(target):
            target.mkdir(parents=True)
            self._converters[model.converter](
                [self._blobs.path(file.sha256) for file in model.files],
                target,
                lambda done, total: say.say("converting", source.bytes * done // max(total, 1)),
            )
            for file in model.derived:
                self._adopt(target / file.name, file)
        shutil.rmtree(target, ignore_errors=True)

    def _adopt(self, made: Path, file: DerivedFile) -> None:
        """Take a derived file into the store if it is byte for byte the pinned one."""
        found = file_sha256(made, lambda _: None)
        if found != file.sha256:
            raise ModelCorrupt(
                f"{file.name}, made on this machine, has other bytes than the pinned ones: "
                f"expected SHA-256 {file.sha256}, found {found}.",
                "A library that makes it may have another version; reinstall Blackbird.",
            )
        publish(made, self._blobs.path(file.sha256))
        self._blobs.remember(file.sha256)

    def _used_by_others(self, model: Model) -> set[str]:
        others = [m for m in self._catalogue.values() if m.id != model.id and self._here(m)]
        return {file.sha256 for other in others for file in other.kept}

    def _here(self, model: Model) -> bool:
        return self._listed(model).state == "here"

    def _size(self) -> int:
        return folder_bytes(self._layout.root)


def _checked(model: Model, file: ModelFile | DerivedFile, found: str | None) -> FileCheck:
    if found is None:
        return FileCheck(model.id, file, "missing")
    if found == file.sha256:
        return FileCheck(model.id, file, "ok")
    return FileCheck(model.id, file, "corrupt", found)


def _silent(progress: Progress) -> None:
    """Report to nobody."""
