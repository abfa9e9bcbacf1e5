"""Archives as X and Mastodon make them, and broken ones."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ME = "https://social.example/users/ann"


def ytd(kind: str, rows: object, part: int = 0) -> str:
    """A list as X writes it: behind an assignment."""
    return f"window.YTD.{kind}.part{part} = {json.dumps(rows, indent=2, ensure_ascii=False)}"


def account(**other: Any) -> str:
    row = {"username": "ann_x", "accountId": "2244994945", "accountDisplayName": "Ann"}
    return ytd("account", [{"account": row | other}])


def tweet(id: str, text: str, **other: Any) -> dict[str, Any]:
    row = {
        "id": id,
        "id_str": id,
        "full_text": text,
        "created_at": "Wed Oct 06 15:28:22 +0000 2021",
        "favorite_count": "12",
        "lang": "en",
        "entities": {"urls": [], "hashtags": []},
    }
    return {"tweet": row | other}


def create(number: int, said: Any, **other: Any) -> dict[str, Any]:
    """An activity that says something to the public."""
    note = {
        "id": f"{ME}/statuses/{number}",
        "type": "Note",
        "attributedTo": ME,
        "published": "2021-10-06T15:28:22Z",
        "url": f"https://social.example/@ann/{number}",
        "to": [PUBLIC],
        "cc": [f"{ME}/followers"],
        "content": said,
        "contentMap": {"en": said},
    }
    return {"id": f"{note['id']}/activity", "type": "Create", "object": note | other}


def outbox(*activities: object) -> str:
    return json.dumps(
        {
            "@context": ["https://www.w3.org/ns/activitystreams", {"a": [1]}],
            "id": "outbox.json",
            "type": "OrderedCollection",
            "totalItems": len(activities),
            "orderedItems": activities,
        }
    )


def actor(name: str = "ann") -> str:
    return json.dumps({"id": ME, "type": "Person", "preferredUsername": name})


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def tarred(path: Path, members: Mapping[str, str | bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]  # any mode
        for name, data in members.items():
            raw = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            file.addfile(info, io.BytesIO(raw))
    return path
