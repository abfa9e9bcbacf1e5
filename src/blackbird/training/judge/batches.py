"""Pairs as numbers: ids of both texts, padded, in batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from blackbird.models.pairs import pair_ids
from blackbird.models.sessions import PADDING
from blackbird.models.unigram import UnigramTokenizer
from blackbird.training.judge.examples import Example, Target

_POOL = 64  # batches that are sorted by length together: little padding, enough chance
_SUPPORTED, _REFUTED, _UNKNOWN, _ANSWERS = range(4)


@dataclass(frozen=True, slots=True)
class Batch:
    """Ids (batch, length), lengths (batch) and what should come out."""

    ids: Tensor
    lengths: Tensor
    targets: tuple[Target, ...]


def batches(
    examples: Sequence[Example], tokenizer: UnigramTokenizer, size: int, limit: int, random: Random
) -> Iterator[Batch]:
    """Batches of ``size`` pairs, ``limit`` tokens each at most, shuffled within pools."""
    for start in range(0, len(examples), size * _POOL):
        pool = [
            (pair_ids(tokenizer, e.first, e.second, limit), e.target)
            for e in examples[start : start + size * _POOL]
        ]
        pool.sort(key=lambda pair: len(pair[0]))
        parts = [pool[at : at + size] for at in range(0, len(pool), size)]
        random.shuffle(parts)
        yield from (_batch(part) for part in parts)


def _batch(pairs: Sequence[tuple[Sequence[int], Target]]) -> Batch:
    ids, lengths = padded([ids for ids, _ in pairs])
    return Batch(ids, lengths, tuple(target for _, target in pairs))


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids as one tensor (rows, longest), and their lengths."""
    lengths = torch.tensor([len(row) for row in rows])
    ids = torch.full((len(rows), int(lengths.max())), PADDING)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
    return ids, lengths


_CLAIMS: dict[Target, list[int]] = {
    "supported": [_SUPPORTED],
    "refuted": [_REFUTED],
    "not_enough_info": [_UNKNOWN],
    "not_supported": [_REFUTED, _UNKNOWN],
}


def loss(logits: Tensor, targets: Sequence[Target], smoothing: float) -> Tensor:
    """Mean cross entropy of (batch, 4) logits; of "not supported" either reason counts."""
    likely = functional.log_softmax(logits[:, :_ANSWERS], 1)
    losses = []
    for row, target in enumerate(targets):
        if target in ("answers", "does_not_answer"):
            wanted = likely.new_tensor(1.0 - smoothing if target == "answers" else smoothing)
            losses.append(
                functional.binary_cross_entropy_with_logits(logits[row, _ANSWERS], wanted)
            )
        else:
            right = torch.logsumexp(likely[row, _CLAIMS[target]], 0)
            losses.append(-(1 - smoothing) * right - smoothing * likely[row].mean())
    return torch.stack(losses).mean()
