"""A catalogue of made-up models of a few kilobytes, and a place that has them in memory."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from blackbird.errors import ModelMissing
from blackbird.models.catalog import DerivedFile, HubFile, Model, ModelFile
from blackbird.models.parts import WheelPart
from blackbird.models.places import Part, Request, Stream
from blackbird.models.progress import Progress

CHUNK = 10_000  # above the size of Python's file buffer, so that each chunk reaches the disk


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def made_up(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


PARTS = (made_up(1, 30_000), made_up(2, 30_000), made_up(3, 25_000))
JOINED = b"".join(PARTS)
SINGLE = made_up(4, 35_000)
SOURCE = made_up(5, 20_000)
DERIVED = {"upper.bin": SOURCE + b"upper", "lower.bin": SOURCE[:5000]}


def wheel_part(package: str, data: bytes) -> WheelPart:
    return WheelPart(package, "1.0", f"{package}/data/part.bin", len(data), sha256(data))


def model_file(name: str, *parts: bytes) -> ModelFile:
    data = b"".join(parts)
    wheels = tuple(wheel_part(f"{name.partition('.')[0]}{n}", p) for n, p in enumerate(parts))
    return ModelFile(name, len(data), sha256(data), HubFile("people/models", name), wheels)


def model(model_id: str, file: ModelFile, *companions: str) -> Model:
    return Model(model_id, model_id, "language", "Apache-2.0", (file,), companions=companions)


CATALOGUE = {
    "joined": model("joined", model_file("joined.gguf", *PARTS)),
    "single": model("single", model_file("single.gguf", SINGLE)),
    "twin": model("twin", model_file("single.gguf", SINGLE)),
    "pair": model("pair", model_file("pair.gguf", PARTS[0]), "single"),
    "made": Model(
        "made",
        "made here",
        "embedder",
        "MIT",
        (model_file("source.bin", SOURCE),),
        tuple(DerivedFile(name, len(data), sha256(data)) for name, data in DERIVED.items()),
        "split",
    ),
}


def split(sources: Sequence[Path], target: Path, progress: Callable[[int, int], None]) -> None:
    """The converter of ``made``."""
    (source,) = sources
    data = source.read_bytes()
    (target / "upper.bin").write_bytes(data + b"upper")
    progress(1, 2)
    (target / "lower.bin").write_bytes(data[:5000])


class Memory:
    """A place that gives parts from memory and remembers which it was asked for."""

    needs_room = False

    def __init__(
        self,
        *contents: bytes,
        name: str = "memory",
        step: Callable[[str], None] = lambda sha256: None,
    ) -> None:
        self.name = name
        self.contents = {sha256(data): data for data in contents}
        self.asked: list[str] = []
        self._step = step

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        return tuple(Part(wheel.package, wheel.bytes, wheel.sha256) for wheel in file.wheels)

    @contextmanager
    def open(self, request: Request) -> Iterator[Stream]:
        self.asked.append(request.part.sha256)
        self._step(request.part.sha256)
        data = self.contents.get(request.part.sha256)
        if data is None:
            raise ModelMissing("It is not here.")
        yield Stream(request.offset, self._chunks(request.part.sha256, data, request.offset))

    def _chunks(self, digest: str, data: bytes, offset: int) -> Iterator[bytes]:
        for start in range(offset, len(data), CHUNK):
            yield data[start : start + CHUNK]
            self._step(digest)


def everything() -> Memory:
    return Memory(*PARTS, SINGLE, SOURCE)


class Diary(list[Progress]):
    """Progress as it was reported; call it to report."""

    def __call__(self, progress: Progress) -> None:
        self.append(progress)

    def phases(self) -> list[str]:
        """Each phase once for every time it began."""
        return [p.phase for n, p in enumerate(self) if n == 0 or self[n - 1].phase != p.phase]

    def notes(self) -> list[str]:
        return [f"{p.place}: {p.note}" for p in self if p.note]
