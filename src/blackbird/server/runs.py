"""Runs that outlive the page: each goes on when nobody listens, and is told again from any point.

A run's events are numbered from 0. All but pieces of a draft are on the disk as soon as they are
told, so that a page that comes back, another tab, or the server after a crash knows what was said.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

from blackbird.assistant import Assistant
from blackbird.contract import answer_json
from blackbird.errors import BlackbirdError
from blackbird.events import Delivered, EvidencePicked
from blackbird.server.errors import internal_error
from blackbird.server.limits import Gate
from blackbird.server.running import AFTER_ALL, Run, Told
from blackbird.server.telling import Teller, shown
from blackbird.storage.conversations import Conversations
from blackbird.storage.rows import KeptText, StoredTurn, TurnState
from blackbird.storage.withdrawing import POST
from blackbird.types import Answer, Evidence, Question

_LOG = logging.getLogger(__name__)


class Runs:
    """The runs of one server over one ``assistant``; ``now`` gives times as the record has them."""

    def __init__(self, assistant: Assistant, gate: Gate, now: Callable[[], str]) -> None:
        self._assistant = assistant
        self._gate = gate
        self._now = now
        self._runs: dict[str, Run] = {}

    def start(self, turn: StoredTurn, question: Question) -> None:
        """Begin to answer ``turn``, which is stored already."""
        run = Run()
        self._runs[turn.id] = run
        run.task = asyncio.create_task(self._work(turn.id, run, question))

    async def stop(self, turn_id: str) -> None:
        """End a run where it is; what it told is kept. One that is over is left alone."""
        run = self._runs.get(turn_id)
        if run is not None:
            await run.stop()

    async def aclose(self) -> None:
        """Stop all that runs."""
        for turn_id in tuple(self._runs):
            await self.stop(turn_id)

    async def follow(self, turn_id: str, after: int = -1) -> AsyncGenerator[Told]:
        """What a run tells, from the event after number ``after`` on, until it is over.

        Raises ``NotFound``.
        """
        run = self._runs.get(turn_id)
        if run is None:
            for told in await self._remembered(turn_id):
                yield told
            return
        async with aclosing(run.follow(after)) as events:
            async for told in events:
                yield told

    async def _remembered(self, turn_id: str) -> list[Told]:
        talks = await self._talks()
        turn = await asyncio.to_thread(talks.turn, turn_id)
        return [(AFTER_ALL, ending(turn))]

    async def _work(self, turn_id: str, run: Run, question: Question) -> None:
        last: dict[str, Any] = {"type": "stopped"}
        try:
            last = await self._ran(turn_id, run, question)
        finally:  # whatever happened, nobody waits for ever
            run.end(last)
            self._runs.pop(turn_id, None)

    async def _ran(self, turn_id: str, run: Run, question: Question) -> dict[str, Any]:
        try:
            return await self._told(turn_id, run, question)
        except asyncio.CancelledError:
            return await self._ended(turn_id, "stopped", {"type": "stopped"})
        except BlackbirdError as error:
            return await self._failed(turn_id, error)
        except Exception:
            _LOG.exception("A run failed")
            return await self._failed(turn_id, internal_error())

    async def _told(self, turn_id: str, run: Run, question: Question) -> dict[str, Any]:
        talks, teller = await self._talks(), Teller()
        limit_s = self._gate.limit_s(question, self._assistant.settings)
        async with self._gate.place(limit_s), aclosing(self._assistant.stream(question)) as events:
            texts: list[KeptText] = []
            async for event in events:
                told = teller.tell(event)
                if isinstance(event, EvidencePicked):
                    texts += _texts_of_posts(event.evidence)
                if isinstance(event, Delivered):
                    await self._deliver(turn_id, event.answer, texts)
                    return told
                seq = run.tell(told)
                if told["type"] != "draft":
                    await asyncio.to_thread(talks.note, turn_id, seq, json.dumps(told))
        raise internal_error()

    async def _deliver(self, turn_id: str, answer: Answer, texts: Sequence[KeptText]) -> None:
        talks = await self._talks()
        text = json.dumps(answer_json(answer))
        proofs = [c.sha256 for c in answer.citations if c.sha256]
        await asyncio.to_thread(
            lambda: talks.end(
                turn_id,
                "done",
                self._now(),
                answer=text,
                said=answer.text,
                proofs=proofs,
                texts=texts,
            )
        )
        await self._withdraw_gone(texts)

    async def _withdraw_gone(self, texts: Sequence[KeptText]) -> None:
        """A post that left while its answer was made was withdrawn before there was an answer."""
        if not texts:
            return
        posts = await self._assistant.opened.live.record()
        uris = [text.document_id.removeprefix(POST) for text in texts]
        there = await asyncio.to_thread(posts.find, uris)
        said = {uri: hashlib.sha256(one.text.encode()).hexdigest() for uri, one in there.items()}
        gone = [u for u, t in zip(uris, texts, strict=True) if said.get(u) != t.sha256]
        if gone:
            await asyncio.to_thread((await self._talks()).withdraw, gone)

    async def _failed(self, turn_id: str, error: BlackbirdError) -> dict[str, Any]:
        told = {"code": error.code, "message": error.message, "hint": error.hint}
        return await self._ended(turn_id, "failed", {"type": "failed", "error": told})

    async def _ended(self, turn_id: str, state: TurnState, event: dict[str, Any]) -> dict[str, Any]:
        try:
            talks = await self._talks()
            error = json.dumps(event["error"]) if "error" in event else None
            await asyncio.to_thread(talks.end, turn_id, state, self._now(), error=error)
        except Exception:  # said by the log; the page hears of the run's own end
            _LOG.exception("The end of a run could not be stored")
        return event

    async def _talks(self) -> Conversations:
        return (await self._assistant.record()).conversations


def _texts_of_posts(evidence: Sequence[Evidence]) -> list[KeptText]:
    """Posts lie in a database of their own: whoever cites one brings its text along."""
    passages = [piece.passage for piece in evidence if piece.passage.source == "posts"]
    return [KeptText(p.sha256, f"{POST}{p.id}", p.text) for p in passages]


def ending(turn: StoredTurn) -> dict[str, Any]:
    """The last event of a turn that is over, made from what is stored."""
    if turn.state == "done" and turn.answer is not None:
        return {"type": "answer", "answer": shown(json.loads(turn.answer))}
    if turn.state == "stopped":
        return {"type": "stopped"}
    error = json.loads(turn.error) if turn.error else None
    return {"type": "failed", "error": error or {"code": "error", "message": "", "hint": ""}}
