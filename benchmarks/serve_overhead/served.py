"""The process under measurement: the server, and where its llama.cpp listens. For ``run.py``."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from blackbird.assistant import Assistant
from blackbird.models.llamacpp import Engine, LlamaCpp
from blackbird.protocols import TextRole
from blackbird.server.app import build_server
from blackbird.server.listening import listen
from blackbird.settings import Settings, load_settings


class WordEmbedder:
    """Texts that share words lie near each other; stands in where only a model file is given."""

    name = "words-64"
    dimensions = 64

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), 64)``."""
        del role
        rows = np.full((len(texts), self.dimensions), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1.0
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def opened(settings: Settings, model_file: Path | None) -> Assistant:
    """The assistant over the models of its data directory, or over one file."""
    if model_file is None:
        return Assistant(settings)
    threads = settings.threads or len(os.sched_getaffinity(0))
    engine = Engine(threads=threads, context=settings.context, slots=settings.slots)
    model = LlamaCpp("blackbird-2-mini", model_file, engine)
    return Assistant(settings, models={"mini": model}, embedder=WordEmbedder())


async def main(settings: Settings, model_file: Path | None) -> None:
    """Load, say where both servers listen, serve until a signal comes."""
    with listen("127.0.0.1", 0) as listener:
        async with opened(settings, model_file) as assistant:
            await assistant.warm()
            model = assistant.loaded.language_model(settings.model)
            assert isinstance(model, LlamaCpp)
            assert model._worker is not None
            # The worker's address is nobody's business but its owner's, and this benchmark's.
            client = model._worker.model._client
            bare = {"bare": client._base_url, "key": client._http.headers["authorization"]}

            def announce(address: str) -> None:
                sys.stdout.write(json.dumps({"serve": address, **bare}) + "\n")
                sys.stdout.flush()

            await build_server(assistant, listener, announce).serve(sockets=[listener])
            await model.aclose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir")
    parser.add_argument("--model-file", type=Path)
    given = parser.parse_args()
    found = replace(load_settings({"data_dir": given.data_dir}), model="mini", model_url="")
    asyncio.run(main(found, given.model_file))
