"""The one question before anything leaves for the web: asked on a terminal, once, and kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from blackbird.errors import ConsentNeeded

if TYPE_CHECKING:
    from blackbird.cli.shell import Shell
    from blackbird.settings import Settings

QUESTION = (
    "Searching the web sends your questions to search engines. Reading a page tells its server\n"
    "that this machine reads it, and your name server which site it is. Nothing else of yours is\n"
    "sent, and nothing unless you ask for the web. This is asked once; to change it later:\n"
    "blackbird settings web=no. May Blackbird read pages of the web, and search it for you?"
)


def with_consent(shell: Shell, settings: Settings, so: str = "the page cannot be read") -> Settings:
    """Settings that allow the web. Raises ``ConsentNeeded`` if its owner does not, or is not there.

    Either answer is kept, so that nobody is asked twice.
    """
    if settings.web == "yes":
        return settings
    answer = shell.confirm(QUESTION) if settings.web == "ask" else None
    if answer is not None:
        from blackbird.settings import change_settings  # here: --help need not pay for it

        settings = change_settings(settings, {"web": "yes" if answer else "no"}, shell.now())
    if not answer:
        raise ConsentNeeded(
            f"The web is off, so {so}.",
            'Allow it once with "blackbird settings web=yes".',
        )
    return settings


def for_sources(shell: Shell, settings: Settings, sources: tuple[str, ...]) -> Settings:
    """As ``with_consent`` if the web is among the sources; the same settings if not."""
    return with_consent(shell, settings, "it is not searched") if "web" in sources else settings


def confirm(question: str) -> bool | None:
    """What a person at a terminal answers; ``None`` if there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return click.confirm(question, err=True)
