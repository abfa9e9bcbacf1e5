"""Claims with evidence and their labels, out of the sets that measure a judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from blackbird.evals.run import Run, read_rows
from blackbird.text.names import names_in
from blackbird.text.sentences import split_sentences
from blackbird.training.corrupt import KINDS, Kind, corruptions, rephrase
from blackbird.training.split import groups, trained_on

SUPPORTED = "supported"


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
    """The pairs of a file; with ``unseen``, without the groups that were trained on."""
    rows = [_pair(row) for row in read_rows(path, "claim", "evidence", "label")]
    if not unseen:
        return rows
    names = groups([(row.claim, " ".join(row.evidence)) for row in rows])
    return [row for row, name in zip(rows, names, strict=True) if not trained_on(name)]


def _pair(row: Mapping[str, Any]) -> Labelled:
    evidence = row["evidence"]
    texts = (evidence,) if isinstance(evidence, str) else tuple(map(str, evidence))
    return Labelled(str(row["claim"]), texts, str(row["label"]))


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage of an unseen title and the questions that it answers."""

    id: str
    title: str
    language: str
    text: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


def read_passages(run: Run, name: str) -> list[Asked]:
    """Passages of ``qa/NAME`` whose titles were not trained on."""
    texts = {
        str(row["id"]): str(row["text"])
        for row in read_rows(run.path("qa", f"{name}.passages.jsonl"), "id", "text")
    }
    asked: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    titles: dict[str, str] = {}
    needed = ("question", "answers", "passage")
    for row in read_rows(run.path("qa", f"{name}.questions.jsonl"), *needed):
        passage = str(row["passage"])
        asked.setdefault(passage, []).append((row["question"], tuple(row["answers"])))
        titles[passage] = str(row.get("title", passage))
    language = "ja" if name.startswith("js") else name.rpartition("_")[2]
    return [
        Asked(i, titles[i], language, text, tuple(asked[i]))
        for i, text in texts.items()
        if i in asked and not trained_on(titles[i])
    ]


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
