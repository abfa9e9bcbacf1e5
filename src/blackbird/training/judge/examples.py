"""One pair to learn from, and the sets it is read from."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from blackbird.training.split import groups, trained_on

Target = Literal[
    "supported", "refuted", "not_enough_info", "not_supported", "answers", "does_not_answer"
]
"""``not_supported``: refuted or not enough information, the source does not say which."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, or a question, and a text that may bear or answer it."""

    first: str
    second: str
    target: Target
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text about ``title`` in ``language``, with the questions that it answers."""

    title: str
    language: str
    text: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


def read_claims(path: Path) -> list[Example]:
    """Pairs of a file of JSON lines: claim, evidence, label, source."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    name = path.name.partition(".")[0]
    return [
        Example(row["claim"], row["evidence"], row["label"], row.get("source", name))
        for row in map(json.loads, text.splitlines())
    ]


def read_groups(path: Path, *, seen: bool) -> list[Example]:
    """Those pairs of a file whose group of connected sentences is (not) trained on."""
    examples = read_claims(path)
    names = groups([(e.first, e.second) for e in examples])
    return [e for e, name in zip(examples, names, strict=True) if trained_on(name) is seen]


def read_passages(folder: Path, name: str, *, seen: bool) -> list[Passage]:
    """Passages of ``NAME.passages.jsonl`` whose titles are (not) trained on, with questions."""
    texts = {row["id"]: row["text"] for row in _rows(folder / f"{name}.passages.jsonl")}
    asked: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    titles: dict[str, str] = {}
    for row in _rows(folder / f"{name}.questions.jsonl"):
        asked.setdefault(row["passage"], []).append((row["question"], tuple(row["answers"])))
        titles[row["passage"]] = row["title"]
    language = "ja" if name.startswith("js") else name.rpartition("_")[2]
    return [
        Passage(titles[i], language, text, tuple(asked[i]))
        for i, text in texts.items()
        if i in asked and trained_on(titles[i]) is seen
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


_MARKS = MappingProxyType({"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "--": "–"})
_MARK = re.compile(r"-[LR][RS]B-|(?<= )--(?= )")


def joined(text: str) -> str:
    """Text that was cut into tokens, written as people write it."""
    text = _MARK.sub(lambda m: _MARKS[m.group()], text).replace("`` ", "“").replace(" ''", "”")
    text = re.sub(r" (?=[.,;:!?%)\]]|'s\b|n't\b|'(?:re|ve|ll|d)\b)", "", text)
    return re.sub(r"(?<=[(\[$£€]) ", "", text)
