"""The training itself: passes over the mixture, the rate falling to zero in each."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import nn

from blackbird.models.opening import open_store
from blackbird.models.q4 import read_packed
from blackbird.models.unigram import UnigramTokenizer
from blackbird.settings import load_settings
from blackbird.storage.datadir import DataDirectory
from blackbird.training.judge import checkpoint
from blackbird.training.judge.batches import Batch, batches, loss
from blackbird.training.judge.encoder import Encoder, open_encoder
from blackbird.training.judge.examples import Example
from blackbird.training.judge.measure import checks, measured
from blackbird.training.judge.mixture import epoch

_LOG = logging.getLogger(__name__)
_TOLD = 50  # steps between two lines of the log
_MEMORY = 0.01  # of the running mean of the loss


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on, beside the code."""

    data: Path
    base: Path
    out: Path
    seed: int = 1
    passes: int = 3
    """Each over pairs made anew, the rate rising and falling again."""
    pairs: int = 0
    """Each pass is cut after so many pairs; 0: all."""
    rate: float = 1e-4
    frozen: int = 3
    """Lowest layers that stay as they are: a sixth of the time less, and they need not ship."""
    joint: int = 9
    """Lowest layers that read both texts in what ships; above them the claim reads, and the
    evidence stays as it is.
    """
    together: int = 3
    """Passes in which all layers still read both: what they learn so carries over."""
    every: int = 20_000
    """Pairs between two measurements, each of which also saves the weights."""
    saved: int = 4_000
    """Pairs after which the run is kept, so that it can go on from there; six minutes."""
    size: int = 32
    limit: int = 144
    """Tokens of a pair."""
    warmup: float = 0.06
    smoothing: float = 0.02
    drop: float = 0.0
    """Few pairs are seen twice, so that dropout only costs time."""
    start: Path | None = None
    """A ``judge.pt`` to go on from; else from the base alone."""
    words: bool = False
    """Whether word vectors learn, too, which they can with no layer frozen alone. Only to compare:
    they are not kept, a hundred megabytes.
    """
    device: str = "cpu"
    bfloat16: bool = False
    """Products of matrices in bfloat16, weights and optimiser in float32: twice the pairs a second
    where the device has instructions for it (``has_bfloat16``)."""


def has_bfloat16(device: str) -> bool:
    """Whether ``device`` multiplies bfloat16 by itself."""
    if device != "cpu":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    known = torch.cpu.get_capabilities()
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))


def train(settings: Settings) -> None:
    """Train, and write ``judge.pt`` and ``run.json`` into ``settings.out``.

    A run with equal settings, or other ``passes``, that was ended there goes on where it stood;
    ``checkpoint.remove`` once nothing is to be done any more. ``OtherPairs`` if data or rules have
    changed since.
    """
    settings.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(settings)
    for number in range(trainer.resume(), settings.passes):
        seed = settings.seed + number
        examples = epoch(settings.data, seed)
        trainer.apart = number >= settings.together
        _LOG.info("pass %d of %d, %d pairs", number + 1, settings.passes, len(examples))
        trainer.learn(examples[: settings.pairs or len(examples)], seed)


class OtherPairs(Exception):
    """A run cannot go on with other pairs than it began with."""


class Trainer:
    """An encoder that learns. ``history``: what was measured so far; ``apart``: whether its upper
    layers compute the claim alone.
    """

    def __init__(self, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self._settings = settings
        packed = read_packed(settings.base)
        self._tokenizer = UnigramTokenizer(packed.pieces, packed.scores.tolist())
        self._encoder = open_encoder(settings.base, settings.joint, drop=settings.drop)
        if settings.start:
            known = torch.load(settings.start, weights_only=True)
            self._encoder.load_state_dict(known, strict=False)  # word vectors are not in it
        self._encoder.to(settings.device)
        for layer in self._encoder.layers[: settings.frozen]:
            layer.requires_grad_(requires_grad=False)
        self._encoder.norm.requires_grad_(requires_grad=False)
        self._encoder.words.requires_grad_(requires_grad=settings.words)
        self._checks = checks(settings.data)
        self.history: list[dict[str, float]] = []
        self._seen = 0
        self._running = float("nan")
        self._since = time.monotonic()
        self._passes = 0
        self._kept: Mapping[str, Any] | None = None
        self._pairs = ""

    @property
    def apart(self) -> bool:
        """Whether upper layers compute the claim alone."""
        return self._encoder.joint < len(self._encoder.layers)

    @apart.setter
    def apart(self, chosen: bool) -> None:
        self._encoder.joint = self._settings.joint if chosen else len(self._encoder.layers)

    def resume(self) -> int:
        """Go on where an ended run of equal settings stood; the number of passes that are done."""
        kept = checkpoint.load(self._settings.out, _compared(self._settings))
        if kept is not None and kept["passes"] <= self._settings.passes:
            self._kept = kept
            self._encoder.load_state_dict(self._kept["encoder"], strict=False)
            self.history, self._seen = list(self._kept["history"]), self._kept["seen"]
            self._running, self._passes = self._kept["running"], self._kept["passes"]
            self._since -= self._kept["seconds"]
            _LOG.info("going on after %d pairs", self._seen)
        return self._passes

    def learn(self, examples: Sequence[Example], seed: int) -> None:
        """One pass over ``examples``, in an order drawn by ``seed``."""
        settings = self._settings
        self._pairs = _hash_of(examples)
        steps = -(-len(examples) // settings.size)
        groups = _groups(self._encoder, settings.rate)
        self._optimizer = torch.optim.AdamW(groups, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._falling(steps))
        first, seen = self._go_on(schedule)
        done = self._seen - seen
        found = batches(examples, self._tokenizer, settings.size, settings.limit, Random(seed))
        for step, batch in enumerate(islice(found, first, None), first):
            self._step(batch)
            schedule.step()
            before, seen = seen, seen + len(batch.targets)
            self._seen = done + seen
            if step % _TOLD == 0:
                self._tell()
            if before // settings.every != seen // settings.every or seen == len(examples):
                self._keep()
            if before // settings.saved != seen // settings.saved and seen < len(examples):
                self._save(schedule, step + 1, seen)
        self._passes += 1
        self._save(schedule, 0, 0)

    def _go_on(self, schedule: Any) -> tuple[int, int]:
        """Steps and pairs of this pass that are done already; optimiser and rate as they stood."""
        kept, self._kept = self._kept, None
        if kept is None or not kept["step"]:
            return 0, 0
        if kept["pairs"] != self._pairs:
            told = f"Data or rules differ from those of the run in {self._settings.out}: choose"
            raise OtherPairs(f"{told} another --out, or remove {checkpoint.NAME} there.")
        self._optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        return kept["step"], kept["seen_of_pass"]

    def _save(self, schedule: Any, step: int, seen: int) -> None:
        state = {
            "encoder": _kept_of(self._encoder),
            "optimizer": self._optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "step": step,
            "seen_of_pass": seen,
            "passes": self._passes,
            "seen": self._seen,
            "running": self._running,
            "pairs": self._pairs,
            "history": self.history,
            "seconds": time.monotonic() - self._since,
        }
        checkpoint.save(self._settings.out, _compared(self._settings), state)

    def _falling(self, steps: int) -> Any:
        rising = self._settings.warmup * steps
        return lambda step: min((step + 1) / rising, (steps - step) / (steps - rising))

    def _step(self, batch: Batch) -> None:
        device = self._settings.device
        with torch.autocast(device, torch.bfloat16, enabled=self._settings.bfloat16):
            logits = self._encoder(batch.ids.to(device), batch.lengths.to(device))
        value = loss(logits.float(), batch.targets, self._settings.smoothing)
        value.backward()
        nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        now = value.item()
        fresh = self._running != self._running  # not a number yet
        self._running = now if fresh else self._running + _MEMORY * (now - self._running)

    def _tell(self) -> None:
        speed = self._seen / (time.monotonic() - self._since)
        _LOG.info("%d pairs, loss %.4f, %.1f pairs/s", self._seen, self._running, speed)

    def _keep(self) -> None:
        """Measure, and write down weights, settings and the learning curve."""
        spent = time.monotonic() - self._since
        figures = {"pairs": self._seen, "loss": self._running, "seconds": spent}
        figures |= measured(self._encoder, self._tokenizer, self._checks)
        self.history.append({name: round(value, 4) for name, value in figures.items()})
        _LOG.info("%s", self.history[-1])
        torch.save(_kept_of(self._encoder), self._settings.out / "judge.pt")
        record = {"settings": _told(self._settings), "history": self.history}
        (self._settings.out / "run.json").write_text(json.dumps(record, indent=1) + "\n")


def _told(settings: Settings) -> dict[str, Any]:
    """The settings, without the paths of this machine, and by content what it begins with."""
    told = {k: v.name if isinstance(v, Path) else v for k, v in asdict(settings).items()}
    return told | {"start": hash_of(settings.start) if settings.start else None}


def _compared(settings: Settings) -> dict[str, Any]:
    """What must be equal for a run to go on; as each pass stands by itself, one may be added."""
    return {name: value for name, value in _told(settings).items() if name != "passes"}


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_of(examples: Sequence[Example]) -> str:
    found = hashlib.sha256()
    for example in examples:
        found.update(repr(example).encode())
    return found.hexdigest()


def _kept_of(encoder: Encoder) -> dict[str, torch.Tensor]:
    """The weights without those that stay as the base has them."""
    state = encoder.state_dict()
    return {name: value.cpu() for name, value in state.items() if name not in ("words", "places")}


def base_weights() -> Path:
    """The packed weights that training starts from, fetched if they are not there."""
    settings = load_settings()
    store = open_store(DataDirectory(Path(settings.data_dir)).models, settings)
    (path,) = store.sources("e5", lambda _progress: None)
    return path


def _groups(encoder: Encoder, rate: float) -> list[dict[str, Any]]:
    """Weights decay, biases and norms do not; the new head learns faster than what is trained."""
    head = [*encoder.dense.parameters(), *encoder.out.parameters()]
    own = [p for p in encoder.layers.parameters() if p.requires_grad]
    words = [encoder.words] if encoder.words.requires_grad else []
    return [
        {"params": [p for p in own if p.ndim > 1], "lr": rate, "weight_decay": 0.01},
        {"params": [p for p in own if p.ndim < 2] + words, "lr": rate, "weight_decay": 0.0},
        {"params": head, "lr": 5 * rate, "weight_decay": 0.01},
    ]
