"""``python -m blackbird.training.judge.ablate --data FOLDER --out FOLDER``: what each choice gives.

Short runs from the base that differ in one thing each. A few thousand pairs do not show where a
full run ends, but they show which way a choice pulls, and what it costs.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import torch

from blackbird.training.judge.mixture import SHARES, epoch
from blackbird.training.judge.train import Settings, Trainer, base_weights, has_bfloat16

_HARD = ("exchanged", "twins", "beside", "made")


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs from the recipe."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[str, int] = field(default_factory=lambda: SHARES)


VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {
        "as chosen": Variant(),
        "word vectors trained": Variant({"words": True, "frozen": 0}),
        "all layers trained": Variant({"frozen": 0}),
        "six layers frozen": Variant({"frozen": 6}),
        "the claim alone above eight layers": Variant({"joint": 8, "together": 0}),
        "the claim alone above six layers": Variant({"joint": 6, "together": 0}),
        "the claim alone above four layers": Variant({"joint": 4, "together": 0}),
        "72 tokens": Variant({"limit": 72}),
        "256 tokens": Variant({"limit": 256}),
        "rate 5e-5": Variant({"rate": 5e-5}),
        "rate 2e-4": Variant({"rate": 2e-4}),
        "rate 4e-4": Variant({"rate": 4e-4}),
        "batches of 8": Variant({"size": 8}),
        "batches of 16": Variant({"size": 16}),
        "batches of 16, rate 1.5e-4": Variant({"size": 16, "rate": 1.5e-4}),
        "no made pairs": Variant(
            shares={k: n for k, n in SHARES.items() if not any(hard in k for hard in _HARD)}
        ),
        "sources alike": Variant(shares=dict.fromkeys(SHARES, 2_000)),
    }
)


def main() -> None:
    """Run those asked for, one after the other; ``ablations.json`` grows with each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("variants", nargs="*", help="; ".join(VARIANTS))
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    torch.set_num_threads(2)
    common = Settings(
        options.data,
        base_weights(),
        options.out,
        seed=options.seed,
        device=options.device,
        bfloat16=has_bfloat16(options.device),
    )
    for name in options.variants or VARIANTS:
        run(name, replace(common, pairs=options.pairs))


def run(name: str, settings: Settings) -> None:
    """One variant, added to what is in ``ablations.json``."""
    variant = VARIANTS[name]
    chosen = replace(settings, every=settings.pairs + 1, **variant.settings)
    with TemporaryDirectory() as folder:  # what the run keeps beside its figures
        trainer = Trainer(replace(chosen, out=Path(folder)))
        trainer.apart = not chosen.together
        examples = epoch(chosen.data, chosen.seed, variant.shares)[: chosen.pairs]
        trainer.learn(examples, chosen.seed)
    chosen.out.mkdir(parents=True, exist_ok=True)
    path = chosen.out / "ablations.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[name] = trainer.history[-1]
    path.write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
