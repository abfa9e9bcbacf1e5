"""How good the judge is on pairs that it did not learn from, told while it learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from blackbird.models.pairs import pair_ids
from blackbird.models.unigram import UnigramTokenizer
from blackbird.training.judge.batches import padded
from blackbird.training.judge.encoder import Encoder
from blackbird.training.judge.examples import Example, read_claims, read_groups, read_passages
from blackbird.training.judge.made import from_passages, questions
from blackbird.training.measures import area

LIMIT = 192  # tokens; what is measured is not cut as short as what is learnt
_EACH = 300  # pairs of a set: some two minutes for all
_BATCH = 32
_LABELS = ("supported", "refuted", "not_enough_info")


def checks(data: Path, seed: int = 7) -> dict[str, list[Example]]:
    """Pairs of each kind that are not trained on, few enough to be measured on the way."""
    random = Random(seed)
    found = {
        "fever_symmetric": read_claims(data / "claims" / "fever_symmetric_dev.jsonl"),
        "jnli": read_groups(data / "claims" / "jnli_valid.jsonl", seen=False),
    }
    for name in ("xquad_en", "jsquad_valid"):
        passages = read_passages(data / "qa", name, seen=False)
        found[f"made_{name}"] = list(from_passages(passages, random))
        found[f"questions_{name}"] = list(questions(passages, random))
    return {name: random.sample(pairs, min(len(pairs), _EACH)) for name, pairs in found.items()}


def measured(
    encoder: Encoder, tokenizer: UnigramTokenizer, sets: Mapping[str, Sequence[Example]]
) -> dict[str, float]:
    """AUC of "supported" or "answers" on each set; three-way accuracy where there are three."""
    figures: dict[str, float] = {}
    for name, examples in sets.items():
        logits = logits_of(encoder, tokenizer, examples)
        if name.startswith("questions"):
            figures[name] = area(logits[:, 3], [e.target == "answers" for e in examples])
            continue
        odds = np.exp(logits[:, :3] - logits[:, :3].max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        figures[name] = area(odds[:, 0], [e.target == "supported" for e in examples])
        if name == "jnli":
            wanted = [_LABELS.index(e.target) for e in examples]
            figures["jnli_three_way"] = float(np.mean(odds.argmax(1) == wanted))
    return figures


def logits_of(
    encoder: Encoder, tokenizer: UnigramTokenizer, examples: Sequence[Example]
) -> NDArray[np.float32]:
    """Logits (examples, 4), in the order given."""
    ids = [pair_ids(tokenizer, e.first, e.second, LIMIT) for e in examples]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    result = np.zeros((len(ids), 4), np.float32)
    device = encoder.words.device
    encoder.eval()
    with torch.no_grad():
        for start in range(0, len(order), _BATCH):
            members = order[start : start + _BATCH]
            rows, lengths = padded([ids[i] for i in members])
            result[members] = encoder(rows.to(device), lengths.to(device)).cpu().numpy()
    encoder.train()
    return result
