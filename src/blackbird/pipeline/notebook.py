"""What of a report is finished, as JSON and back, so that one that was ended goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from blackbird.records import as_record
from blackbird.types import Dispute, Evidence, Sentence

VERSION = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A part that is to be written: what is asked, or what one document says to it."""

    text: str
    about: str = ""
    """The title of that document; without one, the question is looked up as every other."""

    @property
    def title(self) -> str:
        """What stands over the part."""
        return self.about or self.text


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part of a report; its citation ids are those of the whole report."""

    sentences: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    answered: bool = False
    """Whether something was established; it may have been said before."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """What is asked, part by part, what was found on the first of them, and all evidence so far."""

    asked: tuple[Asked, ...]
    begun: str = ""
    likely: float = 0.0
    """The probability with which the best of all sentences answers the question."""
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    told: tuple[int, ...] = ()
    """Evidence that was told as the other side of a dispute."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences so far, in their order."""
        return tuple(s for part in self.parts for s in part.sentences)

    @property
    def quoted(self) -> frozenset[str]:
        """The texts that the evidence is from, by SHA-256."""
        return frozenset(e.passage.sha256 for e in self.evidence if e.passage.sha256)

    def with_evidence(self, found: Sequence[Evidence]) -> tuple[Notebook, dict[int, int]]:
        """The notebook with what of ``found`` is new; and its number here for each id there."""
        known = {_place(e): e.id for e in self.evidence}
        new: list[Evidence] = []
        numbers: dict[int, int] = {}
        for item in found:
            number = known.setdefault(_place(item), len(known) + 1)
            if number > len(self.evidence) + len(new):
                new.append(replace(item, id=number))
            numbers[item.id] = number
        return replace(self, evidence=(*self.evidence, *new)), numbers


def as_json(notebook: Notebook) -> dict[str, Any]:
    """The notebook in plain values."""
    return {"version": VERSION, "notebook": asdict(notebook)}


def from_json(saved: Any) -> Notebook | None:
    """The notebook that was saved; ``None`` if it is of another version or was damaged."""
    if not isinstance(saved, dict) or saved.get("version") != VERSION:
        return None
    try:
        notebook = as_record(Notebook, saved.get("notebook"))
    except ValueError:
        return None
    return notebook if _agrees(notebook) else None


def _agrees(notebook: Notebook) -> bool:
    """Whether its parts fit together: every number that is named leads to evidence."""
    known = range(1, len(notebook.evidence) + 1)
    named = [
        *notebook.told,
        *(i for s in notebook.sentences for i in s.citations),
        *(i for d in notebook.disputes for i in (*d.supported_by, *d.refuted_by)),
    ]
    return (
        [e.id for e in notebook.evidence] == list(known)
        and all(i in known for i in named)
        and all(a.text for a in notebook.asked)
        and 0 < len(notebook.asked) >= len(notebook.parts)
    )


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.passage.sha256 or evidence.passage.id, evidence.start, evidence.end
