"""Model files from a model hub, the first place tried and the quickest to give up on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from blackbird.errors import ModelMissing, NetworkError
from blackbird.models.catalog import ModelFile
from blackbird.models.places import Part, Request, Stream, whole
from blackbird.net.client import Downloader

ANSWER_S = 2.0  # names, connection, TLS and headers together: machines without a hub wait this long
REMEMBERED_S = 300.0
SLACK = 1 << 20  # the reader itself refuses the first byte too many, by the file's name


class Hub:
    """Repositories of files at ``url``, in the path layout of the well-known hub."""

    name = "model hub"
    needs_room = False

    def __init__(
        self,
        url: str,
        downloader: Downloader,
        *,
        answer_s: float = ANSWER_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url.rstrip("/")
        self._downloader = downloader
        self._answer_s = answer_s
        self._monotonic = monotonic
        self._silent_until = float("-inf")

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        """The whole file, if it is on the hub and an address is set."""
        return whole(file) if self._url and file.hub else ()

    @contextmanager
    def open(self, request: Request) -> Iterator[Stream]:
        """Ask for the file; a hub that was silent is not asked again for five minutes."""
        if self._monotonic() < self._silent_until:
            raise NetworkError("It did not answer a moment ago.")
        answered = False
        try:
            with self._downloader.get(
                self._address(request.file),
                offset=request.offset,
                answer_s=self._answer_s,
                max_bytes=request.part.bytes + SLACK,
            ) as download:
                answered = True
                if download.status >= 400:
                    raise ModelMissing(f"It answered with status {download.status}.")
                yield Stream(download.start, download.chunks, download.size)
        except NetworkError:
            if not answered:
                self._silent_until = self._monotonic() + REMEMBERED_S
            raise

    def _address(self, file: ModelFile) -> str:
        if file.hub is None:
            raise ModelMissing(f"{file.name} is not on the hub.")
        path = f"{file.hub.repository}/resolve/{file.hub.revision}/{file.hub.name}"
        return f"{self._url}/{quote(path)}"
