"""Which commit of the source a figure was measured with."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit(checkout: Path, git: str = "git") -> str | None:
    """Its short name, with ``-dirty`` if the source was changed since; None outside a checkout.

    Only ``checkout`` itself counts: a program installed below another repository is not of it.
    """
    if not (checkout / ".git").exists():
        return None
    describe = ("describe", "--always", "--dirty", "--exclude=*")
    try:
        done = subprocess.run(
            [git, "--no-optional-locks", "-C", str(checkout), *describe],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None  # there is no git on this machine
    return done.stdout.strip() or None if done.returncode == 0 else None
