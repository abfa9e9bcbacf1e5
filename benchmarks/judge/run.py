"""Fit and measure the provisional judge on FEVER-Symmetric dev. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measuring import save

from blackbird.models.llamacpp import Engine, LlamaCpp
from blackbird.models.opening import open_store
from blackbird.prompts.judge import CHOICES, VERSION, judge_messages
from blackbird.settings import load_settings

SEED = 7
Pairs = list[tuple[float, bool]]


def logit(p: float) -> float:
    """Log odds, kept finite."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def fit(pairs: Pairs) -> tuple[float, float]:
    """Slope and offset of the logistic curve, by Newton's method."""
    a, b = 1.0, 0.0
    for _ in range(50):
        ga = gb = haa = hab = hbb = 1e-9
        for p, y in pairs:
            x = logit(p)
            q = 1 / (1 + math.exp(-(a * x + b)))
            e, w = q - y, q * (1 - q)
            ga, gb = ga + e * x, gb + e
            haa, hab, hbb = haa + w * x * x, hab + w * x, hbb + w
        det = haa * hbb - hab * hab
        a, b = a - (hbb * ga - hab * gb) / det, b - (haa * gb - hab * ga) / det
    return a, b


def auc(pairs: Pairs) -> float:
    """Chance that a supported pair scores above a refuted one."""
    yes, no = [p for p, y in pairs if y], [p for p, y in pairs if not y]
    return sum((s > r) + 0.5 * (s == r) for s in yes for r in no) / (len(yes) * len(no))


def cross_validated(pairs: Pairs) -> float:
    """Balanced accuracy, each fifth counted with the curve of the other four."""
    right = {True: 0, False: 0}
    for fold in range(5):
        a, b = fit([p for i, p in enumerate(pairs) if i % 5 != fold])
        for p, y in (p for i, p in enumerate(pairs) if i % 5 == fold):
            right[y] += (a * logit(p) + b >= 0) == y
    count = {y: sum(t == y for _, t in pairs) for y in (True, False)}
    return (right[True] / count[True] + right[False] / count[False]) / 2


async def ask_all(model: LlamaCpp, rows: list[dict[str, str]]) -> tuple[Pairs, float]:
    """The probability of yes for each row, and seconds a pair."""
    pairs: Pairs = []
    started = time.perf_counter()
    for n, row in enumerate(rows, start=1):
        odds = await model.odds(judge_messages(row["claim"], [row["evidence"]]), CHOICES)
        pairs.append((odds[CHOICES[0]], row["label"] == "supported"))
        if n % 50 == 0:
            print(f"{n}/{len(rows)}", file=sys.stderr)
    return pairs, (time.perf_counter() - started) / len(rows)


async def main() -> None:
    """Measure, fit, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--model", default="mini")
    parser.add_argument("--model-file", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--short", action="store_true", help="40 pairs; nothing is saved")
    parser.add_argument("--threads", type=int, default=2)
    options, _ = parser.parse_known_args()
    path = (options.data or Path()) / "claims" / "fever_symmetric_dev.jsonl"
    if not path.is_file():
        print("FEVER-Symmetric dev is absent: name its folder with --data. Nothing was measured.")
        return
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    random.Random(SEED).shuffle(rows)
    rows = rows[: 40 if options.short else options.limit or None]
    settings = load_settings()
    file = options.model_file
    if file is None:
        store = open_store(Path(settings.data_dir) / "models", settings)
        (file,) = store.path(options.model).values()
    model = LlamaCpp(options.model, file, Engine(threads=options.threads))
    await model.start()
    pairs, seconds = await ask_all(model, rows)
    await model.aclose()
    slope, offset = fit(pairs)
    ending = "-short" if options.short else ""
    save(
        Path(__file__).parent / "results" / f"{options.model}{ending}.json",
        {
            "model": options.model,
            "prompt_version": VERSION,
            "pairs": len(pairs),
            "seed": SEED,
            "auc": round(auc(pairs), 4),
            "balanced_accuracy_cross_validated": round(cross_validated(pairs), 4),
            "slope": round(slope, 4),
            "offset": round(offset, 4),
            "seconds_a_pair": round(seconds, 3),
            "yes": [[round(p, 5), y] for p, y in pairs],
        },
    )


asyncio.run(main())
