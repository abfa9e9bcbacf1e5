"""Bluesky's posts by Jetstream: a WebSocket that tells all that happens on the network as JSON.

Both versions are spoken: the first (``/subscribe``, a cursor of microseconds) and the second
(``/xrpc/network.bsky.jetstream.subscribeEvents``, a cursor of sequence numbers, frames packed with
a dictionary). What lies around a cursor comes twice now and then; that is harmless.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import zstandard

from blackbird.errors import AddressRefused, BlackbirdError, FeedFailed, NetworkError
from blackbird.ingest.bluesky import Read, read_first, read_second
from blackbird.ingest.setup import FeedSetup, Ladder
from blackbird.net.stream import Refused, open_frames
from blackbird.posts import SECOND, Delivery, Missed, PostEvent, State

PUBLIC = "wss://jetstream2.us-east.bsky.network/subscribe"
_POSTS = "app.bsky.feed.post"
_SECOND = "subscribeEvents"
_DICTIONARY = "/xrpc/network.bsky.jetstream.getZstdDictionary"
_MOST_DICTIONARY = 1_000_000
_MOST_FRAME = 1_000_000  # bytes asked for and unpacked; a post of this network has some thousand
_SILENCE_S = 60.0  # until it is called silent; the socket's own pings tell whether it lives
_BATCH, _WITHIN_S = 500, 0.05
_REWIND = 5 * SECOND  # the first version's moments go back and forth by some hundredths
_KEPT = 36 * 3600 * SECOND  # how far back servers go
_HOLE = 600 * SECOND  # between a cursor and the first event behind it: it was not kept so far
_BEHIND = 30 * SECOND
_AHEAD = 60 * SECOND  # what the network's clock may be ahead of ours
_MOST_SEQ = 2**63 - 1
_LIVED_S = 30.0  # a connection that lasted so long was a good one


class Jetstream:
    """Follows one Jetstream server.

    An address may carry ``wantedDids`` (``dids`` in the second version); posts alone are asked for,
    unless it names collections.
    """

    def __init__(self, setup: FeedSetup) -> None:
        self._setup = setup
        self._url = _checked(setup.address or PUBLIC)
        self._second = urlsplit(self._url).path.endswith(_SECOND)
        self._ladder = Ladder(random=setup.random)
        self._unpack: Callable[[bytes], bytes] | None = None
        self._dictionary = ""
        self._packed = self._second

    @property
    def name(self) -> str:
        """``jetstream:address``."""
        return self._setup.name

    @property
    def lasting(self) -> bool:
        """It goes on for ever."""
        return True

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """Go on behind ``cursor``. Raises ``FeedFailed`` if the address cannot be right."""
        place = _Place.read(cursor)
        while True:
            yield Delivery(state="connecting")
            began = self._setup.clock.monotonic()
            why = ""
            try:
                async with aclosing(self._connected(place)) as told:
                    async for delivery in told:
                        place = _Place.read(delivery.cursor) if delivery.cursor else place
                        yield delivery
            except Refused as error:
                found = self._refused(error, place)
                if found is not None:
                    place, delivery = found
                    yield delivery
                why = error.message
            except AddressRefused as error:
                raise FeedFailed(error.message, error.hint) from error
            except NetworkError as error:
                why = error.message
            if self._setup.clock.monotonic() - began > _LIVED_S:
                self._ladder.reset()
            pause = self._ladder.pause_s()
            if pause > 0:
                yield Delivery(state="waiting", note=why)
                await self._setup.sleep(pause)

    async def _connected(self, place: _Place) -> AsyncGenerator[Delivery]:
        """All that one connection tells."""
        if self._packed and self._unpack is None:
            await self._fetch_dictionary()
        protocols = ("xrpc.v1.json",) if self._second else ()
        url = self._address(place)
        # More than is asked for: a frame too long for the socket ends each connection anew.
        async with open_frames(url, self._setup.guard, subprotocols=protocols) as frames:
            first = True
            while True:
                try:
                    raw = await frames.some(_SILENCE_S, _BATCH, _WITHIN_S)
                except TimeoutError:
                    yield Delivery(state="silent", note=f"nothing came for {_SILENCE_S:.0f} s")
                    continue
                delivery, place = self._delivery(raw, place, first)
                first = False
                yield delivery

    def _delivery(
        self, raw: Sequence[bytes], place: _Place, first: bool
    ) -> tuple[Delivery, _Place]:
        """What some frames say, and where to go on behind them."""
        read = [self._read(frame) for frame in raw]
        events = [event for one in read for event in one.events]
        if first and place.at:
            events = [*self._hole(read, place), *events]
        for one in read:
            if one.outdated and place.at:
                events.append(Missed(place.at, one.at or self._now(), "the server kept less"))
            place = place.moved(one, self._now() + _AHEAD)
        behind = self._now() - place.at > _BEHIND if place.at else False
        state: State = "catching_up" if behind else "live"
        if ended := next((one.ended for one in read if one.ended), ""):
            return Delivery(tuple(events), place.told(), "waiting", ended, place.at), place
        return Delivery(tuple(events), place.told(), state, "", place.at or None), place

    def _read(self, frame: bytes) -> Read:
        try:
            data = self._unpack(frame) if self._packed and self._unpack else frame
        except zstandard.ZstdError as error:
            return Read.poisoned(frame, f"it cannot be unpacked: {error}")
        return read_second(data) if self._second else read_first(data)

    def _hole(self, read: Sequence[Read], place: _Place) -> list[PostEvent]:
        """The first version goes on from what it has, without a word, if a cursor is too old."""
        came = min((one.at for one in read if one.at), default=0)
        old = self._now() - place.at > _KEPT
        if self._second or not came or not (came - place.at > _HOLE or old):
            return []
        return [Missed(place.at, came, "the server no longer had it")] if came > place.at else []

    def _refused(self, error: Refused, place: _Place) -> tuple[_Place, Delivery] | None:
        """What a refusal asks for; None: try again. Raises ``FeedFailed``."""
        if "UnknownZstdDictionary" in error.said:
            self._unpack = None  # it was made anew
            return None
        if "CursorTooOld" in error.said:
            floor = _floor(error.said)
            gap = Missed(place.at, self._now(), "the server no longer had it")
            fresh = _Place(floor, place.at)
            return fresh, Delivery((gap,), fresh.told(), "catching_up")
        if error.status in (400, 401, 403, 404):
            raise FeedFailed(
                f"{error.message}",
                f"Check the address: {self._url.split('?')[0][:100]}.",
            ) from error
        return None

    def _address(self, place: _Place) -> str:
        parts = urlsplit(self._url)
        query = parse_qsl(parts.query)
        given = {name for name, _ in query}
        collections = "collections" if self._second else "wantedCollections"
        if collections not in given:
            query.append((collections, _POSTS))
        if not self._second and "maxMessageSizeBytes" not in given:
            query.append(("maxMessageSizeBytes", str(_MOST_FRAME)))
        if self._second and self._packed:
            query.append(("zstdDictionary", self._dictionary))
        if "cursor" not in given and (cursor := self._cursor(place)):
            query.append(("cursor", cursor))
        return urlunsplit(parts._replace(query=urlencode(query)))

    def _cursor(self, place: _Place) -> str:
        if self._second:
            return str(place.seq) if place.seq else ""
        return str(max(0, place.at - _REWIND)) if place.at else ""

    async def _fetch_dictionary(self) -> None:
        """What frames are packed with; a server that has none sends them as they are."""
        parts = urlsplit(self._url)
        scheme = "https" if parts.scheme == "wss" else "http"
        self._packed = False
        with suppress(BlackbirdError, zstandard.ZstdError):
            reply = await self._setup.guard.get(f"{scheme}://{parts.netloc}{_DICTIONARY}")
            if reply.head.status == 200 and 8 <= len(reply.body) <= _MOST_DICTIONARY:
                self._unpack = _unpacker(reply.body)
                self._dictionary = str(int.from_bytes(reply.body[4:8], "little"))
                self._packed = True

    def _now(self) -> int:
        return int(self._setup.clock.now().timestamp() * SECOND)


class _Place:
    """Where one is: the greatest sequence number and moment that were seen, 0 if none was."""

    __slots__ = ("at", "seq")

    def __init__(self, seq: int = 0, at: int = 0) -> None:
        self.seq = seq
        self.at = at

    @classmethod
    def read(cls, cursor: str | None) -> _Place:
        """From a stored cursor; the beginning if it cannot be read."""
        found = re.fullmatch(r"(\d{1,19})@(\d{1,19})", cursor or "")
        return cls(int(found[1]), int(found[2])) if found else cls()

    def moved(self, read: Read, latest: int) -> _Place:
        """Behind what was read. A moment after ``latest`` is nobody's: one that was taken for a
        place would have the server wait for it, and all before it be missed.
        """
        at = read.at if read.at <= latest else 0
        seq = read.seq if read.seq <= _MOST_SEQ else 0
        return _Place(max(self.seq, seq), max(self.at, at))

    def told(self) -> str:
        """As it is stored."""
        return f"{self.seq}@{self.at}"


def _checked(address: str) -> str:
    """The address, if it may lead to a server. Raises ``FeedFailed``."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("ws", "wss") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise FeedFailed(
            f'"{address[:100]}" is no address of a Jetstream server.',
            f"Give one that begins with wss://, such as {PUBLIC}.",
        )
    return address


def _floor(said: str) -> int:
    """The oldest sequence number that a refusal names; 0 if it names none."""
    numbers = [int(number) for number in re.findall(r"\d{1,18}", said)]
    return max(numbers, default=0)


def _unpacker(dictionary: bytes) -> Callable[[bytes], bytes]:
    known = zstandard.ZstdCompressionDict(dictionary)
    made = zstandard.ZstdDecompressor(dict_data=known)

    def unpack(frame: bytes) -> bytes:
        # A frame that names its size is given as much memory as it names, whatever the bound says.
        if zstandard.frame_content_size(frame) > _MOST_FRAME:
            raise zstandard.ZstdError(f"it names more than {_MOST_FRAME:,} bytes")
        return made.decompress(frame, max_output_size=_MOST_FRAME)

    return unpack
