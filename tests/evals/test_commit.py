"""The commit of a checkout: told where there is one, with a mark if the source was changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from blackbird.evals.commit import commit

# A source archive is tested without git, which the README does not ask for. A clone was made with
# git, so that there, as in CI, nothing is skipped.
CLONE = (Path(__file__).parents[2] / ".git").exists()
needs_git = pytest.mark.skipif(
    shutil.which("git") is None and not CLONE, reason="a source archive, and no git here"
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@needs_git
def test_a_checkout_has_a_commit_and_says_if_it_was_changed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert commit(tmp_path) is None  # nothing is in it yet
    (tmp_path / "a").write_text("1")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "--quiet", "-m", "Begin")
    git(tmp_path, "tag", "v1")
    name = git(tmp_path, "rev-parse", "--short", "HEAD").strip()
    assert commit(tmp_path) == name
    (tmp_path / "new").write_text("not of the source")
    assert commit(tmp_path) == name
    (tmp_path / "a").write_text("2")
    assert commit(tmp_path) == f"{name}-dirty"


@needs_git
def test_a_program_installed_below_another_repository_has_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "Begin")
    below = tmp_path / "venv"
    below.mkdir()
    assert commit(below) is None


def test_without_git_there_is_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert commit(tmp_path) is None
    assert commit(tmp_path, git="no-such-program") is None
