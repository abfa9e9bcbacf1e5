"""Keeps somebody following the feeds: a process of its own, that may die and comes back.

Whoever else follows them already is left to it. Reading thousands of posts a second must not slow
down answers, so it shares no thread with them. Where nobody is to follow any, the server itself
does what is owed to those whose posts left: others may write to the same record.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from blackbird.assistant import Assistant
from blackbird.errors import BlackbirdError, DataDirectoryBusy
from blackbird.threads import in_a_thread

_LOG = logging.getLogger(__name__)
_LOOK_S = 1.0
_TIDY_S = 2.0
_AGAIN_S = 86_400.0  # a record takes who was not heard of for a month for gone
_SHORTEST_S, _LONGEST_S = 1.0, 60.0  # between a death and the next start
_LIVED_S = 60.0  # after which a death counts as the first one again
_END_S = 3.0  # for storing what was read; killed, it would lose nothing either
_LOG_LINES = 20
_COMMAND = (sys.executable, "-P", "-m", "blackbird", "ingest", "follow", "--tied")


class KeptFollower:
    """Runs ``blackbird ingest follow`` while feeds are wanted and nobody else follows them."""

    def __init__(self, assistant: Assistant, command: Sequence[str] = _COMMAND) -> None:
        self._assistant = assistant
        self._command = (*command, "--data-dir", str(assistant.data.root))
        self._process: asyncio.subprocess.Process | None = None
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._reader: asyncio.Task[None] | None = None
        self._work: asyncio.Task[None] | None = None
        self._began = self._next_start = 0.0
        self._pause = _SHORTEST_S
        self._tidied = (-1, -1)
        self._next_tidy = self._tidied_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process's id, while one runs."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    def start(self) -> None:
        """Begin to look after it."""
        self._work = asyncio.create_task(self._keep())

    async def aclose(self) -> None:
        """End the process; what it read is stored."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await self._end()

    async def _keep(self) -> None:
        while True:
            try:
                await self._look()
            except (BlackbirdError, OSError) as error:
                _LOG.warning("Following feeds could not be looked after: %s", error)
            except Exception:
                _LOG.exception("Looking after who follows feeds failed")
            await asyncio.sleep(_LOOK_S)

    async def _look(self) -> None:
        wanted = await self._wanted()
        if self.pid is not None:
            if not wanted:
                await self._end()
            return
        now = asyncio.get_running_loop().time()
        if not wanted and now >= self._next_tidy:
            self._next_tidy = now + _LONGEST_S  # should it fail, as where a server is away
            await self._tidy(now)
            self._next_tidy = now + _TIDY_S
        if self._process is not None:
            await self._bury(now)
        if wanted and now >= self._next_start and self._nobody_follows():
            await self._begin(now)

    async def _wanted(self) -> bool:
        settings = self._assistant.settings
        if settings.follow != "yes" or settings.nats_url:
            return False  # with a queue to share, "ingest publish" and "ingest work" do this
        if not self._has_record():
            return False
        record = await self._assistant.opened.live.record()
        feeds = await in_a_thread(record.feeds.all)
        return any(feed.wanted for feed in feeds)

    async def _tidy(self, now: float) -> None:
        if not self._has_record():
            return
        opened = self._assistant.opened
        record = await opened.live.record()
        stand = await in_a_thread(lambda: (record.revoking.epoch(), record.last_drop()))
        if stand == self._tidied and now - self._tidied_at < _AGAIN_S:
            return
        if await opened.live.tidy(await opened.quotes()):
            self._tidied, self._tidied_at = stand, now

    def _has_record(self) -> bool:
        """Whether anything was ever followed: no database is made to find that out."""
        return bool(self._assistant.settings.posts_url) or self._assistant.data.posts.exists()

    def _nobody_follows(self) -> bool:
        try:
            with self._assistant.data.follow_lock():
                return True
        except DataDirectoryBusy:
            return False

    async def _begin(self, now: float) -> None:
        self._log.clear()
        starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,  # open as long as this process lives
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the server, which then ends it
            )
        )
        try:
            await asyncio.shield(starting)
        finally:  # whoever ends this meanwhile has to end the process, too
            self._process = await starting
            self._reader = asyncio.create_task(_keep_log(self._process, self._log))
            self._began = now

    async def _bury(self, now: float) -> None:
        """Say that it died, and wait longer each time before the next start."""
        process, self._process = self._process, None
        assert process is not None
        if self._reader is not None:
            await self._reader
        if now - self._began > _LIVED_S:
            self._pause = _SHORTEST_S
        said = self._log[-1] if self._log else "without a word"
        _LOG.warning(
            "Who followed the feeds ended (status %s: %s); again in %g s",
            process.returncode,
            said,
            self._pause,
        )
        self._next_start = now + self._pause
        self._pause = min(2 * self._pause, _LONGEST_S)

    async def _end(self) -> None:
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._reader is not None:
            await self._reader
        self._process = None  # not before: cut off here, it is ended by the next call


async def _keep_log(process: asyncio.subprocess.Process, log: deque[str]) -> None:
    assert process.stderr is not None
    while True:
        try:
            line = await process.stderr.readline()
        except ValueError:  # a line longer than the buffer: the rest of it follows
            continue
        if not line:
            return
        log.append(line.decode("utf-8", "replace").strip()[:300])
