"""Copies of one story count once; texts that only share a subject do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.origins import independent

STORY = (
    "The old bridge over the Wend was closed on Monday. Engineers had found cracks in two of its "
    "piers. The council expects that repairs will take until the autumn and cost 3 million."
)
OWN = (
    "Nobody may cross the Wend at Bramwick for now: inspectors saw fissures below the roadway. "
    "A ferry runs twice an hour, said the mayor, who hopes to open the crossing in September."
)


def test_a_copy_with_another_lead_a_cut_end_or_a_changed_word_counts_once() -> None:
    led = f"By our own correspondent. {STORY} Read more on our site."
    cut = STORY[: STORY.index("The council")]
    edited = STORY.replace("expects that repairs", "thinks repairs")
    assert independent([STORY, led, cut, edited, STORY.upper()]) == 1


def test_two_reports_of_one_event_count_twice() -> None:
    assert independent([STORY, OWN]) == 2
    assert independent([STORY, OWN, STORY]) == 2


def test_japanese_copies_count_once() -> None:
    story = "ウェンド川の古い橋は月曜日に閉鎖された。技術者が二つの橋脚にひびを見つけたためだ。"
    own = "月曜から橋は渡れない。点検で路面の下に亀裂が見つかり、市は秋の再開を目指している。"
    assert independent([story, f"速報。{story}"]) == 1
    assert independent([story, own]) == 2


def test_texts_of_a_word_or_of_none() -> None:
    assert independent([]) == 0
    assert independent(["", ""]) == 1
    assert independent(["Bing", "Google", "Bing"]) == 2


@given(st.lists(st.text(max_size=80), max_size=5))
def test_there_are_never_more_than_texts_and_more_texts_never_give_fewer(texts: list[str]) -> None:
    counts = [independent(texts[:n]) for n in range(len(texts) + 1)]
    assert counts == sorted(counts)
    assert counts[-1] <= len(texts)
