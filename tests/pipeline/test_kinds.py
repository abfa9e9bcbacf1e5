"""What kind of request a text is."""

from __future__ import annotations

import pytest

from blackbird.pipeline.kinds import kind_of

TALK = [
    "Hi there!",
    "thanks a lot",
    "ありがとう！",
    "What's up?",
    "who are you",
    "Merci beaucoup",
    "你好",
]
TASK = [
    "Translate to French: good morning",
    "Write a haiku about rain",
    "Give me five names for a cat",
    "日本語に翻訳して：hello",
    "俳句を書いて",
    "Summarize this: foo",
    "Please rewrite: he go home",
    "résume ce texte : il pleut",
    "次の文を要約してください：東京は大きい。",
    "Tell me a joke",
]
LOOKUP = [
    "Which search engine did Grok use?",
    "Hello, who founded OpenAI?",
    "Can you summarise the history of OpenAI?",
    "Tell me the name of the founder",
    "Tell me who wrote the story",
    "Give me the story behind Grok",
    "How do I translate a document?",
    "OpenAIの歴史を要約して",
    "最初のGrokの検索エンジンは？",
    "Grok",
]


@pytest.mark.parametrize("text", TALK)
def test_small_talk_is_not_searched(text: str) -> None:
    assert kind_of(text) == "talk"


@pytest.mark.parametrize("text", TASK)
def test_a_task_on_given_text_is_not_searched(text: str) -> None:
    assert kind_of(text) == "task"


@pytest.mark.parametrize("text", LOOKUP)
def test_a_question_of_fact_is_looked_up(text: str) -> None:
    assert kind_of(text) == "lookup"
