"""Settings: where each comes from, and what a running server may change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blackbird.errors import BlackbirdError, SettingsError, UnknownName, UsageError
from blackbird.settings import FILE_NAME, Settings, change_settings, load_settings, ports_of

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def loaded(tmp_path: Path) -> Settings:
    (tmp_path / FILE_NAME).write_text("# Mine.\nhits = 7  # enough\n")
    return load_settings(
        {"data_dir": str(tmp_path), "model": "full", "host": None}, {"BLACKBIRD_OPINION_S": "3"}
    )


def test_each_value_says_where_it_comes_from(loaded: Settings) -> None:
    names = ("data_dir", "model", "host", "opinion_s", "hits", "check")
    assert [loaded.origin(name) for name in names] == [
        *("flag", "flag", "default", "environment", "file", "default")
    ]
    assert load_settings({}, {"BLACKBIRD_DATA_DIR": "/d"}).origin("data_dir") == "environment"
    assert load_settings({}, {"HOME": "/d"}).origin("data_dir") == "default"
    assert Settings(hits=3).origin("hits") == "flag"


def test_a_change_is_written_and_survives(loaded: Settings, tmp_path: Path) -> None:
    changed = change_settings(loaded, {"hits": 9, "check": "marked", "evidence_tokens": "90"}, NOW)
    assert (changed.hits, changed.check, changed.evidence_tokens) == (9, "marked", 90)
    assert (changed.origin("check"), changed.model) == ("file", "full")
    text = (tmp_path / FILE_NAME).read_text()
    assert text == '# Mine.\nhits = 9  # enough\ncheck = "marked"\nevidence_tokens = 90\n'
    again = load_settings({"data_dir": str(tmp_path)}, {})
    assert (again.hits, again.check, again.evidence_tokens) == (9, "marked", 90)
    back = change_settings(changed, {"check": None}, NOW)
    assert (back.check, back.origin("check")) == ("strict", "default")
    assert "check" not in (tmp_path / FILE_NAME).read_text()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "data" / FILE_NAME
    real.write_text("hits = 2\n")
    link.parent.mkdir()
    link.symlink_to(real)
    change_settings(Settings(data_dir=str(link.parent)), {"hits": 3}, NOW)
    assert link.is_symlink()
    assert real.read_text() == "hits = 3\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hits", "many", "not a whole number. Its default is 10."),
        ("hits", 3.5, "not a whole number"),
        ("hits", True, "not a whole number"),
        ("hits", 0, "below 1"),
        ("hits", 1001, "above 1000"),
        ("hits", 10**20, "above 1000"),
        ("search_timeout_s", -1, "below 0"),
        ("search_timeout_s", float("nan"), "not a number"),
        ("search_timeout_s", 10**400, "not a number"),
        ("search_timeout_s", "inf", "not a number"),
        ("check", "perhaps", "none of strict, marked, off"),
        ("answer_tokens", 5000, "above context, 4096"),
        ("port", 1, "only when Blackbird starts"),
        ("model", "mini", "by a flag"),
        ("opinion_s", 1, "by BLACKBIRD_OPINION_S"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    loaded: Settings, tmp_path: Path, name: str, value: Any, said: str
) -> None:
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(UsageError) as caught:
        change_settings(loaded, {"check": False, name: value}, NOW)
    assert said in str(caught.value)
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("model", ["a\nb", "x" * 1001, "\ud800"])
def test_a_text_fits_a_line(tmp_path: Path, model: str) -> None:
    with pytest.raises(UsageError, match="not a line"):
        change_settings(Settings(data_dir=str(tmp_path)), {"model": model}, NOW)


def test_no_setting_is_invented(loaded: Settings) -> None:
    with pytest.raises(UnknownName, match='Did you mean "hits"'):
        change_settings(loaded, {"hit": 1}, NOW)


@pytest.mark.parametrize("text", ["hits = \n", "hits.a = 1\n", "hist = 1\n", "hits = '\xff"])
def test_a_broken_file_is_never_written_over(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "latin-1")
    with pytest.raises((SettingsError, UnknownName)) as caught:
        change_settings(Settings(data_dir=str(tmp_path)), {"hits": 3}, NOW)
    assert isinstance(caught.value, BlackbirdError)
    assert (tmp_path / FILE_NAME).read_text("latin-1") == text


def test_what_a_model_cannot_hold_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="above context"):
        load_settings({"context": 100}, {})


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("true", "strict"),
        ("1", "strict"),
        ("no", "off"),
        ("0", "off"),
        ("OFF", "off"),
        ("Marked", "marked"),
    ],
)
def test_what_check_was_once_set_to_still_counts(tmp_path: Path, given: str, meant: str) -> None:
    loaded = load_settings({"data_dir": str(tmp_path)}, {"BLACKBIRD_CHECK": given})
    assert loaded.check == meant
    (tmp_path / FILE_NAME).write_text("check = false\n")
    assert load_settings({"data_dir": str(tmp_path)}, {}).check == "off"


def test_a_relative_data_dir_means_the_folder_that_it_was_named_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = load_settings({"data_dir": "own"}, {})
    assert named.data_dir == str(tmp_path / "own")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert load_settings({}, {"BLACKBIRD_DATA_DIR": "~/d"}).data_dir == str(tmp_path / "home/d")


def test_the_web_is_off_until_its_owner_said_yes(tmp_path: Path) -> None:
    settings = load_settings({"data_dir": str(tmp_path)}, {})
    assert (settings.web, settings.web_since) == ("ask", "")
    allowed = change_settings(settings, {"web": "yes"}, NOW)
    assert (allowed.web, allowed.web_since) == ("yes", "2026-01-02T03:04:05+00:00")
    kept = load_settings({"data_dir": str(tmp_path)}, {})
    assert (kept.web, kept.web_since) == (allowed.web, allowed.web_since)


@pytest.mark.parametrize("value", ["no", "ask", None, False])
def test_what_takes_consent_back_takes_its_date_too(tmp_path: Path, value: Any) -> None:
    allowed = change_settings(Settings(data_dir=str(tmp_path)), {"web": "on"}, NOW)
    assert allowed.web_since
    back = change_settings(allowed, {"web": value}, NOW)
    assert back.web != "yes"
    assert back.web_since == ""
    assert "web_since" not in (tmp_path / FILE_NAME).read_text()


def test_consent_is_nothing_that_a_wrong_value_gives(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path))
    with pytest.raises(UsageError, match="none of ask, yes, no"):
        change_settings(settings, {"web": "perhaps"}, NOW)
    with pytest.raises(UsageError, match="only when Blackbird starts"):
        change_settings(settings, {"web_since": "2020"}, NOW)
    assert not (tmp_path / FILE_NAME).exists()


def test_ports_are_read_or_refused() -> None:
    assert ports_of(load_settings({}, {"BLACKBIRD_WEB_PORTS": "8080, 81,"})) == {8080, 81}
    assert ports_of(Settings()) == frozenset()
    for wrong in ("http", "0", "65536", "80;81", "-1"):
        with pytest.raises(SettingsError, match="not a list of ports"):
            load_settings({"web_ports": wrong}, {})
