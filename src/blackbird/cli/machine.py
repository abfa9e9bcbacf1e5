"""What this machine has: cores, memory, disk, instructions of the processor."""

from __future__ import annotations

import os
import platform
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/proc/meminfo")
PROCESSOR = Path("/proc/cpuinfo")
_WANTED = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")


@dataclass(frozen=True, slots=True)
class Machine:
    """A measurement. Bytes; None where the system does not say."""

    cores: int
    processor: str
    instructions: tuple[str, ...]
    """Those that make small models quick, of the ones that llama.cpp and ONNX Runtime use."""
    memory: int | None
    memory_free: int | None
    disk_free: int
    python: str
    system: str


def measure(folder: Path, memory: Path = MEMORY, processor: Path = PROCESSOR) -> Machine:
    """The machine, with the disk that ``folder`` is or would be on."""
    sizes = dict(re.findall(r"^(\w+):\s+(\d+) kB$", _text(memory), re.MULTILINE))
    about = _text(processor)
    name = re.search(r"^model name\s*:\s*(.+)$", about, re.MULTILINE)
    flags = re.search(r"^(?:flags|Features)\s*:\s*(.+)$", about, re.MULTILINE)
    known = set(flags[1].split()) if flags else set()
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=name[1].strip() if name else platform.machine(),
        instructions=tuple(flag for flag in _WANTED if flag in known),
        memory=_bytes(sizes.get("MemTotal")),
        memory_free=_bytes(sizes.get("MemAvailable")),
        disk_free=shutil.disk_usage(_existing(folder)).free,
        python=platform.python_version(),
        system=platform.platform(terse=True),
    )


def writable(folder: Path) -> bool:
    """Whether files can be made in ``folder``, or the folder itself if it is not there."""
    return os.access(_existing(folder), os.W_OK | os.X_OK)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _bytes(kilobytes: str | None) -> int | None:
    return None if kilobytes is None else int(kilobytes) * 1024
