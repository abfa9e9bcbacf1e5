"""Settings over HTTP: all are shown, some change at once, and the file keeps the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.server.routes.page import framed
from blackbird.settings import FILE_NAME, SETTINGS, Settings, load_settings
from tests.server.conftest import serving


@pytest.fixture
def web(tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / FILE_NAME).write_text('# Mine.\nhits = 7  # enough\nmodel_key = "secret"\n')
    settings = load_settings({"data_dir": str(tmp_path)}, {"BLACKBIRD_ANSWER_TOKENS": "150"})
    with (
        serving(tmp_path, settings=settings) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


def shown(web: httpx.Client) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in web.get("/api/settings").json()["settings"]}


def test_every_setting_is_shown_but_no_secret(web: httpx.Client) -> None:
    rows = shown(web)
    assert list(rows) == [setting.name for setting in SETTINGS]
    assert all(row["help"] for row in rows.values())
    assert (rows["hits"]["value"], rows["hits"]["default"], rows["hits"]["from"]) == (7, 10, "file")
    assert (rows["hits"]["least"], rows["hits"]["most"], rows["hits"]["kind"]) == (1, 1000, "int")
    assert (rows["data_dir"]["from"], rows["answer_tokens"]["from"]) == ("flag", "environment")
    assert (rows["check"]["live"], rows["port"]["live"]) == (True, False)
    assert rows["model_key"]["value"] is True
    assert "secret" not in web.get("/api/settings").text.replace('"secret":', "")


def test_a_change_counts_for_the_next_question(web: httpx.Client, tmp_path: Path) -> None:
    asked = {"question": "How tall is the tower? say: The tower is very tall. (1)"}

    def checked() -> bool:
        turn = web.post("/api/conversations", json=asked).json()["turn"]
        told = web.get(f"/api/turns/{turn['id']}/events").text
        assert ('"supported"' in told) != ('"not_checked"' in told)
        return '"supported"' in told

    assert checked()
    reply = web.patch("/api/settings", json={"check": "off"})
    assert reply.status_code == 200
    assert {r["name"]: r["from"] for r in reply.json()["settings"]}["check"] == "file"
    assert not checked()
    text = (tmp_path / FILE_NAME).read_text()
    assert text == '# Mine.\nhits = 7  # enough\nmodel_key = "secret"\ncheck = "off"\n'
    web.patch("/api/settings", json={"check": None})
    assert checked()
    assert shown(web)["check"]["from"] == "default"


def test_the_model_that_is_chosen_is_the_page_s_and_the_api_s(web: httpx.Client) -> None:
    assert '"model": "blackbird-2-mini"' in web.get("/").text
    assert web.patch("/api/settings", json={"model": "tiny"}).status_code == 200
    assert '"model": "blackbird-2-tiny"' in web.get("/").text
    missing = web.get("/readyz").json()["missing"]
    assert [m["part"] for m in missing if m["part"] != "embedder"] == ["tiny"]
    body = {"messages": [{"role": "user", "content": "How tall is the tower?"}]}
    assert web.post("/v1/chat/completions", json=body).status_code == 503  # it is not here


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"hits": "many"}, 400, "not a whole number"),
        ({"check": "off", "hits": 0}, 400, "below 1"),
        ({"model": "minni"}, 404, 'Did you mean \\"mini\\"?'),
        ({"model": "  "}, 400, "no name"),
        ({"answer_tokens": 100}, 400, "BLACKBIRD_ANSWER_TOKENS"),
        ({"model_key": "x"}, 400, "when Blackbird starts"),
        ({"data_dir": "/"}, 400, "when Blackbird starts"),
        ({"hit": 3}, 400, 'Did you mean \\"hits\\"?'),
        ({"hits": [1]}, 400, "bad_input"),
        ([], 400, "bad_input"),
    ],
)
def test_what_cannot_be_changes_nothing(
    web: httpx.Client, tmp_path: Path, values: Any, status: int, said: str
) -> None:
    before, file = shown(web), (tmp_path / FILE_NAME).read_bytes()
    reply = web.patch("/api/settings", json=values)
    assert (reply.status_code, said in reply.text) == (status, True), reply.text
    assert (shown(web), (tmp_path / FILE_NAME).read_bytes()) == (before, file)


def test_a_remote_model_may_have_any_name(tmp_path: Path) -> None:
    remote = Settings(model_url="http://127.0.0.1:9/v1", origins={"model": "file"})
    with serving(tmp_path, settings=remote) as served:
        reply = httpx.patch(f"{served.root}/api/settings", json={"model": "llama-9"})
        assert reply.status_code == 200
        assert httpx.get(f"{served.url}/models").json()["data"][0]["id"] == "llama-9"
        assert framed('id="boot">{}', Settings(model="llama-9", model_url="x"), {}) in (
            'id="boot">' + httpx.get(served.root).text.partition('id="boot">')[2]
        )
