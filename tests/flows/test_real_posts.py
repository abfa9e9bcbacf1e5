"""Posts are found from another language, by the real embedder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.settings import load_settings
from blackbird.types import Query

SAID = {
    "cat": "The cat sleeps on the warm roof of the house.",
    "tax": "The new tax on imported steel begins in April.",
    "rain": "Heavy rain flooded the station in the north.",
    "tram": "The last tram to the harbour leaves at midnight.",
    "cake": "My grandmother bakes the best plum cake of the village.",
}
ASKED = {
    "屋根の上で何が寝ていますか？": "cat",
    "¿Cuándo empieza el impuesto sobre el acero?": "tax",
    "Où la pluie a-t-elle causé une inondation ?": "rain",
}


@pytest.fixture
def home(models_home: Path, tmp_path: Path) -> Path:
    """An empty data directory that shares the pulled models."""
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "models").symlink_to(models_home / "models")
    return folder


async def test_a_post_in_one_language_is_found_from_another(home: Path, tmp_path: Path) -> None:
    at = datetime.now(UTC).isoformat()
    rows = [
        {"id": f"https://a.example/{name}", "author": name, "text": text, "created_at": at}
        for name, text in SAID.items()
    ]
    path = tmp_path / "said.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    async with Assistant(load_settings({"data_dir": str(home)})) as assistant:
        opened = assistant.opened
        names = [row.name for row in await opened.live.add([f"file:{path}"], trusted=True)]
        quotes = await opened.quotes()
        for _ in range(9):  # it lets everybody else go first, and waits for its end ten seconds
            await opened.live.follow(names, quotes, embedder=opened.patient_embedder)
            if (await opened.live.vectors())["posts"] == len(SAID):
                break
        assert await opened.live.vectors() == {"posts": len(SAID), "skipped": 0}
        for question, wanted in ASKED.items():
            (best, *_) = await assistant.search(Query(question, limit=5), ("posts",))
            assert best.passage.url == f"https://a.example/{wanted}"
