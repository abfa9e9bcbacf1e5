"""Said before: in the same words, in others, in another language; or not."""

from __future__ import annotations

import pytest

from blackbird.claims.judge import EvidenceJudge
from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.repeats import repeats

SAID = "The tram of Aldenport opened in 1889."


@pytest.mark.parametrize(
    ("text", "chance", "said"),
    [
        (SAID, 0.0, True),
        (f"“{SAID.lower()[:-1]}”.", 0.0, True),
        ("In 1889 the tram opened.", 0.9, True),
        ("In 1889 the tram opened.", 0.3, False),
        ("In 1891 the tram opened.", 0.9, False),
        ("Seven stops were lit by gas.", 0.9, False),  # shares no word, so nobody reads it
        ("路面電車は1889年に開業した。", 0.9, True),
        ("路面電車は1889年に開業した。", 0.3, False),
    ],
)
async def test_what_follows_from_what_was_said_is_said(
    text: str, chance: float, said: bool
) -> None:
    judge = EvidenceJudge(ScriptedScorer(lambda _c, _e: chance))
    assert await repeats(text, [SAID], judge) is said


async def test_without_a_judge_only_the_words_count() -> None:
    assert await repeats(SAID, ["Other.", SAID], None)
    assert not await repeats("In 1889 the tram opened.", [SAID], None)


async def test_where_nothing_was_said_nobody_is_asked() -> None:
    scorer = ScriptedScorer()
    assert not await repeats(SAID, [], EvidenceJudge(scorer))
    assert scorer.asked == []
