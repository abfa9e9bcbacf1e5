"""The official ``openai`` package, unchanged, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletionChunk

from tests.server.conftest import TOWER_URL, Served

HOLDS = (
    "How tall is the tower? say: The tower is very tall. [1] It has a lift. [1] It is short. [1]"
)
HELD = "The tower is very tall. [1]"


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=served.url, api_key="none", max_retries=0) as opened:
        yield opened


def ask(client: openai.OpenAI, text: Any, **more: Any) -> Any:
    return client.chat.completions.create(
        model="mini", messages=[{"role": "user", "content": text}], **more
    )


def streamed(client: openai.OpenAI, text: str, **more: Any) -> list[ChatCompletionChunk]:
    return list(ask(client, text, stream=True, **more))


def text_of(chunks: list[ChatCompletionChunk]) -> str:
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def test_a_completion_has_only_checked_sentences_and_their_proofs(client: openai.OpenAI) -> None:
    reply = ask(client, HOLDS)
    assert reply.object == "chat.completion"
    assert reply.model == "blackbird-2-mini"
    assert reply.id.startswith("chatcmpl-")
    (choice,) = reply.choices
    assert choice.message.role == "assistant"
    assert choice.finish_reason == "stop"
    assert choice.message.content == HELD
    assert reply.model_extra["citations"] == [TOWER_URL]
    answer = reply.model_extra["blackbird"]
    assert answer["answer"] == HELD
    verdicts = [s["verdict"] for s in answer["sentences"]]
    assert verdicts == ["supported", "not_enough_info", "refuted"]
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens


def test_a_stream_joins_to_the_same_text_in_small_chunks(client: openai.OpenAI) -> None:
    chunks = streamed(client, HOLDS)
    assert text_of(chunks) == HELD
    assert chunks[0].choices[0].delta.role == "assistant"
    assert max(len(c.choices[0].delta.content or "") for c in chunks) < 20
    assert len({c.id for c in chunks}) == 1
    assert [c.choices[0].finish_reason for c in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    last = chunks[-1].model_extra
    assert last is not None
    assert last["citations"] == [TOWER_URL]
    assert last["blackbird"]["answer"] == HELD


def test_a_stream_without_support_is_the_abstention_and_nothing_else(
    client: openai.OpenAI,
) -> None:
    chunks = streamed(client, "Who painted the tower? say: Somebody painted it. [1]")
    extra = chunks[-1].model_extra
    assert extra is not None
    assert extra["blackbird"]["abstained"]
    assert text_of(chunks) == extra["blackbird"]["answer"]
    assert "Somebody painted it" not in text_of(chunks)


@pytest.mark.parametrize("stream", [False, True])
def test_without_checking_the_draft_is_passed_on_as_it_comes(
    client: openai.OpenAI, stream: bool
) -> None:
    off = {"blackbird": {"check": False}}
    draft = HOLDS.partition("say: ")[2]
    if stream:
        assert text_of(streamed(client, HOLDS, extra_body=off)) == draft
    else:
        reply = ask(client, HOLDS, extra_body=off)
        assert reply.choices[0].message.content == draft
        verdicts = {s["verdict"] for s in reply.model_extra["blackbird"]["sentences"]}
        assert verdicts == {"not_checked"}


def test_a_task_is_written_as_it_is_with_its_line_breaks(client: openai.OpenAI) -> None:
    poem = "An old pond.\nA frog jumps in.\n\nThe sound of water."
    assert ask(client, f"Write a haiku. say: {poem}").choices[0].message.content == poem
    assert text_of(streamed(client, f"Write a haiku. say: {poem}")) == poem


def test_passages_are_the_only_evidence(client: openai.OpenAI) -> None:
    own = {"blackbird": {"passages": ["The bridge is tall and was closed in 1950."]}}
    reply = ask(client, "Is it tall? say: The bridge is tall. [1]", extra_body=own)
    (citation,) = reply.model_extra["blackbird"]["citations"]
    assert citation["source"] == "given"
    assert reply.model_extra["citations"] == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("strict", HELD),
        (True, HELD),
        ("marked", "The tower is very tall. [1] It has a lift."),
        ("off", HOLDS.partition("say: ")[2]),
    ],
)
def test_the_way_of_checking_can_be_said(
    client: openai.OpenAI, check: str | bool, text: str
) -> None:
    reply = ask(client, HOLDS, extra_body={"blackbird": {"check": check}})
    assert reply.choices[0].message.content == text


def test_another_way_of_checking_is_refused(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="check"):
        ask(client, HOLDS, extra_body={"blackbird": {"check": "perhaps"}})


def test_usage_comes_last_in_a_stream_when_it_is_asked_for(client: openai.OpenAI) -> None:
    chunks = streamed(client, HOLDS, stream_options={"include_usage": True})
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens > 5
    assert all(c.usage is None for c in chunks[:-1])


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_a_draft_that_was_cut_says_so(client: openai.OpenAI, field: str) -> None:
    reply = ask(client, "Write a poem. say: one two three four", **{field: 2})
    assert reply.choices[0].finish_reason == "length"
    whole = ask(client, "Write a poem. say: one two three four", **{field: 200})
    assert whole.choices[0].finish_reason == "stop"


@pytest.mark.parametrize("stop", [" three", [" three", "four"]])
def test_the_text_ends_before_a_stop(client: openai.OpenAI, stop: str | list[str]) -> None:
    text = "Write a poem. say: one two three four"
    assert ask(client, text, stop=stop).choices[0].message.content == "one two"
    assert text_of(streamed(client, text, stop=stop)) == "one two"
    checked = ask(client, HOLDS, stop="very")
    assert checked.choices[0].message.content == "The tower is "
    assert checked.model_extra["citations"] == [TOWER_URL]


def test_messages_of_many_shapes_become_a_conversation(
    client: openai.OpenAI, served: Served
) -> None:
    parts: list[Any] = [
        {"type": "text", "text": "Write a poem."},
        {"type": "text", "text": "say: again"},
    ]
    reply = client.chat.completions.create(
        model="blackbird-2-mini",
        temperature=0.7,
        seed=11,
        top_p=0.9,
        user="somebody",
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Write a song."},
            {"role": "assistant", "content": "A line."},
            {"role": "user", "content": parts},
        ],
    )
    assert reply.choices[0].message.content == "again"
    said = [(t.role, t.content) for t in served.model.asked[-1]]
    assert said[1:] == [
        ("system", "Be brief."),
        ("user", "Write a song."),
        ("assistant", "A line."),
        ("user", "Write a poem.\nsay: again"),
    ]


def test_the_models_are_listed_and_described(client: openai.OpenAI) -> None:
    names = [model.id for model in client.models.list()]
    assert "blackbird-2-mini" in names
    described = client.models.retrieve("blackbird-2-mini")
    assert (described.object, described.owned_by) == ("model", "blackbird")
    assert described.created > 0
    assert client.models.retrieve("mini").id == "blackbird-2-mini"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("nobody/at-home")


def test_an_unknown_model_is_not_found(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(
            model="blackbird-2-mino", messages=[{"role": "user", "content": "Hi"}]
        )
    assert caught.value.code == "model_not_found"
    assert caught.value.param == "model"
    assert 'Did you mean "blackbird-2-mini"?' in str(caught.value)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"messages": []}, "last message"),
        ({"messages": [{"role": "user", "content": "  "}]}, "empty"),
        ({"messages": [{"role": "user", "content": None}]}, "empty"),
        ({"messages": [{"role": "assistant", "content": "Hello."}]}, "last message"),
        ({"messages": [{"role": "user", "content": "a" * 40_000}]}, "40,000"),
        ({"messages": [{"role": "tool", "content": "x", "tool_call_id": "1"}]}, "Tools"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "image_url"),
        ({"messages": "Hello"}, "messages"),
        ({"n": 2}, "n is 2"),
        ({"temperature": 3}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"blackbird": {"sources": ["documens"]}}, 'Did you mean "documents"?'),
        ({"blackbird": {"since": "yesterday"}}, "since"),
        ({"blackbird": {"passages": "one"}}, "passages"),
    ],
)
def test_what_cannot_be_used_is_a_bad_request_that_names_it(
    client: openai.OpenAI, body: dict[str, Any], says: str
) -> None:
    with pytest.raises(openai.BadRequestError, match=says) as caught:
        ask(client, "How tall is the tower?", extra_body=body)
    assert caught.value.type == "invalid_request_error"
    assert caught.value.code


def test_a_body_that_is_too_large_is_refused(client: openai.OpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        ask(client, "a" * 3_000_000)
    assert caught.value.status_code == 413
    assert caught.value.code == "too_large"


def test_a_crash_before_the_first_word_is_a_status_that_can_be_retried(
    client: openai.OpenAI,
) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        ask(client, "Write a poem. say: one crash")
    assert caught.value.status_code == 503
    assert caught.value.code == "model_crashed"
    assert caught.value.response.headers["retry-after"]


def test_a_crash_in_a_stream_ends_it_with_an_error_and_the_next_request_works(
    client: openai.OpenAI,
) -> None:
    seen: list[ChatCompletionChunk] = []
    with pytest.raises(openai.APIError, match="ended in the middle") as caught:
        seen.extend(ask(client, "Write a poem. say: one crash", stream=True))
    assert caught.value.code == "model_crashed"
    assert text_of(seen) == "one crash"
    assert ask(client, "Write a poem. say: one").choices[0].message.content == "one"


def test_a_fault_of_ours_shows_no_trace(client: openai.OpenAI) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        ask(client, "Write a poem. say: one bug")
    assert "secret" not in caught.value.response.text
    assert "Traceback" not in caught.value.response.text
    with pytest.raises(openai.APIError, match="went wrong"):
        streamed(client, "Write a poem. say: one bug")


async def test_the_asynchronous_client_works_too(served: Served) -> None:
    async with openai.AsyncOpenAI(base_url=served.url, api_key="none", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="mini", messages=[{"role": "user", "content": HOLDS}], stream=True
        )
        assert text_of([chunk async for chunk in stream]) == HELD
        with pytest.raises(openai.NotFoundError):
            await client.models.retrieve("nobody")
