"""``python -m blackbird.training.judge --data FOLDER --out FOLDER``: the whole recipe.

Learn, write what changed, make the ONNX file, calibrate. ``run.json`` in the output folder keeps
settings, seeds, the learning curve, the calibration, and the hashes of all that went in and out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from dataclasses import replace
from pathlib import Path

import torch

from blackbird.models.e5 import convert as convert_embedder
from blackbird.models.judge import OnnxScorer
from blackbird.models.judge_graph import convert
from blackbird.models.vocabulary import Vocabulary
from blackbird.training.judge import checkpoint
from blackbird.training.judge.calibrate import calibrated
from blackbird.training.judge.export import export
from blackbird.training.judge.train import Settings, base_weights, has_bfloat16, hash_of, train

_READ = (
    "claims/training.jsonl.gz",
    "claims/jnli_valid.jsonl",
    *(
        f"qa/{name}.{part}.jsonl"
        for name in ("xquad_en", "xquad_es", "jsquad_valid")
        for part in ("passages", "questions")
    ),
)


_DEFAULTS = Settings(Path(), Path(), Path())


def main() -> None:
    """Read the options and do all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with claims/ and qa/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=0, help="cut each pass after so many")
    parser.add_argument("--rate", type=float, default=_DEFAULTS.rate)
    parser.add_argument("--frozen", type=int, default=_DEFAULTS.frozen)
    parser.add_argument("--joint", type=int, default=_DEFAULTS.joint, help="layers for both texts")
    parser.add_argument(
        "--together",
        type=int,
        default=_DEFAULTS.together,
        help="passes before upper layers read for the claim alone",
    )
    parser.add_argument("--every", type=int, default=_DEFAULTS.every, help="pairs to a measurement")
    parser.add_argument("--passes", type=int, default=_DEFAULTS.passes)
    parser.add_argument("--device", default=_DEFAULTS.device, help="cpu or cuda")
    parser.add_argument("--start", type=Path, help="a judge.pt to go on from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--bfloat16",
        action=argparse.BooleanOptionalAction,
        help="products in bfloat16; without it where the device multiplies them by itself",
    )
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    torch.set_num_threads(options.threads)
    if options.bfloat16 is None:
        options.bfloat16 = has_bfloat16(options.device)
    chosen = {k: v for k, v in vars(options).items() if k != "threads"}
    settings = Settings(base=base_weights(), **chosen)
    train(settings)
    # Hours have passed: whoever pulled models meanwhile cleared away what they are made from.
    settings = replace(settings, base=base_weights())
    finish(settings)
    checkpoint.remove(settings.out)


def finish(settings: Settings) -> None:
    """From the trained weights to what ships, with its calibration and its hashes."""
    out = settings.out
    changes = out / "judge.npz"
    export(out / "judge.pt", changes, settings.frozen, settings.joint)
    model = convert([settings.base, changes], out, lambda _done, _total: None)
    _, words = convert_embedder(settings.base, out, lambda _done, _total: None)
    scorer = OnnxScorer(model, Vocabulary(words), threads=2)
    record = json.loads((out / "run.json").read_text("utf-8"))
    record["calibration"] = asyncio.run(calibrated(scorer, settings.data, settings.seed))
    read = {name: hash_of(settings.data / name) for name in _READ}
    record["read"] = {"e5-small-q4.bin": hash_of(settings.base), **read}
    record["made"] = {path.name: _pin(path) for path in (changes, model)}
    (out / "run.json").write_text(json.dumps(record, indent=1) + "\n")


def _pin(path: Path) -> dict[str, object]:
    return {"bytes": path.stat().st_size, "sha256": hash_of(path)}


if __name__ == "__main__":
    main()
