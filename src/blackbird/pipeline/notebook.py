"""What of a report is finished, as JSON and back, so that one that was ended goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from math import isfinite
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

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
        notebook: Notebook = _read(Notebook, saved.get("notebook"))
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


def _read(kind: Any, value: Any) -> Any:
    """``value`` as a ``kind`` of record, list, text or number. Raises ``ValueError``."""
    if is_dataclass(kind):
        if not isinstance(value, dict) or value.keys() != {f.name for f in fields(kind)}:
            raise ValueError(value)
        hints = get_type_hints(kind)
        record: Any = kind
        return record(**{name: _read(hints[name], item) for name, item in value.items()})
    if get_origin(kind) is tuple:
        return _read_items(get_args(kind), value)
    if get_origin(kind) is Literal:
        fits = isinstance(value, str) and value in get_args(kind)
    elif isinstance(kind, UnionType):
        fits = type(value) in get_args(kind)
    elif kind is float:
        fits = type(value) is float and isfinite(value)
    else:
        fits = type(value) is kind
    if not fits:
        raise ValueError(value)
    return value


def _read_items(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(value)
    if kinds[-1] is ...:
        return tuple(_read(kinds[0], item) for item in value)
    if len(value) != len(kinds):
        raise ValueError(value)
    return tuple(_read(kind, item) for kind, item in zip(kinds, value, strict=True))


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.passage.sha256 or evidence.passage.id, evidence.start, evidence.end
