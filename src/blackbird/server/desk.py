"""The desk: conversations as the page works with them. Asks, keeps, finds, renames, forgets."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from blackbird.assistant import Assistant, default_question
from blackbird.contract import check_question
from blackbird.errors import BadInput
from blackbird.registry import check_sources
from blackbird.server.routes.models import public_name
from blackbird.server.runs import Runs, ending
from blackbird.server.schema import Asked, Changed
from blackbird.storage.conversations import Conversations
from blackbird.storage.rows import Conversation, StoredTurn
from blackbird.types import Question, Turn

_TITLE = 80  # characters of a question that become its conversation's title
_PAGE = 100  # conversations listed at a time


class Desk:
    """Conversations over one ``assistant``; ``now`` tells the time as it is stored."""

    def __init__(self, assistant: Assistant, runs: Runs, now: Callable[[], str]) -> None:
        self._assistant = assistant
        self._runs = runs
        self._now = now

    async def open(self) -> None:
        """Mark what ran when the server ended last, so that nobody waits for it."""
        store = await self._store()
        error = {
            "code": "interrupted",
            "message": "The server ended while it answered.",
            "hint": "Ask again: the question is kept.",
        }
        await asyncio.to_thread(store.interrupted, self._now(), json.dumps(error))

    async def listed(self, search: str = "", offset: int = 0) -> dict[str, Any]:
        """The newest conversations, or those that hold ``search``."""
        store = await self._store()
        found = await asyncio.to_thread(store.listed, search.strip(), _PAGE + 1, offset)
        rows = [conversation_json(c) for c in found[:_PAGE]]
        return {"conversations": rows, "more": len(found) > _PAGE}

    async def begin(self, asked: Asked) -> dict[str, Any]:
        """Begin a conversation with its first question. Raises ``UsageError``."""
        store = await self._store()
        question = self._question(asked, ())
        created = self._now()
        title = " ".join(question.text.split())[:_TITLE]
        conversation = Conversation(_id(), title, created, created, None)
        await asyncio.to_thread(store.create, conversation)
        turn = await self._begun(conversation.id, None, question)
        return {
            "conversation": conversation_json(await asyncio.to_thread(store.get, conversation.id)),
            "turn": turn_json(turn),
        }

    async def ask(self, id: str, asked: Asked) -> dict[str, Any]:
        """Ask on, after the turn that ``asked`` names; without one, another first question.

        Raises ``UsageError``.
        """
        store = await self._store()
        await asyncio.to_thread(store.get, id)
        turns = await asyncio.to_thread(store.turns, id)
        question = self._question(asked, history_of(path_to(turns, asked.parent_id)))
        return {"turn": turn_json(await self._begun(id, asked.parent_id, question))}

    async def whole(self, id: str) -> dict[str, Any]:
        """One conversation with the turns of all its branches. Raises ``NotFound``."""
        store = await self._store()
        conversation = await asyncio.to_thread(store.get, id)
        turns = await asyncio.to_thread(store.turns, id)
        return {
            "conversation": conversation_json(conversation),
            "turns": [await self._told(store, turn) for turn in turns],
        }

    async def shown(self, id: str) -> tuple[Conversation, list[StoredTurn]]:
        """A conversation and the branch of it that is shown. Raises ``NotFound``."""
        store = await self._store()
        conversation = await asyncio.to_thread(store.get, id)
        return conversation, path_to(await asyncio.to_thread(store.turns, id), conversation.leaf)

    async def change(self, id: str, changed: Changed) -> dict[str, Any]:
        """Rename a conversation, or show another branch of it. Raises ``UsageError``."""
        store = await self._store()
        values: dict[str, str | None] = {}
        if changed.title is not None:
            values["title"] = " ".join(changed.title.split())
            if not values["title"]:
                raise BadInput("The title is empty.", "Give the conversation a name.")
        if changed.leaf is not None:
            turn = await asyncio.to_thread(store.turn, changed.leaf)
            if turn.conversation_id != id:
                raise BadInput("That turn is of another conversation.", "Reload the page.")
            values["leaf"] = turn.id
        if values:
            await asyncio.to_thread(lambda: store.change(id, **values))
        return {"conversation": conversation_json(await asyncio.to_thread(store.get, id))}

    async def delete(self, id: str) -> None:
        """Forget a conversation; what runs in it ends. Raises ``NotFound``."""
        store = await self._store()
        for turn in await asyncio.to_thread(store.turns, id):
            await self._runs.stop(turn.id)
        await asyncio.to_thread(store.delete, id)

    async def stop(self, turn_id: str) -> dict[str, Any]:
        """End a run where it is; what it told stays. Raises ``NotFound``."""
        await self._runs.stop(turn_id)
        store = await self._store()
        return {"turn": turn_json(await asyncio.to_thread(store.turn, turn_id))}

    def _question(self, asked: Asked, history: tuple[Turn, ...]) -> Question:
        """The question, checked so far that a run can begin. Raises ``UsageError``."""
        options = asked.options
        defaults = default_question(self._assistant.settings)
        question = Question(
            text=check_question(asked.question),
            history=history,
            sources=tuple(options.sources) if options.sources else defaults.sources,
            model=options.model or defaults.model,
            since=options.since,
            until=options.until,
            check=defaults.check,
            deep=options.deep,
        )
        if "web" in check_sources(question.sources):
            self._assistant.require_web()
        public_name(question.model, self._assistant.settings)
        return question

    async def _begun(
        self, conversation_id: str, parent_id: str | None, question: Question
    ) -> StoredTurn:
        options = {
            "model": question.model,
            "sources": list(question.sources),
            "since": question.since,
            "until": question.until,
            "deep": question.deep,
        }
        turn = StoredTurn(
            _id(),
            conversation_id,
            parent_id,
            question.text,
            json.dumps(options),
            "running",
            self._now(),
        )
        store = await self._store()
        await asyncio.to_thread(store.ask, turn)
        self._runs.start(turn, question)
        return turn

    async def _told(self, store: Conversations, turn: StoredTurn) -> dict[str, Any]:
        """A turn with what it ended with; of one that broke off, also what it had told."""
        row = turn_json(turn)
        if turn.state in ("stopped", "failed"):
            events = await asyncio.to_thread(store.events, turn.id)
            row["events"] = [json.loads(data) for _, data in events]
        return row

    async def _store(self) -> Conversations:
        return (await self._assistant.record()).conversations


def turn_json(turn: StoredTurn) -> dict[str, Any]:
    """A turn as the page reads it."""
    return {
        "id": turn.id,
        "conversation_id": turn.conversation_id,
        "parent_id": turn.parent_id,
        "question": turn.question,
        "options": json.loads(turn.options),
        "state": turn.state,
        "created_at": turn.created_at,
        "ended_at": turn.ended_at,
        "last": None if turn.state == "running" else ending(turn),
    }


def path_to(turns: list[StoredTurn], leaf: str | None) -> list[StoredTurn]:
    """The branch that ends with ``leaf``, the first turn first."""
    known = {turn.id: turn for turn in turns}
    path: list[StoredTurn] = []
    at = leaf
    while at is not None and at in known and len(path) <= len(turns):
        path.append(known[at])
        at = known[at].parent_id
    return path[::-1]


def history_of(path: list[StoredTurn]) -> tuple[Turn, ...]:
    """What was said on a branch; a question that got no answer says nothing to the next."""
    said: list[Turn] = []
    for turn in path:
        if turn.answer is not None:
            said.append(Turn("user", turn.question))
            said.append(Turn("assistant", str(json.loads(turn.answer)["answer"])))
    return tuple(said)


def conversation_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation as the page reads it."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "leaf": conversation.leaf,
    }


def _id() -> str:
    return secrets.token_urlsafe(12)
