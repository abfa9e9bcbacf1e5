"""Answers that were measured already, kept in the data directory.

A measurement of hours that was ended goes on where it stood, and two that ask the same beside the
same passages (``grounding`` and ``citations`` do) ask once. Answers hold for one state of the
program alone: where its source, its judge or what the settings say of answers is another, they are
asked for anew.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import blackbird
from blackbird.errors import DiskFull, StorageError
from blackbird.evals.kept import KeptLines
from blackbird.models.catalog import JUDGE_ONNX
from blackbird.records import as_record
from blackbird.settings import Settings
from blackbird.storage.files import storage_errors
from blackbird.types import Answer, Question

_COUNTED = ("model_url", "context", "evidence_tokens", "answer_tokens", "check", "opinion_s")
"""Settings that change what is answered from passages that are given."""
_ASKS = ("evals", "training", "cli", "server")
"""Packages that only ask: what changes there changes no answer."""


class Answers:
    """Answers by what was asked, in ``folder``; without one nothing is kept.

    ``used``: how many were there already when they were wanted.
    """

    def __init__(self, folder: Path | None = None, state: str = "") -> None:
        path = folder / f"answers-{state}.jsonl" if folder else None
        if path:
            _clear_others(path)
        self._lines = KeptLines(path)
        self.used = 0

    def of(self, question: Question) -> Answer | None:
        """The answer that was given before."""
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            kept = self._lines.find(_key(question))
            found = None if kept is None else as_record(Answer, kept)
            self.used += found is not None
            return found
        return None

    def keep(self, question: Question, answer: Answer) -> None:
        """Write ``answer`` down. Raises ``StorageError``, ``DiskFull``."""
        self._lines.add(_key(question), asdict(answer))


def state_of(settings: Settings) -> str:
    """A name for the state of the program: its source, its judge, what is set of answers."""
    root = Path(blackbird.__file__).parent
    whole = hashlib.sha256(JUDGE_ONNX.sha256.encode())
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root)
        if place.parts[0] not in _ASKS:
            whole.update(place.as_posix().encode() + path.read_bytes())
    counted = {name: str(getattr(settings, name)) for name in _COUNTED}
    whole.update(json.dumps(counted, sort_keys=True).encode())
    return whole.hexdigest()[:16]


def _clear_others(path: Path) -> None:
    """What another state of the program answered is of no use any more."""
    with suppress(StorageError, DiskFull), storage_errors(path):
        for other in path.parent.glob("answers-*.jsonl"):
            if other != path:
                other.unlink(missing_ok=True)


def _key(question: Question) -> str:
    text = json.dumps(asdict(question), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
