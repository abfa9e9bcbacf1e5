"""Model files from an HTTP server of one's own, under their hashes or their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from blackbird.errors import ModelMissing
from blackbird.models.catalog import ModelFile
from blackbird.models.places import Part, Request, Stream, whole
from blackbird.net.client import Downloader

ANSWER_S = 10.0
SLACK = 1 << 20  # the reader itself refuses the first byte too many, by the file's name


class Mirror:
    """A folder of files behind ``url``: ``<url>/<sha256>`` or ``<url>/<name>``."""

    name = "mirror"
    needs_room = False

    def __init__(self, url: str, downloader: Downloader, *, answer_s: float = ANSWER_S) -> None:
        self._url = url.rstrip("/")
        self._downloader = downloader
        self._answer_s = answer_s

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        """The whole file, if an address is set."""
        return whole(file) if self._url else ()

    @contextmanager
    def open(self, request: Request) -> Iterator[Stream]:
        """Ask for the hash, then for the name."""
        for name in (request.part.sha256, request.file.name):
            with self._downloader.get(
                f"{self._url}/{quote(name, safe='')}",
                offset=request.offset,
                answer_s=self._answer_s,
                max_bytes=request.part.bytes + SLACK,
            ) as download:
                if download.status < 400:
                    yield Stream(download.start, download.chunks, download.size)
                    return
        raise ModelMissing(f"It answered with status {download.status}.")
