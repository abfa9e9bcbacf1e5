"""The files of posts' vectors, in the folder of their part: a byte a number, and 64 bytes of facts.

A file has room for ``ROWS`` posts: first what is known of each (``FACTS``), then its numbers. Its
name says by which embedder: ``<embedder>-<number>.vectors``. A post's key is never used twice and
a new text is a new key, so a row belongs to the text of its key; ``check`` proves it. Whoever
reads meanwhile sees a key only beside its own numbers: while a row is written or erased its key
is negative. A kill may leave it so; then the row is free, and what it still holds is known by whose
it is, to be erased with the rest. One process writes, one thread at a time.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.index.posts.part import VECTORS, folded
from blackbird.storage.files import storage_errors
from blackbird.storage.posts.rows import Drop, Indexed

ROWS = 16_384
FORMAT = 1
FACTS = np.dtype(
    [
        *((name, "<u8") for name in ("check", "author", "account", "language")),
        *((name, "<i8") for name in ("key", "at")),
        *((name, "<i4") for name in ("feed", "likes")),
        ("scale", "<f4"),  # of the numbers: the greatest of them is 127
        ("links", "<u4"),
    ]
)
HEAD = ROWS * FACTS.itemsize
MOST_LIKES = 2**31 - 1

Facts = NDArray[np.void]


def hash_of(text: str) -> int:
    """Eight bytes that tell a text, or a name, from others."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


def prefix_of(embedder: str, dimensions: int) -> str:
    """How the names of an embedder's files begin."""
    named = f"{FORMAT}\0{embedder}\0{dimensions}"
    return hashlib.sha256(named.encode()).hexdigest()[:16] + "-"


def facts_of(posts: Sequence[Indexed], texts: Sequence[str]) -> Facts:
    """What is kept of posts beside the vectors of their texts."""
    facts = np.zeros(len(posts), FACTS)
    for n, (post, text) in enumerate(zip(posts, texts, strict=True)):
        names = (hash_of(text), hash_of(folded(post.author)), hash_of(folded(post.account)))
        likes = min(post.likes, MOST_LIKES)
        rest = (hash_of(post.language), post.key, post.at, post.feed, likes, 0.0, bool(post.links))
        facts[n] = (*names, *rest)
    return facts


def put(folder: Path, prefix: str, facts: Facts, vectors: NDArray[np.float32]) -> None:
    """Add rows to a part's vectors, in place of what was erased of its newest file, or behind it.

    ``vectors``: unit vectors, a row for each of ``facts``. The folder has to be there. Raises
    ``StorageError``, ``DiskFull``: some rows may be there then.
    """
    width, done = vectors.shape[1], 0
    facts["scale"] = np.abs(vectors).max(axis=1, initial=1e-9) / 127
    numbers = np.rint(vectors / facts["scale"][:, None]).astype(np.int8)
    own = [path.stem.removeprefix(prefix) for path in files(folder) if path.name.startswith(prefix)]
    number = max((int(n) for n in own if n.isdigit()), default=0)
    while done < len(facts):
        with _opened(folder / f"{prefix}{number:06d}{VECTORS}", width) as file:
            for row in np.flatnonzero(_read(file)["key"] <= 0)[: len(facts) - done].tolist():
                _mark(file, row, facts[done])
                _write(file, numbers[done].tobytes(), HEAD + row * width)
                _write(file, facts[done].tobytes(), row * FACTS.itemsize)
                done += 1
        number += 1


def erase(folder: Path, drops: Collection[Drop]) -> None:
    """Overwrite the vectors of posts that left a part, on the disk, whoever embedded them.

    Raises ``StorageError``.
    """
    gone = np.array([drop.key for drop in drops if drop.op != "feed"], np.int64)
    feeds = [(drop.feed, drop.key) for drop in drops if drop.op == "feed"]
    for path in files(folder):
        with _opened(path) as file:
            facts = _read(file)
            keys = np.abs(facts["key"])
            leaves = np.isin(keys, gone)
            for feed, until in feeds:
                leaves |= (facts["feed"] == feed) & (keys <= until)
            rows = np.flatnonzero(leaves & (keys != 0)).tolist()
            width = (os.fstat(file).st_size - HEAD) // ROWS
            for row in rows:
                _mark(file, row, facts[row])
                _write(file, bytes(width), HEAD + row * width)
                _write(file, bytes(FACTS.itemsize), row * FACTS.itemsize)
            if rows:
                os.fsync(file)  # else a loss of power could bring back what is said to be gone


def keys_in(path: Path) -> NDArray[np.int64]:
    """The posts that have a vector in a file; none, if it cannot be read."""
    with suppress(OSError, ValueError), path.open("rb") as file:
        keys: NDArray[np.int64] = np.frombuffer(file.read(HEAD), FACTS, ROWS)["key"]
        found: NDArray[np.int64] = keys[keys > 0]
        return found
    return np.zeros(0, np.int64)


def is_empty(path: Path) -> bool:
    """Whether a file holds nobody's numbers; not, if it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        return not file.read(HEAD).strip(b"\0")
    return False


def files(folder: Path) -> list[Path]:
    """The files of a part's vectors, of each embedder the oldest first."""
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.name.endswith(VECTORS))
    return []


@contextmanager
def _opened(path: Path, width: int | None = None) -> Iterator[int]:
    """A file to write to. With ``width``, numbers of a row, it is made if it is not there."""
    with storage_errors(path):
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if width else 0), 0o600)
        try:
            if width and os.fstat(file).st_size != HEAD + ROWS * width:
                os.ftruncate(file, 0)  # a kill left it without its size
                os.ftruncate(file, HEAD + ROWS * width)
            yield file
        finally:
            os.close(file)


def _read(file: int) -> Facts:
    return np.frombuffer(os.pread(file, HEAD, 0).ljust(HEAD, b"\0"), FACTS, ROWS)


def _mark(file: int, row: int, facts: np.void) -> None:
    """Hide a row from readers, and say whose numbers it holds."""
    hidden = facts.copy()
    hidden["key"] = -abs(int(facts["key"]))
    _write(file, hidden.tobytes(), row * FACTS.itemsize)


def _write(file: int, data: bytes, at: int) -> None:
    if os.pwrite(file, data, at) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
