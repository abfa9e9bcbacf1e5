"""Does what is marked as supported hold, and is what was asked for cited?

Each question stands beside its passage and irrelevant ones. Precision: of the sentences delivered
as supported, the share that the right passage says. Recall: of the questions, the share whose
answer stands in such a sentence with a citation of the right passage.

The judge that marked the sentences does not judge them again: a sentence of the passage word for
word holds, and on all others the one word of ``full`` decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from blackbird.claims.quoted import find_quote
from blackbird.evals.given import MOST, SETS, Given, answered, files_of, holds, read_given
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.prompts.judge import CHOICES, judge_messages
from blackbird.protocols import LanguageModel
from blackbird.types import Answer, Sentence

NOISE = 4
"""Irrelevant passages beside the right one."""
REFEREE = "full"
"""The model of the line-up whose word decides."""
_PUBLISHED: Mapping[str, Beside] = MappingProxyType(
    {
        "precision": (("ALCE, ASQA: ChatGPT", 0.725), ("LLaMA-13B", 0.154)),
        "recall": (("ALCE, ASQA: ChatGPT", 0.736), ("LLaMA-13B", 0.105)),
    }
)


async def measure(run: Run) -> Report:
    """Precision of supported sentences and recall of cited answers, for each set."""
    referee = run.assistant.loaded.language_model(REFEREE)
    figures: list[Figure] = []
    for name in SETS:
        items = await read_given(run, name, NOISE)
        if not items:
            continue
        asked = [(given, given.passages(run, NOISE)) for given in items]
        held: list[bool] = []
        cited: list[bool] = []
        async for given, answer in answered(run, name, asked):
            supported = [s for s in answer.sentences if s.verdict == "supported" and not s.dropped]
            held += [await bears(given.gold, s.text, referee) for s in supported]
            cited.append(any(cites(answer, s, given) for s in supported))
        if held:
            beside = _PUBLISHED["precision"]
            share = sum(held) / len(held)
            figures.append(Figure(f"{name}: precision of supported", share, len(held), "", beside))
        share, beside = sum(cited) / len(cited), _PUBLISHED["recall"]
        figures.append(Figure(f"{name}: recall, cited answers", share, len(cited), "", beside))
    return run.report("citations", figures, files_of(run), referee=REFEREE, questions=MOST)


async def bears(passage: str, sentence: str, referee: LanguageModel) -> bool:
    """Whether ``passage`` says ``sentence``: word for word, or by the referee's word."""
    if find_quote(sentence, passage) is not None:
        return True
    yes, no = CHOICES
    odds = await referee.odds(judge_messages(sentence, [passage]), CHOICES)
    return odds[yes] >= odds[no]


def cites(answer: Answer, sentence: Sentence, given: Given) -> bool:
    """Whether the sentence holds an answer and cites the passage that does."""
    quotes = [c.quote for c in answer.citations if c.id in sentence.citations]
    from_gold = any(" ".join(q.split()) in " ".join(given.gold.split()) for q in quotes)
    return from_gold and holds(sentence.text, given.answers)
