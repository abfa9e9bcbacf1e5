"""Kills a pull with SIGKILL at each of its steps in turn, and says what went wrong afterwards.

    python -m tests.fakes.killed_pull FOLDER store|naive|forgetful

A step is a call that changes or opens a file, as the interpreter's audit events show it, or a
chunk handed over by the place. Prints one JSON object: ``kills`` and ``problems``.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.store import ModelStore
from tests.fakes.small_models import (
    CATALOGUE,
    JOINED,
    PARTS,
    Diary,
    Memory,
    sha256,
)

AUDITED = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "fcntl.flock"}
)
Pull = Callable[[Path, Memory], object]


def pull_with_store(root: Path, place: Memory) -> object:
    return ModelStore(root, [place], catalogue=CATALOGUE).pull("joined", Diary())


def pull_naively(root: Path, place: Memory) -> object:
    """What must not happen, first kind: it writes under the good name from the start."""
    blob = root / "blobs" / sha256(JOINED)
    blob.parent.mkdir(parents=True, exist_ok=True)
    with blob.open("wb", buffering=0) as out:
        for part in PARTS:
            place._step("")
            out.write(part)
    return None


def pull_forgetfully(root: Path, place: Memory) -> object:
    """Second kind: it starts again from nothing."""
    for part in (root / "parts").glob("*"):
        part.unlink()
    return pull_with_store(root, place)


PULLS: dict[str, Pull] = {
    "store": pull_with_store,
    "naive": pull_naively,
    "forgetful": pull_forgetfully,
}


def killed_at(step: int, pull: Pull, root: Path) -> bool:
    """Whether a pull in a child process was killed at that step, or had ended before it."""
    child = os.fork()
    if child == 0:
        left = step

        def count() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(lambda event, _: count() if event in AUDITED else None)
        pull(root, Memory(*PARTS, step=lambda _: count()))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*")}


def wrong_names(root: Path) -> list[str]:
    """Files that lie under a hash which they do not have."""
    found = [*(root / "blobs").glob("*"), *(root / "parts").glob("*")]
    return [f"{p.parent.name}/{p.name}" for p in found if sha256(p.read_bytes()) != p.name]


def state_problems(root: Path) -> list[str]:
    """What a reader would find after a kill: the whole file or none."""
    problems = [f"half a file under a good name: {name}" for name in wrong_names(root)]
    try:
        paths = ModelStore(root, [], catalogue=CATALOGUE).path("joined")
    except ModelMissing:
        return problems
    except ModelCorrupt as error:
        return [*problems, error.message]
    if paths["joined.gguf"].read_bytes() != JOINED:
        problems.append("the store gave out half a file")
    return problems


def finish_problems(pull: Pull, root: Path) -> list[str]:
    """Pull again to the end: right bytes, nothing left over, no finished part fetched twice."""
    finished = names(root / "parts")
    if sha256(JOINED) in names(root / "blobs"):
        finished = {sha256(part) for part in PARTS}
    place = Memory(*PARTS)
    pull(root, place)
    problems = [f"a finished part came again: {part}" for part in finished & set(place.asked)]
    if (root / "blobs" / sha256(JOINED)).read_bytes() != JOINED:
        problems.append("the file is wrong at the end")
    left = [*(root / "parts").glob("*"), *(root / "partial").glob("*"), *(root / "tmp").glob("*")]
    return problems + [f"left behind: {path.name}" for path in left]


def main(folder: Path, pull: Pull) -> None:
    problems: list[str] = []
    step = 1
    while killed_at(step, pull, folder / str(step)):
        root = folder / str(step)
        problems += [f"step {step}: {text}" for text in state_problems(root)]
        problems += [f"step {step}: {text}" for text in finish_problems(pull, root)]
        step += 1
    chance = random.Random(20)
    root, again = folder / "again", 0
    while again < 30 and killed_at(chance.randrange(1, 40), pull, root):
        problems += [f"kill {again}: {text}" for text in state_problems(root)]
        again += 1
    problems += [f"after {again} kills: {text}" for text in finish_problems(pull, root)]
    sys.stdout.write(json.dumps({"kills": step - 1 + again, "problems": problems}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), PULLS[sys.argv[2]])
