"""What of a report is finished, as JSON and back, so that one that was ended goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from blackbird.types import Evidence, Passage, Sentence

VERSION = 1


@dataclass(slots=True)
class Part:
    """A finished part of a report; its citation ids are those of the whole report."""

    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Notebook:
    """What is asked, part by part, what was found on the first of them, and all evidence so far."""

    asked: tuple[str, ...]
    parts: list[Part] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def number(self, evidence: Evidence) -> int:
        """The id of a piece of evidence in this report; one that is new is written down."""
        place = _place(evidence)
        for known in self.evidence:
            if _place(known) == place:
                return known.id
        number = len(self.evidence) + 1
        passage = evidence.passage
        self.evidence.append(
            Evidence(number, passage, evidence.text, evidence.start, evidence.end, evidence.score)
        )
        return number


def as_json(notebook: Notebook) -> dict[str, Any]:
    """The notebook in plain values."""
    return {"version": VERSION, **asdict(notebook)}


def from_json(saved: Any) -> Notebook | None:
    """The notebook that was saved; ``None`` if it is of another version or was damaged."""
    try:
        if saved["version"] != VERSION:
            return None
        return Notebook(
            tuple(map(str, saved["asked"])),
            [
                Part(tuple(map(_sentence, part["sentences"])), tuple(map(str, part["notes"])))
                for part in saved["parts"]
            ],
            [_evidence(e) for e in saved["evidence"]],
        )
    except (LookupError, TypeError, ValueError):
        return None


def _sentence(saved: Mapping[str, Any]) -> Sentence:
    return Sentence(**{**saved, "citations": tuple(saved["citations"])})


def _evidence(saved: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**saved, "passage": Passage(**saved["passage"])})


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.passage.sha256 or evidence.passage.id, evidence.start, evidence.end
