"""Which engines the settings name, what they lack, and whose addresses may be private."""

from __future__ import annotations

from typing import Any

import pytest

from blackbird.engines import Engines, scope_of
from blackbird.errors import SettingsError, SourceError, UnknownName
from blackbird.protocols import Scope
from blackbird.settings import Settings, load_settings
from blackbird.types import Query
from tests.fakes.clocks import MovedClock
from tests.fakes.dials import watching
from tests.fakes.page_server import resolver

from blackbird.net.guard import Guard  # isort: skip


def settings(**flags: Any) -> Settings:
    return load_settings(flags, {"HOME": "/nowhere"})


def names(**flags: Any) -> list[str]:
    return [engine.name for engine in Engines(MovedClock()).of(settings(**flags))]


def test_without_anything_set_wikipedia_is_asked() -> None:
    assert names() == ["wikipedia"]


def test_an_engine_that_has_what_it_needs_is_asked() -> None:
    found = names(brave_key="k", tavily_key="k", bing_url="http://b/", searxng_url="http://s/")
    assert found == ["searxng", "wikipedia", "brave", "tavily", "bing"]


def test_those_that_are_named_are_asked_in_their_own_time() -> None:
    found = Engines(MovedClock()).of(settings(engines="Brave:1.5, wikipedia,,", engine_s=2))
    assert [(e.name, e.budget_s) for e in found] == [("brave", 1.5), ("wikipedia", 2.0)]


async def test_one_that_is_named_and_lacks_something_says_so() -> None:
    (brave,) = Engines(MovedClock()).of(settings(engines="brave"))
    with pytest.raises(SourceError, match="brave_key is not set"):
        await brave.find(Query("x"))


@pytest.mark.parametrize("key", ["塔", "se\ncret", "se\x00cret"])
async def test_a_key_that_no_header_can_hold_is_told_nowhere(key: str) -> None:
    (brave,) = Engines(MovedClock()).of(settings(engines="brave", brave_key=key))
    with pytest.raises(SourceError, match="brave_key has signs that no key has"):
        await brave.find(Query("x"))
    assert names(brave_key=key) == ["wikipedia"]


@pytest.mark.parametrize("country", ["japan", "j", "日本", "j1"])
def test_a_country_is_two_letters(country: str) -> None:
    with pytest.raises(SettingsError, match="two letters of a country"):
        settings(web_country=country)


@pytest.mark.parametrize("wrong", ["brave:soon", "brave:0", "brave:-1", "brave:61", "brave:nan"])
def test_wrong_seconds_are_said(wrong: str) -> None:
    with pytest.raises(SettingsError, match="seconds from 0 to 60"):
        settings(engines=wrong)


def test_an_unknown_engine_gets_a_guess() -> None:
    with pytest.raises(UnknownName, match='Did you mean "wikipedia"'):
        settings(engines="wikpedia")


def test_country_safe_search_and_sites_are_as_set() -> None:
    found = scope_of(settings(web_country=" JP ", web_safe="strict", web_sites="a.x, -b.a.x"))
    assert found == Scope("jp", "strict", ("a.x",), ("b.a.x",))


async def test_an_address_that_is_built_in_may_not_lead_inside() -> None:
    engines = Engines(MovedClock(), Guard(resolve=resolver({}, "10.0.0.1")))
    built_in = engines.of(settings(engines="wikipedia,brave,tavily", brave_key="k", tavily_key="k"))
    with watching() as dials:
        for engine in built_in:
            with pytest.raises(SourceError, match="leads to a private network"):
                await engine.find(Query("x"))
    assert dials.connected == []


async def test_the_pace_of_an_engine_outlives_a_question() -> None:
    clock = MovedClock()
    engines = Engines(clock, Guard(resolve=resolver({}, "10.0.0.1")))
    with pytest.raises(SourceError, match="private network"):
        await engines.of(settings(engines="brave:0.5", brave_key="k"))[0].find(Query("x"))
    with pytest.raises(SourceError, match="asked too often"):
        await engines.of(settings(engines="brave:0.5", brave_key="k"))[0].find(Query("x"))
    clock.passed = 1.0
    with pytest.raises(SourceError, match="private network"):
        await engines.of(settings(engines="brave:0.5", brave_key="k"))[0].find(Query("x"))
