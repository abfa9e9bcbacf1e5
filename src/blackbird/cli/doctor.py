"""``blackbird doctor``: what this machine can do, what is missing, and what to run next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.advice import Fit, Speed, advised, fits, rule
from blackbird.cli.lines import write_json
from blackbird.cli.machine import Machine, measure, writable
from blackbird.cli.page import Row, row, show
from blackbird.cli.shell import Session, Shell
from blackbird.engines import Engines
from blackbird.errors import BlackbirdError, NetworkError
from blackbird.models.lineup import LINEUP
from blackbird.models.store import Listed
from blackbird.net.client import Downloader
from blackbird.protocols import Sampling
from blackbird.settings import Settings
from blackbird.text.tokens import estimate_tokens
from blackbird.tracing import SystemClock
from blackbird.types import Turn

_HUB_S = 2.0
_WORDS = "The harbour town kept a record of every ship that came in, its cargo and its captain. "
_PROMPT_SENTENCES = 5  # about a hundred tokens: half a second of reading on two cores
_GENERATED = 12
_DISK_LEAST = 2_000_000_000  # mini, the embedder, and both once more while they are put together


@dataclass(frozen=True, slots=True)
class Problem:
    """What is missing, and what to do about it."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was looked at."""

    machine: Machine
    data_dir: str
    writable: bool
    hub: str
    web: str
    models: tuple[Listed, ...]
    speed: Speed | None
    fits: tuple[Fit, ...]
    problems: tuple[Problem, ...]


@click.command(epilog="Example: blackbird doctor --json")
@options.model
@options.as_json
@options.data_dir
@click.pass_context
def command(ctx: click.Context, model: str | None, as_json: bool) -> None:
    """Measure this machine, say which model fits, and name what is missing."""
    shell: Shell = ctx.obj
    found = _examine(shell, shell.settings(model=model))
    if as_json:
        write_json(_json(found), indent=2)
    else:
        show(_rows(found))


def _examine(shell: Shell, settings: Settings) -> Findings:
    folder = Path(settings.data_dir)
    machine = measure(folder)
    can_write = writable(folder)
    models: tuple[Listed, ...] = ()
    speed: Speed | None = None
    problems: list[Problem] = []
    if can_write:
        models = shell.models(settings).listing()
        speed, problems = _tested(shell, settings, models)
    else:
        problems.append(Problem(f"{folder} cannot be written to", "Choose one with --data-dir."))
    if machine.disk_free < _DISK_LEAST:
        free = f"{machine.disk_free / 1e9:.1f} GB are free on the disk of {folder}"
        problems.append(Problem(free, "Make room: pulling mini takes 2 GB for a while."))
    found = fits(machine.memory_free, speed)
    if not any(fit.fits for fit in found):
        problems.append(Problem(found[-1].why, "Close programs, or set model_url to a server."))
    hub, web = _hub(settings.hub_url), _web(settings)
    return Findings(
        machine, settings.data_dir, can_write, hub, web, models, speed, found, tuple(problems)
    )


def _tested(
    shell: Shell, settings: Settings, models: tuple[Listed, ...]
) -> tuple[Speed | None, list[Problem]]:
    """The language model's speed, if it can be had, and the models that are missing."""
    here = {entry.model.id for entry in models if entry.state == "here"}
    ids = {name: e.catalogue_id for e in LINEUP for name in (e.short, e.name)}
    problems: list[Problem] = []
    wanted = ["e5"] if settings.model_url else [ids.get(settings.model, settings.model), "e5"]
    missing = [name for name in wanted if name not in here]
    if missing:
        do = f'Run "blackbird models pull {missing[0]}".'
        problems.append(Problem(f"Not on this machine: {', '.join(missing)}", do))
    if wanted[0] in missing and not settings.model_url:
        return None, problems
    try:
        with shell.session(settings) as session:
            return session.run(_speed(session, ids.get(settings.model, settings.model))), problems
    except BlackbirdError as error:
        return None, [*problems, Problem(error.message, error.hint)]


async def _speed(session: Session, name: str) -> Speed:
    """Tokens a second for reading a prompt and for writing, measured with a fixed text."""
    model = session.assistant.loaded.language_model(session.assistant.settings.model)
    await _timed([Turn("user", "Hello.")], model, 1)  # loads the model
    prompt = _WORDS * _PROMPT_SENTENCES + "Go on with this text."
    first, rest, pieces = await _timed([Turn("user", prompt)], model, _GENERATED)
    generation = (pieces - 1) / rest if pieces > 1 and rest > 0 else 0.0
    return Speed(name, round(estimate_tokens(prompt) / first, 1), round(generation, 1))


async def _timed(messages: list[Turn], model: Any, most: int) -> tuple[float, float, int]:
    """Seconds to the first piece, seconds from there to the last, and how many there were."""
    started = time.perf_counter()
    first = last = started
    count = 0
    async with aclosing(model.stream(messages, Sampling(max_tokens=most))) as pieces:
        async for _ in pieces:
            last = time.perf_counter()
            first = last if count == 0 else first
            count += 1
    return max(first - started, 1e-6), last - first, count


def _hub(url: str) -> str:
    if not url:
        return "not used"
    try:
        with Downloader().get(url, answer_s=_HUB_S, max_bytes=1 << 20) as answer:
            return f"answers with status {answer.status}"
    except NetworkError as error:
        return f"{error.message} Models come from the package index then."


def _web(settings: Settings) -> str:
    """Whether the web may be asked, and who would be."""
    allowed = {"yes": "allowed", "no": "not allowed"}.get(settings.web, "not yet allowed")
    names = ", ".join(engine.name for engine in Engines(SystemClock()).of(settings))
    return f"{allowed}; --source web asks {names or 'no engine'}"


def _json(found: Findings) -> dict[str, Any]:
    return {
        "machine": asdict(found.machine),
        "data_dir": found.data_dir,
        "writable": found.writable,
        "hub": found.hub,
        "web": found.web,
        "models": {entry.model.id: entry.state for entry in found.models},
        "speed": asdict(found.speed) if found.speed else None,
        "fits": [asdict(fit) for fit in found.fits],
        "advised": advised(found.fits),
        "rule": rule(),
        "problems": [asdict(problem) for problem in found.problems],
    }


def _rows(found: Findings) -> Iterator[Row]:
    m = found.machine
    yield _fact(
        "processor", f"{m.cores} cores, {m.processor}; {' '.join(m.instructions) or 'no AVX2'}"
    )
    yield _fact("memory", f"{_gigabytes(m.memory_free)} free of {_gigabytes(m.memory)}")
    yield _fact("disk", f"{_gigabytes(m.disk_free)} free at {found.data_dir}")
    yield _fact("software", f"Python {m.python} on {m.system}")
    yield _fact("model hub", found.hub)
    yield _fact("web", found.web)
    states = ", ".join(f"{entry.model.id} {entry.state}" for entry in found.models)
    yield _fact("models", states or "unknown")
    if found.speed:
        s = found.speed
        yield _fact("speed", f"{s.model} reads {s.prompt:.0f}, writes {s.generation:.0f} tokens/s")
    yield row()
    for fit in found.fits:
        wait = f", first word in about {fit.first_word_s:.1f} s" if fit.first_word_s else ""
        why = f"fits{wait}" if fit.fits else fit.why
        yield row(f"{fit.model}: {why}", "green" if fit.fits else "yellow", mark="✓✗"[not fit.fits])
    yield row(f"Advised: {advised(found.fits)}", "bold")
    yield row(rule(), "dim")
    if found.problems:
        yield row()
    for problem in found.problems:
        yield row(f"{problem.what.rstrip('.')}. {problem.do}", "red", mark="✗")


def _fact(name: str, text: str) -> Row:
    return row(text, mark=f"{name:<9}", style="bold")


def _gigabytes(count: int | None) -> str:
    return "unknown" if count is None else f"{count / 1e9:.1f} GB"
