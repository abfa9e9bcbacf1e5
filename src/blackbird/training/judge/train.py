"""The training itself: passes over the mixture, the rate falling to zero in each."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
    passes: int = 2
    """Each over pairs made anew, the rate rising and falling again."""
    pairs: int = 0
    """Each pass is cut after so many pairs; 0: all."""
    rate: float = 1e-4
    frozen: int = 3
    """Lowest layers that stay as they are: a sixth of the time less, and they need not ship."""
    every: int = 12_000
    """Pairs between two measurements, each of which also saves the weights."""
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
    """Whether word vectors learn, too. Only to compare: they are not kept, a hundred megabytes."""
    device: str = "cpu"


def train(settings: Settings) -> None:
    """Train, and write ``judge.pt`` and ``run.json`` into ``settings.out``."""
    settings.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(settings)
    for number in range(settings.passes):
        seed = settings.seed + number
        examples = epoch(settings.data, seed)
        _LOG.info("pass %d of %d, %d pairs", number + 1, settings.passes, len(examples))
        trainer.learn(examples[: settings.pairs or len(examples)], seed)


class Trainer:
    """An encoder that learns. ``history``: what was measured so far."""

    def __init__(self, settings: Settings) -> None:
        torch.manual_seed(settings.seed)
        self._settings = settings
        packed = read_packed(settings.base)
        self._tokenizer = UnigramTokenizer(packed.pieces, packed.scores.tolist())
        self._encoder = open_encoder(settings.base, drop=settings.drop)
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

    def learn(self, examples: Sequence[Example], seed: int) -> None:
        """One pass over ``examples``, in an order drawn by ``seed``."""
        settings = self._settings
        steps = -(-len(examples) // settings.size)
        groups = _groups(self._encoder, settings.rate)
        self._optimizer = torch.optim.AdamW(groups, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._falling(steps))
        order = Random(seed)
        done, seen = self._seen, 0
        for step, batch in enumerate(
            batches(examples, self._tokenizer, settings.size, settings.limit, order)
        ):
            self._step(batch)
            schedule.step()
            before, seen = seen, seen + len(batch.targets)
            self._seen = done + seen
            if step % _TOLD == 0:
                self._tell()
            if before // settings.every != seen // settings.every or seen == len(examples):
                self._keep()

    def _falling(self, steps: int) -> Any:
        rising = self._settings.warmup * steps
        return lambda step: min((step + 1) / rising, (steps - step) / (steps - rising))

    def _step(self, batch: Batch) -> None:
        device = self._settings.device
        logits = self._encoder(batch.ids.to(device), batch.lengths.to(device))
        value = loss(logits, batch.targets, self._settings.smoothing)
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
        state = self._encoder.state_dict()
        torch.save(
            {name: value.cpu() for name, value in state.items() if name not in ("words", "places")},
            self._settings.out / "judge.pt",
        )
        told = {k: v.name if isinstance(v, Path) else v for k, v in asdict(self._settings).items()}
        record = json.dumps({"settings": told, "history": self.history}, indent=1)
        (self._settings.out / "run.json").write_text(record + "\n")


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
