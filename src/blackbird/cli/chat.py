"""``blackbird chat``: a conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import click

from blackbird.cli import options
from blackbird.cli.answer import answer_rows, citation_rows
from blackbird.cli.consent import for_sources
from blackbird.cli.live import follow
from blackbird.cli.page import row, show
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.contract import check_question
from blackbird.errors import BlackbirdError, UnknownName
from blackbird.registry import check_sources
from blackbird.types import Answer, Question, Turn

_WORDS = {
    "/help": "show these words",
    "/sources": "show the evidence of the last answer",
    "/new": "forget the conversation and begin another",
    "/quit": "leave; so does Ctrl-D",
}


@click.command(
    epilog="""\b
Examples:
  blackbird chat
  printf 'Who wrote Faust?\\nWhen was he born?\\n' | blackbird chat
"""
)
@options.sources
@options.model
@options.checking
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context, sources: tuple[str, ...], model: str | None, check: str | None
) -> None:
    """Talk: each question may rest on what was said before.

    Words that begin with a slash steer it; /help lists them. Without a terminal it reads one
    question a line from standard input.
    """
    from blackbird.assistant import default_question  # here: --help need not load the engines

    shell: Shell = ctx.obj
    names = check_sources(sources)
    settings = for_sources(shell, shell.settings(model=model, check=check), names)
    asked = replace(default_question(settings), sources=names)
    with shell.session(settings) as session:
        # If it is missing, that is said now, not at a question
        session.assistant.loaded.language_model(settings.model)
        Conversation(session, asked).run()


@dataclass(slots=True)
class Conversation:
    """What was said so far, and how to go on."""

    session: Session
    defaults: Question
    history: tuple[Turn, ...] = ()
    last: Answer | None = None

    def run(self) -> None:
        """Answer until the person leaves."""
        for line in _questions():
            text = line.strip()
            if text == "/quit":
                return
            try:
                if text.startswith("/"):
                    self._steer(text)
                elif text:
                    self._answer(text)
            except BlackbirdError as error:  # said, and the conversation goes on
                click.echo(f"blackbird: {one_line(str(error))}", err=True)
            except KeyboardInterrupt:
                click.echo("\nStopped. Ask again, or leave with /quit.", err=True)

    def _answer(self, text: str) -> None:
        question = replace(self.defaults, text=check_question(text), history=self.history)
        answer = self.session.run(follow(self.session.assistant, question))
        searched = self.session.run(self.session.assistant.sources_for(question))
        show([*answer_rows(answer, searched), row()])
        self.last = answer
        said = (Turn("user", question.text), Turn("assistant", answer.text))
        self.history = (*self.history, *said)

    def _steer(self, word: str) -> None:
        if word not in _WORDS:
            raise UnknownName("word", word, _WORDS)
        if word == "/new":
            self.history, self.last = (), None
            click.echo("A new conversation.")
        elif word == "/sources":
            citations = self.last.citations if self.last else ()
            found = [r for citation in citations for r in citation_rows(citation)]
            show(found or [row("The last answer has no evidence.", "dim")])
        else:
            show(row(about, mark=f"{name:<9}", style="bold") for name, about in _WORDS.items())


def _questions() -> Iterator[str]:
    """Lines as they are typed; without a terminal, lines of standard input."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        for data in sys.stdin.buffer:
            yield data.decode("utf-8", "replace")
        return
    with suppress(ImportError):  # a Python without it reads plain lines
        import readline  # noqa: F401 — its import gives input() editing and earlier lines
    click.echo("Ask something. /help lists what else there is.")
    while True:
        try:
            yield input("› ")
        except EOFError:
            click.echo()
            return
