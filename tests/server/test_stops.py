"""A stop ends the text, however the text is chopped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.server.stops import StopCut

SMALL = st.text("ab ", max_size=12)


def passed(pieces: list[str], stops: list[str]) -> tuple[str, bool]:
    cut = StopCut(stops)
    text = "".join([cut.feed(piece) for piece in pieces])
    return text + cut.flush(), cut.hit


@given(st.lists(SMALL, max_size=8), st.lists(st.text("ab ", min_size=1, max_size=4), max_size=3))
def test_the_text_ends_before_the_first_stop(pieces: list[str], stops: list[str]) -> None:
    whole = "".join(pieces)
    text, hit = passed(pieces, stops)
    assert whole.startswith(text)
    assert not any(stop in text for stop in stops)
    assert hit == any(stop in whole for stop in stops)
    if not hit:
        assert text == whole


@given(st.text("ab ", max_size=20), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1))
def test_one_piece_is_cut_at_the_earliest_stop(whole: str, stops: list[str]) -> None:
    ends = [whole.find(stop) for stop in stops if stop in whole]
    assert passed([whole], stops) == (whole[: min(ends, default=len(whole))], bool(ends))


def test_only_what_may_begin_a_stop_is_held_back() -> None:
    cut = StopCut(["END"])
    assert [cut.feed(piece) for piece in ("one E", "N", "o two", " END three", "x")] == [
        "one ",
        "",
        "ENo two",
        " ",
        "",
    ]
