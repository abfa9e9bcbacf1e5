"""Small sets in the layout that training reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_LABELS = ("supported", "refuted", "not_enough_info")


def write_sets(folder: Path) -> Path:
    """Write ``claims/`` and ``qa/`` below ``folder`` and return it."""
    (folder / "claims").mkdir()
    (folder / "qa").mkdir()
    fever = [
        {
            "claim": f"Town {n} had {n + 100} Inhabitants in 19{n:02}.",
            "evidence": f"The Town {n} had {n + 100} Inhabitants in 19{n:02} , people say .",
            "label": _LABELS[n % 2],
            "source": "fever",
            "language": "en",
        }
        for n in range(80)
    ]
    packed = gzip.compress("".join(_lines(fever)).encode())
    (folder / "claims" / "training.jsonl.gz").write_bytes(packed)
    pairs = [
        {"claim": f"猫{n}がいる。", "evidence": f"猫{n // 2}匹がいる。", "label": _LABELS[n % 3]}
        for n in range(40)
    ]
    for name in ("jnli_valid", "fever_symmetric_dev"):
        (folder / "claims" / f"{name}.jsonl").write_text("".join(_lines(pairs)))
    for name in ("xquad_en", "xquad_es", "jsquad_valid"):
        _write_passages(folder / "qa", name)
    return folder


def _write_passages(folder: Path, name: str) -> None:
    passages = [
        {
            "id": f"p{n}",
            "text": f"The bridge number {n} opened in 18{n:02}. The river below it is deep. "
            f"A ferry ran near Town {n} before. Ships come in May.",
        }
        for n in range(30)
    ]
    asked = [
        {
            "id": f"q{n}",
            "question": f"When did bridge number {n} open?",
            "answers": [f"18{n:02}"],
            "passage": f"p{n}",
            "title": f"Bridges {n // 2}",
        }
        for n in range(30)
    ]
    (folder / f"{name}.passages.jsonl").write_text("".join(_lines(passages)))
    (folder / f"{name}.questions.jsonl").write_text("".join(_lines(asked)))


def _lines(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
