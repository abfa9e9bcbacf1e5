"""Six words in a row are somebody's words, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.lifting import lifts

POST = "At 9 we saw it: the tram tower of Bramwick is very tall. 12 people were there."
JAPANESE = "速報です。ブラムウィックの路面電車の塔は今朝九時に閉鎖されました。"


@pytest.mark.parametrize(
    "text",
    [
        "The tram tower of Bramwick is very tall.",
        "As a post of today says, the tram tower of Bramwick is very tall in 2026.",
        "We hear that THE TRAM TOWER — of Bramwick, is low.",
        "12 people were there.",
        "It is very tall",
    ],
)
def test_a_stretch_is_found_whatever_stands_around_it(text: str) -> None:
    post = f"{POST} It is very tall."
    assert lifts(text, ["Something else.", post])


@pytest.mark.parametrize(
    "text",
    [
        "Bramwick has a tall tower, people say.",
        "The tower of the tram in Bramwick is very high.",
        "12 people left.",
        "",
        "…",
    ],
)
def test_words_of_ones_own_are_none(text: str) -> None:
    assert not lifts(text, [POST, ""])


def test_a_script_without_spaces_is_counted_by_its_signs() -> None:
    assert lifts("市によると、路面電車の塔は今朝九時に閉まった。", [JAPANESE])
    assert not lifts("路面電車の塔が閉まったと伝えられている。", [JAPANESE])
    assert lifts("閉鎖されました。", [JAPANESE])  # all of a short one


def test_a_short_text_is_found_within_a_long_one() -> None:
    assert lifts("Somebody wrote: no trams today! Others said nothing.", ["No trams today"])
    assert not lifts("No tramsters today", ["No trams today"])


@given(st.lists(st.text(max_size=60), max_size=3), st.text(alphabet="abcdé 塔電", min_size=1))
def test_what_holds_all_of_a_text_lifts_it(around: list[str], text: str) -> None:
    whole = " ".join([*around, text, *around])
    assert lifts(whole, [text]) == lifts(text, [whole])
    assert lifts(whole, [text]) or not any(sign.isalnum() for sign in text)
