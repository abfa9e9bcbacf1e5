"""Every text of the page is there in both languages, with the same places to fill."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from blackbird import server
from blackbird.errors import BlackbirdError
from blackbird.models.catalog import CATALOGUE
from blackbird.models.lineup import LINEUP
from blackbird.models.progress import Phase
from blackbird.posts import State
from blackbird.registry import SOURCES
from blackbird.settings import SETTINGS, Origin
from blackbird.storage.posts.rows import GRANTS

LANGUAGES = {"en", "ja"}
MODULES = {
    entry.name: entry.read_text("utf-8")
    for entry in resources.files("blackbird.web").iterdir()
    if entry.name.endswith(".js")
}

TABLES = {"words.js": "WORDS", "meanings.js": "MEANINGS", "livewords.js": "LIVE_WORDS"}

_TOKEN = re.compile(r'\s*(?://[^\n]*\n\s*)*("(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|[{}:,])')
_CALL = re.compile(r'\bt\(\s*(?:[\w.]+ \? )?"([^"]+)"(?: : "([^"]+)")?')
_MADE = re.compile(r"\bt\(\s*`([^`$]*)\$\{")
_KEY = re.compile(r'"([a-z]+(?:\.[a-z_]+)+)"')
_PLACE = re.compile(r"\{(\w+)\}")
_REFUSED = re.compile(r'refusal\(\d+, .*?, "(\w+)"[,)]|"code": "(\w+)"|code = "(\w+)" if')
_CHOICE = re.compile(r"\{(\w+)\|")


def tokens(literal: str) -> Iterator[str]:
    """The parts of a plain object literal. Fails on anything else, templates and sums included."""
    at = 0
    while literal[at:].strip():
        found = _TOKEN.match(literal, at)
        assert found, f"not a plain literal: {literal[at : at + 60]!r}"
        yield found[1]
        at = found.end()


def table(parts: Iterator[str]) -> dict[str, object]:
    """What a literal holds, its first brace read already. Fails on a key given twice."""
    rows: dict[str, object] = {}
    for part in parts:
        if part == "}":
            return rows
        key = json.loads(part) if part.startswith('"') else part
        assert next(parts) == ":", key
        assert key not in rows, f"{key} is there twice"
        value = next(parts)
        rows[key] = table(parts) if value == "{" else json.loads(value)
        mark = next(parts)
        if mark == "}":
            return rows
        assert mark == ",", key
    raise AssertionError("The table has no end.")


def words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for module, name in TABLES.items():
        source, opening = MODULES[module], f"export const {name} = {{"
        start = source.index(opening) + len(opening)
        rows: dict[str, dict[str, str]] = table(tokens(source[start : source.index("\n};") + 2]))  # type: ignore[assignment]  # the tests below say whether it is that
        assert not set(found) & set(rows)
        found |= rows
    return found


WORDS = words()


def test_the_table_is_read_whole() -> None:
    keys = [re.findall(r'^  "[\w.]+": \{', MODULES[module], re.MULTILINE) for module in TABLES]
    assert len(WORDS) == sum(map(len, keys))


@pytest.mark.parametrize("literal", ["`a`", "'a'", '"a" + "b"', "f()", "1"])
def test_what_is_no_plain_text_is_refused(literal: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        table(tokens(f'"key": {{ en: {literal} }}, }}'))


@pytest.mark.parametrize("key", WORDS)
def test_each_text_is_there_in_both_languages(key: str) -> None:
    texts = WORDS[key]
    assert set(texts) == LANGUAGES
    assert all(text.strip() for text in texts.values())
    places = {language: sorted(set(_PLACE.findall(text))) for language, text in texts.items()}
    assert places["en"] == places["ja"]
    chosen_by = {name for text in texts.values() for name in _CHOICE.findall(text)}
    assert chosen_by <= set(places["en"])


def test_each_text_that_a_module_names_is_there() -> None:
    groups = {key.partition(".")[0] for key in WORDS}
    for name, source in MODULES.items():
        if name in TABLES:
            continue
        named = {key for found in _CALL.findall(source) for key in found if key}
        named |= {key for key in _KEY.findall(source) if key.partition(".")[0] in groups}
        assert named - set(WORDS) == set(), name
        for stem in _MADE.findall(source):
            assert any(key.startswith(stem) for key in WORDS), (name, stem)


@pytest.mark.parametrize(
    "key",
    [
        *(f"setting.{setting.name}" for setting in SETTINGS),
        *(f"setting.{s.name}.{value}" for s in SETTINGS for value in s.metadata.get("among") or ()),
        *(f"settings.from.{origin}" for origin in get_args(Origin)),
        *(f"source.{name}" for name in SOURCES),
        *(f"settings.source.{name}" for name in SOURCES),
        *(f"model.{entry.short}" for entry in LINEUP),
        *(f"model.{entry.catalogue_id}" for entry in LINEUP),
        *(f"shelf.{model.role}" for model in CATALOGUE.values()),
        *(f"shelf.{act}{of}" for act in ("get", "stop", "remove") for of in ("", ".of")),
        *(f"feeds.is.{state}" for state in get_args(State)),
        *(f"grant.{grant}" for grant in GRANTS),
        *(f"pull.{phase}" for phase in get_args(Phase)),
    ],
)
def test_what_the_server_names_is_explained(key: str) -> None:
    assert key in WORDS


def codes(kind: type[BlackbirdError]) -> set[str]:
    """The codes of an error and of all that are narrower."""
    return {kind.code}.union(*(codes(narrower) for narrower in kind.__subclasses__()))


def test_each_error_that_the_server_tells_has_a_text() -> None:
    sources = [path.read_text("utf-8") for path in Path(server.__path__[0]).rglob("*.py")]
    told = {code for source in sources for found in _REFUSED.findall(source) for code in found}
    told = (told | codes(BlackbirdError)) - {""}
    assert {"too_large", "foreign_origin", "interrupted", "disk_full"} <= told
    assert {f"fault.{code}" for code in told} <= set(WORDS)
