"""Takes quotes of posts that are gone out of saved answers, with what rested on them alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from blackbird.storage.rows import KeptText
from blackbird.storage.schema import EVENTS, KEPT, PROOFS, QUOTED, TURNS
from blackbird.storage.writes import batches

POST = "post:"
"""What stands before a post's address in ``kept``: so it is no document's id."""
GONE = "[…]"
_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "en": "A post that was cited here is gone; what it said was taken out.",
        "ja": "ここで引用されていた投稿は削除されました。その内容は取り除かれています。",
    }
)


def withdraw(connection: sa.Connection, uris: Sequence[str]) -> int:
    """Purge what saved answers quote of some posts; returns how many texts there were."""
    by_turn: dict[str, set[str]] = {}
    for part in batches(uris):
        query = sa.select(QUOTED.c.turn_id, QUOTED.c.sha256).where(QUOTED.c.uri.in_(part))
        for turn, sha256 in connection.execute(query).all():
            by_turn.setdefault(turn, set()).add(sha256)
        connection.execute(sa.delete(QUOTED).where(QUOTED.c.uri.in_(part)))
    for turn, hashes in by_turn.items():
        _rewrite(connection, turn, hashes)
        cited = sa.and_(PROOFS.c.turn_id == turn, PROOFS.c.sha256.in_(hashes))
        connection.execute(sa.delete(PROOFS).where(cited))
    unused = sa.not_(sa.exists().where(PROOFS.c.sha256 == KEPT.c.sha256))
    texts = sorted({sha256 for hashes in by_turn.values() for sha256 in hashes})
    for part in batches(texts):
        connection.execute(sa.delete(KEPT).where(KEPT.c.sha256.in_(part), unused))
    _forget_events(connection, uris)
    return len(texts)


def quoted(connection: sa.Connection) -> list[tuple[str, str]]:
    """The addresses of all posts that saved answers quote, with the SHA-256 of their texts."""
    query = sa.select(QUOTED.c.uri, QUOTED.c.sha256).distinct()
    return [(row[0], row[1]) for row in connection.execute(query)]


def note_quoted(connection: sa.Connection, turn: str, texts: Iterable[KeptText]) -> None:
    """Note which posts a turn quotes, so that their quotes are found when they are taken back."""
    posts = {t.document_id.removeprefix(POST): t for t in texts if t.document_id.startswith(POST)}
    rows = [{"uri": u, "turn_id": turn, "sha256": t.sha256} for u, t in posts.items()]
    if rows:
        connection.execute(sa.insert(QUOTED), rows)


def _rewrite(connection: sa.Connection, turn: str, hashes: set[str]) -> None:
    saved = connection.execute(sa.select(TURNS.c.answer).where(TURNS.c.id == turn)).scalar()
    if saved is None:
        return
    answer = without(json.loads(saved), hashes)
    values = {"answer": json.dumps(answer), "said": answer.get("answer", "")}
    connection.execute(sa.update(TURNS).where(TURNS.c.id == turn).values(values))


def _forget_events(connection: sa.Connection, uris: Iterable[str]) -> None:
    """What a run that never came to an answer had told of these posts."""
    if connection.execute(sa.select(EVENTS.c.seq).limit(1)).first() is None:
        return
    for uri in uris:
        escaped = json.dumps(uri)[1:-1]
        holds = EVENTS.c.data.contains(escaped, autoescape=True)
        connection.execute(sa.delete(EVENTS).where(holds))


def without(answer: dict[str, Any], hashes: set[str]) -> dict[str, Any]:
    """A saved answer without the quotes of some texts, by SHA-256."""
    cited = answer.get("citations", [])
    gone = {c["id"] for c in cited if c.get("sha256") in hashes}
    quotes = [c["quote"] for c in cited if c["id"] in gone and c.get("quote")]
    text = str(answer.get("answer", ""))
    sentences = []
    for sentence in answer.get("sentences", []):
        rests = set(sentence.get("citations", []))
        said = str(sentence.get("text", ""))
        if rests & gone and (rests <= gone or any(said and said in quote for quote in quotes)):
            text = text.replace(said, GONE) if said else text
            sentence = {**sentence, "text": GONE}
        sentences.append(sentence)
    for quote in quotes:
        text = text.replace(quote, GONE)
    notes = [*answer.get("notes", []), _NOTES.get(answer.get("language", "en"), _NOTES["en"])]
    return {
        **answer,
        "answer": text,
        "sentences": sentences,
        "citations": [_emptied(c) if c["id"] in gone else c for c in cited],
        "disputes": [_undisputed(d, gone) for d in answer.get("disputes", [])],
        "notes": list(dict.fromkeys(notes)),
    }


def _emptied(citation: dict[str, Any]) -> dict[str, Any]:
    blank = {"quote": "", "title": GONE, "url": "", "start": 0, "end": 0, "sha256": ""}
    return {**citation, **blank}


def _undisputed(dispute: dict[str, Any], gone: set[int]) -> dict[str, Any]:
    """A claim that stood in a post that is gone is not told any more."""
    return {**dispute, "claim": GONE} if gone & set(dispute.get("supported_by", [])) else dispute
