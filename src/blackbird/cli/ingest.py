"""``blackbird ingest``: live posts and feeds, followed until stopped."""

from __future__ import annotations

from collections.abc import Sequence

import click

from blackbird.cli import options
from blackbird.cli.feeds import COMMANDS
from blackbird.cli.following import Teller, until_stopped
from blackbird.cli.shell import Session, Shell
from blackbird.errors import UsageError


class _Group(click.Group):
    """``ingest SOURCE …`` follows; its other words are commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What is no command's name is a source's."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "follow", self.commands["follow"], args
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    epilog="""\b
Examples:
  blackbird ingest jetstream mastodon:https://example.social feeds:list.opml
  blackbird ingest status --json
  blackbird ingest grant x:rules.json store=no
  blackbird ingest trends
""",
)
def command() -> None:
    """Follow live posts and feeds: blackbird ingest SOURCE ….

    SOURCE is a kind and an address with a colon between them: jetstream, mastodon, x, feeds, file,
    export. Without a SOURCE, "ingest follow" goes on with those that were followed before.
    """


@command.command(epilog="Example: blackbird ingest jetstream feeds:https://example.org/feed.xml")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--tied", is_flag=True, hidden=True, help="End when standard input does.")
@options.data_dir
@click.pass_context
def follow(ctx: click.Context, sources: tuple[str, ...], tied: bool) -> None:
    """Follow live sources until stopped; Ctrl-C stores what was read, and ends."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        well = session.run(_follow(session, sources, tied=tied))
    ctx.exit(0 if well else 1)


async def _follow(session: Session, sources: Sequence[str], *, tied: bool) -> bool:
    """Whether all went well, as far as it came to an end by itself."""
    assistant = session.assistant
    live = assistant.opened.live
    names = await _wanted(session, sources)
    quotes = await assistant.opened.quotes()
    embedder = assistant.opened.patient_embedder
    teller = Teller(names)
    if await until_stopped(live.follow(names, quotes, teller.tell, embedder), tied=tied):
        return teller.end((await live.record()).feeds.all())
    return True


async def _wanted(session: Session, sources: Sequence[str]) -> list[str] | None:
    """The names of what is to be followed, None for all that was before."""
    live = session.assistant.opened.live
    rows = await live.add(sources, trusted=True)
    if not rows and not any(feed.wanted for feed in (await live.record()).feeds.all()):
        raise UsageError("Nothing is followed yet.", "Example: blackbird ingest jetstream")
    return [feed.name for feed in rows] or None


@command.command(epilog="Example: blackbird ingest publish jetstream")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@options.data_dir
@click.pass_context
def publish(ctx: click.Context, sources: tuple[str, ...]) -> None:
    """Follow live sources as "ingest SOURCE …" does, for workers on this and other machines.

    What is read goes to the queue at nats_url; "ingest work" stores it.
    """
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        well = session.run(_publish(session, sources))
    ctx.exit(0 if well else 1)


async def _publish(session: Session, sources: Sequence[str]) -> bool:
    live = session.assistant.opened.live
    names = await _wanted(session, sources)
    teller = Teller(names)
    if await until_stopped(live.publish(names, teller.tell)):
        return teller.end((await live.record()).feeds.all())
    return True


@command.command(epilog="Example: blackbird ingest work")
@options.data_dir
@click.pass_context
def work(ctx: click.Context) -> None:
    """Store what "ingest publish" reads, beside as many other workers as there are.

    They share the queue at nats_url and the database at posts_url. One of each machine keeps the
    index there.
    """
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        session.run(_work(session))


async def _work(session: Session) -> None:
    opened = session.assistant.opened
    await until_stopped(opened.live.work(await opened.quotes(), opened.patient_embedder))


for _other in COMMANDS:
    command.add_command(_other)
