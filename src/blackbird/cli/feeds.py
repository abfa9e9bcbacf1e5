"""``blackbird ingest status`` and its like: how feeds fare, and what may be done with them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

import click
from rich.text import Text

from blackbird.cli import options
from blackbird.cli.following import lag
from blackbird.cli.lines import write_json
from blackbird.cli.page import Row, row, show
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.errors import UsageError
from blackbird.posts import SECOND
from blackbird.storage.posts.rows import GRANTS, FeedRow, Grants, StoredPost
from blackbird.storage.posts.shown import feed_json, is_followed, said_at, state_of

_EXPORTED = 2_000  # posts read at a time
_SHOWN_STATES = {"catching_up": "catching up"}


@click.command(epilog="Example: blackbird ingest status --json")
@options.as_json
@options.data_dir
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say how each feed fares: its state, lag, rate and gaps."""
    shell: Shell = ctx.obj
    now = shell.now().timestamp() * SECOND
    with shell.session(shell.settings()) as session:
        feeds, reasons, vectors = session.run(_feeds(session))
    if as_json:
        found = [feed_json(feed, now) for feed in feeds]
        write_json({"sources": found, "vectors": vectors}, indent=2)
    elif feeds:
        show(line for feed in feeds for line in _lines(feed, now, reasons.get(feed.id, "")))
        click.echo(_by_meaning(vectors))
    else:
        click.echo('Nothing is followed yet. Example: "blackbird ingest jetstream".', err=True)


async def _feeds(session: Session) -> tuple[list[FeedRow], dict[int, str], dict[str, int]]:
    """All feeds, why something of them was set aside, and how many posts have a vector."""
    live = session.assistant.opened.live
    feeds = (await live.record()).feeds
    reasons = await asyncio.to_thread(feeds.reasons)
    return await asyncio.to_thread(feeds.all), reasons, await live.vectors()


def _by_meaning(vectors: dict[str, int]) -> str:
    skipped = f", {vectors['skipped']:,} skipped" if vectors["skipped"] else ""
    return f"{vectors['posts']:,} posts found by meaning{skipped}"


@click.command(epilog="Example: blackbird ingest trends --json")
@options.as_json
@options.data_dir
@click.pass_context
def trends(ctx: click.Context, as_json: bool) -> None:
    """Say what rose in the last hour against the day before, out of a sample of posts."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        rose = session.run(session.assistant.opened.live.trends(words=False))
    if as_json:
        write_json({"trends": [asdict(one) for one in rose]}, indent=2)
    elif rose:
        show(
            row(f"{one_line(r.subject)}  {r.accounts} accounts, {r.expected:g} expected")
            for r in rose
        )
    else:
        click.echo("Nothing rose in the last hour that was not there the day before.", err=True)


@click.command(epilog="Example: blackbird ingest stop jetstream")
@click.argument("source")
@options.data_dir
@click.pass_context
def stop(ctx: click.Context, source: str) -> None:
    """Follow SOURCE no more; what it brought stays."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        record = session.run(session.assistant.opened.live.record())
        record.feeds.stop(source)
    click.echo(f"{one_line(source)} is not followed any more.")


@click.command(epilog="Example: blackbird ingest grant x:rules.json redistribute=no train=no")
@click.argument("source")
@click.argument("grants", nargs=-1, required=True, metavar="GRANT=yes|no...")
@options.data_dir
@click.pass_context
def grant(ctx: click.Context, source: str, grants: tuple[str, ...]) -> None:
    """Say what may be done with what SOURCE brings: display, store, redistribute, train, share.

    With store=no all of it is hidden at once, purged, and its quotes with it. With share=no it
    will be shown to nobody else once a server has accounts for several people; until then it
    changes nothing.
    """
    shell: Shell = ctx.obj
    changes = dict(_read_grant(text) for text in grants)
    with shell.session(shell.settings()) as session:
        live = session.assistant.opened.live
        feed = session.run(live.record()).feeds.named(source)
        wanted = Grants(**{**asdict(feed.grants), **changes})
        revoked = session.run(session.assistant.opened.grant(feed, wanted))
        purged = revoked and session.run(_purge(session))
    said = ", ".join(f"{n} {'yes' if v else 'no'}" for n, v in asdict(wanted).items())
    click.echo(f"{one_line(source)}: {said}.")
    if revoked:
        click.echo("Purged." if purged else "Hidden now; whoever follows feeds purges it.")


async def _purge(session: Session) -> bool:
    opened = session.assistant.opened
    return await opened.live.purge(await opened.quotes())


def _read_grant(text: str) -> tuple[str, bool]:
    name, _, value = text.partition("=")
    if name not in GRANTS or value not in ("yes", "no"):
        raise UsageError(
            f'"{text[:60]}" is no grant.', f"Give {', '.join(GRANTS)}, each =yes or =no."
        )
    return name, value == "yes"


def _lines(feed: FeedRow, now: float, reason: str) -> list[Row]:
    state = state_of(feed, now)
    head = Text(one_line(feed.name), "bold")
    head.append(f"  {_SHOWN_STATES.get(state, state)}", "green" if state == "live" else "yellow")
    facts = [f"{feed.posts:,} posts", f"{feed.deleted:,} deleted", f"{feed.gaps:,} gaps"]
    if is_followed(feed, now):
        facts.insert(1, f"{feed.rate:,.1f}/s")
        facts += [f"{lag(feed.lag_s)} behind"] if feed.lag_s is not None else []
    if feed.poison:
        facts.append(f"{feed.poison:,} set aside")
    lines = [Row(head, "", ""), row(" · ".join(facts), indent=2)]
    lines += [row(f"Set aside: {one_line(reason)}", indent=2)] if reason else []
    return [*lines, row(one_line(feed.note), indent=2)] if feed.note else lines


@click.command(epilog="Example: blackbird ingest export --training > posts.jsonl")
@click.option("--training", is_flag=True, help="Only what its source lets be used for training.")
@options.data_dir
@click.pass_context
def export(ctx: click.Context, training: bool) -> None:
    """Write all posts that may be shown as JSONL, as "ingest file:posts.jsonl" reads it."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        record = session.run(session.assistant.opened.live.record())
        after = 0
        while posts := record.in_order(after, _EXPORTED, training=training):
            for post in posts:
                click.echo(json.dumps(_exported(post), ensure_ascii=False))
            after = posts[-1].key


def _exported(post: StoredPost) -> dict[str, object]:
    found = {
        "id": post.uri,
        "author": post.author,
        "title": post.title,
        "text": post.text,
        "created_at": said_at(post.created),
        "url": post.url,
        "language": post.language,
        "likes": post.likes,
        "reply_to": post.reply_to,
        "source": post.feed,
    }
    return {name: value for name, value in found.items() if value not in ("", 0)}


COMMANDS = (status, trends, stop, grant, export)
