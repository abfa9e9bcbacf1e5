"""Conversations: their turns with all branches, what a run said, and the texts it rests on.

What a method returns from is on the disk. Calls block; use threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from blackbird.errors import NotFound
from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.pages import OF_A_PAGE
from blackbird.storage.rows import Conversation, KeptText, StoredTurn, TurnState
from blackbird.storage.schema import (
    CONVERSATIONS,
    DOCUMENTS,
    EVENTS,
    KEPT,
    PAGES,
    PROOFS,
    QUOTED,
    TURNS,
)
from blackbird.storage.withdrawing import note_quoted, quoted, withdraw
from blackbird.storage.writes import batches

_TURN = tuple(TURNS.c[name] for name in StoredTurn.__slots__)
_CONVERSATION = tuple(CONVERSATIONS.c[name] for name in Conversation.__slots__)


class Conversations:
    """The conversations of one record; made by ``Record.conversations``."""

    def __init__(self, reader: Connections, writer: sa.Engine) -> None:
        self._reader = reader
        self._writer = writer

    def listed(self, search: str = "", limit: int = 100, offset: int = 0) -> list[Conversation]:
        """The newest first; with ``search``, those whose title, questions or answers hold it."""
        query = sa.select(*_CONVERSATION)
        if search:
            said = sa.or_(_holds(TURNS.c.question, search), _holds(TURNS.c.said, search))
            within = sa.select(TURNS.c.conversation_id).where(said)
            query = query.where(
                sa.or_(_holds(CONVERSATIONS.c.title, search), CONVERSATIONS.c.id.in_(within))
            )
        order = (CONVERSATIONS.c.updated_at.desc(), CONVERSATIONS.c.id)
        rows = self._rows(query.order_by(*order).limit(limit).offset(offset))
        return [Conversation(*row) for row in rows]

    def get(self, id: str) -> Conversation:
        """One conversation. Raises ``NotFound``."""
        rows = self._rows(sa.select(*_CONVERSATION).where(CONVERSATIONS.c.id == id))
        if not rows:
            raise _no("conversation")
        return Conversation(*rows[0])

    def turns(self, conversation_id: str) -> list[StoredTurn]:
        """All turns of a conversation on all branches, the oldest first."""
        query = sa.select(*_TURN).where(TURNS.c.conversation_id == conversation_id)
        rows = self._rows(query.order_by(TURNS.c.created_at, TURNS.c.id))
        return [StoredTurn(*row) for row in rows]

    def turn(self, id: str) -> StoredTurn:
        """One turn. Raises ``NotFound``."""
        rows = self._rows(sa.select(*_TURN).where(TURNS.c.id == id))
        if not rows:
            raise _no("turn")
        return StoredTurn(*rows[0])

    def create(self, conversation: Conversation) -> None:
        """Store a new conversation."""
        values = _values(conversation)
        self._write(sa.insert(CONVERSATIONS).values(values))

    def change(self, id: str, **values: str | None) -> None:
        """Set ``title``, ``leaf`` or ``updated_at``. Raises ``NotFound``."""
        with translated_errors(), self._writer.begin() as connection:
            query = sa.update(CONVERSATIONS).where(CONVERSATIONS.c.id == id).values(**values)
            if connection.execute(query).rowcount == 0:
                raise _no("conversation")

    def ask(self, turn: StoredTurn) -> None:
        """Store a new turn and show its branch. Raises ``NotFound`` (conversation, parent)."""
        with translated_errors(), self._writer.begin() as connection:
            changed = connection.execute(
                sa.update(CONVERSATIONS)
                .where(CONVERSATIONS.c.id == turn.conversation_id)
                .values(leaf=turn.id, updated_at=turn.created_at)
            )
            if changed.rowcount == 0:
                raise _no("conversation")
            if turn.parent_id is not None:
                parent = sa.select(TURNS.c.conversation_id).where(TURNS.c.id == turn.parent_id)
                if connection.execute(parent).scalar() != turn.conversation_id:
                    raise _no("turn")
            connection.execute(sa.insert(TURNS).values(_values(turn)))

    def note(self, turn_id: str, seq: int, data: str) -> None:
        """Keep one event of a run, so that it outlives the process."""
        self._write(sa.insert(EVENTS).values(turn_id=turn_id, seq=seq, data=data))

    def events(self, turn_id: str, after: int = -1) -> list[tuple[int, str]]:
        """What was kept of a run after event ``after``: number and JSON."""
        query = sa.select(EVENTS.c.seq, EVENTS.c.data)
        query = query.where(EVENTS.c.turn_id == turn_id, EVENTS.c.seq > after)
        return [(seq, data) for seq, data in self._rows(query.order_by(EVENTS.c.seq))]

    def end(
        self,
        turn_id: str,
        state: TurnState,
        ended_at: str,
        *,
        answer: str | None = None,
        said: str | None = None,
        error: str | None = None,
        proofs: Iterable[str] = (),
        texts: Iterable[KeptText] = (),
    ) -> None:
        """Store how a turn ended, and keep the texts that it cites.

        ``proofs`` are SHA-256 of stored texts; what is gone by now is left out. ``texts``: those
        of them that lie elsewhere, such as posts. The answer says all that the events of a turn
        said, so those go.
        """
        proofs = tuple(dict.fromkeys(proofs))
        # An answer counts also if somebody thought that nobody was working on it any more.
        still = TURNS.c.answer.is_(None) if state == "done" else TURNS.c.state == "running"
        ended = sa.update(TURNS).where(TURNS.c.id == turn_id, still)
        ended = ended.values(state=state, ended_at=ended_at, answer=answer, said=said, error=error)
        with translated_errors(), self._writer.begin() as connection:
            if connection.execute(ended).rowcount == 0:
                return  # it has ended already, or its conversation was deleted meanwhile
            given = {text.document_id: text for text in texts if text.sha256 in set(proofs)}
            _keep(connection, turn_id, proofs, {t.sha256: t for t in given.values()})
            note_quoted(connection, turn_id, given.values())
            if state == "done":
                connection.execute(sa.delete(EVENTS).where(EVENTS.c.turn_id == turn_id))

    def interrupted(self, ended_at: str, error: str) -> int:
        """Mark the turns that ran when the process ended; returns how many there were."""
        query = sa.update(TURNS).where(TURNS.c.state == "running")
        with translated_errors(), self._writer.begin() as connection:
            values = {"state": "failed", "ended_at": ended_at, "error": error}
            return connection.execute(query.values(**values)).rowcount

    def delete(self, id: str) -> None:
        """Forget a conversation and what only it rests on. Raises ``NotFound``."""
        turns = sa.select(TURNS.c.id).where(TURNS.c.conversation_id == id)
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.delete(EVENTS).where(EVENTS.c.turn_id.in_(turns)))
            connection.execute(sa.delete(PROOFS).where(PROOFS.c.turn_id.in_(turns)))
            connection.execute(sa.delete(QUOTED).where(QUOTED.c.turn_id.in_(turns)))
            connection.execute(
                sa.update(TURNS).where(TURNS.c.conversation_id == id).values(parent_id=None)
            )
            connection.execute(sa.delete(TURNS).where(TURNS.c.conversation_id == id))
            gone = connection.execute(sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.id == id))
            if gone.rowcount == 0:
                raise _no("conversation")
            unused = sa.not_(sa.exists().where(PROOFS.c.sha256 == KEPT.c.sha256))
            connection.execute(sa.delete(KEPT).where(unused))

    def kept(self, sha256: str) -> KeptText | None:
        """A text by its hash: as it was kept, or as a document or page has it now."""
        query = sa.select(KEPT.c.sha256, KEPT.c.document_id, KEPT.c.text)
        rows = self._rows(query.where(KEPT.c.sha256 == sha256))
        if not rows:
            rows = self._rows(_stored(sha256))
        return KeptText(*rows[0][:3]) if rows else None

    def purge(self, document_ids: Iterable[str]) -> int:
        """Forget the kept texts of documents that their owner removed; returns how many."""
        purged = 0
        with translated_errors(), self._writer.begin() as connection:
            for batch in batches(list(document_ids)):
                of_them = sa.select(KEPT.c.sha256).where(KEPT.c.document_id.in_(batch))
                connection.execute(sa.delete(PROOFS).where(PROOFS.c.sha256.in_(of_them)))
                gone = connection.execute(sa.delete(KEPT).where(KEPT.c.document_id.in_(batch)))
                purged += gone.rowcount
        return purged

    def withdraw(self, uris: Sequence[str]) -> int:
        """Purge what answers quote of posts that are gone; returns how many texts there were."""
        with translated_errors(), self._writer.begin() as connection:
            return withdraw(connection, uris)

    def quoted(self) -> list[tuple[str, str]]:
        """The addresses of all posts that answers quote, with the SHA-256 of their texts."""
        with translated_errors():
            return quoted(self._reader.get())

    def _write(self, statement: sa.Executable) -> None:
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(statement)

    def _rows(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> Sequence[Any]:
        with translated_errors():
            return self._reader.get().execute(query).all()


def _no(kind: str) -> NotFound:
    return NotFound(f"There is no such {kind}.", "It may have been deleted elsewhere: reload.")


def _values(row: Conversation | StoredTurn) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _holds(column: sa.ColumnElement[Any], text: str) -> sa.ColumnElement[bool]:
    return column.icontains(text, autoescape=True)


def _stored(sha256: str) -> sa.CompoundSelect[Any]:
    """Hash, id and text of the document or page that has this text; a document first."""
    document = sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.id, DOCUMENTS.c.text, sa.literal(0))
    name = sa.literal(OF_A_PAGE) + PAGES.c.asked  # no document takes it along when it goes
    page = sa.select(PAGES.c.sha256, name, PAGES.c.text, sa.literal(1))
    both = document.where(DOCUMENTS.c.sha256 == sha256).union_all(
        page.where(PAGES.c.sha256 == sha256)
    )
    return both.order_by(sa.literal_column("4")).limit(1)


def _keep(
    connection: sa.Connection, turn_id: str, hashes: Iterable[str], given: Mapping[str, KeptText]
) -> None:
    kept = sa.select(KEPT.c.sha256)
    for sha256 in hashes:
        if connection.execute(kept.where(KEPT.c.sha256 == sha256)).scalar() is None:
            row = connection.execute(_stored(sha256)).first()
            text = given.get(sha256) if row is None else KeptText(*row[:3])
            if text is None:
                continue
            connection.execute(sa.insert(KEPT).values(asdict(text)))
        connection.execute(sa.insert(PROOFS).values(turn_id=turn_id, sha256=sha256))
