"""The speed of ``blackbird search``, and what of it survives picking sentences. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.assistant import Assistant
from blackbird.evals.retrieval import (
    LIMIT,
    Asked,
    QaSet,
    hits_at,
    indexed,
    mean_reciprocal_rank,
    rank_of,
    read_set,
)
from blackbird.pipeline.rank import rank
from blackbird.settings import load_settings
from blackbird.types import Query

SETS = "jsquad_valid,xquad_en,xquad_es"
BUDGETS = (100, 140, 180, 240)
SAMPLED = 300
SEED = 5


async def measure(assistant: Assistant, questions: Sequence[Asked]) -> dict[str, Any]:
    """Hits, latencies, and the share of answers that picked sentences hold."""
    embedder, scorer = await assistant.loaded.embedder(), await assistant.loaded.scorer()
    ranks: list[int | None] = []
    took: list[float] = []
    held = dict.fromkeys(BUDGETS, 0)
    picks: list[float] = []
    for n, question in enumerate(questions):
        started = time.perf_counter()
        hits = await assistant.search(Query(question.text, limit=LIMIT))
        took.append(time.perf_counter() - started)
        ranks.append(rank_of(question.passage, hits))
        if n >= SAMPLED:
            continue
        for budget in BUDGETS:
            started = time.perf_counter()
            ranked = await rank(question.text, hits, embedder, scorer, budget_tokens=budget)
            picks.append(time.perf_counter() - started)
            texts = [e.text for e in ranked.evidence]
            held[budget] += any(a in t for a in question.answers for t in texts)
    return {
        "questions": len(questions),
        "hits_at_1": round(hits_at(ranks, 1), 4),
        "hits_at_5": round(hits_at(ranks, 5), 4),
        "mrr_at_10": round(mean_reciprocal_rank(ranks), 4),
        "search_ms_p50": round(percentile(took, 0.5) * 1000, 1),
        "search_ms_p95": round(percentile(took, 0.95) * 1000, 1),
        "rank_ms_p95": round(percentile(picks, 0.95) * 1000, 1),
        "evidence_holds_answer": {
            str(b): round(h / min(SAMPLED, len(questions)), 3) for b, h in held.items()
        },
    }


async def measure_set(owner: Assistant, qa: QaSet, short: bool) -> dict[str, Any]:
    """Index a set in a folder of its own and ask its questions."""
    questions = list(qa.questions)
    random.Random(SEED).shuffle(questions)
    started = time.perf_counter()
    async with indexed(owner, qa.documents) as assistant:
        seconds = time.perf_counter() - started
        found = await measure(assistant, questions[:100] if short else questions)
    return {
        **found,
        "passages": len(qa.documents),
        "passages_indexed_per_s": round(len(qa.documents) / seconds, 1),
    }


async def main() -> None:
    """Measure each set, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--titles", action="store_true")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--sets", default=SETS)
    options, _ = parser.parse_known_args()
    if options.data is None or not (options.data / "qa").is_dir():
        print("The set `qa` is absent: name its folder with --data. Nothing was measured.")
        return
    figures: dict[str, Any] = {"titles": options.titles, "seed": SEED}
    async with Assistant(load_settings()) as owner:
        for name in options.sets.split(","):
            qa = read_set(options.data / "qa", name, titled=options.titles)
            figures[qa.name] = await measure_set(owner, qa, options.short)
            print(qa.name, json.dumps(figures[qa.name]), file=sys.stderr)
    ending = ("-titles" if options.titles else "") + ("-short" if options.short else "")
    save(Path(__file__).parent / "results" / f"retrieval{ending}.json", figures)


asyncio.run(main())
