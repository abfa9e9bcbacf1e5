"""Upstreams that fail in every way: an answer in time, with a note, and no invented citation."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from blackbird.assistant import Assistant
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.settings import load_settings
from blackbird.types import Answer, Document, Question
from tests.fakes.embedder import HashEmbedder
from tests.fakes.engines import SHAPES, Listed, path_of, settings_for, told
from tests.fakes.failures import FAILURES
from tests.fakes.page_server import PageServer, page_server, reply
from tests.fakes.parser import InProcess
from tests.patience import SLACK_S

ENGINE_S = 1.0
PAGES_S = 1.0
SAID = "The tram of Aldenport opened in 1889."
PAGE = f"<html lang=en><title>Trams</title><body><p>{SAID}</p></body></html>"
ASKED = Question("When did the tram of Aldenport open?", sources=("web",))


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server({"/page": reply(PAGE)}) as served:
        yield served


@pytest.fixture
async def assistant(tmp_path: Path, server: PageServer) -> AsyncIterator[Assistant]:
    """One whose documents know the answer too."""
    model = ScriptedModel(lambda *_: f"{SAID} [1] The moon is cheese. [7]")
    scorer = ScriptedScorer(lambda a, b: 0.95 if "1889" in b and "moon" not in a else 0.1)
    made = Assistant(
        load_settings({"data_dir": str(tmp_path), "web": "yes"}, {}),
        models={"mini": model},
        embedder=HashEmbedder(),
        scorer=scorer,
        guard=server.guard(),
        parser=InProcess(),
    )
    async with made:
        await made.add_documents([Document("own", f"In old papers: {SAID}")])
        yield made


async def answered(assistant: Assistant, server: PageServer, *engines: str) -> Answer:
    """The answer, within the time that engines and pages have."""
    flags = {"data_dir": assistant.settings.data_dir, "web": "yes"}
    seconds = {"engine_s": ENGINE_S, "pages_s": PAGES_S}
    assistant.settings = load_settings(flags | seconds | settings_for(server, *engines), {})
    started = time.monotonic()
    answer = await assistant.ask(ASKED)
    assert time.monotonic() - started < ENGINE_S + PAGES_S + SLACK_S
    return answer


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("name", SHAPES)
async def test_an_engine_alone_that_fails(
    assistant: Assistant, server: PageServer, name: str, kind: str
) -> None:
    script, said = FAILURES[kind]
    server.pages[path_of(name)] = script
    answer = await answered(assistant, server, name)
    (first, second) = answer.notes[:2]
    assert first.startswith(f"{name} could not be searched: ")
    assert said.rstrip(".") in first
    assert second == "The web could not be reached: this rests on your documents instead."
    assert answer.text.startswith(SAID)
    assert {(c.source, c.quote) for c in answer.citations} == {
        ("documents", f"In old papers: {SAID}")
    }


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("name", ["brave", "tavily"])
async def test_an_engine_beside_one_that_works(
    assistant: Assistant, server: PageServer, name: str, kind: str
) -> None:
    server.pages[path_of(name)] = FAILURES[kind][0]
    server.pages[path_of("searxng")] = told("searxng", [Listed(server.url("/page"))])
    answer = await answered(assistant, server, name, "searxng")
    assert answer.notes[0].startswith(f"{name} could not be searched: ")
    assert {(c.url, c.quote) for c in answer.citations} == {(server.url("/page"), SAID)}


# A page that redirects is followed, and one of a few kilobytes is read whatever it says it is.
PAGE_FAILURES = [k for k in FAILURES if k not in ("html", "garbage", "cut", "deep", "digits")]


@pytest.mark.parametrize("kind", PAGE_FAILURES)
@pytest.mark.parametrize("others", [0, 1])
async def test_a_page_that_fails(
    assistant: Assistant, server: PageServer, kind: str, others: int
) -> None:
    server.pages["/bad"] = FAILURES[kind][0]
    listed = [Listed(server.url("/bad")), Listed(server.url("/page"))][: 1 + others]
    server.pages[path_of("searxng")] = told("searxng", listed)
    answer = await answered(assistant, server, "searxng")
    if others:
        assert {c.url for c in answer.citations} == {server.url("/page")}
    else:
        assert answer.notes[0] == (
            "web could not be searched: of 1 pages that were named, none could be read"
        )
        assert (answer.abstained, answer.citations) == (True, ())
    assert all(c.quote in (SAID,) for c in answer.citations)
