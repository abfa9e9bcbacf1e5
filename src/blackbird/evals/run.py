"""What an evaluation is given: an assistant, data, chance, and where to report to."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from blackbird.errors import BadInput
from blackbird.evals.answers import Answers
from blackbird.evals.completions import Replayed
from blackbird.evals.report import Figure, Report
from blackbird.models.catalog import JUDGE_ONNX

if TYPE_CHECKING:
    from blackbird.assistant import Assistant

T = TypeVar("T")
Row = Mapping[str, Any]
Progress = Callable[[str, int, int], None]
"""What is being done, how many are done, how many there are."""
Plot = Callable[[str, str], None]
"""File name and SVG text of a picture of the result."""

SMALL_SETS = Path(__file__).parent / "sets"
"""The sets that ship: laid out like the data folder, a few dozen rows each."""
SEED = 0


def no_progress(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def no_plot(name: str, svg: str) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement that is under way. ``limit``: most examples of each set, None: all."""

    assistant: Assistant
    data: Path
    limit: int | None = None
    random: Random = field(default_factory=lambda: Random(SEED))
    progress: Progress = no_progress
    plot: Plot = no_plot
    seed: int = SEED
    """That ``random`` began with; written into the report."""
    started: float | None = None
    """When it began, on the assistant's monotonic clock."""
    commit: str | None = None
    """Of the source, if that is known."""
    machine: Mapping[str, Any] = field(default_factory=dict)
    """What it runs on, as far as that is known."""
    answers: Answers = field(default_factory=Answers)
    """Those that were measured before."""
    completions: Replayed | None = None
    """The model, where what it said before is said again."""

    @property
    def replayed(self) -> int:
        """Completions that were not asked for because they were known."""
        return self.completions.replayed if self.completions else 0

    def path(self, *parts: str) -> Path:
        """A file of the data folder. Raises ``BadInput`` if it is not there."""
        path = self.data.joinpath(*parts)
        if not path.is_file():
            raise BadInput(
                f"The data file {'/'.join(parts)} is missing: there is none at {path}.",
                "Name the folder that holds it with --data, or leave --data out to use the "
                "small sets that ship.",
            )
        return path

    def folder(self, name: str, pattern: str) -> list[Path]:
        """The files of a folder, by name. Raises ``BadInput`` if there is none."""
        found = sorted(p for p in (self.data / name).glob(pattern) if p.is_file())
        if not found:
            raise BadInput(
                f"No data file {name}/{pattern} is in {self.data}.",
                f"Name a folder that has {name}/ in it with --data, or leave --data out to use "
                "the small sets that ship.",
            )
        return found

    def sample(self, rows: Sequence[T]) -> list[T]:
        """At most ``limit`` of ``rows``, drawn by ``random``, in their order."""
        if self.limit is None or len(rows) <= self.limit:
            return list(rows)
        kept = sorted(self.random.sample(range(len(rows)), self.limit))
        return [rows[n] for n in kept]

    def report(
        self, name: str, figures: Iterable[Figure], files: Iterable[Path], **settings: Any
    ) -> Report:
        """The report of this run; ``files`` are those that were read."""
        own = self.assistant.settings
        replayed = self.replayed
        clock = self.assistant.clock
        return Report(
            name,
            tuple(figures),
            {
                "model": own.model,
                "threads": own.threads or len(os.sched_getaffinity(0)),
                "seed": self.seed,
                "limit": self.limit,
                **({"sets": "the small ones that ship"} if self.data == SMALL_SETS else {}),
                **({"answered before": self.answers.used} if self.answers.used else {}),
                **({"completed before": replayed} if replayed else {}),
                **settings,
            },
            0.0 if self.started is None else clock.monotonic() - self.started,
            clock.now().isoformat(timespec="seconds"),
            hashes(self.data, files),
            self.commit,
            self.machine,
            JUDGE_ONNX.sha256,
        )


def open_run(
    assistant: Assistant,
    data: Path,
    *,
    limit: int | None = None,
    seed: int = SEED,
    progress: Progress = no_progress,
    plot: Plot = no_plot,
    commit: str | None = None,
    machine: Mapping[str, Any] = MappingProxyType({}),
    answers: Answers | None = None,
    completions: Replayed | None = None,
) -> Run:
    """A run that begins now."""
    return Run(
        assistant,
        data,
        limit,
        Random(seed),
        progress,
        plot,
        seed,
        assistant.clock.monotonic(),
        commit,
        machine,
        answers or Answers(),
        completions,
    )


def read_rows(path: Path, *needed: str) -> list[Row]:
    """The objects of a JSONL file (``.gz`` too), each with the fields ``needed``.

    Raises ``BadInput`` that names the line.
    """
    return [row for _, row in placed_rows(path, *needed)]


def placed_rows(path: Path, *needed: str) -> list[tuple[str, Row]]:
    """The same, each after its place for an error: ``FILE, line 3``. Raises ``BadInput``."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read ({error}).", "Name another data folder.") from error
    lines = enumerate(text.split("\n"), start=1)
    placed = [(f"{path}, line {n}", line) for n, line in lines if line.strip()]
    return [(place, _row(place, line, needed)) for place, line in placed]


def _row(place: str, line: str, needed: tuple[str, ...]) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place} is not JSON ({error}).", "Mend it.") from error
    lacking = [name for name in needed if not isinstance(row, dict) or name not in row]
    if lacking or not isinstance(row, dict):
        raise BadInput(
            f"{place} lacks {', '.join(lacking) or 'fields'}.",
            f"Each line is an object with {', '.join(needed)}.",
        )
    return row


def hashes(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of each file by its path below ``root``; a folder gives one for all in it."""
    return {str(path.relative_to(root).as_posix()): _hash(path) for path in dict.fromkeys(files)}


def _hash(path: Path) -> str:
    if not path.is_dir():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for file in sorted(p for p in path.iterdir() if p.is_file()):
        whole.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n".encode())
    return whole.hexdigest()
