"""Which model fits a machine: a rule that can be read, from what was measured."""

from __future__ import annotations

from dataclasses import dataclass

_PROMPT_TOKENS = 330  # a look-up: instruction, 240 tokens of evidence, the question


@dataclass(frozen=True, slots=True)
class Need:
    """What a model of the line-up asks of a machine."""

    name: str
    memory: int
    """Bytes that must be free: the file, the cache of four conversations, the embedder."""
    work: float
    """Time to read one token, as a multiple of ``mini``'s; measured on two cores."""
    patience_s: float
    """Longest wait for the first word: a better answer is worth less than a prompt one."""


NEEDS = (
    Need("full", 4_000_000_000, 2.4, 3.0),
    Need("mini", 2_000_000_000, 1.0, 15.0),
    Need("tiny", 1_000_000_000, 0.3, float("inf")),
)


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second that a model reached here."""

    model: str
    prompt: float
    generation: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether one model fits, and how long its first word would take."""

    model: str
    fits: bool
    first_word_s: float | None
    why: str


def fits(memory_free: int | None, speed: Speed | None) -> tuple[Fit, ...]:
    """Each model of the line-up, best first."""
    return tuple(_fit(need, memory_free, speed) for need in NEEDS)


def advised(found: tuple[Fit, ...]) -> str:
    """The best model that fits; the smallest if none does; never unmeasured above ``mini``."""
    able = [fit.model for fit in found if fit.fits and (fit.first_word_s or fit.model != "full")]
    return able[0] if able else NEEDS[-1].name


def rule() -> str:
    """The rule in words."""
    needs = ", ".join(
        f"{need.name}: {need.memory / 1e9:.0f} GB, {need.patience_s:.0f} s" for need in NEEDS[:-1]
    )
    least = f"{NEEDS[-1].name}: {NEEDS[-1].memory / 1e9:.0f} GB"
    return (
        f"A model fits if its memory is free and its first word comes in time ({needs}; {least}). "
        "The best one that fits is advised, full only after a speed test."
    )


def _fit(need: Need, memory_free: int | None, speed: Speed | None) -> Fit:
    wait = _first_word(need, speed)
    if memory_free is not None and memory_free < need.memory:
        why = f"needs {need.memory / 1e9:.0f} GB of free memory, {memory_free / 1e9:.1f} GB are"
        return Fit(need.name, False, wait, why)
    if wait is not None and wait > need.patience_s:
        return Fit(need.name, False, wait, f"its first word would take about {wait:.1f} s")
    return Fit(need.name, True, wait, "fits")


def _first_word(need: Need, speed: Speed | None) -> float | None:
    """Seconds to read a look-up's prompt, scaled by arithmetic from the model that was measured."""
    measured = next((n for n in NEEDS if speed and n.name == speed.model), None)
    if speed is None or measured is None or speed.prompt <= 0:
        return None
    return _PROMPT_TOKENS / speed.prompt * need.work / measured.work
