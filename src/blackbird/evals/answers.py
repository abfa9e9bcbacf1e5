"""Answers that were measured already, kept in the data directory.

A measurement of hours that was ended goes on where it stood, and two that ask the same beside the
same passages (``grounding`` and ``citations`` do) ask once. Answers hold for one state of the
program alone: where its source, its judge or what the settings say of answers is another, they are
asked for anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import blackbird
from blackbird.errors import DiskFull, StorageError
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
        self._path = folder / f"answers-{state}.jsonl" if folder else None
        self._known: dict[str, Answer] = {}
        self.used = 0
        if self._path:
            self._clear_others(self._path)
            self._known = dict(_read(self._path))

    def of(self, question: Question) -> Answer | None:
        """The answer that was given before."""
        found = self._known.get(_key(question))
        self.used += found is not None
        return found

    def keep(self, question: Question, answer: Answer) -> None:
        """Write ``answer`` down. Raises ``StorageError``, ``DiskFull``."""
        if not self._path:
            return
        key = _key(question)
        line = json.dumps({"asked": key, "answer": asdict(answer)}, ensure_ascii=False) + "\n"
        with storage_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(line.encode("utf-8", "surrogatepass"))
        self._known[key] = answer

    @staticmethod
    def _clear_others(path: Path) -> None:
        """What another state of the program answered is of no use any more."""
        with suppress(StorageError, DiskFull), storage_errors(path):
            for other in path.parent.glob("answers-*.jsonl"):
                if other != path:
                    other.unlink(missing_ok=True)


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


def _read(path: Path) -> Iterator[tuple[str, Answer]]:
    """The answers of a file; a line that was cut off when the program was killed is none."""
    if not path.exists():
        return
    with storage_errors(path), path.open("rb") as file:
        for line in file:
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                read = json.loads(line)
                yield str(read["asked"]), as_record(Answer, read["answer"])


def _key(question: Question) -> str:
    text = json.dumps(asdict(question), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
