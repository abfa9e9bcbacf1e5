"""Tokens per second through ``serve`` over those of the bare llama.cpp server. See README.md."""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from blackbird.prompts.task import task_messages

HERE = Path(__file__).parent
TASK = (
    "Write a long story about a lighthouse keeper who repairs an old clock. Describe the sea, the "
    "tools, each day of the work and every visitor, in at least fifteen paragraphs."
)
PASSAGES = (
    "The observatory on Mount Alden was opened in 1931 by the county of Brell. Its first telescope "
    "had a mirror of 91 centimetres and came by mule over the southern pass.",
    "Since 1974 the observatory has been run by the university of Brell. Students use it on "
    "Tuesdays, and the public is admitted on the first Saturday of each month.",
    "The dome was rebuilt in 2003 after a storm. The work took fourteen months and was paid for by "
    "a lottery.",
)
QUESTIONS = (
    "When was the observatory on Mount Alden opened?",
    "How large was the mirror of its first telescope?",
    "Who has run the observatory since 1974?",
    "When is the public admitted to the observatory?",
    "Why was the dome rebuilt, and who paid for the work?",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One streamed reply; times in seconds since the request."""

    text: str
    pieces: int
    first: float
    last: float
    end: float

    @property
    def rate(self) -> float:
        """Pieces per second from the request on; llama.cpp sends one for each token."""
        return self.pieces / self.last

    @property
    def decoding(self) -> float:
        """Pieces per second once the first is there."""
        return (self.pieces - 1) / (self.last - self.first)


def take(address: str, key: str, body: dict[str, Any]) -> Taken:
    """Stream one completion. The client is as small as can be: it shares the cores."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)
    headers = {"content-type": "application/json", "authorization": key}
    texts: list[str] = []
    first = last = 0.0
    started = time.perf_counter()
    connection.request("POST", f"{parts.path}/chat/completions", json.dumps(body), headers)
    reply = connection.getresponse()
    if reply.status != 200:
        raise SystemExit(f"{address} answered {reply.status}: {reply.read()[:300]!r}")
    while line := reply.readline():
        if not line.startswith(b"data: {"):
            continue
        event = json.loads(line[6:])
        text = (event.get("choices") or [{}])[0].get("delta", {}).get("content")
        if text:
            last = time.perf_counter() - started
            first = first or last
            texts.append(text)
    end = time.perf_counter() - started
    connection.close()
    return Taken("".join(texts), len(texts), first, last, end)


def through_serve(at: dict[str, str], tokens: int) -> Taken:
    """The task through our server, checking off."""
    return take(
        at["serve"],
        "",
        {
            "model": "mini",
            "messages": [{"role": "user", "content": TASK}],
            "max_tokens": tokens,
            "stream": True,
            "blackbird": {"check": False},
        },
    )


def through_bare(at: dict[str, str], tokens: int) -> Taken:
    """The same messages to llama.cpp's own server."""
    messages = [{"role": t.role, "content": t.content} for t in task_messages((), TASK)]
    body = {"messages": messages, "max_tokens": tokens, "temperature": 0, "seed": 0}
    return take(at["bare"], at["key"], {**body, "stream": True, "cache_prompt": True})


def compare(at: dict[str, str], pairs: int, tokens: int) -> dict[str, Any]:
    """A B A B …: rates of both, and their ratios. Ends the run when the texts differ."""
    through_serve(at, 8)
    through_bare(at, 8)
    served: list[Taken] = []
    bare: list[Taken] = []
    for number in range(pairs):
        served.append(through_serve(at, tokens))
        bare.append(through_bare(at, tokens))
        if served[-1].text != bare[-1].text:
            raise SystemExit(f"Pair {number}: the two servers wrote different texts.")
        print(
            f"pair {number}: {served[-1].pieces} tokens, serve {served[-1].rate:.2f}/s,"
            f" bare {bare[-1].rate:.2f}/s",
            file=sys.stderr,
        )
    return {
        "tokens_each": served[0].pieces,
        "same_text": True,
        **_ratios([t.rate for t in served], [t.rate for t in bare]),
        "decoding": _ratios([t.decoding for t in served], [t.decoding for t in bare]),
    }


def _ratios(served: Sequence[float], bare: Sequence[float]) -> dict[str, Any]:
    pairs = [a / b for a, b in zip(served, bare, strict=True)]
    return {
        "serve_per_s": round(median(served), 2),
        "bare_per_s": round(median(bare), 2),
        "ratio": round(median(served) / median(bare), 4),
        "ratio_of_pairs": round(median(pairs), 4),
        "pairs": [round(ratio, 4) for ratio in pairs],
    }


def checking(at: dict[str, str], rounds: int) -> dict[str, Any]:
    """Look-ups over given passages, checking on and off in turn."""
    times: dict[bool, list[float]] = {True: [], False: []}
    rates: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(rounds + 1):
        for question in QUESTIONS:
            off = _look_up(at, question, check=False)
            on = _look_up(at, question, check=True)
            if turn == 0:
                continue  # the prompts' common beginning is read now, and warm from here on
            for check, taken in ((False, off), (True, on)):
                times[check].append(taken.end)
                rates[check].append(off.pieces / taken.end)  # the draft is the same
    return {
        "look_ups": len(times[True]),
        "on_s": round(median(times[True]), 3),
        "off_s": round(median(times[False]), 3),
        "on_tokens_per_s": round(median(rates[True]), 2),
        "off_tokens_per_s": round(median(rates[False]), 2),
        "on_over_off": round(median(rates[True]) / median(rates[False]), 4),
    }


def _look_up(at: dict[str, str], question: str, *, check: bool) -> Taken:
    body = {
        "model": "mini",
        "messages": [{"role": "user", "content": question}],
        "stream": True,
        "blackbird": {"check": check, "passages": PASSAGES},
    }
    return take(at["serve"], "", body)


@contextmanager
def started(options: Sequence[str]) -> Iterator[dict[str, str]]:
    """The server in its own process; gives the addresses."""
    command = [sys.executable, str(HERE / "served.py"), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                raise SystemExit("The server did not start; its message stands above.")
            yield json.loads(line)
        finally:
            process.terminate()


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", help="data directory with the default models")
    parser.add_argument("--model-file", type=Path, help="a GGUF file, instead of a data directory")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--tokens", type=int, default=256)
    parser.add_argument("--short", action="store_true", help="3 short pairs, nothing written")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    given, _ = parser.parse_known_args()
    pairs, tokens = (3, 48) if given.short else (given.pairs, given.tokens)
    with tempfile.TemporaryDirectory() as folder:
        options = ["--data-dir", given.data_dir] if given.data_dir else []
        if given.model_file:
            options = ["--data-dir", folder, "--model-file", str(given.model_file)]
        with started(options) as at:
            figures = compare(at, pairs, tokens)
            figures["checking"] = checking(at, 1 if given.short else 3)
    libraries = {name: version(name) for name in ("fastapi", "starlette", "uvicorn", "httpx")}
    name = "short.json" if given.short else "result.json"
    target = Path(tempfile.mkdtemp()) / name if given.short else given.out / name
    save(target, {"server_versions": libraries, **figures})


if __name__ == "__main__":
    main()
