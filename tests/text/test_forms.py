"""Words whose full stop ends no sentence, out of texts that use them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.prompts.answer import citation_grammar
from blackbird.text.forms import short_forms


def test_forms_inside_sentences_are_found_and_ends_of_sentences_are_not() -> None:
    text = "The case Brown v. Board (cf. J. Smith) was No. 5. It ended. Then came Dr. Who."
    assert short_forms([text]) == ("v.", "cf.", "J.", "No.", "Dr.")


def test_forms_that_end_sentences_at_other_times_are_left_out() -> None:
    assert short_forms(["It sells tea, etc. in shops, and Tea Inc. of York is old."]) == ()


def test_texts_without_any_give_none() -> None:
    assert short_forms(["It ended. It began again.", "塔は高い。橋は長い。", ""]) == ()


@given(st.lists(st.text(), max_size=3))
def test_whatever_the_texts_the_grammar_stays_whole(texts: list[str]) -> None:
    forms = short_forms(texts)
    assert len(forms) <= 40
    assert all(form.endswith(".") and form[:-1].isalnum() for form in forms)
    assert len(citation_grammar([1, 2], 1, forms).splitlines()) == 8
