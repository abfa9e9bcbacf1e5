"""What is left of PDF and Word files, and what bad ones cost. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from blackbird.assistant import Assistant
from blackbird.errors import BadInput, ParseFailed
from blackbird.evals.extraction import shingles
from blackbird.evals.tokens import tokens
from blackbird.parsing.parser import ChildParser
from blackbird.settings import load_settings
from blackbird.storage.record import Record
from blackbird.types import Passage
from tests.fakes.embedder import HashEmbedder
from tests.fakes.hostile_files import BAD_FILES, SLOW_FILES, WORDS, simple_pdf
from tests.fakes.made_files import Made, made_files

FONTS = Path("/usr/share/fonts")
HARM = ("eat", "spin", "sleep", "crash", "end 3", "flood", "say 0a")
BAD = (sys.executable, "-m", "tests.fakes.bad_parser")


def opened(folder: Path, **settings: Any) -> Assistant:
    """An assistant on an empty data directory, without a model."""
    flags = {"data_dir": str(folder), **settings}
    return Assistant(load_settings(flags, {}), embedder=HashEmbedder())


async def found(folder: Path, files: list[Made]) -> dict[str, Any]:
    """Words put in and found again, over all files."""
    for made in files:
        (folder / made.name).write_bytes(made.data)
    async with opened(folder / "data") as assistant:
        began = time.perf_counter()
        await assistant.add_paths([*(folder / made.name for made in files)])
        seconds = time.perf_counter() - began
        record = await assistant.record()
        counts = Counter[str]()
        worst = (1.0, "")
        for made in files:
            text = record.text(str(folder / made.name)) or ""
            here = compared(made, text)
            worst = min(worst, (here["found"] / here["words"], made.name))
            counts += here
        spans = record.passages_by_key(range(1, record.count().passages + 1)).values()
        right = [p for p in spans if _text_of(record, p)[p.start : p.end] == p.text]
    return {
        "files": len(files),
        "words": counts["words"],
        "found": round(counts["found"] / counts["words"], 4),
        "in_order": round(counts["runs_found"] / counts["runs"], 4),
        "not_put_in": round(counts["strange"] / counts["words"], 4),
        "worst": {"file": worst[1], "found": round(worst[0], 4)},
        "seconds": round(seconds, 1),
        "passages": len(spans),
        "offsets_right": len(right),
    }


def _text_of(record: Record, passage: Passage) -> str:
    return record.text(passage.id.rpartition("#")[0]) or ""


def compared(made: Made, text: str) -> Counter[str]:
    """Words and runs of four words of one file, and how many of them are in its text."""
    given = " \n".join(made.paragraphs)
    words, there = Counter(tokens(given)), Counter(tokens(text))
    runs, runs_there = shingles(given), shingles(text)
    return Counter(
        words=words.total(),
        found=(words & there).total(),
        strange=(there - words).total(),
        runs=runs.total(),
        runs_found=(runs & runs_there).total(),
    )


async def bad(folder: Path, *, short: bool) -> dict[str, Any]:
    """How many bad files are named with what to do next, a sound one between each two."""
    files = {name: data for name, (data, _) in BAD_FILES.items()}
    if not short:
        files |= {name: make() for name, make in SLOW_FILES.items()}
    named, slowest, wrong = 0, (0.0, ""), []
    async with opened(folder / "data", parse_s=10) as assistant:
        for name, data in files.items():
            began = time.perf_counter()
            documents, problems = await assistant.read_bytes(name, data, name)
            slowest = max(slowest, (time.perf_counter() - began, name))
            sound, _ = await assistant.read_bytes("sound.pdf", simple_pdf(), "sound")
            good = bool(problems and problems[0].startswith(name)) or bool(documents)
            if good and sound and sound[0].text == WORDS:
                named += 1
            else:
                wrong.append(name)
    return {
        "files": len(files),
        "named_or_read": named,
        "wrong": wrong,
        "slowest": {"file": slowest[1], "seconds": round(slowest[0], 1)},
    }


async def harm() -> dict[str, Any]:
    """After how many ways to harm the next file is read."""
    parser = ChildParser(1, most=1, command=BAD)
    outlived = 0
    for order in HARM:
        try:
            await parser.parse(f"{order} <p>".encode(), "html")
        except ParseFailed:
            page = await parser.parse(f"<p>{WORDS}".encode(), "html")
            outlived += page.text == WORDS
        except BadInput:
            continue  # it was not ended: nothing was held back
    await parser.aclose()
    return {"ways": len(HARM), "outlived": outlived}


def main() -> None:
    """Measure, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer files")
    short = parser.parse_known_args()[0].short
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        figures = {
            "fonts": sum("cjk" in path.name.lower() for path in FONTS.rglob("*.tt?")),
            "found": asyncio.run(found(Path(one), list(made_files(16 if short else 200)))),
            "bad": asyncio.run(bad(Path(two), short=short)),
            "harm": asyncio.run(harm()),
        }
    ending = "-short" if short else ""
    save(Path(__file__).parent / "results" / f"documents{ending}.json", figures)


if __name__ == "__main__":
    main()
