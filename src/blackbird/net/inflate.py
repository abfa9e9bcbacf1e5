"""A body as it comes, unpacked, and never more of it than was allowed."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15  # as zlib counts window sizes and headers


class TooLarge(Exception):
    """There is more than was allowed."""


class Broken(Exception):
    """It is packed in a way that nobody asked for, or not as it says."""


class Body:
    """Takes the pieces of a body packed as ``encoding`` says; ``most`` bounds it, unpacked too.

    A bomb costs no more than ``most`` bytes of memory: what is unpacked is bounded before it is.
    """

    def __init__(self, encoding: str, most: int) -> None:
        self._most = most
        self._received = 0
        self._plain = bytearray()
        self._packed = encoding.strip().lower() not in ("", "identity")
        if self._packed and encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
            raise Broken(f"it is packed as {encoding[:40]!r}")
        self._gzip = "gzip" in encoding.lower()
        self._unpacker = zlib.decompressobj(_GZIP if self._gzip else _ZLIB)

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises ``TooLarge``, ``Broken``."""
        self._received += len(piece)
        if self._received > self._most:
            raise TooLarge
        if not self._packed:
            self._plain += piece
            return
        first = self._received == len(piece)
        try:
            self._unpack(piece, first=first)
        except zlib.error as error:
            raise Broken(f"it cannot be unpacked ({error})") from error

    def whole(self) -> bytes:
        """All of it. Raises ``Broken`` if it ends in the middle."""
        if self._packed and self._received and not self._unpacker.eof:
            raise Broken("it ends in the middle")
        return bytes(self._plain)

    def _unpack(self, piece: bytes, *, first: bool) -> None:
        while piece:
            room = self._most - len(self._plain) + 1
            try:
                self._plain += self._unpacker.decompress(piece, room)
            except zlib.error:
                if not first or self._gzip:
                    raise
                # "deflate" was meant with zlib's header; some servers send it without.
                first, self._unpacker = False, zlib.decompressobj(_RAW)
                continue
            if len(self._plain) > self._most:
                raise TooLarge
            piece = self._unpacker.unused_data
            if piece and self._gzip:  # several files in one, which gzip allows
                self._unpacker = zlib.decompressobj(_GZIP)
            elif piece:
                return  # what follows a stream of deflate is nobody's
