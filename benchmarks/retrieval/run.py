"""Hits@k of ``blackbird search``, and how much of it survives picking sentences. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measuring import percentile, save

from blackbird.assistant import Assistant
from blackbird.pipeline.rank import rank
from blackbird.settings import load_settings
from blackbird.types import Document, Query

SETS = (
    ("jsquad_valid", "jsquad_valid"),
    ("xquad_en", "xquad_en"),
    ("xquad_es", "xquad_en"),
)
BUDGETS = (100, 140, 180, 240)
SEED = 5


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def documents(data: Path, name: str, titled: bool) -> list[Document]:
    """The passages of a set as documents."""
    titles = {q["passage"]: q["title"] for q in read(data / "qa" / f"{name}.questions.jsonl")}
    return [
        Document(p["id"], p["text"], titles.get(p["id"], "").replace("_", " ") if titled else "")
        for p in read(data / "qa" / f"{name}.passages.jsonl")
    ]


async def measure(
    assistant: Assistant, questions: list[dict[str, Any]], sampled: int
) -> dict[str, Any]:
    """Hits, latencies, and the share of answers that picked sentences hold."""
    source = await assistant._source("documents")
    embedder = await assistant.embedder()
    ranks: list[int] = []
    took: list[float] = []
    held = dict.fromkeys(BUDGETS, 0)
    picks: list[float] = []
    for n, question in enumerate(questions):
        started = time.perf_counter()
        hits = await source.search(Query(question["question"], limit=10))
        took.append(time.perf_counter() - started)
        ids = [hit.passage.id.partition("#")[0] for hit in hits]
        ranks.append(ids.index(question["passage"]) if question["passage"] in ids else 99)
        if n >= sampled:
            continue
        for budget in BUDGETS:
            started = time.perf_counter()
            ranked = await rank(question["question"], hits, embedder, budget_tokens=budget)
            picks.append(time.perf_counter() - started)
            texts = [e.text for e in ranked.evidence]
            held[budget] += any(a in t for a in question["answers"] for t in texts)
    return {
        "questions": len(questions),
        "hits_at_1": round(sum(r < 1 for r in ranks) / len(ranks), 4),
        "hits_at_5": round(sum(r < 5 for r in ranks) / len(ranks), 4),
        "search_ms_p50": round(percentile(took, 0.5) * 1000, 1),
        "search_ms_p95": round(percentile(took, 0.95) * 1000, 1),
        "rank_ms_p95": round(percentile(picks, 0.95) * 1000, 1) if picks else None,
        "evidence_holds_answer": {
            str(b): round(h / min(sampled, len(questions)), 3) for b, h in held.items()
        },
    }


async def main() -> None:
    """Index each set in a folder of its own, ask, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--titles", action="store_true")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--sets", default="jsquad_valid,xquad_en,xquad_es")
    options, _ = parser.parse_known_args()
    if options.data is None or not (options.data / "qa").is_dir():
        print("The set `qa` is absent: name its folder with --data. Nothing was measured.")
        return
    settings = load_settings()
    figures: dict[str, Any] = {"titles": options.titles, "seed": SEED}
    for name, passages in SETS:
        if name not in options.sets.split(","):
            continue
        questions = read(options.data / "qa" / f"{name}.questions.jsonl")
        random.Random(SEED).shuffle(questions)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "models").symlink_to(Path(settings.data_dir) / "models")
            async with Assistant(replace(settings, data_dir=folder)) as assistant:
                rows = documents(options.data, passages, options.titles)
                await assistant.embedder()
                started = time.perf_counter()
                for at in range(0, len(rows), 100):
                    await assistant.add_documents(rows[at : at + 100])
                seconds = time.perf_counter() - started
                found = await measure(
                    assistant, questions[:100] if options.short else questions, 300
                )
        figures[f"{name} over {passages}"] = {
            **found,
            "passages": len(rows),
            "passages_indexed_per_s": round(len(rows) / seconds, 1),
        }
        print(name, json.dumps(figures[f"{name} over {passages}"]), file=sys.stderr)
    ending = ("-titles" if options.titles else "") + ("-short" if options.short else "")
    save(Path(__file__).parent / "results" / f"retrieval{ending}.json", figures)


asyncio.run(main())
