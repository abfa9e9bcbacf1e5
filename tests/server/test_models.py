"""Which names clients may ask for."""

from __future__ import annotations

import pytest

from blackbird.errors import UnknownName
from blackbird.server.routes.models import offered, public_name
from blackbird.settings import Settings

REMOTE = Settings(model="llama-9", model_url="http://127.0.0.1:1/v1")


def test_the_line_up_is_offered_and_short_names_are_understood() -> None:
    assert "blackbird-2" in offered(Settings())
    assert public_name("full", Settings()) == "blackbird-2"
    assert {public_name(name, Settings()) for name in offered(Settings())} == set(
        offered(Settings())
    )


def test_a_remote_model_is_offered_by_its_own_name_alone() -> None:
    assert offered(REMOTE) == ("llama-9",)
    assert public_name("llama-9", REMOTE) == "llama-9"
    with pytest.raises(UnknownName):
        public_name("mini", REMOTE)
