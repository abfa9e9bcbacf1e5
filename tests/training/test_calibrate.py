"""What the judge's scores are fitted on was not learnt."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from blackbird.training.judge.calibrate import held_out
from blackbird.training.judge.mixture import read_given
from blackbird.training.split import held_back
from tests.training.judge.sets import write_sets


def test_what_calibrates_was_learnt_in_no_direction(tmp_path: Path) -> None:
    data = write_sets(tmp_path)
    texts = [(f"The boat {n} is old.", f"The boat {n} was built long ago.") for n in range(400)]
    there = [{"claim": a, "evidence": b} for a, b in texts]
    back = [{"claim": b, "evidence": a} for a, b in texts[:200]]
    rows = [row | {"label": "supported", "source": "pairs"} for row in (*there, *back)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (data / "claims" / "training.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    given = read_given(data)
    learnt = {text for e in given if not held_back(e.second) for text in (e.first, e.second)}
    assert any(held_back(e.second) and e.second in learnt for e in given)
    kept = [e for e in held_out(data, 1) if e.source == "pairs"]
    assert kept
    assert not any(e.second in learnt for e in kept)


def test_spanish_is_not_corrupted_by_english_rules(tmp_path: Path) -> None:
    data = write_sets(tmp_path)
    for part in ("passages", "questions"):  # as many titles as make sure that some are held back
        path = data / "qa" / f"xquad_es.{part}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        named = [
            {k: f"{v}-{n}" if k in ("id", "passage", "title") else v for k, v in row.items()}
            for n in range(20)
            for row in rows
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in named))
    sources = {example.source for example in held_out(data, 1)}
    assert not any(source.startswith("made_es") for source in sources)
