"""What an epoch consists of: which sources, and how many pairs of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType

from blackbird.training.judge.examples import (
    Example,
    Passage,
    joined,
    read_claims,
    read_groups,
    read_passages,
)
from blackbird.training.judge.exchange import exchanged, exchanges_of, twins
from blackbird.training.judge.made import besides, from_passages, names_of, questions
from blackbird.training.split import held_back

# Pairs of each source in an epoch. Captions and templates teach little that holds of articles,
# so that they get less than there is; the sources that speak of the world get all they have.
SHARES: Mapping[str, int] = MappingProxyType(
    {
        "fever": 12_000,
        "fever_exchanged": 6_500,
        "fever_twins": 6_000,
        "fever_beside": 2_500,
        "made_fever": 2_500,
        "begin_wow": 3_500,
        "snli_dev": 2_500,
        "breaking_nli": 500,
        "conjnli": 1_500,
        "help": 300,
        "folio": 800,
        "jsick_train": 3_500,
        "janli": 600,
        "pawsx_en": 1_200,
        "pawsx_ja": 1_200,
        "temporal_ja": 800,
        "jnli_valid": 2_400,
        "made_en": 2_500,
        "made_ja": 4_000,
        "question_en": 1_500,
        "question_es": 400,
        "question_ja": 3_000,
    }
)
LANGUAGES = ("en", "ja")
"""In which sentences can be corrupted; questions may be of others."""
PASSAGES = ("xquad_en", "xquad_es", "jsquad_valid")


def epoch(data: Path, seed: int, shares: Mapping[str, int] = SHARES) -> list[Example]:
    """The pairs of one epoch in the order in which they are seen; equal for equal seeds.

    A source with fewer pairs than its share is repeated.
    """
    random = Random(seed)
    chosen: list[Example] = []
    for source, pairs in _by_source(data, random).items():
        wanted = shares.get(source, 0)
        random.shuffle(pairs)
        chosen.extend((pairs * (wanted // len(pairs) + 1))[:wanted])
    random.shuffle(chosen)
    return [_worded(example, random) for example in chosen]


def read_given(data: Path) -> list[Example]:
    """Pairs that people labelled, with those that are held back."""
    seen = read_groups(data / "claims" / "jnli_valid.jsonl", seen=True)
    return [*read_claims(data / "claims" / "training.jsonl.gz"), *seen]


def _by_source(data: Path, random: Random) -> dict[str, list[Example]]:
    given = [e for e in read_given(data) if not held_back(e.second)]
    passages = {
        name: [p for p in read_passages(data / "qa", name, seen=True) if not held_back(p.title)]
        for name in PASSAGES
    }
    fever = [e for e in given if e.source == "fever"]
    names = names_of([e.second for e in fever])
    known = exchanges_of(fever)
    made = [x for e in fever for x in exchanged(e, "en", names, random, known)]
    made += twins(fever)
    made += besides(fever, random)
    texts = dict.fromkeys(joined(e.second) for e in fever)
    articles = [Passage(text[:20], "fever", text, ()) for text in texts]
    for some in passages.values():
        made += from_passages([p for p in some if p.language in LANGUAGES], random)
    made += from_passages(articles, random)
    for some in passages.values():
        made += questions(some, random)
    found: dict[str, list[Example]] = {}
    for example in (*given, *made):
        found.setdefault(example.source, []).append(example)
    return found


def _worded(example: Example, random: Random) -> Example:
    """Half of the texts that came in pieces are joined, as texts outside of such sets are."""
    if random.random() < 0.5:
        return example
    return Example(joined(example.first), joined(example.second), example.target, example.source)
