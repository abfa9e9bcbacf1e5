"""Measures the embedder: time of a query, texts a second, memory, nearness to its own weights.

    python benchmarks/embedder/run.py --weights e5-small-q4.bin --threads 2

``--weights`` is the packed file that ``blackbird models pull e5`` fetches and converts.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.embedder.reference import Reference
from benchmarks.measuring import percentile, save
from blackbird.models.e5 import convert
from blackbird.models.embedder import MAX_TOKENS, PREFIX, OnnxEmbedder
from blackbird.models.q4 import read_packed
from blackbird.models.unigram import UnigramTokenizer
from blackbird.models.vocabulary import Vocabulary

SEED = 20


def sample_texts(vocabulary: Path, tokens: int, count: int) -> list[str]:
    """Texts of about ``tokens`` tokens made of the vocabulary's own pieces."""
    rng = random.Random(SEED)
    lines = vocabulary.read_text("utf-8").split("\n")[4:60_000]
    words = [line.split("\t")[0] for line in lines]
    words = [word[1:] for word in words if word.startswith("▁") and len(word) > 2]
    return [" ".join(rng.choices(words, k=tokens - 5)) for _ in range(count)]


async def speed(embedder: OnnxEmbedder, vocabulary: Path) -> dict[str, Any]:
    """Query times in milliseconds and the best of three rates, since the machine is shared."""
    await embedder.embed(["warm up"], "query")
    times = []
    for text in sample_texts(vocabulary, 14, 200):
        start = time.perf_counter()
        await embedder.embed([text], "query")
        times.append((time.perf_counter() - start) * 1000)
    figures: dict[str, Any] = {"query_ms": {"p50": percentile(times, 0.5), "min": min(times)}}
    for tokens, count in ((20, 256), (150, 48)):
        texts = sample_texts(vocabulary, tokens, count)
        rates, cpu = [], []
        for _ in range(3):
            start, busy = time.perf_counter(), time.process_time()
            await embedder.embed(texts, "passage")
            rates.append(count / (time.perf_counter() - start))
            cpu.append(count / (time.process_time() - busy))
        figures[f"texts_of_{tokens}_tokens_per_s"] = max(rates)
        figures[f"texts_of_{tokens}_tokens_per_cpu_s"] = max(cpu)
    return figures


async def nearness(embedder: OnnxEmbedder, weights: Path, vocabulary: Path) -> dict[str, float]:
    """Cosine to the same 4-bit weights computed in float32."""
    packed, tokenizer = read_packed(weights), UnigramTokenizer.open(vocabulary)
    reference = Reference(packed)
    texts = sample_texts(vocabulary, 16, 12) + sample_texts(vocabulary, 100, 4)
    ids = [tokenizer.encode(PREFIX["passage"] + text, MAX_TOKENS) for text in texts]
    exact: NDArray[np.float32] = np.stack([reference.vector(own) for own in ids])
    cosines = ((await embedder.embed(texts, "passage")) * exact).sum(axis=1)
    return {"mean": float(cosines.mean()), "min": float(cosines.min())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--nearness", action="store_true")
    parser.add_argument("--short", action="store_true", help="accepted; it is short as it is")
    chosen, _ = parser.parse_known_args()
    if chosen.weights is None or not chosen.weights.is_file():
        print("The packed weights are absent: name the file with --weights. Nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        if chosen.nearness:  # in a run of its own: it would be counted as the embedder's memory
            model, vocabulary = convert(chosen.weights, Path(folder), lambda _done, _total: None)
        else:
            model, vocabulary = _converted_elsewhere(chosen.weights, Path(folder))
        embedder = OnnxEmbedder(model, Vocabulary(vocabulary), chosen.threads)
        figures: dict[str, Any] = {"seed": SEED, "threads": chosen.threads, "model": embedder.name}
        if chosen.nearness:
            figures["cosine"] = asyncio.run(nearness(embedder, chosen.weights, vocabulary))
        else:
            figures |= asyncio.run(speed(embedder, vocabulary))
            figures["resident_mb"] = _resident_mb()
            figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = "nearness" if chosen.nearness else f"threads-{chosen.threads}"
    save(Path(__file__).parent / "results" / f"{name}.json", figures)


def _converted_elsewhere(weights: Path, folder: Path) -> tuple[Path, Path]:
    """Convert in a child process, whose memory is not the embedder's."""
    code = "import sys; from pathlib import Path; from blackbird.models.e5 import convert; "
    code += "convert(Path(sys.argv[1]), Path(sys.argv[2]), lambda done, total: None)"
    subprocess.run([sys.executable, "-c", code, str(weights), str(folder)], check=True)
    return folder / "model.onnx", folder / "vocabulary.tsv"


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
