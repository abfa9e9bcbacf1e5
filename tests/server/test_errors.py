"""Every error has a status, and every body the shape that OpenAI's clients read."""

from __future__ import annotations

import json

import pytest

from blackbird import errors
from blackbird.errors import BlackbirdError, UnknownName
from blackbird.server.errors import dumped_error, error_response, status_of

KINDS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, BlackbirdError)]


def made(kind: type[BlackbirdError]) -> BlackbirdError:
    if issubclass(kind, UnknownName):
        return kind("source", "x", ["y"])
    return kind("It broke.", "Mend it.")


@pytest.mark.parametrize("kind", KINDS)
def test_each_error_has_a_status_and_a_body(kind: type[BlackbirdError]) -> None:
    error = made(kind)
    response = error_response(error)
    body = json.loads(bytes(response.body))
    assert 400 <= response.status_code < 600
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["message"] == str(error)
    client = isinstance(error, errors.UsageError)
    assert (body["error"]["type"] == "invalid_request_error") == client
    assert json.loads(dumped_error(error)) == body


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownName("model", "x", ["y"]), 404),
        (UnknownName("source", "x", ["y"]), 400),
        (errors.BadInput("It is empty."), 400),
        (errors.AddressRefused("It leads inside."), 400),
        (errors.ConsentNeeded("The web is off."), 403),
        (errors.PageUnreadable("It is a film."), 502),
        (errors.ModelMissing("No file."), 503),
        (errors.ModelTimeout("Late."), 504),
        (errors.ModelRefused("No."), 502),
        (errors.DiskFull("Full."), 507),
        (errors.Overloaded("Busy."), 503),
        (errors.StorageError("Broken."), 500),
    ],
)
def test_the_map(error: BlackbirdError, status: int) -> None:
    assert status_of(error) == status


def test_what_passes_by_itself_says_when_to_come_back() -> None:
    assert "retry-after" in error_response(errors.Overloaded("Busy.")).headers
    assert "retry-after" not in error_response(errors.BadInput("Empty.")).headers
