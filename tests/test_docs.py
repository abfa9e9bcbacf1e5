"""Docs cannot drift: links lead somewhere, decisions stay short, settings are documented."""

from __future__ import annotations

import re
from dataclasses import Field
from pathlib import Path

import pytest

from blackbird.settings import SETTINGS
from gates.readme import blocks
from gates.tree import project_files

ROOT = Path(__file__).resolve().parent.parent
PAGES = [path for path in project_files("*.md") if "examples" not in path.parts]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
DECISION_LINES = 14  # ten, a title, and some air


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as the usual Markdown hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}#{anchor}"


def test_the_readme_runs_the_two_commands() -> None:
    """CI runs these blocks as they are printed: see ``gates/readme.py``."""
    lines = "".join(blocks((ROOT / "README.md").read_text(encoding="utf-8"))).splitlines()
    assert any(line.startswith('make ask Q="') for line in lines)
    assert "make test" in lines


def test_a_block_marked_not_run_is_left_out() -> None:
    text = (
        "```sh\nmake ask\n```\n<!-- not run: it serves until stopped -->\n```sh\nmake serve\n```\n"
    )
    assert blocks(text) == ["make ask\n"]


@pytest.mark.parametrize("page", DECISIONS, ids=relative)
def test_a_decision_is_short(page: Path) -> None:
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    assert len(lines) <= DECISION_LINES


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_documented(setting: Field[object]) -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert setting.metadata["help"].strip()
    assert f"| `{setting.name}` |" in page
