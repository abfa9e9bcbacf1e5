"""Time to first evidence and first token, single turn and follow-up. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import percentile, save
from blackbird.assistant import Assistant
from blackbird.settings import load_settings
from blackbird.types import Question, Turn

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "history"
SUBJECTS = (
    "the search of the first version of Grok",
    "query rewriting in the first Grok",
    "the Colossus data centre",
    "the recruiting party in San Francisco",
    "the founding of OpenAI",
    "the gifts of Musk to OpenAI",
    "the valuation of OpenAI",
    "the images that Grok makes",
    "the opening of xAI's models",
    "the strategy of xAI",
)
FORMS = ("What is known about {}?", "When did {} begin?", "Who had to do with {}?")
FOLLOW_UPS = ("When was that?", "Who was behind it?", "How much did it cost?")


async def main() -> None:
    """Ask, time, save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="6 questions")
    parser.add_argument("--model", default="mini")
    options, _ = parser.parse_known_args()
    settings = load_settings()
    single: list[dict[str, float]] = []
    follow: list[dict[str, float]] = []
    questions = [form.format(subject) for form in FORMS for subject in SUBJECTS]
    if options.short:
        questions = questions[:6]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(Path(settings.data_dir).absolute() / "models")
        async with Assistant(replace(settings, data_dir=folder)) as assistant:
            await assistant.add_paths([CORPUS])
            await assistant.warm(options.model)
            await assistant.ask(Question("Who founded xAI?", model=options.model))
            for number, text in enumerate(questions):
                answer = await assistant.ask(Question(text, model=options.model))
                single.append(answer.timings_ms)
                if number % 3:
                    continue
                history = (Turn("user", text), Turn("assistant", answer.text))
                asked = Question(FOLLOW_UPS[number % 9 // 3], history, model=options.model)
                follow.append((await assistant.ask(asked)).timings_ms)
                print(f"{number + 1}/{len(questions)}", file=sys.stderr)
    evidence = [t["first_evidence"] for t in single]
    tokens = [t["first_token"] for t in single if "first_token" in t]
    later = [t["first_token"] for t in follow if "first_token" in t]
    ending = "-short" if options.short else ""
    save(
        Path(__file__).parent / "results" / f"latency-{options.model}{ending}.json",
        {
            "model": options.model,
            "questions": len(single),
            "first_evidence_ms_p50": percentile(evidence, 0.5),
            "first_evidence_ms_p95": percentile(evidence, 0.95),
            "first_token_ms_median": percentile(tokens, 0.5),
            "first_token_ms_p95": percentile(tokens, 0.95),
            "follow_up_first_token_ms_median": percentile(later, 0.5),
            "follow_ups": len(later),
            "total_ms_median": percentile([t["total"] for t in single], 0.5),
        },
    )


asyncio.run(main())
