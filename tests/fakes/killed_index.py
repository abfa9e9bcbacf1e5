"""Kills a process that indexes, at random moments or at a named step, and looks at what is left.

``benchmarks/crash`` does it for as long as one likes.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from blackbird.index.window import Window
from blackbird.index.writer import IndexWriter
from tests.fakes.small_documents import Library, entry, vector

DOCUMENTS = 12
UNHARMED = 3  # exit status of a process that did not come by the step where it was to die
OPEN = Window()
State = dict[str, int]
"""Document id → version."""


def passages_of(id: str, version: int) -> list[str]:
    """Texts with a word of their own, so that each version can be looked for."""
    return [f"common {id}v{version}p{n}" for n in range(1, 2 + version % 3)]


def applied(state: State, operation: dict[str, Any]) -> State:
    """The state after an operation, which happens as a whole or not at all."""
    kept = {id: version for id, version in state.items() if id not in operation["drop"]}
    kept.update(operation["put"])
    return kept


def operations(rng: random.Random) -> Iterator[dict[str, Any]]:
    """Random puts, replacements and drops without end."""
    version = rng.randrange(10**6)
    while True:
        ids = rng.sample([f"d{i}" for i in range(DOCUMENTS)], rng.randint(1, 4))
        version += 1
        if rng.random() < 0.3:
            yield {"put": {}, "drop": ids}
        else:
            yield {"put": dict.fromkeys(ids, version), "drop": []}


def work(root: str, seed: int, die_at: str | None, pipe: Connection) -> None:
    """The process that will be killed: says what it will do, does it, says that it did."""

    def step(name: str) -> None:
        if name == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    rng = random.Random(seed)
    library = Library(Path(root))
    with library.data.write_lock(10), IndexWriter(library.index, step) as writer:
        writer.catch_up()
        for number, operation in enumerate(operations(rng)):
            pipe.send(("begin", json.dumps(operation)))
            library.record.drop(operation["drop"])
            library.record.put(
                [entry(id, *passages_of(id, v)) for id, v in operation["put"].items()]
            )
            pipe.send(("done", ""))
            if rng.random() < 0.7:
                writer.catch_up()
            if number % 4 == 3:
                step("save vectors")
                library.index.vectors.save()
            if die_at is not None and number == 7:
                break
    if die_at is not None:  # the step did not come: end, so that the test sees it
        sys.exit(UNHARMED)


class Trial:
    """One data directory, killed again and again, with what it must hold."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.rng = random.Random(seed)
        self.possible: list[State] = [{}]
        """The state that was acknowledged; a second one if the kill met an operation."""
        self.acknowledged = 0
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([__name__])

    def kill(self, die_at: str | None = None) -> int | None:
        """Run a process until it is killed; returns its exit code."""
        mine, its = self._processes.Pipe(duplex=False)
        arguments = (str(self.root), self.rng.randrange(2**32), die_at, its)
        process = self._processes.Process(target=work, args=arguments)
        process.start()
        its.close()
        enough = self.rng.randint(1, 6)
        state, pending = self.possible[0], None
        while True:
            try:
                kind, operation = mine.recv()
            except (EOFError, ConnectionResetError):
                break
            if kind == "begin":
                pending = json.loads(operation)
            else:
                assert pending is not None
                state, pending = applied(state, pending), None
                self.acknowledged += 1
                enough -= 1
            if die_at is None and enough <= 0:
                process.join(self.rng.random() * 0.03)  # somewhere in the next steps
                process.kill()
        process.join()
        mine.close()
        self.possible = [state] if pending is None else [state, applied(state, pending)]
        return process.exitcode

    def problems(self) -> list[str]:
        """Reopen, catch up, and say all that is not as it was acknowledged."""
        library = Library(self.root)
        try:
            if library.index.behind:
                library.catch_up()
            held = {
                document.id: int(
                    library.record.passages([f"{document.id}#1"])[0]
                    .text.split("v")[1]
                    .split("p")[0]
                )
                for document in library.record.documents()
            }
            if held not in self.possible:
                return [f"the record holds {held}, not one of {self.possible}"]
            self.possible = [held]
            return list(differences(library, held))
        finally:
            library.close()


def differences(library: Library, held: State) -> Iterator[str]:
    """What the indexes find differently from what the record holds."""
    expected = {
        f"{id}#{n}": text
        for id, version in held.items()
        for n, text in enumerate(passages_of(id, version), 1)
    }
    text = library.index.text
    assert text is not None
    everywhere = text.search("common", 1000, OPEN).scores
    if not len(everywhere) == len(text) == len(expected):
        yield f"{len(everywhere)} of {len(text)} found by words, {len(expected)} expected"
    if len(library.index.vectors) != len(expected):
        yield f"{len(library.index.vectors)} vectors, {len(expected)} expected"
    for id, words in expected.items():
        if library.found(words.split()[1]) != [id]:
            yield f"{id} is not found by its words"
        if library.index.search("", vector(words), 1)[0][0] != id:
            yield f"{id} is not found by its vector"
