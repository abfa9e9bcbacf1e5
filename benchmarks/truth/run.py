"""What each part around the model gives: the evaluations with one part left out. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import save
from blackbird.assistant import Assistant
from blackbird.claims.calibration import Answering
from blackbird.evals.completions import replay
from blackbird.evals.conflict import asserts, planted, shows
from blackbird.evals.given import SETS, Given, answered, beside, read_asked, read_given, says
from blackbird.evals.run import Run, open_run
from blackbird.settings import Settings, load_settings
from blackbird.types import Answer, Verdict

RESULTS = Path(__file__).parent / "results"
SHORT = 2  # questions of each set
_NOISE = 4


def _believing() -> AbstractContextManager[Any]:
    """A judge to whom everything is supported by all that it is shown."""

    async def judge_all(_judge: Any, items: Any) -> list[Verdict]:
        return [Verdict("supported", 1.0, ((0, sum(map(len, e))),)) for _, e in items]

    return patch("blackbird.claims.judge.EvidenceJudge.judge_all", judge_all)


def _unrepaired() -> AbstractContextManager[Any]:
    async def repair(*_: Any) -> tuple[()]:
        return ()

    return patch("blackbird.pipeline.flow.repair", repair)


def _to_the_point() -> AbstractContextManager[Any]:
    """Nothing that a small model writes is left out for missing the question."""
    return patch("blackbird.pipeline.flow.misses", lambda *_: False)


def _open_gate() -> AbstractContextManager[Any]:
    return patch("blackbird.pipeline.flow.ANSWERS", Answering(least=0.0))


def _without_values() -> AbstractContextManager[Any]:
    stack = ExitStack()
    for name in ("contradicts", "unfounded"):
        stack.enter_context(patch(f"blackbird.claims.judge.{name}", lambda *_: ()))
    return stack


VARIANTS: Mapping[str, Callable[[], AbstractContextManager[Any]]] = MappingProxyType(
    {
        "everything": nullcontext,
        "no judge": _believing,
        "no repair": _unrepaired,
        "no gate": _open_gate,
        "nothing beside the question": _to_the_point,
        "no values": _without_values,
        "nothing checked": nullcontext,
    }
)


async def measured(run: Run, name: str) -> dict[str, float]:
    """The figures of one set; the same questions and passages for equal seeds."""
    figures: dict[str, float] = {}
    items = await read_given(run, name, _NOISE + 1)
    right = await _answers(run, name, [(g, g.passages(run, _NOISE)) for g in items])
    wrong = await _answers(run, name, [(g, g.passages(run, 5, gold=False)) for g in items])
    figures["right"] = sum(says(a, g.answers) for g, a in right) / len(right)
    figures["refused"] = sum(a.abstained for _, a in right) / len(right)
    figures["abstains"] = sum(a.abstained for _, a in wrong) / len(wrong)
    falsehoods = {i.given: i for i in planted(read_asked(run, name), run.random, run.limit or 1)}
    asked = await beside(run, name, [i.given for i in falsehoods.values()], _NOISE - 1)
    even = []
    for given in asked:
        texts = [falsehoods[replace(given, others=())].false, given.gold, *given.others]
        run.random.shuffle(texts)
        even.append((given, tuple(texts)))
    told = await _answers(run, name, even)
    by_question = {given: falsehoods[replace(given, others=())] for given in asked}
    figures["disputes"] = sum(shows(a, by_question[g]) for g, a in told) / len(told)
    figures["false"] = sum(asserts(a, by_question[g]) for g, a in told) / len(told)
    return figures


async def _answers(run: Run, name: str, asked: Any) -> list[tuple[Given, Answer]]:
    return [pair async for pair in answered(run, name, asked)]


async def variant(name: str, settings: Settings, data: Path, questions: int) -> dict[str, Any]:
    """One variant: its figures for each set, and the seconds it took."""
    began = time.monotonic()
    checking = "off" if name == "nothing checked" else "strict"
    found: dict[str, Any] = {}
    with VARIANTS[name]():
        async with Assistant(settings) as assistant:
            stream = assistant.stream
            completions = replay(assistant, assistant.data.measured)
            with patch.object(
                assistant, "stream", lambda question: stream(replace(question, check=checking))
            ):
                for each in SETS:
                    run = open_run(assistant, data, limit=questions, completions=completions)
                    figures = await measured(run, each)
                    found[each] = {key: round(value, 3) for key, value in figures.items()}
    return found | {"seconds": round(time.monotonic() - began)}


def main() -> None:
    """Measure the variants that were named, or all; results are kept after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} questions, one variant")
    parser.add_argument("--questions", type=int, default=25)
    parser.add_argument("--model", default="mini")
    parser.add_argument("--only", action="append", choices=list(VARIANTS))
    given, _ = parser.parse_known_args()
    if given.data is None or not (given.data / "qa").is_dir():
        print("The set `qa` is absent: name its folder with --data. Nothing was measured.")
        return
    settings = replace(load_settings(), model=given.model)
    questions = SHORT if given.short else given.questions
    path = RESULTS / (f"{given.model}-short.json" if given.short else f"{given.model}.json")
    for name in given.only or (list(VARIANTS)[:1] if given.short else VARIANTS):
        known = json.loads(path.read_text("utf-8")).get("variants", {}) if path.exists() else {}
        known[name] = asyncio.run(variant(name, settings, given.data, questions))
        print(name, known[name], flush=True)
        if not given.short:
            save(path, {"model": given.model, "questions": questions, "variants": known})


if __name__ == "__main__":
    main()
