"""A parser without a child process, for tests that are about something else."""

from __future__ import annotations

import asyncio

from blackbird.parsing.read import load_libraries, read_page
from blackbird.protocols import FileKind
from blackbird.types import Page


class InProcess:
    """Parses in a thread of this process; its libraries are loaded before the first page."""

    def __init__(self) -> None:
        load_libraries()

    async def parse(
        self, data: bytes, kind: FileKind, url: str | None = None, charset: str | None = None
    ) -> Page:
        return await asyncio.to_thread(read_page, data, kind, url, charset)
