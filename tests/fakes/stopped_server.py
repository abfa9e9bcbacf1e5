"""A server over a scripted model, for a test that sends it signals: prints its address."""

from __future__ import annotations

import asyncio
import sys

from blackbird.assistant import Assistant
from blackbird.models.scripted import ScriptedScorer
from blackbird.protocols import LanguageModel
from blackbird.server.app import build_server
from blackbird.server.limits import Limits
from blackbird.server.listening import listen
from blackbird.settings import Settings
from tests.fakes.embedder import HashEmbedder
from tests.fakes.narrator import Narrator


async def main(folder: str, drain_s: float) -> None:
    """Serve until a signal comes."""
    models: dict[str, LanguageModel] = {"mini": Narrator()}
    settings = Settings(data_dir=folder)
    with listen("127.0.0.1", 0) as listener:
        async with Assistant(
            settings, models=models, embedder=HashEmbedder(), scorer=ScriptedScorer()
        ) as assistant:
            limits = Limits(drain_s=drain_s)
            server = build_server(assistant, listener, _announce, limits)
            await server.serve(sockets=[listener])


def _announce(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
