"""The judge that ships, on plain cases of both languages that it never saw."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.settings import load_settings

CASES = [
    (
        "The lighthouse on Skerry Point was built of granite in 1871 and guided herring boats.",
        "The lighthouse on Skerry Point is made of granite.",
        "The lighthouse on Skerry Point is made of wood.",
    ),
    (
        "After the flood the council moved the library to the old mill, where it has stayed.",
        "The library has been in the old mill since the flood.",
        "The library was destroyed by the flood and never opened again.",
    ),
    (
        "Maren Oduya coached the rowing club for nine years before she became its president.",
        "Maren Oduya was president of the rowing club.",
        "Maren Oduya never had anything to do with the rowing club.",
    ),
    (
        "The vaccine may reduce symptoms, but the trial was too small to show that it does.",
        "It is not yet proven that the vaccine reduces symptoms.",
        "The trial proved that the vaccine reduces symptoms.",
    ),
    (
        "灯台は花崗岩で造られ、ニシン漁の船を導いた。",
        "灯台は花崗岩でできている。",
        "灯台は木でできている。",
    ),
    (
        "洪水の後、町の図書館は古い水車小屋に移され、今もそこにある。",
        "町の図書館は今、水車小屋にある。",
        "町の図書館は洪水で壊され、二度と開かれなかった。",
    ),
    (
        "小川真理は九年間ボート部を指導し、その後会長になった。",
        "小川真理はボート部の会長になった。",
        "小川真理はボート部と関係がない。",
    ),
]
ASKED = [
    (
        "Who built the lighthouse?",
        "The lighthouse was built by the engineer Tomas Lind.",
        "The lighthouse stands on a rock and is painted red and white.",
    ),
    (
        "図書館はどこに移されましたか？",
        "洪水の後、町の図書館は古い水車小屋に移された。",
        "町の図書館には四万冊の本があり、毎日多くの人が訪れる。",
    ),
]


@pytest.fixture
async def assistant(models_home: Path, tmp_path: Path) -> AsyncIterator[Assistant]:
    (tmp_path / "models").symlink_to(models_home / "models")
    async with Assistant(load_settings({"data_dir": str(tmp_path)})) as opened:
        yield opened


async def test_true_claims_score_above_false_ones(assistant: Assistant) -> None:
    items = [(claim, [text]) for text, *claims in CASES for claim in claims]
    scores = [v.score for v in await assistant.judge_all(items, second=False)]
    pairs = list(zip(scores[0::2], scores[1::2], strict=True))
    assert sum(true > false for true, false in pairs) >= len(pairs) - 1
    assert sum(true > 0.5 for true, _ in pairs) >= len(pairs) - 2
    assert sum(false < 0.5 for _, false in pairs) >= len(pairs) - 2


async def test_what_answers_a_question_scores_above_what_only_speaks_of_it(
    assistant: Assistant,
) -> None:
    scorer = await assistant.loaded.scorer()
    for question, answering, speaking in ASKED:
        yes, no = (await scorer.score([(question, answering), (question, speaking)]))[:, 3]
        assert yes > no


async def test_another_subject_is_no_evidence(assistant: Assistant) -> None:
    text = "Bakers in the valley have used the same starter for rye bread since the war."
    verdict = await assistant.judge("The museum opens at noon on Sundays.", [text])
    assert verdict.label != "supported"
