"""Any OpenAI-compatible server, also one that is slow, wrong or hostile."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from blackbird.errors import ModelRefused, ModelTimeout, NetworkError
from blackbird.models.openai import OpenAIModel
from blackbird.net.api import ApiClient
from blackbird.protocols import Sampling
from blackbird.types import Turn

ASK = [Turn("system", "Be brief."), Turn("user", "Count.")]


def model_behind(handler: Any, dialect: Any = "openai") -> OpenAIModel:
    client = ApiClient("http://127.0.0.1:1/v1", "secret", transport=httpx.MockTransport(handler))
    return OpenAIModel("big", client, model="vendor/big", dialect=dialect)


def events(*bodies: Any, done: bool = True) -> httpx.Response:
    lines = [f"data: {json.dumps(b)}\n\n" for b in bodies]
    return httpx.Response(200, text="".join(lines) + ("data: [DONE]\n\n" if done else ""))


def piece(text: str) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": text}}]}


async def said(model: OpenAIModel, sampling: Sampling | None = None) -> str:
    return "".join([p async for p in model.stream(ASK, sampling or Sampling())])


async def test_pieces_arrive_in_order_and_the_request_is_the_standard_one() -> None:
    seen: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(
            (str(request.url), request.headers["authorization"], json.loads(request.content))
        )
        return events({"choices": [{"delta": {"role": "assistant"}}]}, piece("a"), piece("b"))

    sampling = Sampling(max_tokens=9, grammar="root ::= x", schema={"type": "object"}, stop=("\n",))
    assert await said(model_behind(handler), sampling) == "ab"
    ((url, key, body),) = seen
    assert (url, key) == ("http://127.0.0.1:1/v1/chat/completions", "Bearer secret")
    assert body["model"] == "vendor/big"
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert (body["max_tokens"], body["stop"], body["stream"]) == (9, ["\n"], True)
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert "grammar" not in body  # only llama.cpp knows it
    assert "cache_prompt" not in body


async def test_our_own_worker_gets_the_grammar() -> None:
    seen: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return events(piece("a"))

    await said(model_behind(handler, "llamacpp"), Sampling(grammar="root ::= x"))
    assert seen[0]["grammar"] == "root ::= x"


@pytest.mark.parametrize(
    ("reply", "error", "said_so"),
    [
        (httpx.Response(401, json={"error": {"message": "bad key"}}), ModelRefused, "bad key.*key"),
        (httpx.Response(404, text="nothing here"), ModelRefused, "nothing here.*address"),
        (httpx.Response(500, json={"error": "boom"}), ModelRefused, "boom"),
        (httpx.Response(502, text="<html>" + "x" * 100_000), ModelRefused, "502"),
        (httpx.Response(200, text="data: {not json\n\n"), ModelRefused, "not JSON"),
        (events({"error": {"message": "out of memory"}}), ModelRefused, "out of memory"),
        (events(piece("half"), done=False), NetworkError, "in the middle"),
    ],
)
async def test_a_server_that_fails_is_one_clear_line(
    reply: httpx.Response, error: type[Exception], said_so: str
) -> None:
    with pytest.raises(error, match=said_so) as caught:
        await said(model_behind(lambda _: reply))
    assert len(str(caught.value)) < 600


async def test_a_server_that_is_silent_or_absent_is_one_clear_line() -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    def absent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ModelTimeout, match="in time"):
        await said(model_behind(slow))
    with pytest.raises(NetworkError, match="refused"):
        await said(model_behind(absent))
    with pytest.raises(ModelTimeout):
        await model_behind(slow).odds(ASK, ("Yes", "No"))
    with pytest.raises(NetworkError):
        await model_behind(absent).odds(ASK, ("Yes", "No"))


@pytest.mark.parametrize("odd", [{}, {"choices": []}, {"choices": [{"delta": None}]}, [], 7, None])
async def test_odd_events_are_passed_over(odd: Any) -> None:
    assert await said(model_behind(lambda _: events(odd, piece("x")))) == "x"


def tokens(*top: tuple[str, float]) -> httpx.Response:
    listed = [{"token": t, "logprob": p} for t, p in top]
    return httpx.Response(
        200, json={"choices": [{"logprobs": {"content": [{"top_logprobs": listed}]}}]}
    )


async def test_odds_add_up_spellings_and_ignore_other_words() -> None:
    reply = tokens(("Yes", -1.0), (" yes", -1.0), ("No", -1.0), ("Maybe", -0.1))
    odds = await model_behind(lambda _: reply).odds(ASK, ("Yes", "No"))
    assert odds == pytest.approx({"Yes": 2 / 3, "No": 1 / 3})


async def test_odds_are_even_when_no_choice_was_seen() -> None:
    odds = await model_behind(lambda _: tokens(("Maybe", -0.1))).odds(ASK, ("Yes", "No"))
    assert odds == {"Yes": 0.5, "No": 0.5}


async def test_a_server_without_probabilities_is_refused() -> None:
    reply = httpx.Response(200, json={"choices": [{"message": {"content": "Yes"}}]})
    with pytest.raises(ModelRefused, match="logprobs"):
        await model_behind(lambda _: reply).odds(ASK, ("Yes", "No"))
