"""What a pull reports while it works, for bars and messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal[
    "waiting",  # another process pulls into the same store
    "asking",  # a place was asked and has not answered yet
    "fetching",
    "failed",  # a place could not give the file; ``note`` says why; the next one is tried
    "assembling",
    "verifying",
    "converting",
    "done",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file of one model is; bytes never count backwards within a phase."""

    model: str
    file: str
    phase: Phase
    done_bytes: int = 0
    total_bytes: int = 0
    place: str = ""
    note: str = ""


Report = Callable[[Progress], None]


@dataclass(slots=True)
class Reporter:
    """Reports about one file, adding what stays the same."""

    report: Report
    model: str
    file: str
    total_bytes: int
    place: str = ""
    _phase: Phase = "asking"
    _done: int = 0

    def say(self, phase: Phase, done_bytes: int = 0, note: str = "") -> None:
        """Report; within a phase the highest count so far is shown."""
        self._done = max(done_bytes, self._done) if phase == self._phase else done_bytes
        self._phase = phase
        self.report(
            Progress(self.model, self.file, phase, self._done, self.total_bytes, self.place, note)
        )
