"""The child process that runs llama.cpp: ``python -m blackbird.models.worker``.

A crash of llama.cpp, or a hostile model file, takes this process down and not the assistant.
It reads one line of JSON (what to load), answers one line of JSON (its address on loopback, or
the error), and serves until its standard input closes: it never outlives its parent.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> int:
    """Load, announce, serve. Exit status 1 when the model could not be loaded."""
    # Threads that wait for one another by spinning starve when another program wants a core: on
    # two cores with one busy neighbour generation fell from 30 to 1 token/s. Read by libgomp
    # when it is loaded, which is why it must be said before the import.
    os.putenv("GOMP_SPINCOUNT", "500")
    import xllamacpp  # takes 0.2 s, and this module is imported for its name alone

    order: dict[str, Any] = json.loads(sys.stdin.readline())
    # What llama.cpp prints on standard output must not end up in the announcement.
    announce = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, order))
    except (RuntimeError, ValueError) as error:
        announce.write(json.dumps({"error": str(error)}) + "\n")
        announce.flush()
        return 1
    announce.write(json.dumps({"address": server.listening_address}) + "\n")
    announce.flush()
    sys.stdin.read()
    # Destructors of a busy server may wait for a prompt that nobody wants any more.
    os._exit(0)


def _parameters(xllamacpp: Any, order: dict[str, Any]) -> Any:
    p = xllamacpp.CommonParams()
    p.model.path = order["model"]
    p.n_parallel = order["slots"]
    p.n_ctx = order["context"] * order["slots"]
    # A cancelled prompt is noticed only between batches: 128 costs 7 % of the prompt's speed
    # and frees the slot after one second instead of twelve.
    p.n_batch = p.n_ubatch = order["batch"]
    p.cpuparams.n_threads = p.cpuparams_batch.n_threads = order["threads"]
    p.hostnames = ["127.0.0.1"]
    p.port = 0
    p.api_keys = [order["key"]]
    p.cors_origins = ""
    p.ui = False
    p.endpoint_slots = False
    p.n_threads_http = 4
    # Prompts that lost their slot wait here: returning to a conversation costs no reading.
    p.cache_ram_mib = order["cache_mib"]
    p.fit_params = False
    p.verbosity = 1
    return p


if __name__ == "__main__":
    sys.exit(main())
