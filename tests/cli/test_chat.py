"""``chat``: the conversation is kept, slash words steer it, an error does not end it."""

from __future__ import annotations

from blackbird.models.scripted import ScriptedModel
from tests.cli.conftest import CommandLine

QUESTION = "When did the tram of Aldenport open?\n"


def test_history_is_kept(asked: CommandLine) -> None:
    asked.say("The tram of Aldenport opened in 1889. [1]")
    assert asked("chat", stdin=QUESTION + "How many stops had it?\n").status == 0
    assert "How many stops had the tram of Aldenport?" in str(asked.model.asked)


def test_new_forgets(asked: CommandLine) -> None:
    assert isinstance(asked.model, ScriptedModel)
    result = asked("chat", stdin=QUESTION + "/new\nHow many stops had it?\n")
    assert "A new conversation." in result.out
    assert "How many stops had the" not in str(asked.model.asked)


def test_sources_shows_the_evidence_again(asked: CommandLine) -> None:
    out = asked("chat", stdin=QUESTION + "/sources\n").out
    assert out.count("“The tram of Aldenport opened in 1889.") >= 2


def test_sources_before_any_answer(asked: CommandLine) -> None:
    assert "no evidence" in asked("chat", stdin="/sources\n").out


def test_help_and_quit(asked: CommandLine) -> None:
    out = asked("chat", stdin="/help\n/quit\n" + QUESTION).out
    assert "/sources" in out
    assert "1889" not in out


def test_a_wrong_word_gets_a_guess_and_the_conversation_goes_on(asked: CommandLine) -> None:
    result = asked("chat", stdin="/hlep\n" + "x" * 40_000 + "\n\n" + QUESTION)
    assert 'Did you mean "/help"?' in result.err
    assert "40,000 characters" in result.err
    assert "1889" in result.out
    assert result.status == 0
