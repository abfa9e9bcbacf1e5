"""A queue that many machines share and that outlasts them: NATS JetStream (Apache-2.0).

What is put is on the server's disk once ``put`` returns; what is taken comes again, to whoever asks
next, until it is said to be done. A full queue takes nothing more, rather than lose the oldest.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError

from blackbird.errors import StorageError

_LOG = logging.getLogger(__name__)
STREAM = "BLACKBIRD_POSTS"
SUBJECTS = "blackbird.posts"
WORKERS = "workers"
MOST_BYTES = 256 * 1024  # of a message; a server takes a megabyte, unless it is told otherwise
_STREAM_BYTES = 2**30  # what may wait for workers; then whoever publishes waits
_ACK_WAIT_S = 30.0  # until what a worker took and did not finish goes to another
_UNFINISHED = 256  # messages that all workers together may have taken
_SAME_S = 120.0  # for so long, a message that is put again is known to be the same
_CONNECT_S = 10.0
_PUT_S = 10.0
_AT_ONCE = 16
_FULL = frozenset({10047, 10077, 10122})  # memory or disk of the server, size of the stream


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is this process's to finish."""

    data: bytes
    _message: Msg

    async def done(self) -> None:
        """It need not come again. Lost on its way, it comes again all the same."""
        try:
            await self._message.ack()
        except (NatsError, OSError) as error:
            _LOG.info("A message will come again: %s", error)


class Queue:
    """An open queue; ``opened`` makes it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._stream = client.jetstream(timeout=_PUT_S)
        self._pull: JetStreamContext.PullSubscription | None = None
        self._ready = False

    @property
    def most_bytes(self) -> int:
        """The longest message that it takes."""
        return min(MOST_BYTES, self._client.max_payload - 4_096)  # headers count, too

    async def put(self, name: str, messages: Sequence[bytes]) -> None:
        """Put messages about ``name``; all of them are on disk then.

        Raises ``StorageError`` where some may not be: put them all again, each counts once.
        """
        digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()
        subject = f"{SUBJECTS}.{digest}"
        async with _translated():
            await self._prepare()
            for at in range(0, len(messages), _AT_ONCE):
                some = messages[at : at + _AT_ONCE]
                puts = [self._stream.publish(subject, m, headers=_named(subject, m)) for m in some]
                for answer in await asyncio.gather(*puts, return_exceptions=True):
                    if isinstance(answer, BaseException):
                        self._ready = False  # the stream may be gone
                        raise answer

    async def take(self, most: int, wait_s: float) -> list[Taken]:
        """Some messages, or none after so long. Raises ``StorageError``."""
        async with _translated():
            await self._prepare()
            if self._pull is None:
                self._pull = await self._stream.pull_subscribe_bind(WORKERS, STREAM)
            try:
                messages = await self._pull.fetch(most, timeout=wait_s)
            except TimeoutError:
                return []
            except NatsError:
                self._ready = False
                raise
        return [Taken(message.data, message) for message in messages]

    async def waiting(self) -> int:
        """How many messages are not done. Raises ``StorageError``."""
        async with _translated():
            await self._prepare()
            return (await self._stream.stream_info(STREAM)).state.messages

    async def close(self) -> None:
        """Send what is to be sent, and hang up."""
        try:
            async with asyncio.timeout(_CONNECT_S):
                if self._client.is_connected:
                    await self._client.flush()
        except (NatsError, OSError) as error:
            _LOG.info("The queue was left without a word: %s", error)
        finally:
            await _hang_up(self._client)

    async def _prepare(self) -> None:
        """Make stream and consumer where they are not; what their owner made stays as it is."""
        if self._ready:
            return
        try:
            found = (await self._stream.stream_info(STREAM)).config
        except NotFoundError:
            found = (await self._stream.add_stream(_stream_config())).config
        if found.discard != DiscardPolicy.NEW or found.storage != StorageType.FILE:
            raise StorageError(
                f"The stream {STREAM} would drop what does not fit, or forget all with its server.",
                "Remove it, so that it is made anew, or make it with file storage, discard new.",
            )
        try:
            await self._stream.consumer_info(STREAM, WORKERS)
        except NotFoundError:
            await self._stream.add_consumer(STREAM, _consumer_config())
        self._ready = True


async def opened(address: str) -> Queue:
    """Connect to a server, or one of several with commas between. Raises ``StorageError``."""
    client = Client()
    try:
        async with asyncio.timeout(_CONNECT_S), _translated():
            await client.connect(
                [part.strip() for part in address.split(",")],
                name="blackbird",
                error_cb=_say,
                max_reconnect_attempts=-1,
                reconnect_time_wait=1,
            )
    except BaseException as error:
        await _hang_up(client)
        if isinstance(error, TimeoutError):
            raise _unreached("it does not answer") from error
        raise
    return Queue(client)


async def _hang_up(client: Client) -> None:
    """Close a connection, also one whose server is away: there the library stops half-way."""
    try:
        await client.close()
    except (NatsError, OSError, AssertionError) as error:  # the last: it never tried to connect
        _LOG.info("The queue was away at the end: %s", error)
        transport = client._transport
        if transport is not None:
            transport.close()  # type: ignore[no-untyped-call]  # the library has no type for it


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except APIError as error:
        if error.err_code in _FULL:
            raise StorageError(
                f"The queue is full ({error.description}).",
                "Start more workers, or give its server more room; until then nothing is read.",
            ) from error
        raise StorageError(
            f"The queue refused: {error.description or error}.", "Look at the log of its server."
        ) from error
    except NoStreamResponseError as error:
        raise _unreached("it has no stream, or no JetStream") from error
    except (NatsError, OSError, ValueError) as error:
        raise _unreached(str(error).removeprefix("nats: ") or type(error).__name__) from error


def _unreached(reason: str) -> StorageError:
    return StorageError(
        f"The queue cannot be reached: {reason}.",
        "See that nats-server runs with JetStream, and that nats_url leads there.",
    )


async def _say(error: Exception) -> None:
    _LOG.info("The queue: %s", error)


def _named(subject: str, message: bytes) -> dict[str, str]:
    """A name by which the server knows a message that is put twice."""
    digest = hashlib.blake2b(message, key=subject.encode()[-32:], digest_size=16)
    return {"Nats-Msg-Id": digest.hexdigest()}


def _stream_config() -> StreamConfig:
    return StreamConfig(
        name=STREAM,
        subjects=[f"{SUBJECTS}.*"],
        retention=RetentionPolicy.WORK_QUEUE,
        discard=DiscardPolicy.NEW,
        storage=StorageType.FILE,
        max_bytes=_STREAM_BYTES,
        duplicate_window=_SAME_S,
    )


def _consumer_config() -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=WORKERS,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=_ACK_WAIT_S,
        max_ack_pending=_UNFINISHED,
    )
