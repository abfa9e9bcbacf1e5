"""How long a text is about something: where a pronoun finds nothing any more."""

from __future__ import annotations

import pytest

from blackbird.claims.split import split_claims
from tests.claims.splitting import split_text

ENDED = [
    ("Anna was a nurse.", "## Bob Smith", "He was a painter."),
    ("The tower is in Ulm.", "## Colosseum", "It is old."),
    ("The tower is in Ulm.", "What about the Colosseum?", "It is old."),
    ("The tower is in Ulm.", "Colosseum?", "It is old."),
    ("Anna was a nurse.", "And who was Bob?", "He was ill."),
    ("The tower is in Ulm.", "**Io:**", "It is old."),
    ("The tower is in Ulm.", "Here is what I found on Io:", "It is old."),
    ("The tower is in Ulm.", "Now Io:", "It is old."),
    ("The tower is in Ulm.", "I hope this helps with Io!", "It is old."),
    ("The tower is in Ulm.", "Let me turn to Io.", "It is old."),
    ("The tower is in Ulm.", "Io is a moon?", "It is old."),
    ("夏目漱石は小説家である。", "## 森鴎外", "彼は軍医であった。"),
    ("東京塔は高い塔である。", "## 通天閣", "それは赤い。"),
    ("東京塔は高い塔である。", "通天閣はどうですか。", "それは赤い。"),
    ("東京塔は高い塔である。", "通天閣：", "それは赤い。"),
    ("東京塔は高い塔である。", "**スカイツリー**", "それは赤い。"),
    ("東京塔は高い塔である。", "- スカイツリー", "それは赤い。"),
    ("東京塔は高い塔である。", "| スカイツリー | 634 |", "それは赤い。"),
    ("The tower is in Ulm.", "**Io**", "It is old."),
    ("The tower is in Ulm.", "| Io | 3 |", "It is old."),
]

GOES_ON = [
    ("Anna was a nurse.", "Thanks!", "She was ill.", "Anna was ill."),
    ("Anna was a nurse.", "[1]", "She was ill.", "Anna was ill."),
    ("Anna was a nurse.", "Yes.", "She was ill.", "Anna was ill."),
    ("東京塔は高い塔である。", "東京塔は新しい", "それは赤い。", "東京塔は赤い。"),
    ("東京塔は高い塔である。", "はい。", "それは赤い。", "東京塔は赤い。"),
]


@pytest.mark.parametrize(("before", "between", "sentence"), ENDED)
def test_a_heading_a_question_and_an_announcement_end_the_topic(
    before: str, between: str, sentence: str
) -> None:
    assert [c.text for c in split_claims(sentence, [before, between])] == [sentence]
    text = f"{before}\n\n{between}\n\n{sentence}"
    assert [c.text for c in split_text(text)[-1][1]] == [sentence]


@pytest.mark.parametrize(("before", "between", "sentence", "claim"), GOES_ON)
def test_a_word_of_courtesy_does_not_end_the_topic(
    before: str, between: str, sentence: str, claim: str
) -> None:
    assert [c.text for c in split_claims(sentence, [before, between])] == [claim]


def test_an_opinion_ends_the_topic_in_a_sentence_too() -> None:
    before = "The tower is tall, and I think the bridge is ugly."
    assert [c.text for c in split_claims(before)] == ["The tower is tall."]
    assert [c.text for c in split_claims("It is old.", [before])] == ["It is old."]
