"""Fact-checks of the page: each goes on when the page is reloaded, and is told again.

They are kept in memory, the last few of them: a check leaves nothing behind on the disk. One
that nobody follows any more ends after a while, so that it does not keep others waiting.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from blackbird.errors import BlackbirdError, NotFound
from blackbird.server.errors import internal_error
from blackbird.server.limits import Gate, Limits
from blackbird.server.running import AFTER_ALL, Run, Told

_LOG = logging.getLogger(__name__)
_KEPT = 20  # checks that can be told again; the oldest that is over goes first

Telling = AsyncGenerator[dict[str, Any]]


class Checkings:
    """The checks of one server; ``gate`` bounds how many run, ``limits`` for how long."""

    def __init__(self, gate: Gate, limits: Limits) -> None:
        self._gate = gate
        self._limits = limits
        self._runs: dict[str, Run] = {}

    def start(self, events: Telling) -> str:
        """Begin a check that tells ``events``; gives its id."""
        self._forget()
        id, run = secrets.token_hex(8), Run()
        self._runs[id] = run
        run.task = asyncio.create_task(self._work(run, events))
        return id

    async def stop(self, id: str) -> None:
        """End a check where it is; one that is over is left alone. Raises ``NotFound``."""
        await self._known(id).stop()

    async def aclose(self) -> None:
        """Stop all that runs."""
        for run in tuple(self._runs.values()):
            await run.stop()

    async def follow(self, id: str, after: int = -1) -> AsyncGenerator[Told]:
        """What a check tells after number ``after``, until it is over.

        One that is not known any more has failed: a browser would try for ever otherwise.
        """
        try:
            run = self._known(id)
        except NotFound as error:
            yield AFTER_ALL, _failed(error)
            return
        async with aclosing(run.follow(after)) as events:
            async for told in events:
                yield told

    async def _work(self, run: Run, events: Telling) -> None:
        last: dict[str, Any] = {"type": "stopped"}
        try:
            async with self._gate.place(self._limits.check_s), aclosing(events):
                async for event in events:
                    if event["type"] == "result":
                        last = event
                    else:
                        run.tell(event)
                    if run.alone_s() > self._limits.check_alone_s:
                        break
        except asyncio.CancelledError:
            pass  # it was stopped, and that is what is told
        except BlackbirdError as error:
            last = _failed(error)
        except Exception:
            _LOG.exception("A check failed")
            last = _failed(internal_error())
        finally:  # whatever happened, nobody waits for ever
            run.end(last)

    def _known(self, id: str) -> Run:
        if id not in self._runs:
            raise NotFound("There is no such fact-check any more.", "Check the text again.")
        return self._runs[id]

    def _forget(self) -> None:
        over = [id for id, run in self._runs.items() if run.over]
        for id in over[: max(0, len(self._runs) - _KEPT + 1)]:
            del self._runs[id]


def _failed(error: BlackbirdError) -> dict[str, Any]:
    told = {"code": error.code, "message": error.message, "hint": error.hint}
    return {"type": "failed", "error": told}
