"""Claims with evidence and their labels, out of the sets that measure a judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from blackbird.errors import BadInput
from blackbird.evals.run import Row, Run, placed_rows, read_rows
from blackbird.text.language import detect_language
from blackbird.text.names import names_in
from blackbird.text.sentences import split_sentences
from blackbird.training.corrupt import KINDS, Kind, corruptions, rephrase
from blackbird.training.split import groups, trained_on

SUPPORTED = "supported"
LABELS = (SUPPORTED, "partially_supported", "not_supported", "refuted", "not_enough_info")
"""All that people say in the published sets; some know more kinds of wrong than the judge."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, its evidence, and what people said of it."""

    claim: str
    evidence: tuple[str, ...]
    label: str

    @property
    def supported(self) -> bool:
        """Whether the evidence bears all of the claim."""
        return self.label == SUPPORTED


SETS = ("fever_symmetric_dev", "wice_dev", "jnli_valid")
_HALVED = frozenset({"jnli_valid"})
"""Sets of which a part is trained on; only the rest is measured."""


def claim_sets(run: Run) -> dict[Path, list[Labelled]]:
    """The pairs of each set of claims that is there. Raises ``BadInput`` if none is."""
    there = [n for n in SETS if (run.data / "claims" / f"{n}.jsonl").is_file()] or [SETS[0]]
    paths = [run.path("claims", f"{name}.jsonl") for name in there]
    return {p: run.sample(read_pairs(p, unseen=p.stem in _HALVED)) for p in paths}


def read_pairs(path: Path, *, unseen: bool = False) -> list[Labelled]:
    """The pairs of a file; with ``unseen``, without the groups that were trained on.

    A row out of a larger set names its ``group`` there: what is drawn may not show what connects
    it. Raises ``BadInput`` that names the line.
    """
    placed = placed_rows(path, "claim", "evidence", "label")
    pairs = [_pair(place, row) for place, row in placed]
    if not unseen:
        return pairs
    names = groups([(pair.claim, " ".join(pair.evidence)) for pair in pairs])
    return [
        pair
        for pair, (_, row), name in zip(pairs, placed, names, strict=True)
        if not trained_on(str(row.get("group", name)))
    ]


def _pair(place: str, row: Row) -> Labelled:
    claim, label = row["claim"], row["label"]
    if not isinstance(claim, str):
        raise BadInput(f"{place}: the claim is no text.", "Mend it.")
    if label not in LABELS:
        raise BadInput(f"{place} has the label {label!r:.60}.", f"Known: {', '.join(LABELS)}.")
    return Labelled(claim, _texts(place, "evidence", row["evidence"]), label)


def _texts(place: str, name: str, value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadInput(f"{place}: {name} is neither a text nor a list of texts.", "Mend it.")
    return tuple(texts)


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage of an unseen title and the questions that it answers."""

    id: str
    title: str
    language: str
    text: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


def read_passages(run: Run, name: str) -> list[Asked]:
    """Passages of ``qa/NAME`` whose titles were not trained on. Raises ``BadInput``."""
    rows = {
        str(row["id"]): row
        for row in read_rows(run.path("qa", f"{name}.passages.jsonl"), "id", "text")
    }
    asked: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    titles: dict[str, str] = {}
    needed = ("question", "answers", "passage")
    for place, row in placed_rows(run.path("qa", f"{name}.questions.jsonl"), *needed):
        passage, answers = str(row["passage"]), _texts(place, "answers", row["answers"])
        asked.setdefault(passage, []).append((str(row["question"]), answers))
        titles[passage] = str(row.get("title", passage))
    return [
        Asked(i, titles[i], _language(row), str(row["text"]), tuple(asked[i]))
        for i, row in rows.items()
        if i in asked and not trained_on(titles[i])
    ]


def _language(row: Row) -> str:
    return str(row.get("language") or detect_language(str(row["text"])))


def corrupted(passages: Sequence[Asked], random: Random) -> dict[Kind, list[Labelled]]:
    """For each kind of corruption, pairs of a sentence in other words and the same corrupted.

    Both stand beside the whole passage, so that the two differ in nothing else.
    """
    pools: dict[str, list[str]] = {}
    for passage in passages:
        names = [passage.text[a:b] for a, b in names_in(passage.text)]
        pools.setdefault(passage.title, []).extend(names)
    found: dict[Kind, list[Labelled]] = {kind: [] for kind in KINDS}
    for passage in passages:
        others = list(dict.fromkeys(pools[passage.title]))
        for sentence in split_sentences(passage.text):
            claim = rephrase(sentence.text, passage.language, random)
            for wrong in corruptions(claim, passage.language, others, random):
                found[wrong.kind].append(Labelled(claim, (passage.text,), SUPPORTED))
                found[wrong.kind].append(Labelled(wrong.text, (passage.text,), "not_supported"))
    return found
