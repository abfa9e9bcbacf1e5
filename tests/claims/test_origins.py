"""Copies of one story count once; texts that only share a subject do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.origins import first_of, independent

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


def test_each_copy_names_the_first_text_of_its_kind() -> None:
    led = f"By our own correspondent. {STORY} Read more on our site."
    assert first_of([STORY, OWN, led, OWN.upper(), STORY]) == [0, 1, 0, 1, 0]
    assert first_of([]) == []


def test_a_copy_with_another_number_is_a_text_of_its_own() -> None:
    """Two reports that differ in nothing but how many are two claims, not one."""
    dear = STORY.replace("3 million", "30 million")
    assert independent([STORY, dear]) == 1  # the control: without numbers they are copies
    assert first_of([STORY, dear, dear, STORY]) == [0, 1, 1, 0]
    assert first_of([STORY, STORY.replace("3 million", "three million")]) == [0, 1]


def test_short_posts_are_copies_when_they_are_alike() -> None:
    assert first_of(["Good morning", "good  MORNING!", "Good night", ""]) == [0, 0, 2, 3]
    assert first_of(["港", "港", "", "…"]) == [0, 0, 2, 2]  # signs alone say nothing


@given(st.lists(st.sampled_from([STORY, OWN, "a", "", f"{STORY} 7", "b 1", "b 2"]), max_size=8))
def test_the_first_of_a_text_stands_before_it_and_is_its_own(texts: list[str]) -> None:
    found = first_of(texts)
    assert len(found) == len(texts)
    for at, place in enumerate(found):
        assert place <= at
        assert found[place] == place
        if texts[at] in texts[:at]:
            assert place == found[texts.index(texts[at])]
